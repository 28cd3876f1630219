import { tokenAccountOf } from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import { withTreasury } from '../fixtures/disputes.ts';
import { decided, disputed, resolveDispute } from '../fixtures/job-escrow/disputes.ts';
import { holdings, jobOf, readJob, tokenOf, vaultOf } from '../fixtures/job-escrow/job.ts';
import {
  cancel,
  createJob,
  due,
  funded,
  late,
  open,
  PRICE,
  running,
  settle,
  timeoutRefund,
} from '../fixtures/job-escrow.ts';
import { World } from '../fixtures/world.ts';
import type { Case } from '../support/case.ts';
import { rejects, run } from '../support/case.ts';
import { balance, freeze, mintTo } from '../support/tokens.ts';

/** What the token program says of an account that the mint's issuer has frozen. */
const FROZEN = 'Custom 17';

/** An account that anybody can open for the client when its own is frozen. */
function anotherOf(world: World): PublicKey {
  const stored = world.chain.account(tokenOf(world, world.client));
  if (!stored) throw new Error('the client has no account');
  const address = new PublicKey(new Uint8Array(32).fill(249));
  const data = stored.data.slice();
  data.fill(0, 64, 72);
  world.chain.setAccount(address, { ...stored, data });
  return address;
}

interface End {
  readonly world: World;
  readonly accounts?: { readonly clientToken: PublicKey };
}

/** Every way in which money goes back to a client: a world that is ready for it, and the instruction. */
const refunds: readonly (readonly [string, () => World, (change: End) => Case])[] = [
  [
    'the cancellation of a job that nobody accepted',
    () => {
      const world = funded();
      world.chain.warp(301);
      return world;
    },
    cancel,
  ],
  ['the cancellation of a running job', running, cancel],
  ['the refund of a job that timed out', late, timeoutRefund],
  ['the verdict without a quorum', () => decided(disputed(withTreasury(running()))), resolveDispute],
];

describe("job-escrow: a client whose account the mint's issuer has frozen", () => {
  it('orders nothing', () => {
    const world = open(new World());
    const order = createJob({ world });
    freeze(world.chain, tokenAccountOf(world.client.publicKey, world.mint));
    rejects(order, FROZEN);
    expect(world.chain.account(jobOf(world))).to.equal(undefined);
  });

  for (const [name, ready, end] of refunds) {
    it(`is paid elsewhere by ${name}, and loses nothing while it is not`, () => {
      const world = ready();
      const clientToken = anotherOf(world);
      freeze(world.chain, tokenOf(world, world.client));
      rejects(end({ world }), FROZEN);
      expect(holdings(world).vault).to.equal(PRICE);
      const vault = vaultOf(world);
      run(end({ world, accounts: { clientToken } }));
      expect(balance(world.chain, clientToken) > 0n, 'paid').to.equal(true);
      expect(balance(world.chain, vault)).to.equal(0n);
    });
  }

  it('keeps no node from being paid, unless somebody gave the vault something', () => {
    const world = due();
    freeze(world.chain, tokenOf(world, world.client));
    run(settle({ world }));
    expect(readJob(world).state).to.equal('Settled');
    const gifted = due();
    const clientToken = anotherOf(gifted);
    freeze(gifted.chain, tokenOf(gifted, gifted.client));
    mintTo(gifted.chain, gifted.mint, vaultOf(gifted), 3n);
    rejects(settle({ world: gifted }), FROZEN);
    run(settle({ world: gifted, accounts: { clientToken } }));
    expect(balance(gifted.chain, clientToken)).to.equal(3n);
  });
});
