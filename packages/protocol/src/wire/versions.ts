/** Versions of TrainingService's protocol that this code speaks, oldest first; training.proto says what each adds. */
export const TRAINING_PROTOCOL_VERSIONS: readonly number[] = [1, 2, 3];

/** Since when a node knows FetchCheckpoint, GetReceipt and SetMetricsInterval. */
export const CHECKPOINTS_SINCE = 2;

/** Since when a node takes UploadCheckpoint. */
export const STAGES_SINCE = 3;
