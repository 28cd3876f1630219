import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A way to the node that takes so long in each direction, as over a real network. */
export class Distance {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  static async to(port: number, milliseconds: number): Promise<Distance> {
    const distance = new Distance(
      createServer((near) => {
        const far = connect({ port, host: '127.0.0.1' });
        for (const [from, into] of [[near, far] as const, [far, near] as const]) {
          distance.#sockets.add(from);
          from.setNoDelay(true);
          from.on('data', (bytes) => setTimeout(() => into.writable && into.write(bytes), milliseconds));
          from.on('error', () => undefined);
          from.on('close', () => {
            distance.#sockets.delete(from);
            setTimeout(() => into.destroy(), milliseconds);
          });
        }
      }),
    );
    distance.#server.listen(0, '127.0.0.1');
    await once(distance.#server, 'listening');
    return distance;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
