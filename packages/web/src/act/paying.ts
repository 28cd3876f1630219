import type { Effects } from '../chain/effects.ts';
import { Unsafe } from '../sign/unsafe.ts';

/** More than any of these actions costs in deposits and fees, in lamports. */
const MOST_LAMPORTS = 20_000_000n;

/** What leaves the wallet of whoever signs: exactly so many base units of a mint. */
export interface Payment {
  readonly mint: string;
  readonly units: bigint;
  /** The token account in which all of it must arrive; undefined: wherever the program sends it. */
  readonly into?: string;
}

/**
 * An action takes the tokens that it names, to the unit, and no other; it gives nobody power over one.
 * @throws Unsafe when a run does anything else
 */
export function requirePaying(signer: string, { changes }: Pick<Effects, 'changes'>, pays?: Payment): void {
  let gone = 0n;
  for (const { account, token, powers, lamports } of changes) {
    if (powers || (account === signer && lamports < -MOST_LAMPORTS)) throw takesMore();
    if (token?.owner !== signer || token.amount >= 0n) continue;
    if (token.mint !== pays?.mint) throw takesMore();
    gone -= token.amount;
  }
  if (gone !== (pays?.units ?? 0n)) throw takesMore();
  if (pays?.into === undefined) return;
  const arrived = changes.find(({ account }) => account === pays.into)?.token;
  if (arrived?.amount !== pays.units || arrived.mint !== pays.mint) throw takesMore();
}

function takesMore(): Unsafe {
  return new Unsafe(
    'this would take something else from your wallet than it says',
    'do not sign it; tell the operator of this page',
  );
}
