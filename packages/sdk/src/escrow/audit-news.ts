import type { Audit } from '@cyxwiz/protocol';

/** Something that the chain says of an exact job's audits and did not say before. */
export type AuditNews =
  | { readonly type: 'steps'; readonly segments: number; readonly audits: number }
  /** Nobody recorded the first slot's hash in time. */
  | { readonly type: 'moved'; readonly slot: bigint }
  | { readonly type: 'recorded'; readonly slot: bigint }
  | { readonly type: 'opened'; readonly audits: number; readonly nonceRevealed: boolean }
  | { readonly type: 'proven'; readonly proven: number; readonly audits: number };

/** One look at an audit. */
export interface AuditLook {
  readonly audit: Audit;
  readonly proven: number;
}

/** What has changed from one look to the next. */
export function* auditNews(before: AuditLook | undefined, now: AuditLook): Generator<AuditNews> {
  const { audit, proven } = now;
  const { audits } = audit;
  if (!before) yield { type: 'steps', segments: audit.segments, audits };
  if (audit.moved && !before?.audit.moved) yield { type: 'moved', slot: audit.challengeSlot };
  if (audit.recordedAt !== 0n && (before?.audit.recordedAt ?? 0n) === 0n) {
    yield { type: 'recorded', slot: audit.slot };
  }
  if (audit.openedAt !== 0n && (before?.audit.openedAt ?? 0n) === 0n) {
    yield { type: 'opened', audits, nonceRevealed: audit.nonceRevealed };
  }
  if (proven > (before?.proven ?? 0)) yield { type: 'proven', proven, audits };
}
