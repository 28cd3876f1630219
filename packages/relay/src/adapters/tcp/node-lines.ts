import type { TLSSocket } from 'node:tls';
import { MAX_RELAY_LINE_BYTES, type NodeSays, nodeSays, type RelaySays } from '@cyxwiz/protocol';

/** Lines that a node may be behind with before it is taken to be dead. */
const MAX_UNSENT_BYTES = 256 * 1024;

export function say(socket: TLSSocket, line: RelaySays): void {
  if (socket.destroyed || socket.writableEnded) return;
  if (socket.writableLength > MAX_UNSENT_BYTES) {
    socket.destroy();
    return;
  }
  socket.write(`${JSON.stringify(line)}\n`);
}

/** Calls `onLine` for each; a line that is too long or not one of ours ends the connection. */
export function hear(socket: TLSSocket, onLine: (line: NodeSays) => void): void {
  let held = '';
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    held += text;
    for (let end = held.indexOf('\n'); end >= 0; end = held.indexOf('\n')) {
      const line = parse(held.slice(0, end));
      held = held.slice(end + 1);
      if (line === undefined) {
        socket.destroy();
        return;
      }
      onLine(line);
    }
    if (held.length > MAX_RELAY_LINE_BYTES) socket.destroy();
  });
}

function parse(text: string): NodeSays | undefined {
  if (text.length > MAX_RELAY_LINE_BYTES) return undefined;
  try {
    return nodeSays.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
