import { type Localnet, SUPPLY } from '@cyxwiz/localnet';
import { AccountLayout, MintLayout, TOKEN_PROGRAM_ID } from '@solana/spl-token';

/** All money of the chain at one moment. Nothing is left out: every account, every token account. */
export type Balances = {
  lamports: Map<string, bigint>;
  /** CYXWIZ by token account. */
  tokenAccounts: Map<string, bigint>;
  totalLamports: bigint;
  totalTokens: bigint;
  /** What the mint says. */
  supply: bigint;
};

export async function readBalances(chain: Localnet): Promise<Balances> {
  const ledger = await chain.exportLedger();
  const mint = chain.mint.toBase58();
  const lamports = new Map<string, bigint>();
  const tokenAccounts = new Map<string, bigint>();
  let supply = SUPPLY;
  for (const [address, account] of Object.entries(ledger)) {
    lamports.set(address, BigInt(account.lamports));
    if (account.owner !== TOKEN_PROGRAM_ID.toBase58()) continue;
    const data = Buffer.from(account.data, 'base64');
    if (address === mint) supply = MintLayout.decode(data).supply;
    else if (data.length >= AccountLayout.span) {
      const { mint: of, amount } = AccountLayout.decode(data);
      if (of.toBase58() === mint) tokenAccounts.set(address, amount);
    }
  }
  const sum = (values: Iterable<bigint>): bigint => [...values].reduce((a, b) => a + b, 0n);
  return {
    lamports,
    tokenAccounts,
    totalLamports: sum(lamports.values()),
    totalTokens: sum(tokenAccounts.values()),
    supply,
  };
}
