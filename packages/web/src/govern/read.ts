import {
  type Config,
  governance,
  type Proposal,
  proposalAddress,
  type TokenLock,
  tokenAccountOf,
  type VoteRecord,
  voteAddress,
  walletAddress,
} from '@cyxwiz/protocol';
import { connection, reader } from '../chain/rpc.ts';
import { Unsafe } from '../sign/unsafe.ts';

/** Proposals that one page of the list shows. */
export const PAGE = 20;

/** An address that somebody typed; undefined while it is none. */
export function addressOf(typed: string): string | undefined {
  try {
    return walletAddress(typed.trim());
  } catch {
    return undefined;
  }
}

export async function readConfig(): Promise<Config> {
  const seen = await reader.config();
  if (seen) return seen.value;
  throw new Unsafe('the CyxWiz programs are not set up on this chain', 'ask the operator of this page');
}

/** The proposals below `below` (undefined: the newest) that are not closed, newest first. */
export async function readProposals(below?: bigint) {
  const [config, now] = await Promise.all([readConfig(), reader.unixTime()]);
  const end = below ?? config.proposalCount;
  const count = Number(end < BigInt(PAGE) ? end : PAGE);
  const numbers = Array.from({ length: count }, (_, at) => end - 1n - BigInt(at));
  const accounts =
    numbers.length > 0 ? await connection.getMultipleAccountsInfo(numbers.map(proposalAddress)) : [];
  const proposals = accounts.flatMap((account): Proposal[] =>
    account?.owner.equals(governance.id) ? [governance.decodeAccount('Proposal', account.data)] : [],
  );
  return { config, now, proposals, older: numbers.at(-1) ?? 0n };
}

/** What somebody can vote with. */
export interface Voter {
  readonly lock: TokenLock | undefined;
  readonly vote: VoteRecord | undefined;
  /** CYXWIZ in the wallet, base units. */
  readonly held: bigint;
}

/** A wallet's locked tokens, and its vote in a matter, if there is one. */
export async function readVoter(wallet: string, mint: string, subject?: string, round = 0): Promise<Voter> {
  const [lock, vote, mintInfo] = await Promise.all([
    reader.tokenLock(wallet),
    subject === undefined ? undefined : reader.voteRecord(voteAddress(subject, wallet, round)),
    reader.mint(mint),
  ]);
  const account = tokenAccountOf(wallet, mint, mintInfo?.value.tokenProgram);
  const held = await reader.tokenBalance(account);
  return { lock: lock?.value, vote: vote?.value, held: held?.value.amount ?? 0n };
}

export async function readProposal(number: bigint) {
  const [config, now, seen] = await Promise.all([readConfig(), reader.unixTime(), reader.proposal(number)]);
  return { config, now, proposal: seen?.value };
}
