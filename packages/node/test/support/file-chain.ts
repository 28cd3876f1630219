import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fromHex, toHex } from '@cyxwiz/protocol';
import type { EscrowJob } from '../../src/ports/chain.ts';
import { MemoryChain, type Mutable } from './memory-chain.ts';

type Kept = MemoryChain['audits']['kept'] extends Map<infer Job, infer Audit> ? [Job, Audit] : never;

/** A MemoryChain that other processes can go on with: every change is in a file before it is answered. */
export class FileChain extends MemoryChain {
  readonly #path: string;

  constructor(node: string, operator: string, path: string) {
    super(node, operator);
    this.#path = path;
    if (existsSync(path)) this.load();
  }

  load(): void {
    const kept = JSON.parse(readFileSync(this.#path, 'utf8'), (_key, value: unknown) => {
      const { hex, int } = (value ?? {}) as { hex?: string; int?: string };
      return typeof hex === 'string' ? fromHex(hex) : typeof int === 'string' ? BigInt(int) : value;
    }) as {
      jobs: [string, Mutable<EscrowJob>][];
      anchors: MemoryChain['anchors'];
      audits: Kept[];
    };
    this.jobs.clear();
    for (const [address, job] of kept.jobs) this.jobs.set(address, job);
    for (const [address, audit] of kept.audits) this.audits.kept.set(address, audit);
    this.anchors.splice(0, this.anchors.length, ...kept.anchors);
  }

  override changed(): void {
    const text = JSON.stringify(
      { jobs: [...this.jobs], anchors: this.anchors, audits: [...this.audits.kept] },
      (_key, value: unknown) =>
        value instanceof Uint8Array
          ? { hex: toHex(value) }
          : typeof value === 'bigint'
            ? { int: String(value) }
            : value,
    );
    writeFileSync(`${this.#path}.tmp`, text);
    renameSync(`${this.#path}.tmp`, this.#path);
  }
}
