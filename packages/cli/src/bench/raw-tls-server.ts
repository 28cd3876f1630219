import { createReadStream, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';

// What the gRPC download is measured against: the same file, key and TLS version, and nothing else on the wire.
const [identity = '', file = ''] = process.argv.slice(2);
const pem = readFileSync(identity, 'utf8');
const server = createServer({ key: pem, cert: pem, minVersion: 'TLSv1.3' }, (socket) => {
  socket.on('error', () => socket.destroy());
  createReadStream(file, { highWaterMark: 256 * 1024 }).pipe(socket);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(
    `${JSON.stringify({ event: 'ready', port: String((server.address() as AddressInfo).port) })}\n`,
  );
});
process.on('SIGTERM', () => process.exit(0));
