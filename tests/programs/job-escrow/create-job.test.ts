import {
  clientRecordAddress,
  FIELD_MODULUS,
  fieldToBytes,
  jobEscrow,
  mintPolicyAddress,
  verifyingKeyAddress,
} from '@cyxwiz/protocol';
import { TOKEN_2022_PROGRAM_ID } from '@solana/spl-token';
import { SystemProgram } from '@solana/web3.js';
import { expect } from 'chai';
import {
  addVerifyingKey,
  allowMint,
  disallowMint,
  retireVerifyingKey,
  setPause,
  smallKey,
  updateConfig,
} from '../fixtures/governance.ts';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { holdings, jobOf, readJob, vaultOf } from '../fixtures/job-escrow/job.ts';
import { lamportsOf } from '../fixtures/job-escrow/state.ts';
import { createJob, ESTIMATE, funded, open, PRICE } from '../fixtures/job-escrow.ts';
import { TOKEN, World } from '../fixtures/world.ts';
import { read, rejects, run } from '../support/case.ts';
import { createMint, giveTokens } from '../support/tokens.ts';

const DAY = 86_400n;
const BALANCE = 1_000n * TOKEN;

describe('job-escrow: create_job', () => {
  it('takes the price and writes down what the client ordered', () => {
    const world = open();
    const created = eventOf(run(createJob({ world })), 'JobCreated');
    const job = readJob(world);
    expect([job.state, job.price, job.checkpoints, job.audits]).to.deep.equal(['Funded', PRICE, 20, 4]);
    expect([job.createdAt, job.acceptBy, job.deadline]).to.deep.equal(
      [0n, 300n, DAY].map((seconds) => world.chain.now() + seconds),
    );
    expect(holdings(world)).to.include({ client: BALANCE - PRICE, vault: PRICE });
    expect([created.price, created.clientBefore, created.job]).to.deep.equal([
      PRICE,
      BALANCE,
      jobOf(world).toBase58(),
    ]);
  });

  it('keeps the parameters of its day', () => {
    const world = funded();
    const { terms } = readJob(world);
    expect(terms).to.include({
      feeBps: 1_000,
      diamondFeeBps: 800,
      refundBurnBps: 500,
      objectionWindow: 600n,
    });
    expect(terms.priceLimits).to.deep.equal([10n * TOKEN, 50n * TOKEN, 200n * TOKEN]);
  });

  it('takes the rent from its payer, and nothing from the client', () => {
    const world = open();
    const before = lamportsOf(world, world.payer.publicKey);
    const client = lamportsOf(world, world.client.publicKey);
    run(createJob({ world }));
    const rents = [jobOf(world), vaultOf(world), clientRecordAddress(world.client.publicKey)].map((account) =>
      lamportsOf(world, account),
    );
    expect(before - lamportsOf(world, world.payer.publicKey)).to.equal(
      rents.reduce((sum, rent) => sum + rent, 0n),
    );
    expect(lamportsOf(world, world.client.publicKey)).to.equal(client);
  });

  it('takes a Token-2022 mint with metadata', () => {
    const world = open();
    const { chain, client } = world;
    const mint = createMint(chain, { metadata: true, decimals: 6 });
    run(allowMint({ world, accounts: { mint, tokenProgram: TOKEN_2022_PROGRAM_ID } }));
    giveTokens(chain, mint, client.publicKey, BALANCE);
    run(createJob({ world, mint }));
    const { decimals, terms } = readJob(world);
    expect([decimals, terms.refundBurnBps, terms.priceLimits[0]]).to.deep.equal([6, 0, 10_000_000n]);
    expect(holdings(world).vault).to.equal(PRICE);
  });

  it('works at addresses that somebody sent lamports to before', () => {
    const world = open();
    for (const toPubkey of [jobOf(world), vaultOf(world)]) {
      const { publicKey: fromPubkey } = world.stranger;
      world.chain.send(
        [SystemProgram.transfer({ fromPubkey, toPubkey, lamports: 1_000_000 })],
        [world.stranger],
      );
    }
    run(createJob({ world }));
    expect(readJob(world).state).to.equal('Funded');
  });

  it('counts ten jobs a day', () => {
    const world = open();
    for (let nonce = 1n; nonce <= 10n; nonce++) run(createJob({ world, nonce, price: 1n }));
    rejects(createJob({ world, nonce: 11n, price: 1n }), 'TooManyJobsToday');
    const rest = DAY - (world.chain.now() % DAY);
    world.chain.warp(rest - 1n);
    rejects(createJob({ world, nonce: 11n, price: 1n }), 'TooManyJobsToday');
    world.chain.warp(1n);
    run(createJob({ world, nonce: 11n, price: 1n }));
    const record = read(world.chain, jobEscrow, 'Client', clientRecordAddress(world.client.publicKey));
    expect([record.jobsToday, record.jobsCreated, record.jobsCancelled]).to.deep.equal([1, 11n, 0n]);
  });

  describe('bounds', () => {
    const taken: [string, Parameters<typeof createJob>[0]][] = [
      ['a price of one unit', { price: 1n }],
      ['everything the client has', { price: BALANCE }],
      ['a single epoch', { epochs: 1 }],
      ['64 checkpoints', { epochs: 64 }],
      ['an interval of all epochs', { epochs: 60_000, checkpointInterval: 60_000 }],
      ['an estimate of one second', { estimatedSeconds: 1 }],
      ['a deadline that just leaves the estimate', { deadlineSeconds: 300n + BigInt(ESTIMATE) }],
      ['a deadline of seven days', { deadlineSeconds: 7n * DAY }],
      ['64 audits', { audits: 64 }],
      ['the largest field element', { datasetRoot: fieldToBytes(FIELD_MODULUS - 1n) }],
    ];
    for (const [what, args] of taken) it(`takes ${what}`, () => run(createJob(args)));

    const modulus = Uint8Array.from(Buffer.from(FIELD_MODULUS.toString(16).padStart(64, '0'), 'hex'));
    const refused: [string, Parameters<typeof createJob>[0], string][] = [
      ['a price of nothing', { price: 0n }, 'PriceIsZero'],
      ['more than the client has', { price: BALANCE + 1n }, 'Custom 1'],
      ['no epochs', { epochs: 0 }, 'EpochsIsZero'],
      ['no interval', { checkpointInterval: 0 }, 'CheckpointIntervalOutOfRange'],
      ['an interval beyond the epochs', { checkpointInterval: 21 }, 'CheckpointIntervalOutOfRange'],
      ['65 checkpoints', { epochs: 65 }, 'TooManyCheckpoints'],
      ['more epochs than a byte of checkpoints', { epochs: 4_294_967_295 }, 'TooManyCheckpoints'],
      ['an estimate of nothing', { estimatedSeconds: 0 }, 'EstimateIsZero'],
      [
        'a deadline that cuts the estimate',
        { deadlineSeconds: 299n + BigInt(ESTIMATE) },
        'DeadlineOutOfRange',
      ],
      ['a deadline in the past', { deadlineSeconds: -1n }, 'DeadlineOutOfRange'],
      ['a deadline beyond seven days', { deadlineSeconds: 7n * DAY + 1n }, 'DeadlineOutOfRange'],
      ['65 audits', { audits: 65 }, 'TooManyAudits'],
      ['the exact tier without its terms', { tier: 'Exact' }, 'ExactTermsMismatch'],
      ['a data set root at the modulus', { datasetRoot: modulus }, 'NotAFieldElement'],
      [
        'initial weights above the modulus',
        { initialWeights: new Uint8Array(32).fill(255) },
        'NotAFieldElement',
      ],
    ];
    for (const [what, args, error] of refused) {
      it(`refuses ${what}`, () => {
        const world = open();
        rejects(createJob({ world, ...args }), error);
        run(createJob({ world }));
      });
    }
  });

  it('refuses a nonce twice', () => {
    const world = funded();
    rejects(createJob({ world }), 'Custom 0');
    run(createJob({ world, nonce: 2n }));
  });

  it('refuses while new jobs are paused, and only then', () => {
    const world = open();
    run(setPause({ world, until: world.chain.now() + 60n }));
    world.chain.warp(59);
    rejects(createJob({ world }), 'NewJobsPaused');
    world.chain.warp(1);
    run(createJob({ world }));
  });

  it('refuses a mint that governance no longer allows', () => {
    const world = open();
    run(disallowMint({ world }));
    rejects(createJob({ world }), 'MintNotAllowed');
  });

  it('refuses the policy of another mint', () => {
    const world = open();
    const mint = createMint(world.chain);
    run(allowMint({ world, accounts: { mint } }));
    rejects(createJob({ world, accounts: { mintPolicy: mintPolicyAddress(mint) } }), 'WrongMint');
  });

  it('refuses tokens of another wallet', () => {
    const world = open();
    const clientToken = giveTokens(world.chain, world.mint, world.owner.publicKey, 10n * TOKEN);
    rejects(createJob({ world, accounts: { clientToken } }), 'WrongTokenAccount');
  });

  it('refuses tokens of another mint', () => {
    const world = open();
    const other = createMint(world.chain);
    const clientToken = giveTokens(world.chain, other, world.client.publicKey, 10n * TOKEN);
    rejects(createJob({ world, accounts: { clientToken } }), 'WrongTokenAccount');
  });

  it('refuses the key of another circuit', () => {
    const world = open();
    run(addVerifyingKey({ ...smallKey, world, circuit: 2 }));
    rejects(createJob({ world, accounts: { verifyingKey: verifyingKeyAddress(2, 1) } }), 'WrongCircuit');
  });

  it('refuses a key of the right circuit with other inputs', () => {
    const world = open();
    run(addVerifyingKey({ ...smallKey, world, keyVersion: 2 }));
    rejects(createJob({ world, accounts: { verifyingKey: verifyingKeyAddress(1, 2) } }), 'WrongCircuit');
  });

  it('refuses a retired key', () => {
    const world = open();
    run(retireVerifyingKey({ world }));
    rejects(createJob({ world }), 'VerifyingKeyRetired');
  });

  it('refuses a development key where governance does', () => {
    const world = open();
    run(updateConfig({ world, allowDevelopmentKeys: false }));
    rejects(createJob({ world }), 'DevelopmentKeyNotAllowed');
  });

  it('stays within its compute budget and a transaction', () => {
    const { units, bytes } = run(createJob({ world: new World() }));
    expect(units <= 40_000n, `${units} compute units`).to.equal(true);
    expect(bytes).to.be.at.most(1_232);
  });
});
