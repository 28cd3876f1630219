import { randomBytes } from 'node:crypto';
import {
  assignmentHash,
  createJob,
  type ExactOrder,
  exactOrderOf,
  jobAddress,
  nodeId,
  verifyingKeyAddress,
} from '@cyxwiz/protocol';
import { TOKEN_PROGRAM_ID } from '@solana/spl-token';
import {
  ComputeBudgetProgram,
  Keypair,
  type PublicKey,
  SystemProgram,
  TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js';
import { expect } from 'chai';
import type { Offer } from '../src/coordinator/client.ts';
import { ClientError } from '../src/errors.ts';
import { type PreparedJob, prepareJob } from '../src/job-request.ts';
import { checkOffer, createJobArgs } from '../src/offer.ts';
import { provableDataset, smallDataset } from './small-dataset.ts';

const wallet = Keypair.generate().publicKey;
const mint = Keypair.generate().publicKey.toBase58();
const terms = { wallet, mint, decimals: 9, tokenProgram: TOKEN_PROGRAM_ID.toBase58(), audits: 4 };

function transactionOf(instructions: TransactionInstruction[], payer: PublicKey = wallet): Uint8Array {
  const message = new TransactionMessage({
    payerKey: payer,
    recentBlockhash: Keypair.generate().publicKey.toBase58(),
    instructions,
  });
  return new VersionedTransaction(message.compileToV0Message()).serialize();
}

describe('the check of an offer', () => {
  let job: PreparedJob;
  let offer: Offer;
  const escrow = (args: Partial<ReturnType<typeof createJobArgs>> = {}, accounts = {}) =>
    createJob({ ...createJobArgs(offer, job, terms.audits), ...args }, { client: wallet, mint, ...accounts });
  const budget = (microLamports: number) => ComputeBudgetProgram.setComputeUnitPrice({ microLamports });

  // The runtime reads the price and ignores what stands behind it.
  const padded = (microLamports: number): TransactionInstruction => {
    const { programId, keys, data } = budget(microLamports);
    return new TransactionInstruction({ programId, keys, data: Buffer.concat([data, Buffer.alloc(1)]) });
  };

  before(() => {
    job = prepareJob({ ...smallDataset(), epochs: 5, estimatedSeconds: 10, maxPrice: 2_000n });
    const nonce = 7n;
    offer = {
      job: jobAddress(wallet, nonce),
      node: Keypair.generate().publicKey.toBase58(),
      salt: new Uint8Array(randomBytes(32)),
      nonce,
      price: 1_000n,
      decimals: 9,
      deadlineSeconds: 3_600n,
      transaction: new Uint8Array(),
      reservedUntilMs: 0,
      rejections: [],
      matchScore: 1,
      priceExplanation: [],
    };
    offer.transaction = transactionOf([budget(1), escrow()]);
  });

  it('lets the honest one through', () => {
    expect(checkOffer(offer, job, terms).message.compiledInstructions).to.have.length(2);
  });

  const other = (): string => Keypair.generate().publicKey.toBase58();
  const cases: Record<string, () => Partial<Offer>> = {
    'a higher price in the transaction': () => ({ transaction: transactionOf([escrow({ price: 1_001n })]) }),
    'another node behind the hash': () => ({
      transaction: transactionOf([escrow({ assignmentHash: assignmentHash(nodeId(other()), offer.salt) })]),
    }),
    'another salt': () => ({ salt: new Uint8Array(32) }),
    'a short salt': () => ({ salt: new Uint8Array(31) }),
    'another specification': () => ({
      transaction: transactionOf([escrow({ specHash: new Uint8Array(32) })]),
    }),
    'another data set': () => ({ transaction: transactionOf([escrow({ datasetRoot: new Uint8Array(32) })]) }),
    'other first weights': () => ({
      transaction: transactionOf([escrow({ initialWeights: new Uint8Array(32) })]),
    }),
    'another deadline': () => ({ transaction: transactionOf([escrow({ deadlineSeconds: 9n })]) }),
    'more audits': () => ({ transaction: transactionOf([escrow({ audits: 5 })]) }),
    'another mint': () => ({ transaction: transactionOf([escrow({}, { mint: other() })]) }),
    'a retired key version': () => ({ transaction: transactionOf([escrow({}, { keyVersion: 2 })]) }),
    'a job of another wallet': () => ({ job: other() }),
    'another fee payer': () => ({ transaction: transactionOf([escrow()], Keypair.generate().publicKey) }),
    'a second signer': () => ({ transaction: transactionOf([escrow({}, { payer: other() })]) }),
    'a transfer beside it': () => ({
      transaction: transactionOf([
        escrow(),
        SystemProgram.transfer({ fromPubkey: wallet, toPubkey: Keypair.generate().publicKey, lamports: 1 }),
      ]),
    }),
    'the escrow twice': () => ({ transaction: transactionOf([escrow(), escrow({ nonce: 8n })]) }),
    'no escrow': () => ({ transaction: transactionOf([budget(1)]) }),
    'a ruinous priority fee': () => ({ transaction: transactionOf([budget(1_000_000_000), escrow()]) }),
    'a priority fee behind a trailing byte': () => ({
      transaction: transactionOf([padded(1_000_000_000), escrow()]),
    }),
    'a second priority fee': () => ({ transaction: transactionOf([budget(1), budget(2), escrow()]) }),
    'a budget of another kind': () => ({
      transaction: transactionOf([ComputeBudgetProgram.requestHeapFrame({ bytes: 65_536 }), escrow()]),
    }),
    'a price that looks smaller than it is': () => ({ decimals: 18 }),
    'a price of zero': () => ({ price: 0n }),
    rubbish: () => ({ transaction: randomBytes(50) }),
    nothing: () => ({ transaction: new Uint8Array() }),
  };
  for (const [name, change] of Object.entries(cases)) {
    it(`refuses ${name}`, () => {
      expect(() => checkOffer({ ...offer, ...change() }, job, terms))
        .to.throw(ClientError)
        .with.property('code', 'OFFER_MISMATCH');
    });
  }

  describe('of an exact job', () => {
    let exactJob: PreparedJob;
    let exact: ExactOrder;
    const exactEscrow = (args: Partial<ReturnType<typeof createJobArgs>> = {}, accounts = {}) =>
      createJob(
        { ...createJobArgs(offer, exactJob, terms.audits), ...args },
        { client: wallet, mint, exact, ...accounts },
      );
    const checked = (instruction: TransactionInstruction, prepared = exactJob) =>
      checkOffer({ ...offer, transaction: transactionOf([instruction]) }, prepared, terms);

    before(() => {
      exactJob = prepareJob({ ...provableDataset(40), epochs: 5, estimatedSeconds: 10, tier: 'exact' });
      exact = exactOrderOf(exactJob.spec) as ExactOrder;
    });

    it('lets the honest one through, with governance’s audits or those asked for', () => {
      checked(exactEscrow());
      checked(exactEscrow({ audits: 9 }), { ...exactJob, audits: 9 });
    });

    const seed = new Uint8Array(32).fill(1);
    const wrong: Record<string, () => TransactionInstruction> = {
      'the committed tier': () => exactEscrow({ tier: 'Committed' }),
      'no terms': () => exactEscrow({}, { exact: undefined }),
      'another seed': () => exactEscrow({}, { exact: { ...exact, terms: { ...exact.terms, seed } } }),
      'other batches': () => exactEscrow({}, { exact: { ...exact, terms: { ...exact.terms, batches: 8 } } }),
      'another step key': () => exactEscrow({}, { exact: { ...exact, stepKey: verifyingKeyAddress(3, 1) } }),
      'fewer audits': () => exactEscrow({ audits: 1 }),
      'another secret': () => exactEscrow({ clientNonceHash: seed }),
    };
    for (const [name, instruction] of Object.entries(wrong)) {
      it(`refuses ${name}`, () => {
        expect(() => checked(instruction()))
          .to.throw(ClientError)
          .with.property('code', 'OFFER_MISMATCH');
      });
    }

    it('refuses exact terms for a committed job', () => {
      expect(() => checked(escrow({}, { exact }), job))
        .to.throw(ClientError)
        .with.property('code', 'OFFER_MISMATCH');
    });
  });

  it('refuses a price above the limit, and says both', () => {
    expect(() => checkOffer({ ...offer, price: 2_001n }, job, terms))
      .to.throw(ClientError, /2001 .* 2000/)
      .with.property('code', 'PRICE_TOO_HIGH');
  });
});
