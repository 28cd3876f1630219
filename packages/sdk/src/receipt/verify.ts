import {
  assignmentHash,
  checkpointBinding,
  checkpointCount,
  engineOffer,
  fromHex,
  jobAddress,
  jobId,
  type KeyPoints,
  nodeAddress,
  nodeId,
  programs,
  type StepCircuit,
  specHash,
  toHex,
  verifyEd25519,
} from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import { Checklist, holds, same } from './checklist.ts';
import { receiptDigest } from './digest.ts';
import { expectedInstructions } from './escrow-instructions.ts';
import type { Evidence } from './evidence.ts';
import { type LedgerTransaction, type Receipt, receiptSchema } from './schema.ts';
import { type TransactionView, viewTransaction } from './transaction-view.ts';
import { verifyAudits } from './verify-audits.ts';
import { verifyEscrow } from './verify-escrow.ts';
import { verifyMoney } from './verify-money.ts';
import { verifyProof } from './verify-proof.ts';

export type Verification = { ok: boolean; checks: Checklist['checks']; receipt: Receipt | undefined };

export type VerifyOptions = {
  /** The verifying key that is committed with the circuits. */
  committedKey: KeyPoints;
  /** That of a step circuit; receipts of exact jobs cannot be checked without. */
  committedStepKey?: (circuit: StepCircuit) => Promise<KeyPoints>;
  /** The weights file, when the caller has it. */
  weights?: { commitment: bigint; sha256: string; bytes: number };
};

/**
 * Checks a receipt against the chain, or against the ledger exported from it. Nobody's word is taken: not the
 * coordinator's, not the node's, and the receipt's own only where a signature or a hash carries it.
 */
export async function verifyReceipt(
  input: unknown,
  evidence: Evidence,
  options: VerifyOptions,
): Promise<Verification> {
  const list = new Checklist();
  const parsed = receiptSchema.safeParse(input);
  await list.check('the receipt has format 1', () => {
    if (parsed.success) return undefined;
    const [issue] = parsed.error.issues;
    throw new Error(`${issue?.path.join('.') || 'the whole'}: ${issue?.message}`);
  });
  if (!parsed.success) return { ok: false, checks: list.checks, receipt: undefined };
  const receipt = parsed.data;

  await list.check('the client’s wallet signed the receipt', () => {
    const signer = new PublicKey(receipt.job.client).toBytes();
    holds(
      verifyEd25519(signer, receiptDigest(receipt), fromHex(receipt.signature)),
      'the signature is not the client’s over this content: something was changed',
    );
    return receipt.job.client;
  });
  await list.check('cluster and programs are the ones meant', async () => {
    same('the genesis hash', await evidence.genesisHash(), receipt.cluster.genesisHash);
    for (const [name, program] of Object.entries(programs)) {
      same(name, program.id.toBase58(), receipt.programs[name as keyof Receipt['programs']]);
    }
    return receipt.cluster.name;
  });
  await verifyIdentity(receipt, list);
  const views = await verifyTransactions(receipt, evidence, list);
  await verifyEscrow(receipt, evidence, views, list);
  await verifyProof(receipt, evidence, options, list);
  await verifyAudits(receipt, evidence, views, options, list);
  await verifyMoney(receipt, evidence, views, list);
  return { ok: list.ok, checks: list.checks, receipt };
}

/** What follows from the receipt alone: ids and hashes. */
async function verifyIdentity(receipt: Receipt, list: Checklist): Promise<void> {
  const { job } = receipt;
  await list.check('the job id follows from wallet and nonce, the node’s from its owner', () => {
    same('the job id', jobAddress(job.client, BigInt(job.nonce)), job.address);
    same('the node id', nodeAddress(job.nodeOwner), job.node);
    return job.address;
  });
  await list.check('the specification has the hash that was paid for', () => {
    same('the hash', toHex(specHash(job.spec)), job.specHash);
    same('the number of checkpoints', checkpointCount(job.spec), job.checkpoints);
    const shape = job.spec.shape === undefined ? '' : `${Object.values(job.spec.shape).join('-')}, `;
    return `${engineOffer(job.spec)}, ${shape}${job.spec.epochs} epochs`;
  });
  await list.check('the assignment was hidden and opened: hash(node, salt)', () => {
    same('the hash', toHex(assignmentHash(nodeId(job.node), fromHex(job.salt))), job.assignmentHash);
    return undefined;
  });
  await list.check('the binding follows from program, job, node, data, start and slot', () => {
    const binding = checkpointBinding({
      program: receipt.programs.jobEscrow,
      job: jobId(job.address),
      node: nodeId(job.node),
      datasetRoot: fromHex(job.spec.datasetRoot),
      initialWeights: fromHex(job.spec.initialWeights),
      specHash: fromHex(job.specHash),
      acceptedSlot: BigInt(job.acceptedSlot),
    });
    same('the binding', toHex(binding), receipt.proof.publicInputs.binding);
    return toHex(binding);
  });
}

export type Views = Map<string, TransactionView>;

/** Every listed transaction: found, signed, successful, as expensive as stated; the job's hold what they must. */
async function verifyTransactions(receipt: Receipt, evidence: Evidence, list: Checklist): Promise<Views> {
  const views: Views = new Map();
  await list.check('every transaction is on record, with valid signatures, cost and slot', async () => {
    for (const listed of receipt.transactions) {
      holds(!views.has(listed.signature), `${listed.signature} is listed twice`);
      const record: LedgerTransaction | undefined = await evidence.transaction(listed.signature);
      holds(record !== undefined, `${listed.kind} ${listed.signature} is not on record`);
      const view = viewTransaction(listed.signature, record as LedgerTransaction);
      // Two who take the same step at once: the one that comes second fails, and pays its fee.
      holds(
        view.failed === (listed.kind === 'refused'),
        `${listed.kind} ${view.failed ? 'failed' : 'did not fail'} on chain`,
      );
      same(`the slot of ${listed.kind}`, view.record.slot, listed.slot);
      same(`the compute units of ${listed.kind}`, view.record.meta.computeUnitsConsumed, listed.computeUnits);
      same(`the fee of ${listed.kind}`, view.record.meta.fee, listed.feeLamports);
      same(`the fee payer of ${listed.kind}`, view.signers[0], listed.feePayer);
      views.set(listed.signature, view);
    }
    return `${views.size} transactions`;
  });
  const expected = expectedInstructions(receipt);
  for (const kind of [
    'create_job',
    'accept_job',
    'anchor_progress',
    'prove_checkpoints',
    'settle',
  ] as const) {
    await list.check(`${kind} was sent with exactly this content`, () => {
      const fit = receipt.transactions.find(
        (t) => t.kind === kind && views.get(t.signature)?.holds(expected[kind]),
      );
      if (!fit) throw new Error('no listed transaction holds the instruction that the receipt implies');
      return fit.signature;
    });
  }
  return views;
}
