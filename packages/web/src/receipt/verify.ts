import {
  type Evidence,
  ledgerDigest,
  ledgerEvidence,
  parseLedger,
  parseVerifyingKey,
  receiptSchema,
  rpcEvidence,
  type Verification,
  verifyReceipt,
  weightsEvidence,
} from '@cyxwiz/sdk';
import { Unsafe } from '../sign/unsafe.ts';

export interface Files {
  readonly receipt: File;
  /** Absent: the chain is asked. */
  readonly ledger: File | undefined;
  readonly weights: File | undefined;
}

export interface Verified extends Verification {
  /** Where the receipt's claims were looked up. */
  readonly against: string;
}

/** Runs every check of `cyxwiz verify` in this browser. @throws Unsafe, ClientError when a file is not what it should be */
export async function verifyFiles({ receipt, ledger, weights }: Files): Promise<Verified> {
  const claimed = await json(receipt, 'receipt');
  const parsed = receiptSchema.safeParse(claimed);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Unsafe(
      `${receipt.name} is not a CyxWiz receipt: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`,
      'choose the receipt.json of a job',
    );
  }
  const evidence = ledger ? await fromLedger(ledger, parsed.data.ledger?.sha256) : rpcEvidence('/rpc');
  const { engine } = parsed.data.job.spec;
  const file = weights && weightsEvidence(new Uint8Array(await weights.arrayBuffer()), engine);
  const verified = await verifyReceipt(claimed, evidence, {
    committedKey: await key(`checkpoint_chain.v${parsed.data.proof.keyVersion}.vk.json`),
    committedStepKey: ({ verifyingKey }) => key(verifyingKey.split('/').at(-1) ?? ''),
    ...(file && { weights: file }),
  });
  const against = ledger ? evidence.describe : 'the chain, through the node of this coordinator';
  return { ...verified, against };
}

async function fromLedger(file: File, sha256: string | undefined): Promise<Evidence> {
  const ledger = parseLedger(await json(file, 'ledger'));
  if (ledgerDigest(ledger) === sha256) return ledgerEvidence(ledger);
  throw new Unsafe(
    `${file.name} is not the ledger that this receipt was issued with`,
    'choose the one beside it',
  );
}

/** A verifying key that is committed with the circuits and served beside the page. */
async function key(name: string) {
  const response = await fetch(`/keys/${name}`);
  if (!response.ok)
    throw new Unsafe(`this page has no verifying key ${name}`, 'use cyxwiz verify of a newer release');
  return parseVerifyingKey(await response.json(), name).points;
}

async function json(file: File, what: string): Promise<unknown> {
  try {
    return JSON.parse(await file.text()) as unknown;
  } catch {
    throw new Unsafe(`${file.name} is not JSON`, `choose the ${what}, as it was written`);
  }
}
