import {
  acceptJob,
  anchorProgress,
  anchorSteps,
  createJob,
  type ExactOrder,
  exactOrderOf,
  fromHex,
  type Job,
  openChallenge,
  proveAudit,
  proveCheckpoints,
  recordSlotHash,
  settle,
  waiveObjection,
} from '@cyxwiz/protocol';
import type { TransactionInstruction } from '@solana/web3.js';
import type { ReceiptAudit } from './audit-claims.ts';
import type { Receipt, UnsignedReceipt } from './schema.ts';

/**
 * The instructions that must stand in the job's transactions if the receipt is true. Compared to the byte, they bind
 * every field of the receipt that somebody signed.
 */
export function expectedInstructions(
  receipt: Receipt | UnsignedReceipt,
): Record<
  'create_job' | 'accept_job' | 'anchor_progress' | 'prove_checkpoints' | 'waive_objection' | 'settle',
  TransactionInstruction
> {
  const { job, proof, payment } = receipt;
  const { spec } = job;
  const exact = exactOrderOf(spec);
  const asJob = {
    client: job.client,
    rentPayer: job.client,
    mint: job.mint,
    node: job.node,
    nodeOwner: job.nodeOwner,
    feeVault: payment.feeVault,
    verifyingKey: proof.verifyingKey,
  } as Job;
  const ref = { address: job.address, job: asJob, tokenProgram: job.tokenProgram };
  const inputs = proof.publicInputs;
  return {
    create_job: createJob(
      {
        nonce: BigInt(job.nonce),
        price: BigInt(job.price),
        assignmentHash: fromHex(job.assignmentHash),
        specHash: fromHex(job.specHash),
        datasetRoot: fromHex(spec.datasetRoot),
        initialWeights: fromHex(spec.initialWeights),
        epochs: spec.epochs,
        checkpointInterval: spec.checkpointInterval,
        estimatedSeconds: spec.estimatedSeconds,
        deadlineSeconds: BigInt(job.deadlineSeconds),
        tier: receipt.tier,
        audits: job.audits,
        clientNonceHash: fromHex(job.clientNonceHash),
      },
      {
        client: job.client,
        mint: job.mint,
        tokenProgram: job.tokenProgram,
        keyVersion: proof.keyVersion,
        ...(exact ? { exact } : {}),
      },
    ),
    accept_job: acceptJob({
      job: job.address,
      node: job.node,
      nodeIndex: job.nodeIndex,
      operator: job.nodeOperator,
      salt: fromHex(job.salt),
    }),
    anchor_progress: anchorProgress(
      {
        root: fromHex(inputs.root),
        checkpoints: inputs.checkpoints,
        weights: fromHex(inputs.finalWeights),
        elapsedMs: BigInt(inputs.elapsedMs),
      },
      { job: job.address, node: job.node, operator: job.nodeOperator },
    ),
    prove_checkpoints: proveCheckpoints(
      { a: fromHex(proof.a), b: fromHex(proof.b), c: fromHex(proof.c) },
      ref,
    ),
    waive_objection: waiveObjection({ client: job.client, job: job.address }),
    settle: settle(ref, job.nodeIndex),
  };
}

/** The same for the audits of an exact job. */
export function auditInstructions({ job }: Receipt, order: ExactOrder, audit: ReceiptAudit) {
  const { address, node, nodeOperator } = job;
  const ref = { address, job: { node } as Job };
  const accounts = { operator: nodeOperator, payer: audit.rentPayer };
  return {
    anchor_steps: anchorSteps(fromHex(audit.stepsRoot), order, ref, accounts),
    record_slot_hash: recordSlotHash(address),
    open_challenge: openChallenge(address, audit.nonce === undefined ? null : fromHex(audit.nonce)),
    prove_audit: audit.proofs.map(({ a, b, c }, index) =>
      proveAudit(index, { a: fromHex(a), b: fromHex(b), c: fromHex(c) }, address, audit.stepKey),
    ),
  };
}
