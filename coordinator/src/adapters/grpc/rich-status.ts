import { Metadata, status } from '@grpc/grpc-js';
import { FAULTS, type FaultError, type FaultKind } from '../../domain/fault.ts';

/** `ErrorInfo.domain` of every refusal of this service. */
export const ERROR_DOMAIN = 'cyxwiz.coordinator';

const STATUS: Record<FaultKind, status> = {
  invalid: status.INVALID_ARGUMENT,
  unauthenticated: status.UNAUTHENTICATED,
  forbidden: status.PERMISSION_DENIED,
  'not-found': status.NOT_FOUND,
  conflict: status.ALREADY_EXISTS,
  precondition: status.FAILED_PRECONDITION,
  exhausted: status.RESOURCE_EXHAUSTED,
  unavailable: status.UNAVAILABLE,
  internal: status.INTERNAL,
};

/** Trailing metadata share one header block with everything else; many clients stop at 8 KiB. */
const MAX_DETAILS = 4096;

export interface RichError {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
}

/** The fault as gRPC carries it: its status, the sentence, and google.rpc.Status with an ErrorInfo for programs. */
export function richError(error: FaultError): RichError {
  const { code, message, hint, details } = error.failure;
  const grpcCode = STATUS[FAULTS[code]];
  const json = details && JSON.stringify(details);
  const facts: Record<string, string> = { hint };
  if (json && json.length <= MAX_DETAILS) facts['details'] = json;
  const metadata = new Metadata();
  metadata.set('cyxwiz-error-code', code);
  metadata.set('grpc-status-details-bin', encodeStatus(grpcCode, message, code, facts));
  return { code: grpcCode, details: `${message}; ${hint}`, metadata };
}

/** google.rpc.Status {code = 1, message = 2, details = 3: Any {type_url = 1, value = 2: ErrorInfo}}. */
function encodeStatus(code: number, message: string, reason: string, facts: Record<string, string>): Buffer {
  const entries = Object.entries(facts).map(([key, value]) =>
    field(3, Buffer.concat([text(1, key), text(2, value)])),
  );
  const info = Buffer.concat([text(1, reason), text(2, ERROR_DOMAIN), ...entries]);
  const any = Buffer.concat([text(1, 'type.googleapis.com/google.rpc.ErrorInfo'), field(2, info)]);
  return Buffer.concat([Buffer.from([0x08, code]), text(2, message), field(3, any)]);
}

const text = (number: number, value: string) => field(number, Buffer.from(value));

function field(number: number, value: Buffer): Buffer {
  const head = [(number << 3) | 2];
  let length = value.length;
  for (; length > 0x7f; length >>>= 7) head.push((length & 0x7f) | 0x80);
  head.push(length);
  return Buffer.concat([Buffer.from(head), value]);
}
