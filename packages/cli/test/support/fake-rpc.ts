import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An RPC node of a chain on which nothing is. Counts what it is asked, so that a test can show that nothing was. */
export async function emptyChain() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const { id, method } = JSON.parse(body) as { id: unknown; method: string };
      asked.push(method);
      const result = { context: { slot: 7 }, value: null };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

/** A port on which nobody listens: one that was free a moment ago could be another test's by now. */
export const CLOSED_PORT = 1;
