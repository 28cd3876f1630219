import { checkpointCount, exactTermsOf, parseJobSpec } from '@cyxwiz/protocol';
import {
  type Earning,
  type JobView,
  type Movement,
  type OfferTerms,
  type Replacement,
  type Report,
  termsOfSpec,
} from '../../domain/job.ts';
import type { Rejection } from '../../domain/matching.ts';
import type { NodeRecord, Refusal, StoredOffer } from '../../ports/stores.ts';
import type {
  Job,
  Movement as MovementRow,
  Node,
  Prisma,
  ProgressReport,
  Replacement as ReplacementRow,
} from './generated/client.ts';

/** A u64 of a DECIMAL(20, 0) column. */
export function toBigint(value: Prisma.Decimal): bigint {
  return BigInt(value.toFixed(0));
}

const specOf = ({ specJson }: Job) => parseJobSpec(new TextEncoder().encode(specJson));

const ms = (date: Date | null) => date?.getTime();

export function toOffer(row: Job): StoredOffer {
  const spec = specOf(row);
  const terms: OfferTerms = {
    clientWallet: row.clientWallet,
    nonce: toBigint(row.nonce),
    mint: row.mint,
    price: toBigint(row.price),
    assignmentHash: new Uint8Array(row.assignmentHash),
    specHash: new Uint8Array(row.specHash),
    ...termsOfSpec(spec),
    clientNonceHash: new Uint8Array(row.clientNonceHash),
    deadlineSeconds: row.deadlineSeconds,
    audits: row.audits,
  };
  return {
    job: row.address,
    terms,
    node: row.nodeAddress,
    salt: new Uint8Array(row.salt),
    decimals: row.decimals,
    clientKey: new Uint8Array(row.clientKey),
    specJson: row.specJson,
    checkpoints: checkpointCount(spec),
    reservedUntil: row.reservedUntil.getTime(),
    rejections: row.rejections as unknown as Rejection[],
    matchScore: row.matchScore,
    priceExplanation: row.priceExplanation,
    requestHash: new Uint8Array(row.requestHash),
    phase: row.phase,
    final: row.final,
    reassignments: row.reassignments,
    acceptBy: ms(row.acceptBy),
  };
}

export function toView(row: Job & { movements: MovementRow[] }): JobView {
  return {
    job: row.address,
    clientWallet: row.clientWallet,
    node: row.nodeAddress,
    phase: row.phase,
    final: row.final,
    mint: row.mint,
    price: toBigint(row.price),
    decimals: row.decimals,
    checkpoints: row.checkpoints,
    anchored: row.anchored,
    proven: row.proven,
    tier: exactTermsOf(specOf(row)).tier,
    auditsDue: row.auditsDue,
    auditsProven: row.auditsProven,
    reassignments: row.reassignments,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
    lossMicros: row.lossMicros === null ? undefined : toBigint(row.lossMicros),
    accuracyPpm: row.accuracyPpm ?? undefined,
    reportedEpoch: row.reportedEpoch,
    movements: row.movements.map(toMovement),
    observedSlot: toBigint(row.observedSlot),
    error: row.error,
  };
}

export function toReplacement(row: ReplacementRow): Replacement {
  return {
    job: row.jobAddress,
    node: row.nodeAddress,
    salt: new Uint8Array(row.salt),
    assignmentHash: new Uint8Array(row.assignmentHash),
    estimatedSeconds: row.estimatedSeconds,
    deadlineSeconds: row.deadlineSeconds,
    rejections: row.rejections as unknown as Rejection[],
    matchScore: row.matchScore,
    reservedUntil: row.reservedUntil.getTime(),
  };
}

function toMovement(row: MovementRow): Movement & { finalized: boolean } {
  return {
    job: row.jobAddress,
    kind: row.kind,
    amount: toBigint(row.amount),
    to: row.to,
    transaction: row.transaction,
    ordinal: row.ordinal,
    slot: toBigint(row.slot),
    at: ms(row.happenedAt),
    finalized: row.finalized,
  };
}

export function toEarning(row: MovementRow & { job: Pick<Job, 'mint' | 'decimals'> }): Earning {
  const { kind: _, to: __, ...movement } = toMovement(row);
  return { ...movement, ...row.job };
}

export function toRefusals(row: Pick<Job, 'createdAt' | 'rejections'>, wanted: string): Refusal[] {
  return (row.rejections as unknown as Rejection[])
    .filter(({ node }) => node === wanted)
    .map(({ node: _, ...rest }) => ({ ...rest, at: row.createdAt.getTime() }));
}

export function toReport(row: ProgressReport): Report {
  const { epoch, lossMicros, accuracyPpm, reportedAt } = row;
  return { epoch, lossMicros: toBigint(lossMicros), accuracyPpm, at: reportedAt.getTime() };
}

export function toNode(row: Node): NodeRecord {
  return {
    ...row,
    tlsKeyHash: new Uint8Array(row.tlsKeyHash),
    latencyMs: row.latencyMs ?? undefined,
    observedSince: row.observedSince.getTime(),
    lastSeen: row.lastSeen.getTime(),
  };
}
