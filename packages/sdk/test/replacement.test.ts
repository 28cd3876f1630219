import type { Job, JobSpec } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { checkReplacement } from '../src/escrow/check-replacement.ts';
import { ClientError, deadFrom, type Replacement, restartOf } from '../src/index.ts';

const FIRST = new Uint8Array(32).fill(1);
const PROVEN = new Uint8Array(32).fill(2);

function jobOf(changes: Partial<Job> = {}): Job {
  return {
    state: 'Running',
    tier: 'Committed',
    node: 'dead',
    epochsDone: 0,
    checkpointInterval: 5,
    provenCheckpoints: 3,
    initialWeights: FIRST,
    provenWeights: PROVEN,
    acceptedAt: 1_000n,
    anchoredAt: 2_000n,
    deadline: 50_000n,
    terms: { silence: 7_200n },
    ...changes,
  } as Job;
}

describe('a job whose node died, from its client’s side', () => {
  it('counts as dead a second behind the silence that followed the last sign, or behind the deadline', () => {
    expect(deadFrom(jobOf(), 0n)).to.equal(9_201n);
    expect(deadFrom(jobOf(), 3_000n)).to.equal(10_201n);
    expect(deadFrom(jobOf({ anchoredAt: 0n }), 0n)).to.equal(8_201n);
    expect(deadFrom(jobOf(), 49_000n)).to.equal(50_001n);
  });

  it('goes on behind what is proven; in the exact tier it begins anew', () => {
    expect(restartOf(jobOf())).to.deep.equal({ epoch: 15, weights: PROVEN });
    expect(restartOf(jobOf({ provenCheckpoints: 0 }))).to.deep.equal({ epoch: 0, weights: FIRST });
    expect(restartOf(jobOf({ tier: 'Exact' }))).to.deep.equal({ epoch: 0, weights: FIRST });
    const second = { epochsDone: 15, provenCheckpoints: 0 };
    expect(restartOf(jobOf(second))).to.deep.equal({ epoch: 15, weights: FIRST });
    expect(restartOf(jobOf({ ...second, provenCheckpoints: 2 })).epoch).to.equal(25);
    expect(restartOf(jobOf({ ...second, state: 'Funded' }))).to.deep.equal({ epoch: 15, weights: FIRST });
  });

  describe('takes no offer', () => {
    const spec = { epochs: 60, estimatedSeconds: 600 } as JobSpec;
    const good: Replacement = {
      ...{ node: 'next', salt: new Uint8Array(32), stagePrice: 1n, estimatedSeconds: 450 },
      ...{ deadlineSeconds: 1_000n, epochsDone: 15, reservedUntilMs: 0, rejections: [], matchScore: 1 },
    };
    it('but a good one', () => checkReplacement(good, jobOf(), spec));
    const bad: [string, Partial<Replacement>][] = [
      ['of the node that died', { node: 'dead' }],
      ['with a short salt', { salt: new Uint8Array(31) }],
      ['that begins elsewhere', { epochsDone: 10 }],
      ['that leaves too little time', { estimatedSeconds: 449 }],
      ['that takes more than the whole', { estimatedSeconds: 601 }],
      ['with a deadline before the end', { deadlineSeconds: 450n }],
    ];
    for (const [name, changes] of bad) {
      it(name, () => {
        expect(() => checkReplacement({ ...good, ...changes }, jobOf(), spec))
          .to.throw(ClientError)
          .with.property('code', 'OFFER_MISMATCH');
      });
    }
  });
});
