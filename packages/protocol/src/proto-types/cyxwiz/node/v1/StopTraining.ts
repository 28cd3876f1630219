// Original file: proto/cyxwiz/node/v1/training.proto


/**
 * Holds the training, anchors and proves what can be, and ends the stream. The escrow knows nothing of it: whoever wants
 * his money back cancels on chain, otherwise the training goes on after a while.
 */
export interface StopTraining {
  'reason'?: (string);
}

/**
 * Holds the training, anchors and proves what can be, and ends the stream. The escrow knows nothing of it: whoever wants
 * his money back cancels on chain, otherwise the training goes on after a while.
 */
export interface StopTraining__Output {
  'reason': (string);
}
