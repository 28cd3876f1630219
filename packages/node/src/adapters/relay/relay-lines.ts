import type { TLSSocket } from 'node:tls';
import { MAX_RELAY_LINE_BYTES, type RelaySays, relaySays } from '@cyxwiz/protocol';

/** Calls `onLine` for each line of the relay's; `fail` for one that is too long or none that we know. */
export function hearRelay(
  socket: TLSSocket,
  fail: (error: unknown) => void,
  onLine: (line: RelaySays) => void,
): void {
  let held = '';
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    held += text;
    try {
      for (let end = held.indexOf('\n'); end >= 0; end = held.indexOf('\n')) {
        const line = held.slice(0, end);
        held = held.slice(end + 1);
        onLine(relaySays.parse(JSON.parse(line)));
      }
    } catch {
      fail(new Error('it speaks another protocol'));
    }
    if (held.length > MAX_RELAY_LINE_BYTES) fail(new Error('it speaks another protocol'));
  });
}
