import type {
  Config,
  Dispute,
  MintPolicy,
  Proposal,
  TokenLock,
  VerifyingKey,
  Vesting,
  VoteRecord,
} from '../idl/governance.ts';
import type { Audit, Client, Job } from '../idl/job_escrow.ts';
import type { Coordinator, Node, Operator, Registry } from '../idl/node_registry.ts';
import type { NodeScore, ScorePage } from '../idl/reputation.ts';
import type { JobId, NodeId } from '../ids.ts';
import type { Address } from '../program/addresses.ts';
import type { ProgramEvent } from '../program/events.ts';

/** How sure a reading is. Money that cannot come back waits for `finalized`. */
export type ReadLevel = 'processed' | 'confirmed' | 'finalized';

/** Something read from the chain, and the slot at which it was so. */
export interface Seen<T> {
  readonly address: string;
  readonly value: T;
  readonly slot: number;
  /** Rent that the account holds, in lamports. */
  readonly lamports: number;
}

export interface TokenBalance {
  readonly owner: string;
  readonly mint: string;
  /** Base units. */
  readonly amount: bigint;
  /** Token program that owns the account. */
  readonly tokenProgram: string;
}

export interface MintInfo {
  readonly decimals: number;
  readonly supply: bigint;
  readonly tokenProgram: string;
}

export interface SignatureRecord {
  readonly signature: string;
  readonly slot: number;
  readonly failed: boolean;
}

/** One transaction as far as CyxWiz reads it. */
export interface TransactionRecord {
  readonly signature: string;
  readonly slot: number;
  readonly failed: boolean;
  /** Events of our programs, in order. */
  readonly events: readonly ProgramEvent[];
  /** Fee in lamports. */
  readonly fee: number;
  readonly computeUnits: number;
}

/**
 * What CyxWiz reads from Solana. Absent accounts are undefined; an account that a wrong program owns, or whose data
 * are another's, is an error, never a value.
 * @throws CyxwizError `RPC_UNAVAILABLE`, `WRONG_OWNER`, `WRONG_ACCOUNT_TYPE`, `DATA_TOO_SHORT`
 */
export interface ChainReader {
  slot(level?: ReadLevel): Promise<number>;
  /** The chain's own clock, unix seconds. */
  unixTime(level?: ReadLevel): Promise<bigint>;
  config(level?: ReadLevel): Promise<Seen<Config> | undefined>;
  mintPolicy(mint: Address, level?: ReadLevel): Promise<Seen<MintPolicy> | undefined>;
  verifyingKey(
    circuit: number,
    keyVersion: number,
    level?: ReadLevel,
  ): Promise<Seen<VerifyingKey> | undefined>;
  verifyingKeyAt(address: Address, level?: ReadLevel): Promise<Seen<VerifyingKey> | undefined>;
  registry(level?: ReadLevel): Promise<Seen<Registry> | undefined>;
  node(node: NodeId | Address, level?: ReadLevel): Promise<Seen<Node> | undefined>;
  /** What ties this hot key to its node. */
  operator(hotKey: Address, level?: ReadLevel): Promise<Seen<Operator> | undefined>;
  /** A coordinator's account, by its address. */
  coordinator(account: Address, level?: ReadLevel): Promise<Seen<Coordinator> | undefined>;
  /** Every registered node; an expensive call that some providers refuse. */
  nodes(level?: ReadLevel): Promise<Seen<Node>[]>;
  job(job: JobId | Address, level?: ReadLevel): Promise<Seen<Job> | undefined>;
  /** What an exact job's node is audited about; gone with the job. */
  audit(job: JobId | Address, level?: ReadLevel): Promise<Seen<Audit> | undefined>;
  /** The dispute over a job; gone once everything about it is paid out. */
  dispute(job: JobId | Address, level?: ReadLevel): Promise<Seen<Dispute> | undefined>;
  /** A proposal by its number; gone once it is closed. */
  proposal(number: bigint, level?: ReadLevel): Promise<Seen<Proposal> | undefined>;
  /** What an owner has locked to vote with. */
  tokenLock(owner: Address, level?: ReadLevel): Promise<Seen<TokenLock> | undefined>;
  /** A vote, at the address that `voteAddress` gives. */
  voteRecord(address: Address, level?: ReadLevel): Promise<Seen<VoteRecord> | undefined>;
  /** A beneficiary's vesting by its nonce; gone once everything is paid out. */
  vesting(beneficiary: Address, nonce: bigint, level?: ReadLevel): Promise<Seen<Vesting> | undefined>;
  clientRecord(wallet: Address, level?: ReadLevel): Promise<Seen<Client> | undefined>;
  /** A node's entry on its score page; undefined while nothing has been recorded of it. */
  score(node: Address, nodeIndex: number, level?: ReadLevel): Promise<NodeScore | undefined>;
  /** A whole page of scores. */
  scorePage(page: number, level?: ReadLevel): Promise<Seen<ScorePage> | undefined>;
  tokenBalance(account: Address, level?: ReadLevel): Promise<Seen<TokenBalance> | undefined>;
  mint(mint: Address, level?: ReadLevel): Promise<Seen<MintInfo> | undefined>;
  lamports(account: Address, level?: ReadLevel): Promise<number>;
  /** Signatures that name an account, newest first. */
  signatures(
    account: Address,
    options?: { readonly until?: string; readonly before?: string; readonly limit?: number },
    level?: 'confirmed' | 'finalized',
  ): Promise<SignatureRecord[]>;
  transaction(signature: string, level?: 'confirmed' | 'finalized'): Promise<TransactionRecord | undefined>;
}
