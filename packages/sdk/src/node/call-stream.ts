import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientHttp2Stream, OutgoingHttpHeaders } from 'node:http2';

const STREAM_CREATED = 'http2.client.stream.created';

interface StreamCreated {
  readonly stream: ClientHttp2Stream;
  readonly headers: OutgoingHttpHeaders;
}

/** Older Nodes tell nobody of their streams; by the time of an upload there was at least the call that opened the session. */
let told = false;
const listen = () => {
  told = true;
  unsubscribe(STREAM_CREATED, listen);
};
subscribe(STREAM_CREATED, listen);

/** Each belongs to one call, however many wait for theirs. */
const claimed = new WeakSet<ClientHttp2Stream>();

/**
 * The HTTP/2 stream of a call that is about to begin; null where Node does not tell, or when `over` comes first. What is
 * written to it need not go through grpc-js, which copies each message into memory of its own: with uploads, collecting
 * that memory takes longer than encrypting.
 */
export function streamOfCall(
  { path, session }: { path: string; session: string },
  over: AbortSignal,
): Promise<ClientHttp2Stream | null> {
  if (!told) return Promise.resolve(null);
  return new Promise((resolve) => {
    const settle = (stream: ClientHttp2Stream | null) => {
      unsubscribe(STREAM_CREATED, onStream);
      resolve(stream);
    };
    const onStream = (message: unknown) => {
      const { stream, headers } = message as StreamCreated;
      const ours = headers[':path'] === path && String(headers['cyxwiz-session']) === session;
      if (!ours || claimed.has(stream)) return;
      claimed.add(stream);
      settle(stream);
    };
    subscribe(STREAM_CREATED, onStream);
    over.addEventListener('abort', () => settle(null), { once: true });
  });
}

/** Writes a message as gRPC frames it; `taken` when its bytes are not needed any more, `broken` when they went nowhere. */
export function writeMessage(
  stream: ClientHttp2Stream,
  message: Buffer,
  taken: () => void,
  broken: () => void,
): void {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  stream.write(head);
  stream.write(message, (error) => (error ? broken() : taken()));
}
