import { parseArgs } from 'node:util';

export const FAULTS = ['node-dies', 'wrong-proof', 'client-cancels', 'coordinator-dies'] as const;
const TIERS = ['committed', 'exact'] as const satisfies Tier[];
export type Fault = (typeof FAULTS)[number];

export type Tier = 'committed' | 'exact';

export type DemoOptions = { fault: Fault | undefined; tier: Tier; receipt: string };

export const USAGE = `usage: npm run demo -- [--tier committed | exact] [--fail ${FAULTS.join(' | ')}] [--receipt FILE]

  --tier TIER      what is proven: the checkpoints (default), or steps of training as well
  --fail FAULT     the same job with that fault; exit code 0 when it ends as designed
  --receipt FILE   where the receipt goes (default receipt.json); its ledger and the weights go beside it`;

export class UsageError extends Error {}

/** @throws UsageError that says what is wrong */
export function parseOptions(argv: readonly string[]): DemoOptions | 'help' {
  let values: { fail?: string; tier?: string; receipt?: string; help?: boolean };
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: {
        fail: { type: 'string' },
        tier: { type: 'string' },
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
  const tier = TIERS.find((known) => known === (values.tier ?? 'committed'));
  if (!tier) throw new UsageError(`there is no tier "${values.tier}"; there are ${TIERS.join(', ')}`);
  // Without proven steps an exact job has earned nothing, so the other faults would have no books to show.
  if (tier === 'exact' && fault !== undefined && fault !== 'coordinator-dies') {
    throw new UsageError(`--fail ${fault} is shown in the committed tier only`);
  }
  const receipt = values.receipt ?? 'receipt.json';
  if (!/\.json$/.test(receipt)) throw new UsageError(`--receipt must name a .json file, not "${receipt}"`);
  return { fault, tier, receipt };
}
