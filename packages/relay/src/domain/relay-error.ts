import { CyxwizError, type Failure } from '@cyxwiz/protocol';

/** Why a relay does not let somebody in. Codes are stable: nodes log them, and metrics count them. */
export const RELAY_ERROR_CODES = [
  'HELLO_INVALID',
  'NODE_UNKNOWN',
  'NODE_BANNED',
  'NODE_NOT_ALLOWED',
  'OPERATOR_SIGNATURE_INVALID',
  'CHAIN_UNAVAILABLE',
  'TOO_MANY_NODES',
  'REPLACED',
  'CONFIG_INVALID',
] as const;

export type RelayErrorCode = (typeof RELAY_ERROR_CODES)[number];

export class RelayError extends CyxwizError<Failure<RelayErrorCode>> {
  constructor(code: RelayErrorCode, message: string, cause?: unknown) {
    super({ code, message }, cause === undefined ? undefined : { cause });
  }
}
