import { CyxwizError, type Failure } from '@cyxwiz/protocol';

export type ClientErrorCode =
  | 'BAD_INPUT'
  | 'BAD_KEYPAIR'
  | 'COORDINATOR_UNAVAILABLE'
  | 'COORDINATOR_REFUSED'
  | 'OFFER_MISMATCH'
  | 'PRICE_TOO_HIGH'
  | 'INSUFFICIENT_FUNDS'
  | 'TRANSACTION_FAILED'
  | 'TRANSACTION_EXPIRED'
  | 'RPC_UNAVAILABLE'
  | 'JOB_NOT_FOUND'
  | 'NODE_NOT_FOUND'
  | 'DISPUTE_NOT_FOUND'
  | 'PROPOSAL_NOT_FOUND'
  | 'VESTING_NOT_FOUND'
  | 'WRONG_STATE'
  | 'NODE_UNAVAILABLE'
  | 'NODE_REFUSED'
  | 'TLS_PIN_MISMATCH'
  | 'STREAM_LOST'
  | 'TRAINING_FAILED'
  | 'CHECKSUM_MISMATCH'
  | 'WEIGHTS_MISMATCH'
  | 'RECEIPT_INVALID'
  | 'CHECKPOINTS_MISMATCH'
  | 'CHECKPOINT_MISMATCH'
  | 'CHECKPOINT_MISSING'
  | 'EVIDENCE_INVALID'
  | 'TIMED_OUT';

export interface ClientFailure extends Failure<ClientErrorCode> {
  /** What to do about it. */
  readonly next: string;
  /** Code of whoever refused: a program error's name, a coordinator's or node's reason. */
  readonly reason?: string;
  readonly details?: Readonly<Record<string, string>>;
}

/** An expected failure of the SDK; `toJSON` is what programs print. Nothing in it is a secret. */
export class ClientError extends CyxwizError<ClientFailure> {
  constructor(
    code: ClientErrorCode,
    message: string,
    facts: Omit<ClientFailure, 'code' | 'message'> & { cause?: unknown },
  ) {
    const { cause, ...rest } = facts;
    super({ code, message, ...rest }, cause === undefined ? undefined : { cause });
  }

  get next(): string {
    return this.failure.next;
  }

  get reason(): string | undefined {
    return this.failure.reason;
  }

  toJSON(): ClientFailure {
    return this.failure;
  }
}

/** Input that the caller can correct; `what` names the field. */
export function badInput(what: string, wrong: string, next: string): ClientError {
  return new ClientError('BAD_INPUT', `${what}: ${wrong}`, { next, details: { field: what } });
}
