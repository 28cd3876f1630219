import { outcomeQueueAddress, programs, scorePageAddress } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { Rent } from 'litesvm';
import { jobOf, vaultOf } from './fixtures/job-escrow/job.ts';
import { lamportsOf, makeRentPayerProgram } from './fixtures/job-escrow/state.ts';
import { cancel, running } from './fixtures/job-escrow.ts';
import { applyOutcomes, initPage, recorded } from './fixtures/reputation.ts';
import { World } from './fixtures/world.ts';
import { lifecycles } from './rent/lifecycles.ts';
import { run } from './support/case.ts';

/** Lamports a byte that the network asks for: what it falls to by steps, and what it was. */
const RATES = [696n, 6_960n];
/** What an account costs besides its data, in bytes. */
const OVERHEAD = 128n;

/** Types that are made once and stay, for everybody or for a wallet's whole life: no instruction closes them. */
const KEPT: readonly string[] = [
  'Config',
  'MintPolicy',
  'VerifyingKey',
  'Registry',
  'Client',
  'OutcomeQueue',
  'ScorePage',
];

function setRate(world: World, rate: bigint): World {
  world.chain.svm.setRent(new Rent(rate, 1, 50));
  return world;
}

/** What an account of so many bytes costs at a rate. */
const priceOf = (bytes: number, rate: bigint) => (OVERHEAD + BigInt(bytes)) * rate;

describe('rent', () => {
  it('that rose tenfold holds no vault up whose rent nobody can be given', () => {
    const world = running(setRate(new World(), 696n));
    const rents = lamportsOf(world, jobOf(world)) + lamportsOf(world, vaultOf(world));
    makeRentPayerProgram(world);
    run(cancel({ world: setRate(world, 6_960n) }));
    expect(lamportsOf(world, jobOf(world))).to.equal(rents);
  });

  it('is tried with every kind of account that comes and goes', () => {
    const kinds = Object.values(programs).flatMap(({ idl }) => (idl.accounts ?? []).map(({ name }) => name));
    const tried = new Set([...lifecycles.flatMap((lifecycle) => lifecycle.kinds), ...KEPT]);
    expect([...tried].sort()).to.deep.equal(kinds.sort());
  });

  for (const from of RATES) {
    for (const to of RATES) {
      const rates = from === to ? `at ${from} lamports a byte` : `paid at ${from} and returned at ${to}`;

      for (const { name, prepare, begin, accounts, finish } of lifecycles) {
        it(`of ${name} goes back to its payer to the lamport, ${rates}`, () => {
          const world = setRate(new World(), from);
          prepare(world);
          const { publicKey: payer } = world.payer;
          const before = lamportsOf(world, payer);
          begin(world);
          const paid = accounts(world).map((address) => {
            const size = world.chain.account(address)?.data.length ?? 0;
            expect(size, `bytes at ${address}`).to.be.above(0);
            expect(lamportsOf(world, address), 'just enough').to.equal(priceOf(size, from));
            return priceOf(size, from);
          });
          const total = paid.reduce((sum, price) => sum + price, 0n);
          expect(before - lamportsOf(world, payer), 'paid').to.equal(total);
          finish(setRate(world, to));
          expect(accounts(world).map((address) => lamportsOf(world, address))).to.deep.equal(
            paid.map(() => 0n),
          );
          expect(lamportsOf(world, payer), 'back').to.equal(before);
        });
      }

      it(`of a page of scores stays with it, which works on, ${rates}`, () => {
        const world = setRate(new World(), from);
        const before = lamportsOf(world, world.payer.publicKey);
        run(initPage({ world }));
        const pages = [scorePageAddress(0), outcomeQueueAddress(0)];
        const paid = pages.map((page) => lamportsOf(world, page));
        const prices = pages.map((page) => priceOf(world.chain.account(page)?.data.length ?? 0, from));
        expect(paid).to.deep.equal(prices);
        const total = paid.reduce((sum, price) => sum + price, 0n);
        expect(before - lamportsOf(world, world.payer.publicKey)).to.equal(total);
        run(applyOutcomes({ world: recorded(setRate(world.skip('page'), to)) }));
        expect(pages.map((page) => lamportsOf(world, page))).to.deep.equal(paid);
      });
    }
  }
});
