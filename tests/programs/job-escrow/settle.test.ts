import {
  clientRecordAddress,
  jobEscrow,
  reputation,
  scorePageAddress,
  stakeVaultAddress,
} from '@cyxwiz/protocol';
import {
  createInitializeAccount3Instruction,
  TOKEN_2022_PROGRAM_ID,
  TOKEN_PROGRAM_ID,
} from '@solana/spl-token';
import { Keypair, type PublicKey, SystemProgram } from '@solana/web3.js';
import { expect } from 'chai';
import { allowMint } from '../fixtures/governance.ts';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { holdings, readJob, tokenOf, vaultOf } from '../fixtures/job-escrow/job.ts';
import {
  donate,
  lamportsOf,
  makeRentPayerProgram,
  moveTokens,
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
  closeJob,
  createJob,
  due,
  funded,
  open,
  PRICE,
  proveCheckpoints,
  proven,
  running,
  settle,
  settled,
  waiveObjection,
} from '../fixtures/job-escrow.ts';
import { nodeOf } from '../fixtures/node-registry.ts';
import { applyOutcomes, initPage, recordOutcome } from '../fixtures/reputation.ts';
import { TOKEN, World } from '../fixtures/world.ts';
import { read, rejects, run } from '../support/case.ts';
import { balance, createMint, giveTokens } from '../support/tokens.ts';

const FEE = PRICE / 10n;

/** A token account of a wallet that is not its associated one. */
function secondAccount({ chain, mint }: World, wallet: Keypair): PublicKey {
  const account = Keypair.generate();
  const created = SystemProgram.createAccount({
    fromPubkey: wallet.publicKey,
    newAccountPubkey: account.publicKey,
    lamports: Number(chain.rent(165)),
    space: 165,
    programId: TOKEN_PROGRAM_ID,
  });
  chain.send(
    [created, createInitializeAccount3Instruction(account.publicKey, mint, wallet.publicKey)],
    [wallet, account],
  );
  return account.publicKey;
}

describe('job-escrow: settle', () => {
  it('pays nine tenths to the node and one to the fee vault, to the unit', () => {
    const world = due();
    const before = holdings(world);
    const ended = eventOf(run(settle({ world })), 'JobEnded');
    const after = holdings(world);
    expect(after.owner - before.owner).to.equal(PRICE - FEE);
    expect(after.fees - before.fees).to.equal(FEE);
    expect([after.client - before.client, after.vault]).to.deep.equal([0n, 0n]);
    expect(ended.payout).to.deep.equal({ toNode: PRICE - FEE, fee: FEE, toClient: 0n, burned: 0n });
    expect(ended.before).to.deep.equal({
      vault: PRICE,
      node: before.owner,
      feeVault: before.fees,
      client: before.client,
    });
    expect([ended.state, ended.tier, ended.developmentKey, ended.surplus]).to.deep.equal([
      'Settled',
      'Committed',
      true,
      0n,
    ]);
  });

  it('writes down what it paid, and lets the node go', () => {
    const world = settled();
    const job = readJob(world);
    expect(job).to.include({
      state: 'Settled',
      paidNode: PRICE - FEE,
      paidFee: FEE,
      refunded: 0n,
      burned: 0n,
    });
    expect(job.endedAt).to.equal(world.chain.now());
    expect(readNode(world).activeJobs).to.equal(0);
  });

  it('returns the rent of the vault to its payer', () => {
    const world = due();
    const [rent, before] = [vaultOf(world), world.payer.publicKey].map((account) =>
      lamportsOf(world, account),
    );
    run(settle({ world }));
    expect(lamportsOf(world, world.payer.publicKey)).to.equal((before ?? 0n) + (rent ?? 0n));
    expect(lamportsOf(world, vaultOf(world))).to.equal(0n);
  });

  it('counts for the client, whom one job of full price lifts to 90', () => {
    const world = due();
    const conduct = () => {
      const address = clientRecordAddress(world.client.publicKey);
      const { jobsSettled, settledWeight, score } = read(world.chain, jobEscrow, 'Client', address);
      return { jobsSettled, settledWeight, score };
    };
    expect(conduct()).to.deep.equal({ jobsSettled: 0n, settledWeight: 0n, score: 0 });
    run(settle({ world }));
    // Everything paid to the end: 1,000 points, of which one job earns an eleventh.
    expect(conduct()).to.deep.equal({ jobsSettled: 1n, settledWeight: 10_000n, score: 90 });
  });

  it('raises the score of the node once the outcome is applied', () => {
    const world = settled();
    run(applyOutcomes({ world: world.skip('outcome') }));
    const [entry] = read(world.chain, reputation, 'ScorePage', scorePageAddress(0)).nodes;
    expect(entry).to.include({ node: nodeOf(world).toBase58(), settled: 1, proofsValid: 1, proofsTotal: 1 });
    expect(entry?.score).to.be.above(0);
  });

  it('takes the lower fee from the best nodes', () => {
    const world = open();
    setScore(world, 800);
    run(settle({ world: due(world) }));
    expect(readJob(world)).to.include({
      paidFee: (PRICE * 8n) / 100n,
      paidNode: PRICE - (PRICE * 8n) / 100n,
    });
  });

  it('pays in the mint of the job, Token-2022 included', () => {
    const world = open();
    const { chain, client, owner } = world;
    const mint = createMint(chain, { metadata: true, decimals: 6 });
    run(allowMint({ world, accounts: { mint, tokenProgram: TOKEN_2022_PROGRAM_ID } }));
    const price = 9_999_999n;
    giveTokens(chain, mint, client.publicKey, price);
    giveTokens(chain, mint, owner.publicKey, 0n);
    run(settle({ world: due(funded(world, { mint, price })) }));
    expect(holdings(world)).to.deep.equal({ client: 0n, owner: 9_000_000n, fees: 999_999n, vault: 0n });
  });

  it('gives a price of one unit to the node, because a tenth of it is none', () => {
    const world = due(funded(new World(), { price: 1n }));
    run(settle({ world }));
    expect(readJob(world)).to.include({ paidNode: 1n, paidFee: 0n });
  });

  describe('donations to the vault', () => {
    it('change nothing and go to the client', () => {
      const world = due();
      donate(world, 123_456_789n);
      const before = holdings(world);
      const ended = eventOf(run(settle({ world })), 'JobEnded');
      const after = holdings(world);
      expect(after.owner - before.owner).to.equal(PRICE - FEE);
      expect(after.client - before.client).to.equal(123_456_789n);
      expect([ended.surplus, ended.payout.toNode]).to.deep.equal([123_456_789n, PRICE - FEE]);
    });

    it('do not count as price when they come before acceptance', () => {
      const world = funded();
      donate(world, 100n * TOKEN);
      run(settle({ world: due(world) }));
      expect(readJob(world)).to.include({ price: PRICE, paidNode: PRICE - FEE });
    });

    it('of lamports go to the rent payer', () => {
      const world = due();
      const { chain, stranger, payer } = world;
      const { publicKey: fromPubkey } = stranger;
      chain.send(
        [SystemProgram.transfer({ fromPubkey, toPubkey: vaultOf(world), lamports: 7_000 })],
        [stranger],
      );
      const expected = lamportsOf(world, payer.publicKey) + lamportsOf(world, vaultOf(world));
      run(settle({ world }));
      expect(lamportsOf(world, payer.publicKey)).to.equal(expected);
    });
  });

  describe('policy', () => {
    it('waits for the last second of the objection window', () => {
      const world = due();
      world.chain.warp(-1);
      rejects(settle({ world }), 'ObjectionWindowOpen');
      world.chain.warp(1);
      run(settle({ world }));
    });

    it('does not wait once the client has waived', () => {
      const world = proven();
      run(waiveObjection({ world }));
      run(settle({ world }));
    });

    it('refuses a job that still runs, and one whose final root is not proven', () => {
      rejects(settle({ world: running() }), 'JobNotProving');
      const world = anchored();
      run(waiveObjection({ world }));
      rejects(settle({ world }), 'FinalRootNotProven');
    });

    it('refuses partial proofs of a finished job', () => {
      const world = running();
      world.chain.warp(300);
      run(anchorProgress({ world, checkpoints: 10 }));
      const proof = proofAfter(world, 10);
      run(proveCheckpoints({ world: world.skip('anchored'), proof }));
      run(anchorProgress({ world, checkpoints: CHECKPOINTS }));
      run(waiveObjection({ world }));
      rejects(settle({ world }), 'FinalRootNotProven');
      run(proveCheckpoints({ world }));
      run(settle({ world }));
    });

    for (const [seconds, error] of [
      [1_320, undefined],
      [1_321, 'FinishedTooLate'],
    ] as const) {
      it(`${error ? 'refuses' : 'takes'} a job of 600 seconds that took ${seconds}`, () => {
        const world = running();
        world.chain.warp(seconds);
        run(anchorProgress({ world, checkpoints: CHECKPOINTS }));
        const test = settle({ world: due(world.skip('anchored')) });
        if (error) rejects(test, error);
        else run(test);
      });
    }

    it('refuses a final root that came too early, however it got there', () => {
      const world = due();
      setJob(world, { anchoredAt: readJob(world).acceptedAt + 179n });
      rejects(settle({ world }), 'FinishedTooEarly');
    });

    it('refuses a node below the minimum score of the day the job was made', () => {
      const world = open();
      setEscrow(world, { minNodeScore: 500 });
      setScore(world, 500);
      due(world);
      setEscrow(world, { minNodeScore: 0 });
      setScore(world, 499);
      rejects(settle({ world }), 'ScoreTooLow');
      setScore(world, 500);
      run(settle({ world }));
    });

    it('refuses an exact job without its audits', () => {
      const world = due();
      setJob(world, { tier: 'Exact' });
      rejects(settle({ world }), 'AuditsNotProven');
    });
  });

  it('refuses a job that has ended', () => {
    const world = due();
    setJob(world, { state: 'Cancelled' });
    rejects(settle({ world }), 'JobEnded');
  });

  it('refuses a second time, because the vault is gone', () => {
    const world = due();
    run(settle({ world }));
    rejects(settle({ world }), 'WrongTokenProgram');
  });

  it('refuses a vault that is short', () => {
    const world = due();
    moveTokens(world, vaultOf(world), tokenOf(world, world.stranger), 1n);
    rejects(settle({ world }), 'VaultShort');
  });

  it('waits while the queue of outcomes is full, and goes on when anyone has applied them', () => {
    const world = due();
    for (let at = 0; at < 100; at++) run(recordOutcome({ world }));
    rejects(settle({ world }), 'QueueFull');
    run(applyOutcomes({ world: world.skip('outcome') }));
    run(settle({ world }));
  });

  it('cannot be held up by a rent payer that has become a program', () => {
    const world = due();
    makeRentPayerProgram(world);
    run(settle({ world }));
    expect(readJob(world).state).to.equal('Settled');
    world.chain.warp(604_801);
    const accounts = { closer: world.stranger.publicKey };
    run({ ...closeJob({ world, accounts }), signers: [world.stranger] });
  });

  it('cannot be held up by who fills the queue: one transaction empties it and settles', () => {
    const world = due();
    for (let at = 0; at < 100; at++) run(recordOutcome({ world }));
    const steps = [applyOutcomes({ world: world.skip('outcome') }), settle({ world })];
    const sent = world.chain.send(
      steps.map((step) => step.instruction),
      steps.flatMap((step) => step.signers),
      { units: 1_000_000 },
    );
    expect(sent.bytes).to.be.at.most(1_232);
    expect(readJob(world).state).to.equal('Settled');
  });

  describe('accounts', () => {
    const wrong: [string, string, (world: World) => PublicKey][] = [
      ['mint', 'WrongMint', ({ chain }) => createMint(chain)],
      ['nodeToken', 'WrongTokenAccount', (world) => tokenOf(world, world.stranger)],
      ['clientToken', 'WrongTokenAccount', (world) => tokenOf(world, world.stranger)],
      ['feeVault', 'WrongFeeVault', (world) => tokenOf(world, world.stranger)],
      ['rentPayer', 'WrongRentPayer', ({ stranger }) => stranger.publicKey],
      ['tokenProgram', 'WrongTokenProgram', () => TOKEN_2022_PROGRAM_ID],
      ['vault', 'WrongVault', (world) => stakeVaultAddress(nodeOf(world))],
    ];
    for (const [name, error, key] of wrong) {
      it(`refuses another ${name}`, () => {
        const world = due();
        rejects(settle({ world, accounts: { [name]: key(world) } }), error);
        run(settle({ world }));
      });
    }

    it('refuses a token account of the right owner in another mint', () => {
      const world = due();
      const nodeToken = giveTokens(world.chain, createMint(world.chain), world.owner.publicKey, 1n);
      rejects(settle({ world, accounts: { nodeToken } }), 'WrongTokenAccount');
    });

    it('refuses the record of another client', () => {
      const world = due();
      const { stranger } = world;
      const { publicKey: client } = stranger;
      const other = createJob({ world, accounts: { client, clientToken: tokenOf(world, stranger) } });
      run({ ...other, signers: [stranger, world.payer] });
      rejects(
        settle({ world, accounts: { clientRecord: clientRecordAddress(client) } }),
        'WrongClientRecord',
      );
      run(settle({ world }));
    });

    it('refuses another node', () => {
      const world = due();
      setJob(world, { node: world.stranger.publicKey.toBase58() });
      rejects(settle({ world }), 'WrongNode');
    });

    it('refuses the scores and the queue of another page', () => {
      const world = due();
      run(initPage({ world, page: 1 }));
      rejects(settle({ world, accounts: { scorePage: scorePageAddress(1) } }), 'WrongScorePage');
    });

    it('pays into any account of the owner', () => {
      const world = due();
      const nodeToken = secondAccount(world, world.owner);
      run(settle({ world, accounts: { nodeToken } }));
      expect(balance(world.chain, nodeToken)).to.equal(PRICE - FEE);
    });
  });

  it('stays within 35,000 compute units and a transaction', () => {
    const { units, bytes } = run(settle());
    expect(units <= 35_000n, `${units} compute units`).to.equal(true);
    expect(bytes).to.be.at.most(1_232);
  });
});
