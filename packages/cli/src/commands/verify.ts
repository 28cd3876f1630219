import {
  openReceipt,
  type Receipt,
  readCommittedKey,
  receiptSchema,
  type Verification,
  verifyReceipt,
  weightsEvidence,
} from '@cyxwiz/sdk';
import { type Command, Option } from 'commander';
import { CliError } from '../failure/cli-error.ts';
import { readInput, readJson } from '../input/file.ts';
import { httpUrl } from '../input/names.ts';
import { leaf } from '../leaf.ts';
import type { Surroundings } from '../surroundings.ts';

/** The key that is committed with the circuits; a receipt cannot bring its own. */
const CIRCUITS = new URL('../../../../circuits/', import.meta.url);
const COMMITTED_KEY = new URL('keys/checkpoint_chain.v1.vk.json', CIRCUITS);

interface VerifyOptions {
  rpc?: string;
  weights?: string;
}

export function registerVerify(root: Command, around: Surroundings): void {
  leaf<VerifyOptions>(
    root,
    around,
    'verify',
    'check a receipt without trusting its coordinator: escrow, root, proofs, payment',
    async (context, options, [path = '']) => {
      requireReceipt(await readJson(path, 'receipt'), path);
      const rpcUrl = options.rpc ?? (around.env.CYXWIZ_RPC || undefined);
      const { receipt, evidence } = await openReceipt(path, rpcUrl === undefined ? {} : { rpcUrl });
      const weights =
        options.weights === undefined
          ? undefined
          : weightsEvidence(await readInput(options.weights, '--weights'), engineOf(receipt));
      // An RPC node that is away is no verdict on the receipt.
      await evidence.genesisHash();
      const committedKey = await readCommittedKey(COMMITTED_KEY);
      const verified = await verifyReceipt(receipt, evidence, {
        committedKey,
        committedStepKey: ({ verifyingKey }) => readCommittedKey(new URL(verifyingKey, CIRCUITS)),
        ...(weights ? { weights } : {}),
      });
      context.output.say({
        data: {
          ok: verified.ok,
          against: evidence.kind,
          developmentKey: verified.receipt?.developmentKey ?? null,
          checks: verified.checks,
        },
        text: report(verified, evidence.describe),
      });
      if (!verified.ok) throw refusal(verified);
    },
  )
    .argument('<receipt>', 'receipt.json')
    .addOption(
      new Option(
        '--rpc <url>',
        'look on the chain itself (CYXWIZ_RPC; default: the ledger beside the receipt)',
      ).argParser(httpUrl),
    )
    .option('--weights <file>', 'check this weights file against the receipt as well');
}

function requireReceipt(value: unknown, path: string): void {
  if (
    typeof value === 'object' &&
    value !== null &&
    (value as { format?: unknown }).format === 'cyxwiz-receipt'
  )
    return;
  throw new CliError({
    code: 'NOT_A_RECEIPT',
    message: `${path} is not a CyxWiz receipt`,
    next: 'name the receipt.json of a job; its client writes one: cyxwiz job receipt JOB --weights FILE',
  });
}

/** A receipt that does not say it is refused below, by name. */
function engineOf(receipt: unknown): 'exact' | 'process' {
  const parsed = receiptSchema.safeParse(receipt);
  return parsed.success ? parsed.data.job.spec.engine : 'exact';
}

/** What a receipt of the committed tier does not say, and how to find out. */
function unproven({ tier, job }: Receipt): string[] {
  if (tier === 'Exact') return [];
  const whose = job.spec.engine === 'process' ? `the program ${job.spec.program.name}` : 'the exact engine';
  return [
    '',
    'Committed tier: checked are order, time, weights and payment. That each epoch was trained is not proven: whoever has',
    `the data set and ${whose} re-executes epochs drawn at random: cyxwiz job recheck ${job.address}`,
  ];
}

function report({ checks, receipt }: Verification, against: string): string {
  const found = checks.map(
    ({ ok, name, detail }) => `${ok ? 'ok  ' : 'FAIL'}  ${name}${detail ? `\n        ${detail}` : ''}`,
  );
  const warning = receipt?.developmentKey
    ? ['', 'The proof was made with a DEVELOPMENT key: anybody can forge such proofs.']
    : [];
  return [`against ${against}`, ...found, ...warning, ...(receipt ? unproven(receipt) : [])].join('\n');
}

function refusal({ checks }: Verification): CliError {
  const failed = checks.filter(({ ok }) => !ok);
  return new CliError({
    code: 'RECEIPT_INVALID',
    message: `${failed.length} of ${checks.length} checks failed: ${failed[0]?.name}: ${failed[0]?.detail}`,
    next: 'do not rely on this receipt; look at the job itself: cyxwiz job status JOB',
    details: { failed: failed.map(({ name }) => name) },
  });
}
