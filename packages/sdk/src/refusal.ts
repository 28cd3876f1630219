import { type ServiceError, status } from '@grpc/grpc-js';
import { ClientError, type ClientErrorCode } from './errors.ts';

type Peer = { unavailable: ClientErrorCode; refused: ClientErrorCode; name: string; away: string };

export const COORDINATOR: Peer = {
  unavailable: 'COORDINATOR_UNAVAILABLE',
  refused: 'COORDINATOR_REFUSED',
  name: 'the coordinator',
  away: 'try another one with --coordinator; a job that is already in escrow goes on without it',
};

export const NODE: Peer = {
  unavailable: 'NODE_UNAVAILABLE',
  refused: 'NODE_REFUSED',
  name: 'the node',
  away: 'try again; after two hours of silence anyone can refund the job: cyxwiz crank timeout JOB',
};

const AWAY = new Set<number>([status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.CANCELLED]);

const NEXT: Partial<Record<number, string>> = {
  [status.INVALID_ARGUMENT]: 'correct the field that the message names',
  [status.NOT_FOUND]: 'check the id',
  [status.FAILED_PRECONDITION]: 'look at the job first: cyxwiz job status JOB',
  [status.RESOURCE_EXHAUSTED]: 'wait a little and try again',
  [status.UNAUTHENTICATED]: 'ask the coordinator for a new token: confirm the escrow again',
  [status.PERMISSION_DENIED]: 'use the wallet and the session key that submitted the job',
};

/** Turns what grpc-js throws into an error that says who refused, why, and what to do. */
export function explainGrpc(peer: Peer, cause: unknown): ClientError {
  if (cause instanceof ClientError) return cause;
  const error = cause as Partial<ServiceError> & { message?: string };
  const code = error.code ?? status.UNKNOWN;
  const info = errorInfo(error);
  const hint = info?.metadata.next ?? info?.metadata.hint;
  const told = error.details || error.message || 'no reason given';
  // A coordinator appends its hint for readers without details; here it is told apart.
  const detail = hint && told.endsWith(`; ${hint}`) ? told.slice(0, -hint.length - 2) : told;
  if (AWAY.has(code) && info === undefined) {
    return new ClientError(peer.unavailable, `${peer.name} does not answer: ${detail}`, {
      next: peer.away,
      cause,
    });
  }
  const reason = info?.reason ?? status[code];
  return new ClientError(peer.refused, `${peer.name} refuses: ${detail}`, {
    next: hint ?? NEXT[code] ?? 'the message says why; nothing has moved',
    ...(reason === undefined ? {} : { reason }),
    ...(info === undefined ? {} : { details: info.metadata }),
    cause,
  });
}

type ErrorInfo = { reason: string; metadata: Record<string, string> };

/** google.rpc.ErrorInfo inside `grpc-status-details-bin`, read by hand: two nested messages, strings only. */
function errorInfo(error: Partial<ServiceError>): ErrorInfo | undefined {
  const raw = error.metadata?.get('grpc-status-details-bin')[0];
  if (!(raw instanceof Uint8Array)) return undefined;
  try {
    for (const any of fields(raw).filter((f) => f.number === 3)) {
      const parts = fields(any.bytes);
      const type = text(parts, 1);
      const value = parts.find((f) => f.number === 2)?.bytes;
      if (!type?.endsWith('google.rpc.ErrorInfo') || !value) continue;
      const info = fields(value);
      const metadata: Record<string, string> = {};
      for (const entry of info.filter((f) => f.number === 3)) {
        const pair = fields(entry.bytes);
        metadata[text(pair, 1) ?? ''] = text(pair, 2) ?? '';
      }
      return { reason: text(info, 1) ?? '', metadata };
    }
  } catch {
    // Details are a courtesy: a malformed trailer must not hide the refusal itself.
  }
  return undefined;
}

type Field = { number: number; bytes: Uint8Array };

function text(all: Field[], number: number): string | undefined {
  const bytes = all.find((f) => f.number === number)?.bytes;
  return bytes && new TextDecoder().decode(bytes);
}

function fields(bytes: Uint8Array): Field[] {
  const found: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined || shift > 35) throw new RangeError('varint');
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    if ((key & 7) === 2) {
      const length = varint();
      if (at + length > bytes.length) throw new RangeError('length');
      found.push({ number: key >>> 3, bytes: bytes.subarray(at, at + length) });
      at += length;
    } else if ((key & 7) === 0) varint();
    else throw new RangeError('wire type');
  }
  return found;
}
