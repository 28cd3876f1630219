import {
  assignmentHash,
  equalBytes,
  formatAmount,
  fromHex,
  type Job,
  type JobSpec,
  jobEscrow,
  jobVaultAddress,
  nodeId,
  parseJobSpec,
  specHash,
  tokenAccountOf,
} from '@cyxwiz/protocol';
import { checkOffer, type Offer, type PreparedJob } from '@cyxwiz/sdk';
import {
  ComputeBudgetProgram,
  PublicKey,
  type TransactionInstruction,
  TransactionMessage,
} from '@solana/web3.js';
import type { Effects } from '../chain/effects.ts';
import { reader } from '../chain/rpc.ts';
import type { EscrowOffer } from '../server/desk-events.ts';
import { Unsafe } from './unsafe.ts';

const TIERS = ['Bronze', 'Silver', 'Gold', 'Diamond'] as const;

/** An order that the page has checked by itself, and what it read on chain to explain it. */
export interface EscrowReview {
  readonly offer: EscrowOffer;
  readonly price: bigint;
  readonly spec: JobSpec;
  readonly vault: string;
  readonly instruction: TransactionInstruction;
  /** Base units in the wallet. */
  readonly balance: bigint;
  readonly isCyxwiz: boolean;
  readonly audits: number;
  readonly escrow: Awaited<ReturnType<typeof readTerms>>['escrow'];
  readonly fees: Awaited<ReturnType<typeof readTerms>>['fees'];
  readonly developmentKeys: boolean;
  readonly node: {
    readonly tier: string;
    readonly stake: bigint;
    readonly score: number;
    readonly jobs: number;
    readonly banned: boolean;
  };
}

async function readTerms() {
  const config = await reader.config();
  if (!config)
    throw new Unsafe('the CyxWiz programs are not set up on this chain', 'check the RPC node that was named');
  const { params, cyxwizMint, allowDevelopmentKeys } = config.value;
  return { ...params, cyxwizMint, allowDevelopmentKeys };
}

/**
 * Builds the escrow instruction from the specification and the terms, and takes the offered transaction only when it
 * is that to the byte. Mint, decimals and node come from the chain, never from the offer.
 * @throws Unsafe, and ClientError OFFER_MISMATCH
 */
export async function reviewEscrow(offer: EscrowOffer): Promise<EscrowReview> {
  const specJson = new TextEncoder().encode(offer.specJson);
  const spec = parseJobSpec(specJson);
  const terms = await readTerms();
  const [mint, node] = await Promise.all([reader.mint(offer.mint), reader.node(nodeId(offer.node))]);
  if (!mint)
    throw new Unsafe(`there is no token ${offer.mint} on this chain`, 'check the RPC node that was named');
  if (!node) throw new Unsafe(`${offer.node} is no node on this chain`, 'ask another coordinator');
  const { decimals, tokenProgram } = mint.value;
  const wallet = new PublicKey(offer.wallet);
  const price = BigInt(offer.price);
  const deadlineSeconds = BigInt(offer.deadlineSeconds);
  const told: Offer = {
    ...offer,
    price,
    deadlineSeconds,
    salt: fromHex(offer.salt, 32),
    nonce: BigInt(offer.nonce),
    transaction: new Uint8Array(Buffer.from(offer.transaction, 'base64')),
    reservedUntilMs: offer.reservedUntil,
    rejections: [],
    matchScore: 0,
    priceExplanation: [...offer.priceExplanation],
  };
  const ours = {
    spec,
    specHash: specHash(specJson),
    clientNonceHash: fromHex(offer.clientNonceHash, 32),
    audits: offer.audits,
    maxPrice: undefined,
    deadlineSeconds,
  } as PreparedJob;
  const audits = terms.escrow.defaultAudits;
  const checked = checkOffer(told, ours, { wallet, mint: offer.mint, decimals, tokenProgram, audits });
  const instruction = TransactionMessage.decompile(checked.message).instructions.find(
    ({ programId }) => !programId.equals(ComputeBudgetProgram.programId),
  );
  if (!instruction) throw new Unsafe('the transaction holds nothing', 'submit the job again');
  const [held, score] = await Promise.all([
    reader.tokenBalance(tokenAccountOf(wallet, offer.mint, tokenProgram)),
    reader.score(offer.node, node.value.index),
  ]);
  return {
    offer,
    price,
    spec,
    vault: jobVaultAddress(offer.job).toBase58(),
    instruction,
    balance: held?.value.amount ?? 0n,
    isCyxwiz: offer.mint === terms.cyxwizMint,
    audits: offer.audits || audits,
    escrow: terms.escrow,
    fees: terms.fees,
    developmentKeys: terms.allowDevelopmentKeys,
    node: {
      tier: TIERS[terms.reputation.tierScores.filter((least) => (score?.score ?? 0) >= least).length] ?? '',
      stake: node.value.stake,
      score: score?.score ?? 0,
      jobs: score?.settled ?? 0,
      banned: node.value.banned,
    },
  };
}

/**
 * Holds a simulated run against what the person was told: the price leaves the wallet and lies in the vault, nothing
 * else of the wallet's moves, and the escrow account says what was ordered.
 * @throws Unsafe naming the difference
 */
export function checkEscrowEffects(review: EscrowReview, effects: Effects): void {
  const { offer, price, vault } = review;
  const tokens = effects.changes.filter(({ token }) => token !== undefined);
  for (const { account, token, powers } of tokens) {
    if (powers) throw changed(`it gives somebody power over the account ${account}`);
    if (token && token.owner === offer.wallet && token.mint !== offer.mint && token.amount !== 0n) {
      throw changed(`it moves another token of yours (${token.mint})`);
    }
  }
  const sum = (mine: boolean) =>
    tokens
      .filter(
        ({ account, token }) =>
          token?.mint === offer.mint && (mine ? token.owner === offer.wallet : account === vault),
      )
      .reduce((all, { token }) => all + (token?.amount ?? 0n), 0n);
  const amount = (units: bigint) => formatAmount(units, offer.decimals);
  if (sum(true) !== -price)
    throw changed(`${amount(-sum(true))} would leave your wallet, not ${amount(price)}`);
  if (sum(false) !== price)
    throw changed(`${amount(sum(false))} would arrive in the vault, not ${amount(price)}`);
  const known = new Set(
    review.instruction.keys.filter((key) => key.isWritable).map(({ pubkey }) => String(pubkey)),
  );
  known.add(offer.wallet);
  const stranger = effects.changes.find(({ account }) => !known.has(account));
  if (stranger) throw changed(`it also changes ${stranger.account}`);
  const data = effects.dataAfter(offer.job);
  if (!data) throw changed('it makes no escrow account');
  checkJob(review, jobEscrow.decodeAccount('Job', data));
}

function checkJob({ offer, price, spec }: EscrowReview, job: Job): void {
  const same =
    job.client === offer.wallet &&
    job.mint === offer.mint &&
    job.price === price &&
    job.state === 'Funded' &&
    job.epochs === spec.epochs &&
    equalBytes(job.specHash, specHash(new TextEncoder().encode(offer.specJson))) &&
    equalBytes(job.assignmentHash, assignmentHash(nodeId(offer.node), fromHex(offer.salt, 32)));
  if (!same) throw changed('the escrow account would hold other terms');
}

function changed(how: string): Unsafe {
  return new Unsafe(
    `this transaction does something else than it says: ${how}`,
    'do not sign it; submit the job again',
  );
}
