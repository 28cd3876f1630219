import { CyxwizError, type Failure } from '@cyxwiz/protocol';

/** Every error that the agent tells somebody about. Codes are stable: clients switch on them. */
export const NODE_ERROR_CODES = [
  'TOKEN_MALFORMED',
  'TOKEN_ALGORITHM',
  'TOKEN_SIGNATURE',
  'TOKEN_CLAIMS',
  'TOKEN_ISSUER',
  'TOKEN_AUDIENCE',
  'TOKEN_SUBJECT',
  'TOKEN_JOB',
  'TOKEN_EXPIRED',
  'TOKEN_KEY_MISSING',
  'TOKEN_KEY_MISMATCH',
  'TOKEN_SPENT',
  'KEYS_UNAVAILABLE',
  'CLIENT_SIGNATURE',
  'PROTOCOL_VERSION',
  'SESSION_MISSING',
  'SESSION_UNKNOWN',
  'SESSION_EXPIRED',
  'JOB_ADDRESS',
  'JOB_UNKNOWN',
  'JOB_ENDED',
  'SPEC_HASH',
  'UPLOAD_EMPTY',
  'UPLOAD_CHECKSUM',
  'UPLOAD_OFFSET',
  'UPLOAD_TOO_LARGE',
  'UPLOAD_SIZE_CHANGED',
  'UPLOAD_CHUNK_TOO_LARGE',
  'UPLOAD_INCOMPLETE',
  'UPLOAD_BUSY',
  'DATASET_INVALID',
  'DATASET_ROOT',
  'DATASET_BATCHES',
  'DATASET_MISSING',
  'TRAIN_BUSY',
  'COMMAND_MISSING',
  'COMMAND_REFUSED',
  'WEIGHTS_NOT_READY',
  'CHECKPOINT_UNKNOWN',
  'CHECKPOINT_UNPROVEN',
  'CHECKPOINT_EXPIRED',
  'CHECKPOINT_UNWANTED',
  'CHECKPOINT_MISMATCH',
  'OFFSET_INVALID',
  'DOWNLOAD_BUSY',
  'ASSIGNMENT_REFUSED',
  'TRAINING_FAILED',
  'PROOF_FAILED',
  'STEPS_FAILED',
  'AUDIT_REFUSED',
  'CHAIN_REFUSED',
  'CHAIN_UNAVAILABLE',
  'COORDINATOR_UNAVAILABLE',
  'RELAY_UNAVAILABLE',
  'RELAY_REFUSED',
  'JOURNAL_CORRUPT',
  'CONFIG_INVALID',
  'SHUTTING_DOWN',
  'INTERNAL',
] as const;

export type NodeErrorCode = (typeof NODE_ERROR_CODES)[number];

export interface NodeFailure extends Failure<NodeErrorCode> {
  /** For programs: what was expected, what was found. */
  readonly facts: Readonly<Record<string, string>>;
}

/** An error with a stable code, a sentence that says what to do, and facts for programs. */
export class NodeError extends CyxwizError<NodeFailure> {
  constructor(code: NodeErrorCode, message: string, facts: Record<string, string> = {}, cause?: unknown) {
    super({ code, message, facts }, cause === undefined ? undefined : { cause });
  }
}

/** The code of a typed error of any of our packages; INTERNAL for everything else. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code) ? code : 'INTERNAL';
}

/** The message of anything that was thrown, on one line. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(/\s+/g, ' ').trim();
}
