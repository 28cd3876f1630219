import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';

const STREAM_CREATED = 'http2.server.stream.created';

interface StreamCreated {
  readonly stream: ServerHttp2Stream;
  readonly headers: IncomingHttpHeaders;
}

/**
 * What a client may send before it hears of us is 64 KiB by default: one megabyte a second over a distance of 60 ms.
 * grpc-js has a setting for that on its clients only, so the window of a connection is widened here, when its first
 * upload begins, and only if `deserves` says that it may take so much of our memory.
 * @returns ends it
 */
export function widenUploads(windowBytes: number, deserves: (headers: IncomingHttpHeaders) => boolean) {
  const widened = new WeakSet<ServerHttp2Session>();
  const onStream = (message: unknown) => {
    const { stream, headers } = message as StreamCreated;
    const session = stream.session as ServerHttp2Session | undefined;
    if (session === undefined || session.destroyed || widened.has(session)) return;
    if (headers[':path'] !== UPLOAD_PATH || !deserves(headers)) return;
    widened.add(session);
    session.setLocalWindowSize(windowBytes);
    session.settings({ initialWindowSize: windowBytes });
  };
  subscribe(STREAM_CREATED, onStream);
  return () => void unsubscribe(STREAM_CREATED, onStream);
}

const UPLOAD_PATH = '/cyxwiz.node.v1.TrainingService/UploadDataset';
