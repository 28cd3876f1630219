import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import { peerOf } from './connection-gate.ts';

const STREAM_CREATED = 'http2.server.stream.created';
const UPLOAD_PATH = '/cyxwiz.node.v1.TrainingService/UploadDataset';

interface StreamCreated {
  readonly stream: ServerHttp2Stream;
  readonly headers: IncomingHttpHeaders;
}

export interface Welcome {
  /** Whether a call comes with a session that is good. */
  readonly isClient: (headers: IncomingHttpHeaders) => boolean;
  /** Told of a connection's other end when its first call comes, with a session or without. */
  readonly onCall: (peer: string) => void;
  /** Told of a connection's other end when its first call with a good session comes. */
  readonly onClient: (peer: string) => void;
  /** Calls at the same time on a connection that has shown a session. */
  readonly maxStreams: number;
  /** What may be on its way to us on a connection that uploads. */
  readonly uploadWindowBytes: number;
}

/**
 * Connections begin with little and are given more once they have shown a session: calls at the same time, and for uploads
 * a window, which is 64 KiB by default: one megabyte a second over a distance of 60 ms. grpc-js has a setting for that on
 * its clients only, so Node is asked for every stream that begins.
 * @returns ends it
 */
export function welcomeClients(welcome: Welcome) {
  const { isClient, onCall, onClient, maxStreams, uploadWindowBytes } = welcome;
  const called = new WeakSet<ServerHttp2Session>();
  const known = new WeakSet<ServerHttp2Session>();
  const widened = new WeakSet<ServerHttp2Session>();
  const onStream = (message: unknown) => {
    const { stream, headers } = message as StreamCreated;
    const session = stream.session as ServerHttp2Session | undefined;
    if (session === undefined || session.destroyed) return;
    if (!called.has(session)) {
      called.add(session);
      onCall(peerOf(session.socket));
    }
    const uploads = headers[':path'] === UPLOAD_PATH && !widened.has(session);
    if ((known.has(session) && !uploads) || !isClient(headers)) return;
    if (!known.has(session)) {
      known.add(session);
      onClient(peerOf(session.socket));
      session.settings({ maxConcurrentStreams: maxStreams });
    }
    if (!uploads) return;
    widened.add(session);
    session.setLocalWindowSize(uploadWindowBytes);
    session.settings({ initialWindowSize: uploadWindowBytes });
  };
  subscribe(STREAM_CREATED, onStream);
  return () => void unsubscribe(STREAM_CREATED, onStream);
}
