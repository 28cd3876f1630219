import {
  assignmentHash,
  createJob,
  equalBytes,
  exactOrderOf,
  exactTermsOf,
  type JobOrder,
  jobAddress,
  nodeId,
} from '@cyxwiz/protocol';
import {
  ComputeBudgetProgram,
  type PublicKey,
  type TransactionInstruction,
  VersionedTransaction,
} from '@solana/web3.js';
import type { Offer } from './coordinator/client.ts';
import { ClientError } from './errors.ts';
import type { PreparedJob } from './job-request.ts';

/** Lamports a client is ready to pay for priority in an offered transaction. */
const MAX_PRIORITY_LAMPORTS = 1_000_000n;
/** What a transaction may use that names no limit. */
const MAX_COMPUTE_UNITS = 1_400_000n;

export type OfferTerms = {
  wallet: PublicKey;
  mint: string;
  /** Of the mint, as the chain has them. */
  decimals: number;
  tokenProgram: string;
  /** Governance's default, for a client that asked for no number of audits. */
  audits: number;
  /** Version of the checkpoint_chain verifying key. */
  keyVersion?: number;
};

/**
 * Builds the escrow instruction from the offer and our own specification, and compares the coordinator's transaction
 * with it to the byte. So the coordinator can choose node, price and deadline, which the client sees, and nothing else.
 * @throws ClientError OFFER_MISMATCH, PRICE_TOO_HIGH
 */
export function checkOffer(offer: Offer, job: PreparedJob, terms: OfferTerms): VersionedTransaction {
  if (offer.price <= 0n) throw mismatch('the price is zero');
  // Nothing on chain depends on it, but a person judges the price by where its point stands.
  if (offer.decimals !== terms.decimals) {
    throw mismatch(`it counts ${offer.decimals} decimals of a token that has ${terms.decimals}`);
  }
  if (job.maxPrice !== undefined && offer.price > job.maxPrice) {
    throw new ClientError(
      'PRICE_TOO_HIGH',
      `the price is ${offer.price} base units, more than ${job.maxPrice}`,
      {
        next: 'raise --max-price, lower the priority, or ask another coordinator',
        details: { price: String(offer.price), maxPrice: String(job.maxPrice) },
      },
    );
  }
  if (job.deadlineSeconds !== 0n && offer.deadlineSeconds !== job.deadlineSeconds) {
    throw mismatch(`the deadline is ${offer.deadlineSeconds} s, not ${job.deadlineSeconds} s`);
  }
  if (offer.salt.length !== 32) throw mismatch('the salt is not 32 bytes');
  if (jobAddress(terms.wallet, offer.nonce) !== offer.job) {
    throw mismatch('the job id does not belong to this wallet and nonce');
  }
  const exact = exactOrderOf(job.spec);
  const expected = createJob(createJobArgs(offer, job, terms.audits), {
    client: terms.wallet,
    mint: terms.mint,
    tokenProgram: terms.tokenProgram,
    ...(terms.keyVersion === undefined ? {} : { keyVersion: terms.keyVersion }),
    ...(exact ? { exact } : {}),
  });
  const transaction = decode(offer.transaction);
  compare(transaction, expected, terms.wallet);
  return transaction;
}

/** What the escrow must contain for this offer and this specification; audits as asked for, or governance's default. */
export function createJobArgs(offer: Offer, job: PreparedJob, defaultAudits: number): JobOrder {
  const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
  return {
    nonce: offer.nonce,
    price: offer.price,
    assignmentHash: assignmentHash(nodeId(offer.node), offer.salt),
    specHash: job.specHash,
    datasetRoot: hex(job.spec.datasetRoot),
    initialWeights: hex(job.spec.initialWeights),
    epochs: job.spec.epochs,
    checkpointInterval: job.spec.checkpointInterval,
    estimatedSeconds: job.spec.estimatedSeconds,
    deadlineSeconds: offer.deadlineSeconds,
    tier: exactTermsOf(job.spec).tier,
    audits: job.audits || defaultAudits,
    clientNonceHash: job.clientNonceHash,
  };
}

function decode(bytes: Uint8Array): VersionedTransaction {
  try {
    return VersionedTransaction.deserialize(bytes);
  } catch (cause) {
    throw mismatch('the transaction cannot be read', cause);
  }
}

function compare(
  transaction: VersionedTransaction,
  expected: TransactionInstruction,
  wallet: PublicKey,
): void {
  const { message } = transaction;
  // A lookup table can change after we looked, so what we compare must be in the message itself.
  if (message.addressTableLookups.length > 0) throw mismatch('the transaction uses address lookup tables');
  const keys = message.staticAccountKeys;
  if (!keys[0]?.equals(wallet)) throw mismatch('somebody else pays the fee');
  if (message.header.numRequiredSignatures !== 1) throw mismatch('somebody else must sign');
  const ours = message.compiledInstructions.filter(
    (ix) => !keys[ix.programIdIndex]?.equals(ComputeBudgetProgram.programId),
  );
  const [found] = ours;
  if (ours.length !== 1 || !found)
    throw mismatch(`it holds ${ours.length} instructions beside the budget, not one`);
  requireModestBudget(transaction);
  if (!keys[found.programIdIndex]?.equals(expected.programId)) throw mismatch('it calls another program');
  if (!equalBytes(found.data, expected.data))
    throw mismatch('create_job carries other arguments than agreed');
  const accounts = found.accountKeyIndexes.map((index) => keys[index]?.toBase58());
  const wanted = expected.keys.map((key) => key.pubkey.toBase58());
  const wrong = wanted.findIndex((key, i) => key !== accounts[i]);
  if (accounts.length !== wanted.length || wrong >= 0) {
    throw mismatch(`account ${wrong < 0 ? wanted.length : wrong} of create_job is not the one it must be`);
  }
}

/**
 * ComputeBudget: 2 = limit (u32), 3 = price in micro-lamports (u64). The runtime ignores bytes behind them, so an
 * instruction that is not exactly one of the two could hide a price from us.
 */
function requireModestBudget(transaction: VersionedTransaction): void {
  const { staticAccountKeys: keys, compiledInstructions } = transaction.message;
  let units: bigint | undefined;
  let price: bigint | undefined;
  for (const ix of compiledInstructions) {
    if (!keys[ix.programIdIndex]?.equals(ComputeBudgetProgram.programId)) continue;
    const data = Buffer.from(ix.data);
    if (data[0] === 2 && data.length === 5 && units === undefined) units = BigInt(data.readUInt32LE(1));
    else if (data[0] === 3 && data.length === 9 && price === undefined) price = data.readBigUInt64LE(1);
    else throw mismatch('its compute budget holds more than one limit and one price');
  }
  const lamports = ((units ?? MAX_COMPUTE_UNITS) * (price ?? 0n)) / 1_000_000n;
  if (lamports > MAX_PRIORITY_LAMPORTS) throw mismatch(`it would pay ${lamports} lamports for priority`);
}

function mismatch(why: string, cause?: unknown): ClientError {
  return new ClientError('OFFER_MISMATCH', `the coordinator's offer is not what was asked for: ${why}`, {
    next: 'do not sign; use another coordinator',
    cause,
  });
}
