import { Metadata, status } from '@grpc/grpc-js';
import { codeOf, NodeError, type NodeErrorCode } from '../../domain/errors.ts';

/** ErrorInfo.domain of everything that this service refuses. */
export const ERROR_DOMAIN = 'cyxwiz.node';

const { INVALID_ARGUMENT, UNAUTHENTICATED, PERMISSION_DENIED, NOT_FOUND, FAILED_PRECONDITION } = status;
const { UNAVAILABLE, ABORTED, OUT_OF_RANGE, RESOURCE_EXHAUSTED, DATA_LOSS, INTERNAL } = status;

/** gRPC's own code for each of ours; what is missing here is a fault of the node. */
const STATUS: Partial<Record<NodeErrorCode, status>> = {
  TOKEN_MALFORMED: UNAUTHENTICATED,
  TOKEN_ALGORITHM: UNAUTHENTICATED,
  TOKEN_SIGNATURE: UNAUTHENTICATED,
  TOKEN_CLAIMS: UNAUTHENTICATED,
  TOKEN_ISSUER: UNAUTHENTICATED,
  TOKEN_AUDIENCE: UNAUTHENTICATED,
  TOKEN_SUBJECT: PERMISSION_DENIED,
  TOKEN_JOB: PERMISSION_DENIED,
  TOKEN_EXPIRED: UNAUTHENTICATED,
  TOKEN_KEY_MISSING: UNAUTHENTICATED,
  TOKEN_KEY_MISMATCH: PERMISSION_DENIED,
  TOKEN_SPENT: UNAUTHENTICATED,
  KEYS_UNAVAILABLE: UNAVAILABLE,
  CLIENT_SIGNATURE: UNAUTHENTICATED,
  PROTOCOL_VERSION: FAILED_PRECONDITION,
  SESSION_MISSING: UNAUTHENTICATED,
  SESSION_UNKNOWN: UNAUTHENTICATED,
  SESSION_EXPIRED: UNAUTHENTICATED,
  JOB_ADDRESS: INVALID_ARGUMENT,
  JOB_UNKNOWN: NOT_FOUND,
  JOB_ENDED: FAILED_PRECONDITION,
  SPEC_HASH: INVALID_ARGUMENT,
  UPLOAD_EMPTY: INVALID_ARGUMENT,
  UPLOAD_CHECKSUM: DATA_LOSS,
  UPLOAD_OFFSET: OUT_OF_RANGE,
  UPLOAD_TOO_LARGE: RESOURCE_EXHAUSTED,
  UPLOAD_SIZE_CHANGED: INVALID_ARGUMENT,
  UPLOAD_CHUNK_TOO_LARGE: INVALID_ARGUMENT,
  UPLOAD_INCOMPLETE: ABORTED,
  UPLOAD_BUSY: ABORTED,
  DATASET_INVALID: INVALID_ARGUMENT,
  DATASET_ROOT: INVALID_ARGUMENT,
  DATASET_BATCHES: INVALID_ARGUMENT,
  DATASET_MISSING: FAILED_PRECONDITION,
  TRAIN_BUSY: RESOURCE_EXHAUSTED,
  COMMAND_MISSING: INVALID_ARGUMENT,
  COMMAND_REFUSED: FAILED_PRECONDITION,
  WEIGHTS_NOT_READY: FAILED_PRECONDITION,
  CHECKPOINT_UNKNOWN: NOT_FOUND,
  CHECKPOINT_UNPROVEN: FAILED_PRECONDITION,
  CHECKPOINT_EXPIRED: NOT_FOUND,
  CHECKPOINT_UNWANTED: FAILED_PRECONDITION,
  CHECKPOINT_MISMATCH: INVALID_ARGUMENT,
  OFFSET_INVALID: OUT_OF_RANGE,
  DOWNLOAD_BUSY: RESOURCE_EXHAUSTED,
  CHAIN_UNAVAILABLE: UNAVAILABLE,
  SHUTTING_DOWN: UNAVAILABLE,
};

export interface RichError {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
}

/** An error as gRPC carries it: its status, the sentence, and google.rpc.Status with an ErrorInfo for programs. */
export function richError(error: unknown): RichError {
  const known = error instanceof NodeError ? error : null;
  const reason = known?.code ?? codeOf(error);
  const code = (known && STATUS[known.code]) ?? INTERNAL;
  // What was not meant for clients stays in the log.
  const details =
    code === INTERNAL ? 'the node failed; its operator finds the reason in the log' : (known?.message ?? '');
  const metadata = new Metadata();
  const facts = code === INTERNAL ? {} : (known?.failure.facts ?? {});
  metadata.set('grpc-status-details-bin', encodeStatus(code, details, reason, facts));
  return { code, details, metadata };
}

/** google.rpc.Status {code = 1, message = 2, details = 3: Any {type_url = 1, value = 2: ErrorInfo}}. */
function encodeStatus(
  code: number,
  message: string,
  reason: string,
  facts: Readonly<Record<string, string>>,
): Buffer {
  const entries = Object.entries(facts).map(([key, value]) =>
    field(3, Buffer.concat([text(1, key), text(2, value)])),
  );
  const info = Buffer.concat([text(1, reason), text(2, ERROR_DOMAIN), ...entries]);
  const any = Buffer.concat([text(1, 'type.googleapis.com/google.rpc.ErrorInfo'), field(2, info)]);
  return Buffer.concat([Buffer.from([0x08, code]), text(2, message), field(3, any)]);
}

function text(number: number, value: string): Buffer {
  return field(number, Buffer.from(value));
}

function field(number: number, value: Buffer): Buffer {
  const length: number[] = [];
  let left = value.length;
  while (left > 0x7f) {
    length.push((left & 0x7f) | 0x80);
    left >>>= 7;
  }
  length.push(left);
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), value]);
}
