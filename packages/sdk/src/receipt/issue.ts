import { createHash } from 'node:crypto';
import {
  auditAddress,
  CHECKPOINT_CHAIN_CIRCUIT,
  equalBytes,
  governance,
  type Job,
  jobEscrow,
  pageOf,
  programs,
  scorePageAddress,
  toHex,
  tokenAccountOf,
  verifyingKeyAddress,
} from '@cyxwiz/protocol';
import type { CheckedOffer } from '../client.ts';
import { ClientError } from '../errors.ts';
import type { TrainingEvent } from '../node/train.ts';
import type { Wallet } from '../wallet.ts';
import { keyHash } from './committed-key.ts';
import { ledgerDigest, receiptDigest } from './digest.ts';
import { type Evidence, required } from './evidence.ts';
import { auditOf } from './issue-audit.ts';
import type { Ledger, LedgerAccount, Receipt, ReceiptTransaction, UnsignedReceipt } from './schema.ts';
import { type TransactionView, viewTransaction } from './transaction-view.ts';

const CIRCUIT_KEY_VERSION = 1;

export type IssueInput = {
  wallet: Wallet;
  chain: Evidence;
  cluster: string;
  checked: {
    readonly offer: Pick<CheckedOffer['offer'], 'job' | 'salt'>;
    readonly job: Pick<CheckedOffer['job'], 'spec' | 'clientNonce'>;
  };
  /** The escrow account after settlement. */
  job: Job;
  node: { operator: string; index: number };
  tokenProgram: string;
  epochs: readonly Extract<TrainingEvent, { type: 'epoch' }>[];
  weights: Uint8Array;
  weightsCommitment: bigint;
  /** Absent for a job that a program trained. */
  evaluation?: { accuracyPpm: number; rows: number } | undefined;
  /** Absent when nobody saw it being made. */
  proof?: { millis: bigint; backend: string };
  /** Every transaction whose fee is in the balances. */
  signatures: readonly string[];
  balances: Receipt['balances'];
  score: { before?: number; after: number };
};

/** Writes down one settled job, with everything that is needed to check it. The ledger is added by `sealReceipt`. */
export async function draftReceipt(input: IssueInput): Promise<Omit<UnsignedReceipt, 'ledger'>> {
  const { chain, checked, job, node } = input;
  const { offer, job: prepared } = checked;
  const keyAddress = verifyingKeyAddress(CHECKPOINT_CHAIN_CIRCUIT, CIRCUIT_KEY_VERSION).toBase58();
  const keyAccount = await required(chain.account(keyAddress), 'the verifying key');
  const key = governance.decodeAccount('VerifyingKey', Buffer.from(keyAccount.data, 'base64'));
  const { transactions, proof, views } = await readTransactions(input);
  const audit = await auditOf(chain, offer.job, prepared, views);
  const ids = Object.fromEntries(
    Object.entries(programs).map(([name, program]) => [name, program.id.toBase58()]),
  );
  const checkpoints = checkpointsOf(input);
  return {
    format: 'cyxwiz-receipt',
    version: 1,
    issuedAt: new Date().toISOString(),
    tier: job.tier,
    developmentKey: job.developmentKey,
    cluster: { name: input.cluster, genesisHash: await chain.genesisHash() },
    programs: ids as Receipt['programs'],
    job: {
      address: offer.job,
      client: job.client,
      node: job.node,
      nodeOwner: job.nodeOwner,
      nodeOperator: node.operator,
      nodeIndex: node.index,
      mint: job.mint,
      tokenProgram: input.tokenProgram,
      decimals: job.decimals,
      nonce: String(job.nonce),
      price: String(job.price),
      salt: toHex(offer.salt),
      assignmentHash: toHex(job.assignmentHash),
      spec: prepared.spec,
      specHash: toHex(job.specHash),
      clientNonceHash: toHex(job.clientNonceHash),
      deadlineSeconds: String(job.deadline - job.createdAt),
      audits: job.audits,
      checkpoints: job.checkpoints,
      acceptedSlot: String(job.acceptedSlot),
      createdAt: String(job.createdAt),
      acceptedAt: String(job.acceptedAt),
      anchoredAt: String(job.anchoredAt),
      endedAt: String(job.endedAt),
    },
    ...(checkpoints ? { checkpoints } : {}),
    ...(audit ? { audit } : {}),
    proof: {
      circuit: 'checkpoint_chain',
      keyVersion: CIRCUIT_KEY_VERSION,
      verifyingKey: keyAddress,
      verifyingKeySha256: keyHash(key),
      publicInputs: {
        binding: toHex(job.binding),
        checkpoints: job.anchoredCheckpoints,
        elapsedMs: String(job.anchoredElapsedMs),
        root: toHex(job.anchoredRoot),
        finalWeights: toHex(job.anchoredWeights),
      },
      ...proof,
      ...(input.proof ? { proveMillis: Number(input.proof.millis), backend: input.proof.backend } : {}),
    },
    weights: {
      sha256: createHash('sha256').update(input.weights).digest('hex'),
      bytes: input.weights.length,
      commitment: input.weightsCommitment.toString(16).padStart(64, '0'),
    },
    ...(input.evaluation
      ? { evaluation: { heldOutAccuracyPpm: input.evaluation.accuracyPpm, rows: input.evaluation.rows } }
      : {}),
    payment: {
      node: String(job.paidNode),
      fee: String(job.paidFee),
      refunded: String(job.refunded),
      burned: String(job.burned),
      feeBps: job.feeBps,
      nodeToken: tokenAccountOf(job.nodeOwner, job.mint, input.tokenProgram).toBase58(),
      feeVault: job.feeVault,
      clientToken: tokenAccountOf(job.client, job.mint, input.tokenProgram).toBase58(),
    },
    transactions,
    balances: input.balances,
    score: { ...input.score, page: scorePageAddress(pageOf(node.index)).toBase58() },
  };
}

/** Names the ledger, and has the client's wallet sign the whole. */
export async function sealReceipt(
  draft: Omit<UnsignedReceipt, 'ledger'>,
  wallet: Wallet,
  ledger?: { file: string; content: Ledger },
): Promise<Receipt> {
  if (!wallet.signMessage) {
    throw new ClientError('BAD_KEYPAIR', 'this wallet cannot sign messages, so it cannot issue receipts', {
      next: 'use a keypair file',
    });
  }
  const unsigned: UnsignedReceipt = ledger
    ? { ...draft, ledger: { file: ledger.file, sha256: ledgerDigest(ledger.content) } }
    : draft;
  return { ...unsigned, signature: toHex(await wallet.signMessage(receiptDigest(unsigned))) };
}

/** Copies what a receipt refers to from a chain that will not last. */
export async function exportLedger(
  draft: Omit<UnsignedReceipt, 'ledger'>,
  chain: Evidence,
  slot: number,
): Promise<Ledger> {
  const wanted = [
    draft.job.address,
    draft.proof.verifyingKey,
    draft.score.page,
    ...(draft.audit ? [draft.audit.stepKey, auditAddress(draft.job.address).toBase58()] : []),
    ...draft.balances.flatMap((row) => (row.address ? [row.address] : [])),
  ];
  const accounts: Ledger['accounts'] = {};
  for (const address of new Set(wanted)) {
    const account: LedgerAccount | undefined = await chain.account(address);
    if (account) accounts[address] = account;
  }
  const transactions: Ledger['transactions'] = {};
  for (const { signature } of draft.transactions) {
    transactions[signature] = await required(chain.transaction(signature), `transaction ${signature}`);
  }
  return {
    format: 'cyxwiz-ledger',
    version: 1,
    genesisHash: draft.cluster.genesisHash,
    slot,
    accounts,
    transactions,
  };
}

const KINDS = {
  JobCreated: 'create_job',
  JobAccepted: 'accept_job',
  ProgressAnchored: 'anchor_progress',
  CheckpointsProven: 'prove_checkpoints',
  StepsAnchored: 'anchor_steps',
  AuditSlotRecorded: 'record_slot_hash',
  AuditSlotMoved: 'record_slot_hash',
  ChallengeOpened: 'open_challenge',
  AuditProven: 'prove_audit',
  ObjectionWaived: 'waive_objection',
  MilestonePaid: 'claim_progress',
  JobEnded: 'settle',
  OutcomesApplied: 'apply_outcomes',
} as const satisfies Record<string, ReceiptTransaction['kind']>;

/** Whether this proved the final root; of a job with milestones earlier roots were proven, too. */
function provesEnd(view: TransactionView, job: Job): boolean {
  const proven = view.events.find(({ name }) => name === 'CheckpointsProven');
  return proven?.name === 'CheckpointsProven' && equalBytes(proven.data.root, job.anchoredRoot);
}

async function readTransactions(input: IssueInput) {
  const transactions: ReceiptTransaction[] = [];
  const views = new Map<string, TransactionView>();
  let proof: { a: string; b: string; c: string } | undefined;
  for (const signature of input.signatures) {
    const record = await required(input.chain.transaction(signature), `transaction ${signature}`);
    const view = viewTransaction(signature, record);
    views.set(signature, view);
    const known = view.events
      .map((event) => KINDS[event.name as keyof typeof KINDS])
      .find((found) => found !== undefined);
    const kind = view.failed ? 'refused' : (known ?? 'other');
    // After the discriminator: a (64), b (128), c (64). `verify` rebuilds the instruction and compares all of it.
    const data = provesEnd(view, input.job) ? view.dataFor(jobEscrow.id.toBase58())[0] : undefined;
    if (data) {
      proof = { a: toHex(data.slice(8, 72)), b: toHex(data.slice(72, 200)), c: toHex(data.slice(200, 264)) };
    }
    transactions.push({
      kind,
      signature,
      slot: record.slot,
      computeUnits: record.meta.computeUnitsConsumed,
      feeLamports: String(record.meta.fee),
      feePayer: view.signers[0] ?? '',
    });
  }
  if (!proof) {
    throw new ClientError('RECEIPT_INVALID', 'none of the transactions proved the job', {
      next: 'pass the signature of the last prove_checkpoints too',
    });
  }
  return { transactions: transactions.sort((a, b) => a.slot - b.slot), proof, views };
}

/** The epochs at which a checkpoint fell, when the client saw them all. */
function checkpointsOf({ epochs, checked, job }: IssueInput): Receipt['checkpoints'] {
  const { checkpointInterval, epochs: total } = checked.job.spec;
  const byEpoch = new Map(epochs.map((event) => [event.epoch, event]));
  const found = Array.from({ length: job.checkpoints }, (_, i) =>
    byEpoch.get(Math.min(total, (i + 1) * checkpointInterval)),
  );
  if (found.some((event) => event === undefined)) return undefined;
  return found.flatMap((event) =>
    event
      ? [
          {
            weights: toHex(event.weightsCommitment),
            lossMicros: String(event.lossMicros),
            accuracyPpm: event.accuracyPpm,
            elapsedMs: String(event.elapsedMs),
          },
        ]
      : [],
  );
}
