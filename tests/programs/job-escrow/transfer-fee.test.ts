import { TOKEN_2022_PROGRAM_ID } from '@solana/spl-token';
import type { PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import { MANY } from '../fixtures/disputes.ts';
import { allowMint, forgeable } from '../fixtures/governance.ts';
import { decided, disputed, resolveDispute } from '../fixtures/job-escrow/disputes.ts';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { holdings, readJob, vaultOf } from '../fixtures/job-escrow/job.ts';
import {
  abandoned,
  acceptJob,
  anchorProgress,
  CHECKPOINTS,
  cancel,
  claimProgress,
  cleared,
  createJob,
  ESTIMATE,
  funded,
  halfway,
  late,
  OBJECTION_WINDOW,
  open,
  proveCheckpoints,
  reassign,
  settle,
  timeoutRefund,
} from '../fixtures/job-escrow.ts';
import { TOKEN, World } from '../fixtures/world.ts';
import { rejects, run } from '../support/case.ts';
import { forgedProof } from '../support/forged-proofs.ts';
import { withheldIn } from '../support/token-layout.ts';
import { createMint, giveTokens, mintTo, setTransferFee } from '../support/tokens.ts';

const PAID = 5n * TOKEN;
/** One percent of every transfer stays with the mint. */
const ARRIVED = PAID - PAID / 100n;

/** A world where a mint with a transfer fee may pay for escrows, and everybody has an account in it. */
function ready(): { world: World; mint: PublicKey } {
  const world = open(forgeable(new World()));
  const { chain, client, owner } = world;
  const mint = createMint(chain, { transferFee: true });
  run(allowMint({ world, accounts: { mint, tokenProgram: TOKEN_2022_PROGRAM_ID } }));
  giveTokens(chain, mint, client.publicKey, 100n * TOKEN);
  giveTokens(chain, mint, owner.publicKey, 0n);
  return { world, mint };
}

/** A job paid in that mint. */
function ordered(): { world: World; mint: PublicKey } {
  const { world, mint } = ready();
  return { world: funded(world, { mint, price: PAID }), mint };
}

function withheld(world: World, account: PublicKey): bigint {
  return withheldIn(world.chain.account(account)?.data ?? new Uint8Array());
}

/** Lets the node finish what is left of the job. */
function finish(world: World, checkpoints = CHECKPOINTS): World {
  world.chain.warp(ESTIMATE / 2);
  run(anchorProgress({ world, checkpoints }));
  run(proveCheckpoints({ world: world.skip('anchored'), proof: forgedProof(readJob(world)) }));
  world.chain.warp(OBJECTION_WINDOW + 1);
  return world;
}

describe('job-escrow: a mint with a transfer fee', () => {
  it('is paid for by what arrived', () => {
    const { world } = ordered();
    expect(readJob(world)).to.include({ price: ARRIVED, stagePrice: ARRIVED });
    expect(holdings(world).vault).to.equal(ARRIVED);
    expect(withheld(world, vaultOf(world))).to.equal(PAID / 100n);
  });

  it('gives back to the mint what is withheld in the vault, so that the vault can be closed', () => {
    const { world, mint } = ordered();
    run(acceptJob({ world: world.skip('running') }));
    finish(world);
    const before = withheld(world, mint);
    run(settle({ world }));
    expect(world.chain.account(vaultOf(world))?.data.length ?? 0).to.equal(0);
    expect(withheld(world, mint) - before).to.equal(PAID / 100n);
    const fee = ARRIVED / 10n;
    expect(readJob(world)).to.include({ state: 'Settled', paidNode: ARRIVED - fee, paidFee: fee });
    // What each transfer costs on the way is between the mint and who is paid.
    expect(holdings(world).owner).to.equal(((ARRIVED - fee) * 99n) / 100n);
  });

  it('gives donations to the client, fee or not', () => {
    const { world, mint } = ordered();
    world.chain.warp(301);
    mintTo(world.chain, mint, vaultOf(world), 1_000n);
    const ended = eventOf(run(cancel({ world })), 'JobEnded');
    expect([ended.payout.toClient, ended.surplus]).to.deep.equal([ARRIVED, 1_000n]);
  });

  it('that takes everything from now on holds no job up', () => {
    const { world, mint } = ordered();
    run(acceptJob({ world: world.skip('running') }));
    setTransferFee(world.chain, mint, 10_000);
    finish(world);
    run(settle({ world }));
    expect(readJob(world).state).to.equal('Settled');
    expect(holdings(world)).to.include({ owner: 0n, vault: 0n });
  });

  it('that takes everything refunds and cancels all the same', () => {
    for (const end of [
      (world: World) => run(cancel({ world })),
      (world: World) => run(timeoutRefund({ world: late(world) })),
    ]) {
      const { world, mint } = ordered();
      run(acceptJob({ world: world.skip('running') }));
      setTransferFee(world.chain, mint, 10_000);
      const vault = vaultOf(world);
      end(world);
      expect(world.chain.account(vault)?.data.length ?? 0).to.equal(0);
    }
  });

  it('that takes everything pays for no job', () => {
    const { world, mint } = ready();
    setTransferFee(world.chain, mint, 10_000);
    rejects(createJob({ world, mint, price: PAID }), 'PriceIsZero');
  });

  for (const [verdict, forClient, forNode] of [
    ['ForClient', MANY, 0n],
    ['ForNode', 0n, MANY],
    ['NoQuorum', 0n, 0n],
  ] as const) {
    it(`pays out a verdict by what arrived, and closes the vault: ${verdict}`, () => {
      const { world, mint } = ordered();
      run(acceptJob({ world: world.skip('running') }));
      decided(disputed(world), forClient, forNode);
      const before = { ...holdings(world), withheld: withheld(world, mint) };
      const vault = vaultOf(world);
      run(resolveDispute({ world }));
      const fee = verdict === 'ForNode' ? ARRIVED / 10n : 0n;
      const [toNode, toClient] = verdict === 'ForNode' ? [ARRIVED - fee, 0n] : [0n, ARRIVED];
      expect(readJob(world)).to.include({
        state: 'Resolved',
        paidNode: toNode,
        paidFee: fee,
        refunded: toClient,
      });
      const after = holdings(world);
      expect(after.owner - before.owner).to.equal((toNode * 99n) / 100n);
      expect(after.client - before.client).to.equal((toClient * 99n) / 100n);
      expect(world.chain.account(vault)?.data.length ?? 0).to.equal(0);
      expect(withheld(world, mint) - before.withheld).to.equal(PAID / 100n);
    });
  }

  it('pays milestones, and a second node', () => {
    const { world } = ordered();
    cleared(halfway(world));
    run(claimProgress({ world }));
    run(reassign({ world: abandoned(world) }));
    run(acceptJob({ world }));
    finish(world, readJob(world).checkpoints);
    run(settle({ world }));
    const { paidNode, paidFee, price } = readJob(world);
    expect(paidNode + paidFee).to.equal(price);
  });
});
