import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

/** /livez and /metrics, for the operator: bind it where only he can reach it. */
export async function serveOperations(registry: Registry, host: string, port: number) {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET' || (path !== '/livez' && path !== '/metrics')) {
      response.writeHead(404).end();
    } else if (path === '/livez') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"live":true}');
    } else {
      registry.metrics().then(
        (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
    }
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
