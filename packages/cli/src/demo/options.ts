import { parseArgs } from 'node:util';

export const FAULTS = ['node-dies', 'wrong-proof', 'client-cancels', 'coordinator-dies'] as const;
export type Fault = (typeof FAULTS)[number];

export type DemoOptions = { fault: Fault | undefined; receipt: string };

export const USAGE = `usage: npm run demo -- [--fail ${FAULTS.join(' | ')}] [--receipt FILE]

  --fail FAULT     the same job with that fault; exit code 0 when it ends as designed
  --receipt FILE   where the receipt goes (default receipt.json); its ledger and the weights go beside it`;

export class UsageError extends Error {}

/** @throws UsageError that says what is wrong */
export function parseOptions(argv: readonly string[]): DemoOptions | 'help' {
  let values: { fail?: string; receipt?: string; help?: boolean };
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: {
        fail: { type: 'string' },
        receipt: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  if (values.help) return 'help';
  const fault = FAULTS.find((known) => known === values.fail);
  if (values.fail !== undefined && !fault) {
    throw new UsageError(`there is no fault "${values.fail}"; there are ${FAULTS.join(', ')}`);
  }
  const receipt = values.receipt ?? 'receipt.json';
  if (!/\.json$/.test(receipt)) throw new UsageError(`--receipt must name a .json file, not "${receipt}"`);
  return { fault, receipt };
}
