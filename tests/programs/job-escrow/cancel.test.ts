import {
  clientRecordAddress,
  jobAddress,
  jobEscrow,
  jobVaultAddress,
  reputation,
  scorePageAddress,
  tokenAccountOf,
} from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { holdings, NONCE, readJob, tokenOf, vaultOf } from '../fixtures/job-escrow/job.ts';
import { lamportsOf, readNode, setEscrow, setJob } from '../fixtures/job-escrow/state.ts';
import { proofAfter } from '../fixtures/job-escrow/training.ts';
import {
  acceptJob,
  anchored,
  anchorProgress,
  cancel,
  createJob,
  funded,
  late,
  open,
  PRICE,
  proveCheckpoints,
  running,
  settled,
} from '../fixtures/job-escrow.ts';
import { heartbeat } from '../fixtures/node-registry.ts';
import { applyOutcomes } from '../fixtures/reputation.ts';
import { World } from '../fixtures/world.ts';
import { read, rejects, run } from '../support/case.ts';
import { balance, giveTokens } from '../support/tokens.ts';

/** A world whose node has proven the first ten of twenty checkpoints. */
function half(): World {
  const world = running();
  world.chain.warp(300);
  run(anchorProgress({ world, checkpoints: 10 }));
  run(proveCheckpoints({ world: world.skip('anchored'), proof: proofAfter(world, 10) }));
  return world;
}

/** A world whose job no node accepted in time. */
function unaccepted(): World {
  const world = funded();
  world.chain.warp(301);
  return world;
}

describe('job-escrow: cancel', () => {
  describe('before a node has accepted', () => {
    it('gives everything back once the accept window is over', () => {
      const world = unaccepted();
      world.chain.warp(-1);
      rejects(cancel({ world }), 'AcceptWindowOpen');
      world.chain.warp(1);
      const before = holdings(world);
      const ended = eventOf(run(cancel({ world })), 'JobEnded');
      expect(holdings(world).client - before.client).to.equal(PRICE);
      expect(ended.payout).to.deep.equal({ toNode: 0n, fee: 0n, toClient: PRICE, burned: 0n });
      expect(readJob(world)).to.include({ state: 'Cancelled', refunded: PRICE });
    });

    it('counts no cancellation, because nobody was let down', () => {
      const world = unaccepted();
      run(cancel({ world }));
      const record = read(world.chain, jobEscrow, 'Client', clientRecordAddress(world.client.publicKey));
      expect([record.jobsCreated, record.jobsCancelled]).to.deep.equal([1n, 0n]);
    });
  });

  describe('while the node works', () => {
    it('costs a tenth of the price when nothing is proven, all of it for the node', () => {
      const world = running();
      const before = holdings(world);
      const ended = eventOf(run(cancel({ world })), 'JobEnded');
      const after = holdings(world);
      expect([after.owner - before.owner, after.fees - before.fees]).to.deep.equal([PRICE / 10n, 0n]);
      expect(after.client - before.client).to.equal(PRICE - PRICE / 10n);
      expect(ended.before).to.deep.equal({
        vault: PRICE,
        node: before.owner,
        feeVault: before.fees,
        client: before.client,
      });
    });

    it('pays what is proven as in a settlement', () => {
      const world = half();
      const before = holdings(world);
      run(cancel({ world }));
      const after = holdings(world);
      const earned = PRICE / 2n;
      const fee = earned / 10n;
      const compensation = (PRICE - earned) / 10n;
      expect(after.owner - before.owner).to.equal(earned - fee + compensation);
      expect(after.fees - before.fees).to.equal(fee);
      expect(after.client - before.client).to.equal(PRICE - earned - compensation);
    });

    it('does not pay for what is anchored and not proven', () => {
      const world = running();
      world.chain.warp(300);
      run(anchorProgress({ world, checkpoints: 19 }));
      run(cancel({ world }));
      expect(readJob(world)).to.include({ paidNode: PRICE / 10n, paidFee: 0n });
    });

    it('lets the node go unharmed and counts against the client', () => {
      const world = running();
      const { stake } = readNode(world);
      run(cancel({ world }));
      expect(readNode(world)).to.include({ activeJobs: 0, stake });
      const record = read(world.chain, jobEscrow, 'Client', clientRecordAddress(world.client.publicKey));
      expect(record.jobsCancelled).to.equal(1n);
      run(applyOutcomes({ world: world.skip('outcome') }));
      const [entry] = read(world.chain, reputation, 'ScorePage', scorePageAddress(0)).nodes;
      expect(entry).to.include({ cancelled: 1, settled: 0, adjustment: 0 });
    });

    it('returns the rent of the vault to its payer', () => {
      const world = running();
      const expected = lamportsOf(world, world.payer.publicKey) + lamportsOf(world, vaultOf(world));
      run(cancel({ world }));
      expect(lamportsOf(world, world.payer.publicKey)).to.equal(expected);
    });

    it('works for an owner who ordered from the own node, into one account', () => {
      const world = open();
      const { owner, payer, mint, chain } = world;
      const client = owner.publicKey;
      const job = new PublicKey(jobAddress(client, NONCE));
      const mine = giveTokens(chain, mint, client, PRICE);
      run({ ...createJob({ world, accounts: { client, clientToken: mine } }), signers: [owner, payer] });
      run(acceptJob({ world: world.skip('funded'), accounts: { job } }));
      const accounts = {
        client,
        job,
        vault: jobVaultAddress(job),
        clientRecord: clientRecordAddress(client),
        clientToken: mine,
        nodeToken: mine,
      };
      // The fixture reads the world's own job for what both have in common.
      const test = cancel({ world: running(new World()), accounts });
      run({ ...test, chain, signers: [owner] });
      expect(balance(chain, mine)).to.equal(PRICE);
    });
  });

  it('is too late once the final root is anchored', () => {
    rejects(cancel({ world: anchored() }), 'JobIsProving');
  });

  it('is frozen during a dispute', () => {
    const world = running();
    setJob(world, { state: 'Disputed' });
    rejects(cancel({ world }), 'JobIsDisputed');
  });

  describe('a node that has failed', () => {
    it('is refunded by timeout_refund from the second after the deadline', () => {
      const world = open();
      setEscrow(world, { silence: 604_800n });
      late(running(world));
      rejects(cancel({ world }), 'TimeoutRefundInstead');
      world.chain.warp(-1);
      run(cancel({ world }));
    });

    it('or after two hours without anchor or heartbeat', () => {
      const world = running();
      world.chain.warp(7_201);
      rejects(cancel({ world }), 'TimeoutRefundInstead');
      world.chain.warp(-1);
      run(cancel({ world }));
    });

    it('but lives as long as it sends heartbeats', () => {
      const world = running();
      world.chain.warp(7_200);
      run(heartbeat({ world }));
      world.chain.warp(7_200);
      run(cancel({ world }));
    });

    it('however much silence the terms allow', () => {
      const world = running();
      setJob(world, { terms: { ...readJob(world).terms, silence: 9_223_372_036_854_775_807n } });
      run(cancel({ world }));
    });
  });

  it('refuses anyone but the client', () => {
    const world = open();
    const { stranger, payer } = world;
    const clientToken = tokenAccountOf(stranger.publicKey, world.mint);
    const test = createJob({ world, nonce: 9n, accounts: { client: stranger.publicKey, clientToken } });
    run({ ...test, signers: [stranger, payer] });
    rejects(cancel({ world: running(world), accounts: { client: stranger.publicKey } }), 'WrongClient');
  });

  it('refuses a job that has ended', () => {
    const world = running();
    setJob(world, { state: 'Settled' });
    rejects(cancel({ world }), 'JobEnded');
    const paid = settled();
    rejects(cancel({ world: paid }), 'AccountNotInitialized');
  });

  describe('accounts', () => {
    for (const name of [
      'nodeToken',
      'node',
      'outcomes',
      'authority',
      'nodeRegistryProgram',
      'reputationProgram',
    ]) {
      it(`asks for ${name} once a node has accepted`, () => {
        const world = running();
        rejects(cancel({ world, accounts: { [name]: null } }), 'NodeAccountsMissing');
        run(cancel({ world }));
      });
    }

    it('asks for the fee vault when there is a fee', () => {
      rejects(cancel({ world: half(), accounts: { feeVault: null } }), 'NodeAccountsMissing');
    });

    it('refuses others than those of the job', () => {
      const world = running();
      const { stranger } = world;
      const wrong = tokenOf(world, stranger);
      rejects(cancel({ world, accounts: { nodeToken: wrong } }), 'WrongTokenAccount');
      rejects(cancel({ world, accounts: { clientToken: wrong } }), 'WrongTokenAccount');
      rejects(cancel({ world, accounts: { feeVault: wrong } }), 'WrongFeeVault');
      rejects(cancel({ world, accounts: { rentPayer: stranger.publicKey } }), 'WrongRentPayer');
    });
  });

  it('stays within half of the default budget and a transaction', () => {
    const { units, bytes } = run(cancel({ world: half() }));
    expect(units <= 55_000n, `${units} compute units`).to.equal(true);
    expect(bytes).to.be.at.most(1_232);
  });
});
