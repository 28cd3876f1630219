import { auditAddress, escapeProbability } from '@cyxwiz/protocol';
import type { Receipt } from '@cyxwiz/sdk';
import { account, type Draft, everyFieldLies, everyLedgerFieldLies, flip, lie, other } from './tamperings.ts';

type Audit = NonNullable<Receipt['audit']>;

const auditOf = ({ receipt }: Draft): Audit => {
  if (!receipt.audit) throw new Error('this is no receipt of an exact job');
  return receipt.audit;
};
/** A lie about the audits. */
const auditLie = (name: string, change: (audit: Audit, draft: Draft) => void) =>
  lie(name, (draft) => change(auditOf(draft), draft));
/** A lie about one of their proofs. */
const proofLie = (name: string, change: (proof: Audit['proofs'][number], audit: Audit) => void) =>
  auditLie(name, (audit) => {
    const [proof] = audit.proofs;
    if (!proof) throw new Error('no proofs');
    change(proof, audit);
  });
const exactLie = (name: string, change: (exact: NonNullable<Receipt['job']['spec']['exact']>) => void) =>
  lie(name, ({ receipt }) => {
    if (receipt.job.spec.exact) change(receipt.job.spec.exact);
  });
/** The transactions of a kind are not listed. */
const without = (kind: string) =>
  lie(`no ${kind}`, ({ receipt }) => {
    receipt.transactions = receipt.transactions.filter((t) => t.kind !== kind);
  });
const hexOther = (hex: string) => `0${other(hex).slice(1)}`;

/** Every field that says something of an exact job's audits. */
export const auditTamperings = [
  lie('the committed tier', ({ receipt }) => {
    receipt.tier = 'Committed';
  }),
  lie('a ceremony’s keys', ({ receipt }) => {
    receipt.developmentKey = false;
  }),
  lie('no audits', ({ receipt }) => void delete receipt.audit),
  exactLie('another step circuit', (exact) => {
    exact.circuit = 3;
  }),
  exactLie('another version of its key', (exact) => {
    exact.keyVersion = 2;
  }),
  exactLie('fewer steps in a proof', (exact) => {
    exact.steps = 2;
  }),
  exactLie('fewer batches', (exact) => {
    exact.batches -= exact.steps;
  }),
  auditLie('another step key', (audit, { receipt }) => {
    audit.stepKey = receipt.proof.verifyingKey;
  }),
  auditLie('another hash of the step key', (audit) => {
    audit.stepKeySha256 = other(audit.stepKeySha256);
  }),
  auditLie('another root of the steps', (audit) => {
    audit.stepsRoot = hexOther(audit.stepsRoot);
  }),
  auditLie('another payer of the audit’s rent', (audit, { receipt }) => {
    audit.rentPayer = receipt.job.client;
  }),
  auditLie('fewer segments', (audit) => {
    audit.segments -= 1;
  }),
  auditLie('an audit more', (audit) => {
    audit.audits += 1;
  }),
  auditLie('an audit less, with its proof', (audit) => {
    audit.audits -= 1;
    audit.proofs.pop();
    for (const chance of audit.escapes) {
      chance.escapePpm = Math.round(1e6 * escapeProbability(chance.cheatedPpm / 1e6, audit.audits));
    }
  }),
  auditLie('another slot', (audit) => {
    audit.slot = other(audit.slot);
  }),
  auditLie('another slot hash', (audit) => {
    audit.slotHash = other(audit.slotHash);
  }),
  auditLie('another nonce', (audit) => {
    audit.nonce = other(audit.nonce ?? '');
  }),
  auditLie('a nonce that was not revealed', (audit) => void delete audit.nonce),
  auditLie('another challenge', (audit) => {
    audit.challenge = hexOther(audit.challenge);
  }),
  auditLie('better odds', (audit) => {
    for (const chance of audit.escapes) chance.escapePpm = 0;
  }),
  auditLie('no odds', (audit) => {
    audit.escapes = [];
  }),
  proofLie('another segment', (proof, { segments }) => {
    proof.segment = (proof.segment + 1) % segments;
  }),
  proofLie('another proof of a segment', (proof) => {
    proof.c = other(proof.c);
  }),
  proofLie('the proof of another audit', (proof, { proofs }) => {
    Object.assign(proof, { ...proofs.at(-1), segment: proof.segment });
  }),
  proofLie('the transaction of another proof', (proof, { proofs }) => {
    proof.transaction = proofs.at(-1)?.transaction ?? '';
  }),
  auditLie('a proof missing', (audit) => void audit.proofs.pop()),
  without('anchor_steps'),
  without('record_slot_hash'),
  without('open_challenge'),
  without('prove_audit'),
  auditLie('a changed step key on chain', (audit, draft) => {
    const key = account(draft, audit.stepKey);
    key.data = flip(key.data, 200);
  }),
  auditLie('no step key on chain', (audit, { ledger }) => void delete ledger.accounts[audit.stepKey]),
  lie('a changed account of the audit', (draft) => {
    const audit = account(draft, auditAddress(draft.receipt.job.address).toBase58());
    audit.data = flip(audit.data, -1);
  }),
  lie('an account of the audit that another program made', (draft) => {
    const audit = account(draft, auditAddress(draft.receipt.job.address).toBase58());
    audit.owner = draft.receipt.programs.governance;
  }),
  everyFieldLies,
  everyLedgerFieldLies,
];
