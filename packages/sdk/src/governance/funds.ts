import {
  type Address,
  type ChainReader,
  FUNDS,
  fundAddress,
  isFailure,
  payInsurance,
  spendFund,
  type TokenBalance,
  tokenAccountOf,
} from '@cyxwiz/protocol';
import type { TransactionInstruction } from '@solana/web3.js';

/** What a vote can pay from. Insurance is what slashing set aside for clients, in CYXWIZ only. */
export type Fund = keyof typeof FUNDS | 'insurance';

/** What a vote can spend of a fund today, in base units. */
export async function fundHolds(chain: ChainReader, fund: Fund, mint: Address): Promise<bigint> {
  if (fund !== 'insurance')
    return (await chain.tokenBalance(fundAddress(mint, FUNDS[fund])))?.value.amount ?? 0n;
  // What else lies in its vault was a gift, which the registry does not count.
  const registry = (await chain.registry())?.value;
  return registry ? registry.insured - registry.insurancePaid : 0n;
}

/** Pays out of a fund. The authority signs. */
export function payFrom(
  fund: Fund,
  amount: bigint,
  accounts: {
    readonly authority: Address;
    readonly mint: Address;
    readonly tokenProgram: Address;
    /** Any token account of the mint. */
    readonly destination: Address;
  },
): TransactionInstruction {
  const { destination, ...common } = accounts;
  if (fund === 'insurance') return payInsurance(amount, { ...common, to: destination });
  return spendFund({ kind: FUNDS[fund], amount }, { ...common, destination });
}

/** Where tokens for somebody go, or why they cannot. */
export type Payee =
  | { readonly account: string; readonly owner: string }
  /** The account that was named holds tokens of `mint`. */
  | { readonly fault: 'another mint'; readonly mint: string }
  /** The wallet has no account for these tokens. */
  | { readonly fault: 'no account' };

/** A token account as it was named, or the wallet's own, which has to be there when a vote is executed. */
export async function payeeOf(
  chain: ChainReader,
  to: string,
  mint: string,
  tokenProgram: string,
): Promise<Payee> {
  const named = await balanceAt(chain, to);
  if (named)
    return named.mint === mint
      ? { account: to, owner: named.owner }
      : { fault: 'another mint', mint: named.mint };
  const own = tokenAccountOf(to, mint, tokenProgram).toBase58();
  return (await balanceAt(chain, own)) ? { account: own, owner: to } : { fault: 'no account' };
}

/** What lies at an address that may as well be a wallet, or an account of any program. */
async function balanceAt(chain: ChainReader, at: string): Promise<TokenBalance | undefined> {
  try {
    return (await chain.tokenBalance(at))?.value;
  } catch (error) {
    if (isFailure(error, 'WRONG_OWNER')) return undefined;
    throw error;
  }
}
