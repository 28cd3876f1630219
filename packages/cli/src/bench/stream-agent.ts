// A node agent as main.ts starts it, and beside it in the same process what its streams are measured against: raw TLS 1.3
// sockets with the same key. A first byte 'd' asks for the file, 'u' announces bytes that are thrown away.
import { createReadStream, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--semi-space-growth-factor=1');
const { startNode } = await import('@cyxwiz/node');

const [configFile = '', identity = '', file = ''] = process.argv.slice(2);
const config = JSON.parse(readFileSync(configFile, 'utf8')) as Parameters<typeof startNode>[0];
const listenPort = Number(process.env.CYXWIZ_NODE_LISTEN_PORT ?? 0);
const agent = await startNode({ ...config, listenPort });
const pem = readFileSync(identity, 'utf8');
const raw = createServer({ key: pem, cert: pem, minVersion: 'TLSv1.3' }, (socket) => {
  socket.on('error', () => socket.destroy());
  socket.once('data', (first: Buffer) => {
    if (first[0] === 'd'.charCodeAt(0)) {
      createReadStream(file, { highWaterMark: 256 * 1024 }).pipe(socket);
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
