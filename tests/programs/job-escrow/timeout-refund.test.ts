import { insuranceAddress, reputation, scorePageAddress, stakeVaultAddress } from '@cyxwiz/protocol';
import { TOKEN_2022_PROGRAM_ID } from '@solana/spl-token';
import { expect } from 'chai';
import { allowMint } from '../fixtures/governance.ts';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { holdings, jobOf, readJob, tokenOf, vaultOf } from '../fixtures/job-escrow/job.ts';
import {
  donate,
  lamportsOf,
  makeRentPayerProgram,
  readNode,
  setEscrow,
  setJob,
  setScore,
} from '../fixtures/job-escrow/state.ts';
import { proofAfter } from '../fixtures/job-escrow/training.ts';
import {
  anchored,
  anchorProgress,
  CHECKPOINTS,
  createJob,
  due,
  funded,
  late,
  open,
  PRICE,
  proveCheckpoints,
  proven,
  running,
  settle,
  timeoutRefund,
} from '../fixtures/job-escrow.ts';
import { heartbeat, nodeOf, STAKE } from '../fixtures/node-registry.ts';
import { applyOutcomes, initPage } from '../fixtures/reputation.ts';
import { TOKEN, type World } from '../fixtures/world.ts';
import { read, rejects, run } from '../support/case.ts';
import { balance, createMint, giveTokens, supply } from '../support/tokens.ts';

const BURN = PRICE / 20n;

/** A world whose node has proven the first ten of twenty checkpoints. */
function half(): World {
  const world = running();
  world.chain.warp(300);
  run(anchorProgress({ world, checkpoints: 10 }));
  run(proveCheckpoints({ world: world.skip('anchored'), proof: proofAfter(world, 10) }));
  return world;
}

/** Token accounts of the job, before it is closed and forgotten. */
function accountsOf(world: World) {
  const { chain, client, owner, mint } = world;
  const [mine, theirs] = [tokenOf(world, client), tokenOf(world, owner)];
  return () => ({ client: balance(chain, mine), owner: balance(chain, theirs), supply: supply(chain, mint) });
}

describe('job-escrow: timeout_refund', () => {
  describe('a node that has failed', () => {
    it('gets nothing without proofs; the client gets the price less a twentieth, which is burned', () => {
      const world = late();
      const look = accountsOf(world);
      const { fees } = holdings(world);
      const before = look();
      const ended = eventOf(run(timeoutRefund({ world })), 'JobEnded');
      const after = look();
      expect(after.client - before.client).to.equal(PRICE - BURN);
      expect(after.owner).to.equal(before.owner);
      expect(ended.payout).to.deep.equal({ toNode: 0n, fee: 0n, toClient: PRICE - BURN, burned: BURN });
      expect(ended.before).to.include({ vault: PRICE, client: before.client, feeVault: fees });
      expect(ended.state).to.equal('TimedOut');
      // A tenth of the stake is slashed; a fifth of that is burned too.
      const slashed = STAKE / 10n;
      expect(before.supply - after.supply).to.equal(BURN + slashed / 5n);
    });

    it('loses stake, is let go and has it on record', () => {
      const world = late();
      run(timeoutRefund({ world }));
      expect(readNode(world)).to.include({ activeJobs: 0, stake: STAKE - STAKE / 10n });
      expect(balance(world.chain, insuranceAddress())).to.equal(((STAKE / 10n) * 4n) / 5n);
      run(applyOutcomes({ world: world.skip('outcome') }));
      const [entry] = read(world.chain, reputation, 'ScorePage', scorePageAddress(0)).nodes;
      expect(entry).to.include({ timedOut: 1, failed: 0, proofsTotal: 0, adjustment: -30 });
    });

    it('is paid what it has proven', () => {
      const world = late(half());
      const look = accountsOf(world);
      const before = look();
      const { payout, provenCheckpoints } = eventOf(run(timeoutRefund({ world })), 'JobEnded');
      const earned = PRICE / 2n;
      const fee = earned / 10n;
      const burned = (PRICE - earned) / 20n;
      expect(payout).to.deep.equal({
        toNode: earned - fee,
        fee,
        toClient: PRICE - earned - burned,
        burned,
      });
      expect(provenCheckpoints).to.equal(10);
      expect(look().owner - before.owner).to.equal(earned - fee);
    });

    it('that claims to have finished and cannot prove it has a proof against it', () => {
      const world = late(anchored());
      run(timeoutRefund({ world }));
      run(applyOutcomes({ world: world.skip('outcome') }));
      const [entry] = read(world.chain, reputation, 'ScorePage', scorePageAddress(0)).nodes;
      expect(entry).to.include({ timedOut: 0, failed: 1, proofsTotal: 1, proofsValid: 0 });
    });

    it('too late for the estimate is paid for what it proved, and has failed', () => {
      const world = running();
      world.chain.warp(1_321);
      run(anchorProgress({ world, checkpoints: CHECKPOINTS }));
      run(proveCheckpoints({ world: world.skip('anchored') }));
      const { payout } = eventOf(run(timeoutRefund({ world: late(world) })), 'JobEnded');
      expect(payout).to.deep.equal({
        toNode: PRICE - PRICE / 10n,
        fee: PRICE / 10n,
        toClient: 0n,
        burned: 0n,
      });
      expect(readNode(world).stake).to.equal(STAKE - STAKE / 10n);
    });
  });

  it('burns nothing of a mint that is not CYXWIZ', () => {
    const world = open();
    const { chain, client, owner } = world;
    const mint = createMint(chain, { metadata: true, decimals: 6 });
    run(allowMint({ world, accounts: { mint, tokenProgram: TOKEN_2022_PROGRAM_ID } }));
    giveTokens(chain, mint, client.publicKey, 9_999_999n);
    giveTokens(chain, mint, owner.publicKey, 0n);
    const job = late(running(funded(world, { mint, price: 9_999_999n })));
    const { payout } = eventOf(run(timeoutRefund({ world: job })), 'JobEnded');
    expect(payout).to.deep.equal({ toNode: 0n, fee: 0n, toClient: 9_999_999n, burned: 0n });
    expect(supply(chain, mint)).to.equal(9_999_999n);
  });

  describe('a job that no node accepted', () => {
    it("is refunded in full after the deadline, to anyone's call", () => {
      const world = funded();
      world.chain.warp(86_400);
      rejects(timeoutRefund({ world }), 'NotTimedOut');
      world.chain.warp(1);
      const look = accountsOf(world);
      const before = look();
      const ended = eventOf(run(timeoutRefund({ world })), 'JobEnded');
      expect(look().client - before.client).to.equal(PRICE);
      expect([ended.state, ended.payout.burned, look().supply]).to.deep.equal([
        'Refunded',
        0n,
        before.supply,
      ]);
    });
  });

  describe('when', () => {
    it('the deadline is over, to the second', () => {
      const world = open();
      setEscrow(world, { silence: 604_800n });
      late(running(world)).chain.warp(-1);
      rejects(timeoutRefund({ world }), 'NotTimedOut');
      world.chain.warp(1);
      run(timeoutRefund({ world }));
    });

    it('two hours have passed since acceptance', () => {
      const world = running();
      world.chain.warp(7_200);
      rejects(timeoutRefund({ world }), 'NotTimedOut');
      world.chain.warp(1);
      run(timeoutRefund({ world }));
    });

    it('the deadline is over, however much silence the terms allow', () => {
      const world = running();
      setJob(world, { terms: { ...readJob(world).terms, silence: 9_223_372_036_854_775_807n } });
      rejects(timeoutRefund({ world }), 'NotTimedOut');
      run(timeoutRefund({ world: late(world) }));
    });

    it('two hours have passed since the latest anchor', () => {
      const world = running();
      world.chain.warp(7_200);
      run(anchorProgress({ world, checkpoints: 2 }));
      world.chain.warp(7_200);
      rejects(timeoutRefund({ world }), 'NotTimedOut');
      world.chain.warp(1);
      run(timeoutRefund({ world }));
    });

    it('two hours have passed since the latest heartbeat', () => {
      const world = running();
      world.chain.warp(7_200);
      run(heartbeat({ world }));
      world.chain.warp(7_200);
      rejects(timeoutRefund({ world }), 'NotTimedOut');
      world.chain.warp(1);
      run(timeoutRefund({ world }));
    });

    it('not during a dispute', () => {
      const world = late();
      setJob(world, { state: 'Disputed' });
      rejects(timeoutRefund({ world }), 'JobIsDisputed');
    });
  });

  describe('proven work', () => {
    it('is settled instead, objection window open or over, deadline or not', () => {
      const world = late(proven());
      rejects(timeoutRefund({ world }), 'SettleInstead');
      world.chain.warp(601);
      rejects(timeoutRefund({ world }), 'SettleInstead');
      run(settle({ world }));
    });

    it('of a node below the minimum score is refunded less what it earned', () => {
      const world = open();
      setEscrow(world, { minNodeScore: 500 });
      setScore(world, 500);
      late(proven(world));
      rejects(timeoutRefund({ world }), 'SettleInstead');
      setScore(world, 499);
      const { payout, score } = eventOf(run(timeoutRefund({ world })), 'JobEnded');
      expect([payout.toNode, payout.toClient, score]).to.deep.equal([PRICE - PRICE / 10n, 0n, 499]);
    });
  });

  it('cannot be held up by a rent payer that has become a program', () => {
    const world = late();
    makeRentPayerProgram(world);
    const [job, vault] = [jobOf(world), vaultOf(world)];
    run(timeoutRefund({ world }));
    expect([job, vault].map((key) => lamportsOf(world, key))).to.deep.equal([0n, 0n]);
  });

  it('closes vault and job, and returns every lamport of rent to its payer', () => {
    const world = late();
    const { payer } = world;
    const expected = [payer.publicKey, jobOf(world), vaultOf(world)].reduce(
      (sum, key) => sum + lamportsOf(world, key),
      0n,
    );
    const [job, vault] = [jobOf(world), vaultOf(world)];
    run(timeoutRefund({ world }));
    expect(lamportsOf(world, payer.publicKey)).to.equal(expected);
    expect([lamportsOf(world, job), lamportsOf(world, vault)]).to.deep.equal([0n, 0n]);
    run(createJob({ world }));
  });

  it('gives donations to the client, on top of the refund', () => {
    const world = late();
    const look = accountsOf(world);
    const before = look();
    donate(world, TOKEN);
    const ended = eventOf(run(timeoutRefund({ world })), 'JobEnded');
    expect(look().client - before.client).to.equal(PRICE - BURN + TOKEN);
    expect([ended.surplus, ended.payout.burned]).to.deep.equal([TOKEN, BURN]);
  });

  it('refuses a job that has ended', () => {
    const world = late();
    setJob(world, { state: 'Cancelled' });
    rejects(timeoutRefund({ world }), 'JobEnded');
    const paid = due();
    run(settle({ world: paid }));
    rejects(timeoutRefund({ world: paid }), 'AccountNotInitialized');
  });

  describe('accounts', () => {
    const needed = [
      'node',
      'scorePage',
      'outcomes',
      'authority',
      'config',
      'registry',
      'stakeVault',
      'insurance',
      'cyxwizMint',
      'cyxwizTokenProgram',
      'nodeRegistryProgram',
      'nodeRegistryEvents',
      'reputationProgram',
      'reputationEvents',
    ];
    for (const name of needed) {
      it(`asks for ${name} once a node has accepted`, () => {
        rejects(timeoutRefund({ world: late(), accounts: { [name]: null } }), 'NodeAccountsMissing');
      });
    }

    it('asks for no account of the owner when nothing was earned', () => {
      run(timeoutRefund({ world: late(), accounts: { nodeToken: null, feeVault: null } }));
      rejects(timeoutRefund({ world: late(half()), accounts: { nodeToken: null } }), 'NodeAccountsMissing');
      rejects(timeoutRefund({ world: late(half()), accounts: { feeVault: null } }), 'NodeAccountsMissing');
    });

    it('refuses others than those of the job', () => {
      const world = late();
      const { stranger, chain } = world;
      const wrong = tokenOf(world, stranger);
      const refuse = (name: string, key: typeof wrong, error: string) =>
        rejects(timeoutRefund({ world, accounts: { [name]: key } }), error);
      refuse('mint', createMint(chain), 'WrongMint');
      refuse('clientToken', wrong, 'WrongTokenAccount');
      refuse('nodeToken', wrong, 'WrongTokenAccount');
      refuse('feeVault', wrong, 'WrongFeeVault');
      refuse('rentPayer', stranger.publicKey, 'WrongRentPayer');
      refuse('tokenProgram', TOKEN_2022_PROGRAM_ID, 'WrongTokenProgram');
      refuse('stakeVault', stakeVaultAddress(stranger.publicKey), 'AccountNotInitialized');
      run(initPage({ world, page: 1 }));
      refuse('scorePage', scorePageAddress(1), 'WrongScorePage');
      setJob(world, { node: stranger.publicKey.toBase58() });
      refuse('node', nodeOf(world), 'WrongNode');
    });
  });

  it('stays within half of the default budget and a transaction', () => {
    const { units, bytes } = run(timeoutRefund({ world: late(half()) }));
    expect(units <= 75_000n, `${units} compute units`).to.equal(true);
    expect(bytes).to.be.at.most(1_232);
  });
});
