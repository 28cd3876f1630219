import type { IncomingMessage } from 'node:http';
import type { FastifyReply } from 'fastify';

/** Comments that keep proxies from closing a quiet stream. */
const KEEP_ALIVE_MS = 15_000;

/** Writes events while the reader keeps up, until they end, the reader leaves or the server stops. */
export async function sendEvents(
  request: IncomingMessage,
  reply: FastifyReply,
  stopping: AbortSignal,
  events: (signal: AbortSignal) => AsyncIterable<{ readonly event: string; readonly data: unknown }>,
): Promise<void> {
  const gone = new AbortController();
  const { raw } = reply;
  const leave = () => gone.abort();
  request.on('close', leave);
  raw.on('close', leave);
  const signal = AbortSignal.any([gone.signal, stopping]);
  reply.hijack();
  const headers = { ...reply.getHeaders(), 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
  raw.writeHead(200, headers as Record<string, string>);
  const keepAlive = setInterval(() => raw.write(': still here\n\n'), KEEP_ALIVE_MS);
  try {
    for await (const { event, data } of events(signal)) {
      if (signal.aborted) break;
      if (!raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)) {
        await new Promise<void>((resolve) => {
          raw.once('drain', resolve);
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    }
  } finally {
    clearInterval(keepAlive);
    raw.end();
  }
}
