import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { connect, type TLSSocket } from 'node:tls';
import {
  type NodeId,
  RELAY_EXPORTER,
  RELAY_PROTOCOL,
  type RelaySays,
  relayDigest,
  signEd25519,
  toHex,
} from '@cyxwiz/protocol';
import type { Keypair } from '@solana/web3.js';
import type { TestRelay } from './test-relay.ts';

/** A node's connection, as raw as TLS lets it be. */
export class Desk {
  readonly socket: TLSSocket;
  readonly #lines: AsyncIterator<string>;

  constructor(relay: TestRelay) {
    const ca = readFileSync(relay.certificateFile);
    this.socket = connect({ host: '127.0.0.1', port: relay.port, ca, ALPNProtocols: [RELAY_PROTOCOL] });
    this.socket.on('error', () => undefined);
    this.#lines = createInterface(this.socket)[Symbol.asyncIterator]();
  }

  /** The next line that is no heartbeat; undefined once the relay has ended the connection. */
  async hear(): Promise<RelaySays | undefined> {
    for (;;) {
      const { value, done } = await this.#lines.next().catch(() => ({ value: '', done: true }));
      if (done) return undefined;
      const line = JSON.parse(value) as RelaySays;
      if (line.type !== 'ping') return line;
    }
  }

  get channel(): Buffer {
    return this.socket.exportKeyingMaterial(32, RELAY_EXPORTER, Buffer.alloc(0));
  }

  async challenge(): Promise<Uint8Array> {
    const line = await this.hear();
    if (line?.type !== 'challenge') throw new Error(`not a challenge: ${JSON.stringify(line)}`);
    return Buffer.from(line.challenge, 'hex');
  }

  hello(node: string, signature: Uint8Array): void {
    const line = { type: 'hello', node, signature: toHex(signature), agentVersion: 'test' };
    this.socket.write(`${JSON.stringify(line)}\n`);
  }

  async signIn(node: NodeId, operator: Keypair): Promise<RelaySays | undefined> {
    const digest = relayDigest(node, await this.challenge(), this.channel);
    this.hello(node, signEd25519(operator.secretKey, digest));
    return this.hear();
  }
}
