// Original file: proto/cyxwiz/node/v1/training.proto


/**
 * Holds the training between two batches, for as long as the node's patience lasts (ten minutes in all by default): the
 * escrow's clock goes on.
 */
export interface PauseTraining {
}

/**
 * Holds the training between two batches, for as long as the node's patience lasts (ten minutes in all by default): the
 * escrow's clock goes on.
 */
export interface PauseTraining__Output {
}
