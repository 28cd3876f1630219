import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type JobSpec, messageOf } from '@cyxwiz/protocol';
import { ClientError } from '../errors.ts';
import { weightsCommitment } from '../weights.ts';
import { ledgerDigest } from './digest.ts';
import { type Evidence, ledgerEvidence, rpcEvidence } from './evidence.ts';
import { type Ledger, ledgerSchema, receiptSchema } from './schema.ts';

const NEXT = 'get the file again from whoever issued it';

/** @throws ClientError RECEIPT_INVALID naming the field */
export function parseLedger(value: unknown): Ledger {
  const parsed = ledgerSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ClientError(
    'RECEIPT_INVALID',
    `the ledger is not one: ${issue?.path.join('.')}: ${issue?.message}`,
    {
      next: NEXT,
    },
  );
}

/**
 * Reads a receipt and decides where its claims are looked up: at `rpcUrl` when given, else in the exported ledger
 * that the receipt names by file and hash.
 * @throws ClientError RECEIPT_INVALID
 */
export async function openReceipt(
  path: string,
  options: { rpcUrl?: string } = {},
): Promise<{ receipt: unknown; evidence: Evidence }> {
  const receipt = await readJson(path, 'the receipt');
  if (options.rpcUrl) return { receipt, evidence: rpcEvidence(options.rpcUrl) };
  const parsed = receiptSchema.safeParse(receipt);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ClientError('RECEIPT_INVALID', `${path}: ${issue?.path.join('.') || 'it'}: ${issue?.message}`, {
      next: NEXT,
    });
  }
  const { ledger: named } = parsed.data;
  if (!named) {
    throw new ClientError('RECEIPT_INVALID', 'the receipt comes without a ledger', {
      next: 'name a node of the chain: --rpc URL',
    });
  }
  const ledger = parseLedger(await readJson(join(dirname(path), named.file), 'the ledger'));
  if (ledgerDigest(ledger) !== named.sha256) {
    throw new ClientError(
      'RECEIPT_INVALID',
      `${named.file} is not the ledger that the receipt was issued with`,
      {
        next: NEXT,
      },
    );
  }
  return { receipt, evidence: ledgerEvidence(ledger) };
}

/** What `verify` needs to know of a weights file. @throws ClientError RECEIPT_INVALID when it is none */
export function weightsEvidence(
  file: Uint8Array,
  engine: JobSpec['engine'] = 'exact',
): { commitment: bigint; sha256: string; bytes: number } {
  try {
    const sha256 = createHash('sha256').update(file).digest('hex');
    return { commitment: weightsCommitment(file, engine), sha256, bytes: file.length };
  } catch (cause) {
    throw new ClientError('RECEIPT_INVALID', `the weights file cannot be read: ${messageOf(cause)}`, {
      next: 'pass the file that was downloaded from the node',
      cause,
    });
  }
}

async function readJson(path: string, what: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new ClientError('RECEIPT_INVALID', `${what} ${path} cannot be read: ${messageOf(cause)}`, {
      next: 'check the path; the ledger lies beside the receipt',
      cause,
    });
  }
}
