import { CyxwizError, type Failure } from '@cyxwiz/protocol';

/** What a fault means to a caller; each surface has one status for it. */
export type FaultKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'precondition'
  | 'exhausted'
  | 'unavailable'
  | 'internal';

/** Every code the coordinator answers with. Programs narrow on it, so a code is never reused for something else. */
export const FAULTS = {
  INVALID_ARGUMENT: 'invalid',
  INVALID_JOB_SPEC: 'invalid',
  INVALID_ADDRESS: 'invalid',
  INVALID_SIGNATURE: 'invalid',
  CLIENT_KEY_MISMATCH: 'invalid',
  MINT_NOT_ALLOWED: 'invalid',
  MINT_NOT_PRICED: 'invalid',
  PRICE_OUT_OF_RANGE: 'invalid',
  PAYLOAD_TOO_LARGE: 'invalid',
  SESSION_MISSING: 'unauthenticated',
  SESSION_INVALID: 'unauthenticated',
  CHALLENGE_UNKNOWN: 'unauthenticated',
  NOT_SIGNED_IN: 'unauthenticated',
  SIGN_IN_UNKNOWN: 'unauthenticated',
  SIGN_IN_MISMATCH: 'unauthenticated',
  WALLET_SIGNATURE_INVALID: 'unauthenticated',
  OPERATOR_SIGNATURE_INVALID: 'unauthenticated',
  NOT_YOUR_JOB: 'forbidden',
  NODE_BANNED: 'forbidden',
  NOT_YOUR_WALLET: 'forbidden',
  NOT_THIS_PAGE: 'forbidden',
  JOB_UNKNOWN: 'not-found',
  NODE_UNKNOWN: 'not-found',
  ROUTE_UNKNOWN: 'not-found',
  METHOD_NOT_ALLOWED: 'invalid',
  IDEMPOTENCY_CONFLICT: 'conflict',
  NO_NODE_AVAILABLE: 'precondition',
  PAUSED: 'precondition',
  NO_VERIFYING_KEY: 'precondition',
  RESERVATION_EXPIRED: 'precondition',
  ESCROW_NOT_FOUND: 'precondition',
  ESCROW_MISMATCH: 'precondition',
  ESCROW_FAILED: 'precondition',
  JOB_ENDED: 'precondition',
  NODE_OFFLINE: 'precondition',
  NODE_ALIVE: 'precondition',
  TOO_MANY_RESERVATIONS: 'exhausted',
  RATE_LIMITED: 'exhausted',
  CHAIN_UNAVAILABLE: 'unavailable',
  DATABASE_UNAVAILABLE: 'unavailable',
  NOT_READY: 'unavailable',
  TOKEN_KEY_UNREGISTERED: 'unavailable',
  INTERNAL: 'internal',
} as const satisfies Record<string, FaultKind>;

export type FaultCode = keyof typeof FAULTS;

/** An expected failure: `message` says what is wrong, `hint` what to do about it. */
export interface Fault extends Failure<FaultCode> {
  readonly hint: string;
  /** For programs: the field at fault, every rejected node, what differs. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export type FaultError = CyxwizError<Fault>;

export function fault(
  code: FaultCode,
  message: string,
  hint: string,
  details?: Readonly<Record<string, unknown>>,
  cause?: unknown,
): FaultError {
  return new CyxwizError<Fault>({ code, message, hint, ...(details && { details }) }, { cause });
}

export function isFault(error: unknown): error is FaultError {
  return error instanceof CyxwizError && Object.hasOwn(FAULTS, error.code) && 'hint' in error.failure;
}

/** A field of a request that breaks its rule. */
export function invalidField(field: string, rule: string): FaultError {
  return fault('INVALID_ARGUMENT', `${field}: ${rule}`, `correct ${field} and send the request again`, {
    field,
  });
}

/** What protocol's own parsers throw, as a fault of this coordinator. */
export function asFault(error: unknown): FaultError | undefined {
  if (isFault(error)) return error;
  if (!(error instanceof CyxwizError)) return undefined;
  const code = Object.hasOwn(FAULTS, error.code) ? (error.code as FaultCode) : 'INVALID_ARGUMENT';
  return fault(code, error.message, 'correct the value and send the request again', undefined, error);
}
