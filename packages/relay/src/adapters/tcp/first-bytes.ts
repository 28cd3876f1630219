import type { Socket } from 'node:net';
import { RELAY_GREETING_BYTES, ticketOfGreeting } from '@cyxwiz/protocol';
import { readClientHello } from '../../domain/client-hello.ts';

/** What a connection turned out to be. `bytes`: what was read of it and belongs to whoever gets it next. */
export type Wish =
  | { readonly kind: 'tls'; readonly serverName: string | undefined; readonly bytes: Buffer }
  | { readonly kind: 'dialled'; readonly ticket: string; readonly bytes: Buffer }
  | { readonly kind: 'not-tls'; readonly why: string }
  | { readonly kind: 'too-slow' }
  | { readonly kind: 'gone' };

const GREETING_STARTS = 'C'.charCodeAt(0);

/** Reads until the connection has said what it wants, and leaves it paused. Never more than one ClientHello and a packet. */
export function firstBytes(socket: Socket, withinMs: number): Promise<Wish> {
  return new Promise((resolve) => {
    let held: Buffer = Buffer.alloc(0);
    const done = (wish: Wish) => {
      clearTimeout(timer);
      socket.off('data', onData).off('end', onGone).off('close', onGone);
      socket.pause();
      resolve(wish);
    };
    const onData = (data: Buffer) => {
      held = held.length === 0 ? data : Buffer.concat([held, data]);
      const wish = wishOf(held);
      if (wish !== undefined) done(wish);
    };
    const onGone = () => done({ kind: 'gone' });
    const timer = setTimeout(() => done({ kind: 'too-slow' }), withinMs);
    socket.on('data', onData).once('end', onGone).once('close', onGone);
  });
}

function wishOf(bytes: Buffer): Wish | undefined {
  if (bytes[0] === GREETING_STARTS) {
    if (bytes.length < RELAY_GREETING_BYTES) return undefined;
    const ticket = ticketOfGreeting(bytes.toString('latin1', 0, RELAY_GREETING_BYTES));
    if (ticket === undefined) return { kind: 'not-tls', why: 'a greeting without a ticket' };
    return { kind: 'dialled', ticket, bytes: bytes.subarray(RELAY_GREETING_BYTES) };
  }
  const hello = readClientHello(bytes);
  if (hello.state === 'more') return undefined;
  if (hello.state === 'refused') return { kind: 'not-tls', why: hello.why };
  return { kind: 'tls', serverName: hello.serverName, bytes };
}
