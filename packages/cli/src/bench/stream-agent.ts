// A node agent as main.ts starts it, and beside it in the same process what its streams are measured against: raw TLS 1.3
// sockets with the same key. A first byte 'd' asks for the file, 'u' announces bytes that are thrown away, and 'f' bytes that
// are hashed and flushed to a file, as an upload is.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createServer, type TLSSocket } from 'node:tls';
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--semi-space-growth-factor=1');
const { startNode } = await import('@cyxwiz/node');

const [configFile = '', identity = '', file = ''] = process.argv.slice(2);
const config = JSON.parse(readFileSync(configFile, 'utf8')) as Parameters<typeof startNode>[0];
const listenPort = Number(process.env.CYXWIZ_NODE_LISTEN_PORT ?? 0);
const agent = await startNode({ ...config, listenPort });
async function keep(socket: TLSSocket, first: Buffer): Promise<number> {
  const path = `${file}.kept`;
  const hash = createHash('sha256');
  let bytes = 0;
  const hashed = new Transform({
    highWaterMark: 2 ** 21,
    transform(part: Buffer, _encoding, then) {
      hash.update(part);
      bytes += part.length;
      then(null, part);
    },
  });
  const into = createWriteStream(path, { highWaterMark: 2 ** 21, flush: true });
  if (first.length > 0) hashed.write(first);
  // Only the reading side: the answer goes out on the other.
  socket.pipe(hashed);
  await pipeline(hashed, into);
  hash.digest();
  await rm(path);
  return bytes;
}

const pem = readFileSync(identity, 'utf8');
const raw = createServer({ key: pem, cert: pem, minVersion: 'TLSv1.3', allowHalfOpen: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  socket.once('data', (first: Buffer) => {
    if (first[0] === 'd'.charCodeAt(0)) {
      createReadStream(file, { highWaterMark: 256 * 1024 }).pipe(socket);
      return;
    }
    if (first[0] === 'f'.charCodeAt(0)) {
      keep(socket, first.subarray(1)).then(
        (bytes) => socket.end(String(bytes)),
        () => socket.destroy(),
      );
      return;
    }
    let bytes = first.length - 1;
    socket.on('data', (data: Buffer) => {
      bytes += data.length;
    });
    socket.once('end', () => socket.end(String(bytes)));
  });
});
raw.listen(0, '127.0.0.1', () => {
  const port = String((raw.address() as AddressInfo).port);
  process.stdout.write(
    `${JSON.stringify({ event: 'ready', grpcAddress: agent.grpcAddress, tlsKeyHash: agent.tlsKeyHash, port })}\n`,
  );
});
process.once('SIGTERM', () => void agent.close().then(() => process.exit(0)));
