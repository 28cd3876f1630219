import type { TransactionInstruction } from '@solana/web3.js';
import type { ExactTerms, VerificationTier } from '../idl/job_escrow.ts';
import type { Address } from '../program/addresses.ts';
import { jobEscrow } from '../program/programs.ts';
import { auditAddress, verifyingKeyAddress } from '../program/well-known.ts';
import { exactTermsHash } from '../training/audits.ts';
import type { JobSpec } from '../training/job-spec.ts';
import type { EncodedProof, JobRef } from './job-escrow.ts';

/** What a client fixes about an exact job's steps. */
export interface ExactOrder {
  /** `VerifyingKey` account that proofs of its steps are checked with. */
  readonly stepKey: Address;
  readonly terms: ExactTerms;
}

/** What a specification says of a job's steps; undefined for the committed tier. */
export function exactOrderOf({ seed, exact }: JobSpec): ExactOrder | undefined {
  if (!exact) return undefined;
  return {
    stepKey: verifyingKeyAddress(exact.circuit, exact.keyVersion),
    terms: { seed: new Uint8Array(Buffer.from(seed, 'hex')), batches: exact.batches },
  };
}

/** What an escrow over this specification says of its tier and its steps. */
export function exactTermsOf(spec: JobSpec): {
  readonly tier: VerificationTier;
  /** `exactTermsHash`; zeros for the committed tier. */
  readonly exactTerms: Uint8Array;
} {
  const order = exactOrderOf(spec);
  if (!order) return { tier: 'Committed', exactTerms: new Uint8Array(32) };
  return { tier: 'Exact', exactTerms: exactTermsHash(String(order.stepKey), order.terms) };
}

export interface AnchorStepsAccounts {
  readonly operator: Address;
  /** Pays the audit's rent and gets it back; default the operator. */
  readonly payer?: Address;
}

/** Anchors the root over the states between an exact job's segments, once. Operator and payer sign. */
export function anchorSteps(
  stepsRoot: Uint8Array,
  { stepKey, terms }: ExactOrder,
  { address, job }: JobRef,
  { operator, payer = operator }: AnchorStepsAccounts,
): TransactionInstruction {
  return jobEscrow.instruction(
    'anchorSteps',
    { stepsRoot, terms },
    { operator, payer, job: address, node: job.node, stepKey },
  );
}

/** Records the hash that chooses the audits, or moves a slot that was missed. Anyone. */
export function recordSlotHash(job: Address): TransactionInstruction {
  return jobEscrow.instruction('recordSlotHash', {}, { job, audit: auditAddress(job) });
}

/**
 * Opens the challenge. Anyone; without `nonce` only after the reveal window. Never send a nonce before the slot's hash is
 * recorded for good (`finalized`): until then, who knows the nonce could choose the hash to it.
 */
export function openChallenge(job: Address, nonce: Uint8Array | null): TransactionInstruction {
  return jobEscrow.instruction('openChallenge', { nonce }, { job, audit: auditAddress(job) });
}

/** Proves one audited segment. Anyone, in any order; `stepKey` is the one that the audit names. */
export function proveAudit(
  index: number,
  proof: EncodedProof,
  job: Address,
  stepKey: Address,
): TransactionInstruction {
  return jobEscrow.instruction(
    'proveAudit',
    { index, proofA: proof.a, proofB: proof.b, proofC: proof.c },
    { job, audit: auditAddress(job), stepKey },
  );
}
