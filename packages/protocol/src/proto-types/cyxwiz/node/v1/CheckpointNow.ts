// Original file: proto/cyxwiz/node/v1/training.proto


/**
 * Writes the state behind the epoch under way to the node's disk, so that a restart goes on from there; `state_epoch`
 * tells when it is done. It is no checkpoint of the job: nothing is anchored, and FetchCheckpoint does not know it.
 */
export interface CheckpointNow {
}

/**
 * Writes the state behind the epoch under way to the node's disk, so that a restart goes on from there; `state_epoch`
 * tells when it is done. It is no checkpoint of the job: nothing is anchored, and FetchCheckpoint does not know it.
 */
export interface CheckpointNow__Output {
}
