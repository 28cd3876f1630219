import type { Socket } from 'node:net';

/** Fatal alerts of TLS, which every client understands; RFC 8446 6.2. */
const ALERTS = { decode_error: 50, internal_error: 80, unrecognized_name: 112 } as const;
export type Alert = keyof typeof ALERTS;

/** Time for the alert to leave. */
const LINGER_MS = 1_000;

/** Says why in the client's own language, and ends the connection. */
export function endWith(socket: Socket, alert: Alert): void {
  const late = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once('close', () => clearTimeout(late));
  // What the client goes on sending is thrown away: unread bytes would turn the end into a reset, and the alert be lost.
  socket.resume();
  socket.end(Buffer.from([21, 3, 3, 0, 2, 2, ALERTS[alert]]), () => socket.destroySoon());
}
