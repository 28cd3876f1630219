import type { Balances } from './accounts.ts';
import type { Checks } from './checks.ts';
import type { ListedTransaction } from './transactions.ts';

/** Nothing appears and nothing is lost: tokens only burn, and lamports only go into fees. */
export function checkConservation(
  checks: Checks,
  before: Balances,
  after: Balances,
  listed: readonly ListedTransaction[],
  burned: bigint,
): void {
  const fees = listed.reduce((sum, t) => sum + BigInt(t.feeLamports), 0n);
  checks.equal('all token accounts together are the supply, before', before.totalTokens, before.supply);
  checks.equal('all token accounts together are the supply, after', after.totalTokens, after.supply);
  checks.equal('the supply fell by exactly what was burned', before.supply - after.supply, burned);
  checks.equal(
    'all lamports of the chain fell by exactly the fees',
    before.totalLamports - after.totalLamports,
    fees,
  );
}
