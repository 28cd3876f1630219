import {
  type Audit,
  auditAddress,
  auditedSegment,
  exactOrderOf,
  governance,
  jobEscrow,
  proveAudit,
  toHex,
} from '@cyxwiz/protocol';
import type { PreparedJob } from '../job-request.ts';
import type { ReceiptAudit } from './audit-claims.ts';
import { keyHash } from './committed-key.ts';
import { escapes } from './escape.ts';
import { type Evidence, missing, required } from './evidence.ts';
import type { TransactionView } from './transaction-view.ts';

/** What a receipt says of an exact job's audits; undefined for a committed job. Read before the job is closed. */
export async function auditOf(
  chain: Evidence,
  job: string,
  { spec, clientNonce }: Pick<PreparedJob, 'spec' | 'clientNonce'>,
  views: ReadonlyMap<string, TransactionView>,
): Promise<ReceiptAudit | undefined> {
  if (!exactOrderOf(spec)) return undefined;
  const account = await required(chain.account(auditAddress(job).toBase58()), 'the audit');
  const audit = jobEscrow.decodeAccount('Audit', Buffer.from(account.data, 'base64'));
  const keyAccount = await required(chain.account(audit.stepKey), 'the key of the steps');
  const key = governance.decodeAccount('VerifyingKey', Buffer.from(keyAccount.data, 'base64'));
  const proofs = Array.from({ length: audit.audits }, (_, index) => proofOf(index, job, audit, views));
  return {
    stepKey: audit.stepKey,
    stepKeySha256: keyHash(key),
    stepsRoot: toHex(audit.stepsRoot),
    rentPayer: audit.rentPayer,
    segments: audit.segments,
    audits: audit.audits,
    slot: String(audit.slot),
    slotHash: toHex(audit.slotHash),
    ...(audit.nonceRevealed ? { nonce: toHex(clientNonce) } : {}),
    challenge: toHex(audit.challenge),
    proofs,
    escapes: escapes(audit.audits),
  };
}

/** The proof of an audit, from the transaction that carried it. */
function proofOf(
  index: number,
  job: string,
  audit: Audit,
  views: ReadonlyMap<string, TransactionView>,
): ReceiptAudit['proofs'][number] {
  for (const [transaction, view] of views) {
    for (const data of view.dataFor(jobEscrow.id.toBase58())) {
      const called = jobEscrow.decodeInstruction(data);
      if (called?.name !== 'proveAudit' || called.args.index !== index) continue;
      const { proofA, proofB, proofC } = called.args as Record<string, Uint8Array>;
      const proof = { a: bytes(proofA), b: bytes(proofB), c: bytes(proofC) };
      if (!view.holds(proveAudit(index, proof, job, audit.stepKey))) continue;
      const segment = auditedSegment(audit.challenge, index, audit.segments);
      return { segment, a: toHex(proof.a), b: toHex(proof.b), c: toHex(proof.c), transaction };
    }
  }
  throw missing(`the proof of audit ${index}`);
}

const bytes = (value: Uint8Array | undefined) => Uint8Array.from(value ?? []);
