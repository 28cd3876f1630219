import type {
  handleServerStreamingCall,
  handleUnaryCall,
  Metadata,
  ServerUnaryCall,
  ServerWritableStream,
} from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import { type SurfaceDeps, takeTurn, toFault } from '../edge/surface.ts';
import { richError } from './rich-status.ts';

/** Longest time a unary call may take, whatever deadline its caller set. */
const UNARY_LIMIT_MS = 30_000;
const TOO_LATE = { code: status.DEADLINE_EXCEEDED, details: 'the coordinator took too long; try again' };

/** The session of `authorization: Bearer <session>`. */
export function bearer(metadata: Metadata): string | undefined {
  const value = metadata.get('authorization')[0];
  return typeof value === 'string' ? /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(value)?.[1] : undefined;
}

/** The caller's address without its port, so that one machine counts as one. */
const peerOf = (call: { getPeer(): string }) => call.getPeer().replace(/:\d+$/, '');

export function unaryHandler<Request, Response>(
  deps: SurfaceDeps,
  name: string,
  handle: (request: Request, call: ServerUnaryCall<Request, Response>) => Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const start = performance.now();
    let answered = false;
    const answer = (code: string, send: () => void) => {
      if (answered) return;
      answered = true;
      clearTimeout(timer);
      deps.metrics.request('grpc', name, code, (performance.now() - start) / 1000);
      send();
    };
    const timer = setTimeout(() => answer('DEADLINE_EXCEEDED', () => callback(TOO_LATE)), UNARY_LIMIT_MS);
    takeTurn(deps, 'grpc', peerOf(call))
      .then(() => handle(call.request, call))
      .then(
        (response) => answer('OK', () => callback(null, response)),
        (error: unknown) => {
          const fault = toFault(deps, error, name);
          answer(fault.code, () => callback(richError(fault)));
        },
      );
  };
}

/** Streams while the caller reads: a full buffer stops the source, a cancelled call ends it. */
export function streamHandler<Request, Response>(
  deps: SurfaceDeps,
  name: string,
  stopping: AbortSignal,
  handle: (
    request: Request,
    call: ServerWritableStream<Request, Response>,
    signal: AbortSignal,
  ) => Promise<AsyncIterable<Response>>,
): handleServerStreamingCall<Request, Response> {
  return (call) => {
    const start = performance.now();
    const gone = new AbortController();
    call.on('cancelled', () => gone.abort());
    call.on('close', () => gone.abort());
    // The stream reports write errors of a vanished peer here; the abort above already ends the work.
    call.on('error', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, stopping]);
    const done = (code: string) =>
      deps.metrics.request('grpc', name, code, (performance.now() - start) / 1000);
    void (async () => {
      try {
        await takeTurn(deps, 'grpc', peerOf(call));
        for await (const response of await handle(call.request, call, signal)) {
          if (signal.aborted) break;
          if (!call.write(response)) await drained(call, signal);
        }
        if (stopping.aborted)
          call.emit('error', { code: status.UNAVAILABLE, details: 'the coordinator is stopping' });
        else call.end();
        done(stopping.aborted ? 'UNAVAILABLE' : 'OK');
      } catch (error) {
        const fault = toFault(deps, error, name);
        call.emit('error', richError(fault));
        done(fault.code);
      }
    })();
  };
}

function drained(call: NodeJS.EventEmitter, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      call.removeListener('drain', go);
      signal.removeEventListener('abort', go);
      resolve();
    };
    call.once('drain', go);
    signal.addEventListener('abort', go, { once: true });
  });
}
