import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NodeId, relayedEndpoint } from '@cyxwiz/protocol';
import {
  type RegisteredOperator,
  type RelayConfigInput,
  type RunningRelay,
  startRelay,
} from '../../src/index.ts';

const quiet = { info() {}, warn() {}, error() {}, debug() {} };

/** A relay with its own folder and any free ports; the chain is a map from node to operator. */
export class TestRelay {
  readonly dir: string;
  readonly nodes = new Map<string, RegisteredOperator>();
  /** What reading the chain fails with. */
  chainError: Error | undefined;
  #running: RunningRelay | undefined;

  private constructor(dir: string) {
    this.dir = dir;
  }

  static async start(changes: Partial<RelayConfigInput> = {}): Promise<TestRelay> {
    const relay = new TestRelay(await mkdtemp(join(tmpdir(), 'cyxwiz-relay-')));
    await relay.#start(changes);
    return relay;
  }

  get config(): RelayConfigInput {
    return {
      ...{ host: '127.0.0.1', port: 0, metricsPort: 0, dataDir: this.dir, rpcUrl: 'http://127.0.0.1:1' },
      logLevel: 'silent',
    };
  }

  async #start(changes: Partial<RelayConfigInput>): Promise<void> {
    const log = process.env.CYXWIZ_TEST_LOG === undefined ? { log: quiet } : {};
    const registry = {
      operatorOf: async (node: string) => {
        if (this.chainError) throw this.chainError;
        return this.nodes.get(node);
      },
    };
    this.#running = await startRelay(
      { ...this.config, ...(process.env.CYXWIZ_TEST_LOG ? { logLevel: 'debug' } : {}), ...changes },
      { registry, ...log },
    );
  }

  get running(): RunningRelay {
    if (this.#running === undefined) throw new Error('the relay does not run');
    return this.#running;
  }

  get port(): number {
    return Number(this.running.address.split(':').at(-1));
  }

  get certificateFile(): string {
    return join(this.dir, 'relay-cert.pem');
  }

  endpointOf(node: NodeId): string {
    return relayedEndpoint(this.running.address, node);
  }

  /** The value of a metric, labels and all as Prometheus writes them; 0 when it is not there. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(this.running.metricsUrl)).text();
    const line = text.split('\n').find((each) => each.startsWith(`${name} `));
    return line === undefined ? 0 : Number(line.slice(name.length + 1));
  }

  async stop(): Promise<void> {
    await this.#running?.close();
    await rm(this.dir, { recursive: true, force: true });
  }
}
