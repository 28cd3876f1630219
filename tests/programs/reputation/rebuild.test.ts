import {
  type ChainReader,
  type NodeScore,
  outcomeQueueAddress,
  type ProgramEvent,
  reputation,
  scorePageAddress,
} from '@cyxwiz/protocol';
import { rebuildPage } from '@cyxwiz/sdk';
import { expect } from 'chai';
import { updateConfig } from '../fixtures/governance.ts';
import { heartbeat, registered } from '../fixtures/node-registry.ts';
import { designParams } from '../fixtures/params.ts';
import { applyOutcomes, paged, recordOutcome } from '../fixtures/reputation.ts';
import { TOKEN, type World } from '../fixtures/world.ts';
import { type Case, read, run } from '../support/case.ts';
import { doctor } from '../support/doctor.ts';

/** What an RPC node would know of a page's transactions. */
class History {
  readonly transactions: (readonly ProgramEvent[])[] = [];
  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  run(test: Case): void {
    this.transactions.push(run(test).events);
  }

  /** As many signatures an answer as the reader asks for, newest first, with failed ones between them. */
  reader(): ChainReader {
    const signatures = this.transactions.map((_, at) => ({ signature: `${at}`, slot: at, failed: false }));
    const all = [{ signature: 'failed', slot: 0, failed: true }, ...signatures].reverse();
    const reader: Partial<ChainReader> = {
      scorePage: async (page) => ({
        address: '',
        slot: 0,
        lamports: 0,
        value: read(this.world.chain, reputation, 'ScorePage', scorePageAddress(page)),
      }),
      signatures: async (account, { before, limit = 1000 } = {}) => {
        expect(String(account)).to.equal(outcomeQueueAddress(0).toBase58());
        const from = before === undefined ? 0 : all.findIndex(({ signature }) => signature === before) + 1;
        return all.slice(from, from + limit);
      },
      transaction: async (signature) => ({
        signature,
        slot: 0,
        failed: false,
        events: this.transactions[Number(signature)] ?? [],
        fee: 5000,
        computeUnits: 1,
      }),
    };
    return reader as ChainReader;
  }
}

/** Outcomes of every kind, applied in batches, under rules that change in between. */
function eventful(): History {
  const history = new History(paged(registered()));
  const { world } = history;
  const kinds = [
    'Settled',
    'Rated',
    'Failed',
    'Settled',
    'TimedOut',
    'DisputeWon',
    'Cancelled',
    'DisputeLost',
  ] as const;
  for (const [at, kind] of kinds.entries()) {
    world.chain.warp(4_000 * (at + 1));
    if (at % 2) run(heartbeat({ world }));
    history.run(recordOutcome({ world, kind, price: BigInt(at + 1) * TOKEN, actualSeconds: 60 * at }));
    if (at === 2) history.run(applyOutcomes({ world: world.skip('outcome'), max: 2 }));
    if (at === 5) {
      const reputation = {
        ...designParams.reputation,
        confidence: 3,
        clientFullJobs: 1,
        trustPriceTokens: 2n,
      };
      run(updateConfig({ world, params: { ...designParams, reputation } }));
      history.run(applyOutcomes({ world }));
    }
  }
  return history;
}

describe('reputation: rebuild from events', () => {
  it('comes to every field of the page, under the rules of each batch', async () => {
    const history = eventful();
    const waiting = await rebuildPage(history.reader(), 0);
    expect(waiting).to.deep.include({ applied: 6n, waiting: 2, differences: [] });
    history.run(applyOutcomes({ world: history.world }));
    const rebuilt = await rebuildPage(history.reader(), 0);
    expect(rebuilt).to.deep.include({ page: 0, applied: 8n, waiting: 0, differences: [], transactions: 11 });
    expect(rebuilt?.nodes[0]).to.deep.include({
      settled: 3,
      failed: 1,
      timedOut: 1,
      disputesLost: 1,
      ratings: 1,
    });
  });

  it('shows what does not follow from the events', async () => {
    const history = eventful();
    const { nodes } = read(history.world.chain, reputation, 'ScorePage', scorePageAddress(0));
    const [first, ...others] = nodes as readonly [NodeScore, ...NodeScore[]];
    const forged = { ...first, score: first.score + 1, trust: first.trust + 1n };
    doctor(history.world.chain, reputation, 'ScorePage', scorePageAddress(0), { nodes: [forged, ...others] });
    const rebuilt = await rebuildPage(history.reader(), 0);
    expect(rebuilt?.differences.map(({ slot, field }) => [slot, field])).to.deep.equal([
      [0, 'trust'],
      [0, 'score'],
    ]);
    expect(rebuilt?.differences[1]).to.deep.include({ chain: first.score + 1, rebuilt: first.score });
  });

  for (const [what, missing] of [
    ['an outcome', 0],
    ['a batch', 3],
  ] as const) {
    it(`says so when ${what} is missing`, async () => {
      const history = eventful();
      history.transactions[missing] = [];
      const error = await rebuildPage(history.reader(), 0).then(
        () => undefined,
        (cause) => cause,
      );
      expect(error?.failure).to.include({ code: 'HISTORY_INCOMPLETE', page: 0 });
    });
  }

  it('says so when a batch reaches beyond what the page knows of', async () => {
    const history = eventful();
    doctor(history.world.chain, reputation, 'ScorePage', scorePageAddress(0), { applied: 1n });
    const error = await rebuildPage(history.reader(), 0).catch((cause) => cause);
    expect(error.failure.code).to.equal('HISTORY_INCOMPLETE');
  });
});
