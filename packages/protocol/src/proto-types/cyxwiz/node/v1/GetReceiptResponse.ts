// Original file: proto/cyxwiz/node/v1/training.proto


/**
 * What a node vouches for. It proves nothing by itself: the chain does, and the receipt says where to look.
 */
export interface GetReceiptResponse {
  /**
   * JSON by RFC 8785; hashes in hexadecimal digits, addresses and transactions in base58, times in milliseconds:
   * {version: 1, kind: "cyxwiz-node-receipt", job, node, operator, client, specHash, state (as in TrainingStatus), issuedAtMs,
   * binding (null before acceptance), checkpointInterval, epochs,
   * checkpoints: [{epoch, weights, lossMicros, accuracyPpm, timeMs}],
   * anchors: [{checkpoints, root, elapsedMs, transaction}] in order; a transaction may be "" when the node restarted
   * while it was under way, finalRoot (null before the final anchor),
   * proof: {checkpoints, transaction} or null, weights: {commitment, sha256, bytes} or null}
   * Each root follows from binding and the checkpoints before it, as circuits/checkpoint_chain.circom says.
   */
  'receiptJson'?: (Buffer | Uint8Array | string);
  /**
   * ed25519 (64 bytes) by the node's operator key, which is in the node's account on chain, over the 32 bytes
   * sha256("cyxwiz:node-receipt:v1" ‖ sha256(receipt_json)).
   */
  'signature'?: (Buffer | Uint8Array | string);
}

/**
 * What a node vouches for. It proves nothing by itself: the chain does, and the receipt says where to look.
 */
export interface GetReceiptResponse__Output {
  /**
   * JSON by RFC 8785; hashes in hexadecimal digits, addresses and transactions in base58, times in milliseconds:
   * {version: 1, kind: "cyxwiz-node-receipt", job, node, operator, client, specHash, state (as in TrainingStatus), issuedAtMs,
   * binding (null before acceptance), checkpointInterval, epochs,
   * checkpoints: [{epoch, weights, lossMicros, accuracyPpm, timeMs}],
   * anchors: [{checkpoints, root, elapsedMs, transaction}] in order; a transaction may be "" when the node restarted
   * while it was under way, finalRoot (null before the final anchor),
   * proof: {checkpoints, transaction} or null, weights: {commitment, sha256, bytes} or null}
   * Each root follows from binding and the checkpoints before it, as circuits/checkpoint_chain.circom says.
   */
  'receiptJson': (Buffer);
  /**
   * ed25519 (64 bytes) by the node's operator key, which is in the node's account on chain, over the 32 bytes
   * sha256("cyxwiz:node-receipt:v1" ‖ sha256(receipt_json)).
   */
  'signature': (Buffer);
}
