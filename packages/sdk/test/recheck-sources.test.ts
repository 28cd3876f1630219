import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '@solana/web3.js';
import { expect } from 'chai';
import { ClientError } from '../src/errors.ts';
import type { WeightsSink } from '../src/node/weights-sink.ts';
import { slotHashAfter } from '../src/recheck/draw.ts';
import { folderSource } from '../src/recheck/folder-source.ts';
import { keptSource, nodeSource } from '../src/recheck/node-source.ts';

const LIST = [1, 2, 3].map((epoch) => ({
  ...{ epoch, weights: '0a'.repeat(32), lossMicros: 5, accuracyPpm: 7, timeMs: 10 * epoch },
}));
const refusal = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).to.be.instanceOf(ClientError);
  return (error as ClientError).code;
};

/** A node that keeps what is behind epoch 2, and the weights. */
function session(receipt: unknown = { version: 1, checkpoints: LIST }) {
  return {
    receipt: async () => ({
      receiptJson: new TextEncoder().encode(typeof receipt === 'string' ? receipt : JSON.stringify(receipt)),
      signature: new Uint8Array(64),
    }),
    async fetchCheckpoint(epoch: number, sink: WeightsSink): Promise<never> {
      const reason = epoch === 2 ? undefined : epoch === 1 ? 'CHECKPOINT_EXPIRED' : 'CHECKPOINT_UNPROVEN';
      if (reason) throw new ClientError('NODE_REFUSED', 'no', { next: '', reason });
      await sink.append(Uint8Array.of(2));
      return undefined as never;
    },
    async download(sink: WeightsSink): Promise<never> {
      await sink.append(Uint8Array.of(9));
      return undefined as never;
    },
  };
}

describe('where checkpoints come from', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cyxwiz-sources-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('a node: its receipt, what it has kept, and the weights behind the last epoch', async () => {
    const source = nodeSource(session(), 3);
    expect(await source.list()).to.deep.equal(LIST);
    expect(await source.take(1)).to.equal(undefined);
    expect(await source.take(2)).to.deep.equal(Uint8Array.of(2));
    expect(await source.take(3)).to.deep.equal(Uint8Array.of(9));
  });

  it('a node that refuses for another reason is not one that has kept nothing', async () => {
    expect(await refusal(nodeSource(session(), 9).take(3))).to.equal('NODE_REFUSED');
  });

  it('a node whose receipt is none is found out', async () => {
    for (const receipt of ['', '[]', '{}', '{"checkpoints":[{}]}', { checkpoints: 'all' }])
      expect(await refusal(nodeSource(session(receipt), 3).list())).to.equal('CHECKPOINTS_MISMATCH');
  });

  it('a folder that was kept from a node gives the same', async () => {
    const kept = keptSource(nodeSource(session(), 3), folder);
    await kept.list();
    for (const epoch of [1, 2, 3]) await kept.take(epoch);
    const source = folderSource(folder);
    expect(await source.list()).to.deep.equal(LIST);
    expect(await source.take(1)).to.equal(undefined);
    expect(await source.take(2)).to.deep.equal(Uint8Array.of(2));
    expect(await source.take(3)).to.deep.equal(Uint8Array.of(9));
  });

  it('a folder whose list is none is bad input', async () => {
    expect(await refusal(folderSource(folder).list())).to.equal('BAD_INPUT');
    for (const text of ['', '{}', '[]', '[{"epoch":1}]', JSON.stringify([{ ...LIST[0], weights: 'zz' }])]) {
      writeFileSync(join(folder, 'checkpoints.json'), text);
      expect(await refusal(folderSource(folder).list()), text).to.equal('BAD_INPUT');
    }
  });
});

describe('the slot that draws', () => {
  /** A chain whose newest final slot hash is of these slots, one after the other. */
  function chain(...slots: number[]): Connection {
    const at = (slot: number) => {
      const data = Buffer.alloc(8 + 80);
      data.writeBigUInt64LE(2n, 0);
      data.writeBigUInt64LE(BigInt(slot), 8);
      data.fill(slot, 16, 48);
      data.writeBigUInt64LE(BigInt(slot - 1), 48);
      return { data };
    };
    let asked = 0;
    return {
      getAccountInfo: async (_: unknown, { commitment }: { commitment: string }) => {
        expect(commitment).to.equal('finalized');
        return at(slots[Math.min(asked++, slots.length - 1)] as number);
      },
    } as unknown as Connection;
  }

  it('is one after the account was read, however long that takes', async () => {
    const found = await slotHashAfter(chain(39, 40, 40, 41, 42), 40, { pollMs: 1 });
    expect(found).to.deep.equal({ slot: 41, hash: new Uint8Array(32).fill(41) });
  });

  it('is not waited for without end', async () => {
    expect(await refusal(slotHashAfter(chain(40), 40, { pollMs: 1, timeoutMs: 20 }))).to.equal('TIMED_OUT');
  });
});
