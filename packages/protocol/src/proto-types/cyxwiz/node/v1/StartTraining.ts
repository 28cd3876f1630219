// Original file: proto/cyxwiz/node/v1/training.proto


/**
 * Needs the data set. The node accepts the job on chain after this, and after the checkpoint of a stage that begins with
 * one, not before. A training that was paused stays so, one
 * that was stopped goes on.
 */
export interface StartTraining {
  /**
   * As in SetMetricsInterval.
   */
  'metricsIntervalSeconds'?: (number);
}

/**
 * Needs the data set. The node accepts the job on chain after this, and after the checkpoint of a stage that begins with
 * one, not before. A training that was paused stays so, one
 * that was stopped goes on.
 */
export interface StartTraining__Output {
  /**
   * As in SetMetricsInterval.
   */
  'metricsIntervalSeconds': (number);
}
