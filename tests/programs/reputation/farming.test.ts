import { clientRecordAddress, jobEscrow, reputation, scorePageAddress } from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import { due, funded, rate, settle } from '../fixtures/job-escrow.ts';
import { applyOutcomes, FULL_PRICE, paged, recordOutcome } from '../fixtures/reputation.ts';
import { World } from '../fixtures/world.ts';
import { read, run } from '../support/case.ts';

function score(world: World) {
  run(applyOutcomes({ world: world.skip('outcome') }));
  const [entry] = read(world.chain, reputation, 'ScorePage', scorePageAddress(0)).nodes;
  if (!entry) throw new Error('the page has no nodes');
  return entry;
}

/** A wallet whose jobs are counted in this bucket. */
function clientIn(bucket: number): string {
  return new PublicKey(new Uint8Array(32).fill(bucket, 31)).toBase58();
}

describe('reputation: what a score costs', () => {
  it('is not had for a whole job of one base unit, five stars included', () => {
    const world = funded(new World(), { price: 1n });
    run(settle({ world: due(world) }));
    run(rate({ world: world.skip('settled'), stars: 5 }));
    const node = score(world);
    expect([node.settled, node.ratings]).to.deep.equal([1, 1]);
    expect([node.score, node.trust, node.ratingWeight]).to.deep.equal([0, 0n, 0n]);
    const client = read(world.chain, jobEscrow, 'Client', clientRecordAddress(world.client.publicKey));
    expect(client.score).to.equal(0);
  });

  it('is not had for a hundred of them from as many wallets', () => {
    const world = paged();
    for (let job = 0; job < 100; job += 1)
      run(recordOutcome({ world, price: 1n, client: clientIn(job % 32) }));
    const node = score(world);
    expect([node.settled, node.score, node.trust]).to.deep.equal([100, 0, 0n]);
  });

  it('does not heal by them either', () => {
    const world = paged();
    run(recordOutcome({ world, kind: 'Failed' }));
    for (let job = 1; job < 100; job += 1) run(recordOutcome({ world, price: 1n }));
    expect(score(world).adjustment).to.equal(-50);
  });

  // What docs/threat-model.md says: full jobs for oneself, each for the fee of half a token.
  for (const [jobs, wallets, expected] of [
    [5, 2, 327],
    [16, 6, 611],
    [41, 14, 801],
  ] as const) {
    it(`is ${expected} after ${jobs} full jobs of ${wallets} wallets, with five stars each`, () => {
      const world = paged();
      for (let job = 0; job < jobs; job += 1) {
        const client = clientIn(job % wallets);
        run(recordOutcome({ world, client, price: FULL_PRICE }));
        run(recordOutcome({ world, client, price: FULL_PRICE, kind: 'Rated' }));
      }
      expect(score(world).score).to.equal(expected);
    });
  }

  it('is at most 257 without stars with one wallet, whatever it pays', () => {
    const world = paged();
    for (let round = 0; round < 2; round += 1) {
      for (let job = 0; job < 100; job += 1) run(recordOutcome({ world, price: 100n * FULL_PRICE }));
      expect(score(world).score).to.be.at.most(257);
    }
  });
});
