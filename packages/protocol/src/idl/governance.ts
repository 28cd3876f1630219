// Generated from the IDL by scripts/generate-idl.mjs
import type { Address } from '../program/addresses.ts';

/** An account of a proposal's instruction. Nobody signs it but the executor and whoever executes the proposal. */
export type AccountSlot =
  | {
      readonly kind: 'Account';
      readonly value: {
        /** Its address. */
        readonly key: string;
        /** Whether the instruction may write it. */
        readonly writable: boolean;
      };
    }
  | 'Executor'
  | 'Payer';

/** Governance changed hands. */
export interface AuthorityAccepted {
  /** The authority before. */
  readonly previous: string;
  /** The authority now. */
  readonly authority: string;
}

/** Somebody was named to take over, or the naming was withdrawn. */
export interface AuthorityProposed {
  /** The present authority. */
  readonly authority: string;
  /** Who may take over. */
  readonly pending: string | null;
}

/** Bond and deposit left the vault. */
export interface BondsReleased {
  /** The `Dispute` account. */
  readonly dispute: string;
  /** Where they went, base units. */
  readonly released: Released;
}

/** The one account that holds every parameter, at ["config"]. */
export interface Config {
  /** Layout version. */
  readonly version: number;
  /** Canonical bump of this account. */
  readonly bump: number;
  /** May change parameters, mints, keys and the pause. */
  readonly authority: string;
  /** Becomes the authority once it signs. */
  readonly pendingAuthority: string | null;
  /** Keys that may pause together. */
  readonly guardians: readonly string[];
  /** How many of them it takes. */
  readonly guardianThreshold: number;
  /** Whether new escrows are stopped. Refunds and withdrawals never are. */
  readonly paused: boolean;
  /** When a pause ends by itself, in unix seconds; 0 without one. */
  readonly pausedUntil: bigint;
  /** The protocol's own token: stakes are in it, burns apply to it. */
  readonly cyxwizMint: string;
  /** Whether verifying keys from a published seed are accepted. */
  readonly allowDevelopmentKeys: boolean;
  /** Every parameter. */
  readonly params: ConfigParams;
  /** When each guardian last approved a pause, in unix seconds; 0: not since the last pause or change of guardians. */
  readonly pauseApprovals: readonly bigint[];
  /** Proposals ever drafted; the next one's number. */
  readonly proposalCount: bigint;
  /** CYXWIZ burned out of fees, in base units. */
  readonly feesBurned: bigint;
}

/** `Config` came to life. */
export interface ConfigInitialized {
  /** Who may change it. */
  readonly authority: string;
  /** The protocol's token. */
  readonly cyxwizMint: string;
  /** Whether keys from a published seed are accepted. */
  readonly allowDevelopmentKeys: boolean;
  /** Every parameter. */
  readonly params: ConfigParams;
}

/** All parameters, grouped by the program that reads them. */
export interface ConfigParams {
  /** What settlements, cancellations and failures cost. */
  readonly fees: FeeParams;
  /** What nodes must stake, and when they lose it. */
  readonly stake: StakeParams;
  /** Rules of a job's life. */
  readonly escrow: EscrowParams;
  /** How outcomes become a score, and what a score allows. */
  readonly reputation: ReputationParams;
  /** Proposals and disputes. */
  readonly voting: VotingParams;
}

/** Parameters changed. */
export interface ConfigUpdated {
  /** Whether keys from a published seed are accepted now. */
  readonly allowDevelopmentKeys: boolean;
  /** Every parameter as it is now. */
  readonly params: ConfigParams;
}

/** What a draft starts from. */
export interface CreateProposalArgs {
  /** The next number, as `Config` counts. */
  readonly number: bigint;
  /** SHA-256 of the text that explains it. */
  readonly textHash: Uint8Array;
  /** One of the four programs. */
  readonly program: string;
  /** The instruction's accounts, at most 32. */
  readonly slots: readonly AccountSlot[];
  /** Length of the instruction's data, at most 2,048 bytes. */
  readonly dataLen: number;
}

/** A dispute at ["dispute", job]; authority of the token account ["dispute_vault", dispute] that holds its bonds. Amounts are CYXWIZ base units, times unix seconds. */
export interface Dispute {
  /** Layout version. */
  readonly version: number;
  /** Canonical bump of this account. */
  readonly bump: number;
  /** Canonical bump of the vault. */
  readonly vaultBump: number;
  /** The job, whose money is frozen until the verdict. */
  readonly job: string;
  /** The node that works on it. */
  readonly node: string;
  /** The client's wallet. */
  readonly client: string;
  /** The wallet that owns the node. */
  readonly nodeOwner: string;
  /** The node's hot key when the dispute was opened. */
  readonly operator: string;
  /** Who opened it. */
  readonly opener: Party;
  /** Who appealed. */
  readonly appellant: Party | null;
  /** Who paid the rent of this account and its vault. */
  readonly rentPayer: string;
  /** Mint of bonds and votes: CYXWIZ. */
  readonly mint: string;
  /** Its supply when the dispute was opened, which quorums are parts of. */
  readonly supply: bigint;
  /** When it was opened. Tokens locked later have no vote. */
  readonly openedAt: bigint;
  /** Last second for evidence. */
  readonly evidenceEnds: bigint;
  /** Last second for an appeal. */
  readonly appealEnds: bigint;
  /** The vote, and the vote on the appeal. */
  readonly rounds: readonly Round[];
  /** Hash of the client's latest evidence; zero for none. */
  readonly clientEvidence: Uint8Array;
  /** Hash of the node's latest evidence; zero for none. */
  readonly nodeEvidence: Uint8Array;
  /** The opener's bond, while the vault holds it. */
  readonly bond: bigint;
  /** The appellant's deposit, while the vault holds it. */
  readonly deposit: bigint;
  /** What job-escrow has executed. */
  readonly verdict: Verdict | null;
  /** When it did; 0: not yet. */
  readonly resolvedAt: bigint;
  /** Whether bond and deposit have left the vault, and the vault is closed. */
  readonly bondsReleased: boolean;
  /** Votes whose records are not closed. */
  readonly openVotes: number;
  /** The parameters in force when it was opened. */
  readonly terms: DisputeTerms;
}

/** Who lost the vote asked for another one. */
export interface DisputeAppealed {
  /** The `Dispute` account. */
  readonly dispute: string;
  /** Who appealed. */
  readonly appellant: Party;
  /** Hash of its new evidence. */
  readonly evidenceHash: Uint8Array;
  /** What it put down, base units. */
  readonly deposit: bigint;
  /** Last second for evidence. */
  readonly evidenceEnds: bigint;
  /** Last second to vote. */
  readonly votingEnds: bigint;
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** A dispute's account was closed. */
export interface DisputeClosed {
  /** The `Dispute` account. */
  readonly dispute: string;
  /** The job. */
  readonly job: string;
  /** Who has the rent back. */
  readonly rentPayer: string;
}

/** A party disputes a job, whose money is frozen now. */
export interface DisputeOpened {
  /** The `Dispute` account. */
  readonly dispute: string;
  /** The job. */
  readonly job: string;
  /** The node that works on it. */
  readonly node: string;
  /** The client's wallet. */
  readonly client: string;
  /** The wallet that owns the node. */
  readonly nodeOwner: string;
  /** Who opened it. */
  readonly opener: Party;
  /** Hash of the opener's evidence. */
  readonly evidenceHash: Uint8Array;
  /** What the opener put down, base units. */
  readonly bond: bigint;
  /** The supply that quorums are parts of, base units. */
  readonly supply: bigint;
  /** Last second for evidence. */
  readonly evidenceEnds: bigint;
  /** Last second to vote. */
  readonly votingEnds: bigint;
  /** Last second to appeal. */
  readonly appealEnds: bigint;
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** What a dispute depends on of the parameters, as they were when it was opened. */
export interface DisputeTerms {
  /** Seconds to hand in evidence. */
  readonly evidence: bigint;
  /** Seconds that a vote is open. */
  readonly vote: bigint;
  /** Seconds to appeal. */
  readonly appeal: bigint;
  /** Part of the supply that must vote, in bps. */
  readonly quorumBps: number;
  /** Part of the supply that must vote on an appeal, in bps. */
  readonly appealQuorumBps: number;
  /** What the opener puts down, in base units. */
  readonly bond: bigint;
  /** What an appellant puts down, in base units. */
  readonly appealDeposit: bigint;
  /** Reward of a voter on the winning side, in base units. */
  readonly voterReward: bigint;
}

/** The record of a vote that earned nothing was closed. */
export interface DisputeVoteClosed {
  /** The `Dispute` account. */
  readonly dispute: string;
  /** Who voted. */
  readonly voter: string;
  /** 1 for the vote, 2 for the vote on the appeal. */
  readonly round: number;
}

/** Somebody voted on a dispute. */
export interface DisputeVoted {
  /** The `Dispute` account. */
  readonly dispute: string;
  /** 1 for the vote, 2 for the vote on the appeal. */
  readonly round: number;
  /** Who voted. */
  readonly voter: string;
  /** For whom. */
  readonly side: Party;
  /** With how many tokens, base units. */
  readonly weight: bigint;
  /** The votes so far. */
  readonly rounds: readonly Round[];
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** Rules of a job's life. A job snapshots these when it is created. */
export interface EscrowParams {
  /** Seconds a node has to accept. */
  readonly acceptWindow: bigint;
  /** Jobs a wallet may create in a day of the chain's clock. */
  readonly maxJobsPerDay: number;
  /** Longest time from creation to deadline, in seconds. */
  readonly maxDeadline: bigint;
  /** Seconds without anchor or heartbeat after which a node counts as dead. */
  readonly silence: bigint;
  /** Seconds the client has to object after the final proof. */
  readonly objectionWindow: bigint;
  /** Shortest run that settles, in bps of the estimate. */
  readonly timeMinBps: number;
  /** Longest run that settles, in bps of the estimate. */
  readonly timeMaxBps: number;
  /** Seconds by which a run may miss those bounds, so that short jobs are no lottery. */
  readonly timeGrace: bigint;
  /** Most epochs that one anchor may cover before a smaller step is allowed. */
  readonly anchorMaxEpochs: number;
  /** Part of a job's checkpoints that one anchor may cover before a smaller step is allowed, in bps. */
  readonly anchorPartBps: number;
  /** Seconds a node's own clock may run ahead of the chain's. */
  readonly clockTolerance: bigint;
  /** Audits of a job that names none. */
  readonly defaultAudits: number;
  /** How many times as many audits a Bronze node must pass. */
  readonly bronzeAuditFactor: number;
  /** Seconds that a client has to reveal its share of an audit's challenge, once the other share is recorded. */
  readonly revealWindow: bigint;
  /** Seconds that remain at least to prove audits, once their challenge is open. */
  readonly auditWindow: bigint;
  /** Score below which a job does not settle. */
  readonly minNodeScore: number;
}

/** A party handed in evidence. */
export interface EvidenceSubmitted {
  /** The `Dispute` account. */
  readonly dispute: string;
  /** Whose evidence. */
  readonly party: Party;
  /** Its hash. */
  readonly evidenceHash: Uint8Array;
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** Fees and where they go. */
export interface FeeParams {
  /** Part of a settled price that goes to the fee vault, in bps. */
  readonly feeBps: number;
  /** The same for a Diamond node, in bps. */
  readonly diamondFeeBps: number;
  /** Split of collected fees: stake rewards, development, liquidity, burned, in bps of the fees. */
  readonly splitBps: readonly number[];
  /** Part of the unearned price that a client who cancels a running job pays to the node, in bps. */
  readonly cancelFeeBps: number;
  /** Part of a failed job's refund that is burned when the mint is CYXWIZ, in bps. */
  readonly failedRefundBurnBps: number;
}

/** Collected fees were distributed. Amounts are base units of the mint. */
export interface FeesDistributed {
  /** The mint. */
  readonly mint: string;
  /** To the rewards of stakes. */
  readonly rewards: bigint;
  /** To the treasury. */
  readonly treasury: bigint;
  /** To the liquidity fund. */
  readonly liquidity: bigint;
  /** Burned. */
  readonly burned: bigint;
}

/** A fund has an account in a mint. */
export interface FundCreated {
  /** The mint. */
  readonly mint: string;
  /** 0: treasury, 1: liquidity. */
  readonly kind: number;
  /** The token account. */
  readonly fund: string;
}

/** A fund paid. */
export interface FundSpent {
  /** The mint. */
  readonly mint: string;
  /** 0: treasury, 1: liquidity. */
  readonly kind: number;
  /** The token account that was paid. */
  readonly destination: string;
  /** How much, in base units. */
  readonly amount: bigint;
}

/** The guardians changed. */
export interface GuardiansSet {
  /** Five different keys. */
  readonly guardians: readonly string[];
  /** How many of them it takes to pause. */
  readonly threshold: number;
}

/** What a new `Config` starts from. */
export interface InitConfigArgs {
  /** Every parameter. */
  readonly params: ConfigParams;
  /** Five different keys. */
  readonly guardians: readonly string[];
  /** How many of them it takes to pause, 1 to 5. */
  readonly guardianThreshold: number;
  /** Whether verifying keys from a published seed are accepted; a production build refuses `true`. */
  readonly allowDevelopmentKeys: boolean;
}

/** The bytes of a key as they are handed in; meanings as in `VerifyingKey`. */
export interface KeyPoints {
  /** α in G1. */
  readonly alphaG1: Uint8Array;
  /** β in G2. */
  readonly betaG2: Uint8Array;
  /** γ in G2. */
  readonly gammaG2: Uint8Array;
  /** δ in G2. */
  readonly deltaG2: Uint8Array;
  /** One point in G1 for the constant and one for each public input. */
  readonly ic: readonly Uint8Array[];
}

/** Escrows may be paid in this mint. */
export interface MintAllowed {
  /** The mint. */
  readonly mint: string;
  /** Where its fees go. */
  readonly feeVault: string;
  /** Its decimals. */
  readonly decimals: number;
}

/** New escrows may no longer be paid in this mint. */
export interface MintDisallowed {
  /** The mint. */
  readonly mint: string;
}

/** Whether escrows may be paid in a mint, at ["mint_policy", mint]. */
export interface MintPolicy {
  /** Canonical bump of this account. */
  readonly bump: number;
  /** Canonical bump of the mint's fee vault. */
  readonly feeVaultBump: number;
  /** The mint. */
  readonly mint: string;
  /** Decimals of the mint, at most 18. */
  readonly decimals: number;
  /** The token program that owns the mint. */
  readonly tokenProgram: string;
  /** Whether new escrows may use it. Running ones always finish. */
  readonly allowed: boolean;
}

/** Who disputes about what, as job-escrow says. */
export interface OpenDisputeArgs {
  /** The node that works on the job. */
  readonly node: string;
  /** The client's wallet. */
  readonly client: string;
  /** The wallet that owns the node. */
  readonly nodeOwner: string;
  /** The node's hot key. */
  readonly operator: string;
  /** Who of the two opens it. */
  readonly opener: Party;
  /** Hash of the opener's evidence. */
  readonly evidenceHash: Uint8Array;
}

/** A side of a dispute. */
export type Party = 'Client' | 'Node';

/** A guardian approved a pause. */
export interface PauseApproved {
  /** Who. */
  readonly guardian: string;
  /** How many approvals stood, this one included. */
  readonly approvals: number;
  /** When the pause ends that this approval began, in unix seconds; 0: it takes more of them. */
  readonly pausedUntil: bigint;
}

/** New escrows were stopped or allowed again. */
export interface PauseSet {
  /** Whether new escrows are stopped. */
  readonly paused: boolean;
  /** When that ends by itself, in unix seconds; 0 when they are allowed. */
  readonly until: bigint;
}

/** Points lost, each at least zero. */
export interface PenaltyParams {
  /** For a job that failed. */
  readonly failed: number;
  /** For a job that ran into its deadline or into silence. */
  readonly timeout: number;
  /** For each proof that did not hold. */
  readonly invalidProof: number;
  /** For a dispute lost. */
  readonly disputeLost: number;
  /** For a dispute that a client lost, off the client's score. */
  readonly clientDisputeLost: number;
}

/** One instruction for token holders to vote on, at ["proposal", number]. Numbers are never used again, so no vote can be counted for another proposal. */
export interface Proposal {
  /** Canonical bump of this account. */
  readonly bump: number;
  /** Which proposal, from 0. */
  readonly number: bigint;
  /** Who drafted it; the only one who completes, opens or cancels it. */
  readonly proposer: string;
  /** Who paid for this account, and gets that back. */
  readonly rentPayer: string;
  /** How far it has come. */
  readonly state: ProposalState;
  /** SHA-256 of the text that explains it. */
  readonly textHash: Uint8Array;
  /** When voting began, in unix seconds; 0 for a draft. */
  readonly openedAt: bigint;
  /** When voting ends, in unix seconds. */
  readonly votingEnds: bigint;
  /** When the timelock ends, in unix seconds. */
  readonly executableFrom: bigint;
  /** When it can no longer be executed, in unix seconds. */
  readonly expiresAt: bigint;
  /** Tokens that must vote, in base units, of the supply when voting began. */
  readonly quorum: bigint;
  /** Tokens for it, in base units. */
  readonly votesFor: bigint;
  /** Tokens against it, in base units. */
  readonly votesAgainst: bigint;
  /** The program that it calls. */
  readonly program: string;
  /** Length of the instruction's data when it is complete, in bytes. */
  readonly dataLen: number;
  /** The instruction's accounts. */
  readonly slots: readonly AccountSlot[];
  /** The instruction's data, as far as they are written. */
  readonly data: Uint8Array;
}

/** A proposal was withdrawn. */
export interface ProposalCancelled {
  /** The proposal. */
  readonly proposal: string;
}

/** A proposal's account is gone. */
export interface ProposalClosed {
  /** The proposal. */
  readonly proposal: string;
  /** Its number. */
  readonly number: bigint;
}

/** A proposal was drafted. */
export interface ProposalCreated {
  /** Its account. */
  readonly proposal: string;
  /** Its number. */
  readonly number: bigint;
  /** Who drafted it. */
  readonly proposer: string;
  /** SHA-256 of the text that explains it. */
  readonly textHash: Uint8Array;
}

/** A proposal's instruction ran. */
export interface ProposalExecuted {
  /** The proposal. */
  readonly proposal: string;
  /** Its number. */
  readonly number: bigint;
  /** The program that was called. */
  readonly program: string;
}

/** A proposal is open to votes and can no longer change. */
export interface ProposalOpened {
  /** Its account. */
  readonly proposal: string;
  /** Its number. */
  readonly number: bigint;
  /** Supply at this moment, in base units. */
  readonly supply: bigint;
  /** Tokens that must vote, in base units. */
  readonly quorum: bigint;
  /** When voting ends, in unix seconds. */
  readonly votingEnds: bigint;
  /** When the timelock ends, in unix seconds. */
  readonly executableFrom: bigint;
  /** When it can no longer be executed, in unix seconds. */
  readonly expiresAt: bigint;
}

/** What is stored of a proposal's progress; the clock and the votes say the rest. */
export type ProposalState = 'Draft' | 'Open' | 'Executed' | 'Cancelled';

/** Someone voted on a proposal. */
export interface ProposalVoted {
  /** The proposal. */
  readonly proposal: string;
  /** Who voted. */
  readonly owner: string;
  /** For it or against it. */
  readonly inFavour: boolean;
  /** Tokens, in base units. */
  readonly weight: bigint;
}

/** Data were added to a draft. */
export interface ProposalWritten {
  /** Its account. */
  readonly proposal: string;
  /** Bytes written so far. */
  readonly written: number;
}

/** Points regained. They heal penalties and never lift a score above what the node's work is worth. */
export interface RecoveryParams {
  /** For a settled job. */
  readonly job: number;
  /** For `uptime_period` of unbroken heartbeats. */
  readonly uptime: number;
  /** For a rating of five stars. */
  readonly fiveStars: number;
  /** For a dispute that the node won. */
  readonly disputeWon: number;
  /** Seconds of unbroken heartbeats that earn `uptime`. */
  readonly uptimePeriod: bigint;
}

/** Where bond and deposit go, in base units. */
export interface Released {
  /** The bond, back to the opener. */
  readonly opener: bigint;
  /** The deposit, back to the appellant. */
  readonly appellant: bigint;
  /** What was lost. */
  readonly treasury: bigint;
}

/** Score formula and tiers. */
export interface ReputationParams {
  /** Scores at which Silver, Gold and Diamond begin. */
  readonly tierScores: readonly number[];
  /** Prices that Bronze, Silver and Gold must stay below, in whole tokens. */
  readonly tierPriceLimitsTokens: readonly bigint[];
  /** Settled jobs at which a node is trusted half: the score is scaled by n/(n + confidence). */
  readonly confidence: number;
  /** Points for completion, time accuracy, ratings, valid proofs and uptime; together 1,000. */
  readonly weights: readonly number[];
  /** Points lost for misconduct. */
  readonly penalties: PenaltyParams;
  /** Points regained after it. */
  readonly recovery: RecoveryParams;
  /** Price, in whole tokens, from which a job counts fully towards trust; a cheaper one counts in proportion. */
  readonly trustPriceTokens: bigint;
  /** Jobs of one client that count fully towards trust; later ones count less and less. */
  readonly clientFullJobs: number;
}

/** One vote over a dispute. Weights are CYXWIZ base units, times unix seconds. */
export interface Round {
  /** First second to vote. */
  readonly begins: bigint;
  /** Last second to vote. */
  readonly ends: bigint;
  /** Tokens that voted for the client. */
  readonly forClient: bigint;
  /** Tokens that voted for the node. */
  readonly forNode: bigint;
}

/** Stakes and slashing. */
export interface StakeParams {
  /** Upper ends of the first three price bands, in whole tokens (the third is inclusive). */
  readonly priceLimitsTokens: readonly bigint[];
  /** Stake that a job of each price band asks of its node, in base units. */
  readonly minStake: readonly bigint[];
  /** Part of the stake lost for failing a job of each price band, in bps. */
  readonly failureSlashBps: readonly number[];
  /** Part of the stake lost for an invalid audit, in bps. */
  readonly auditSlashBps: number;
  /** Part of the stake lost with a fraud dispute, in bps. */
  readonly disputeSlashBps: number;
  /** Part of that which goes to the client, in bps; the rest goes to the treasury. */
  readonly disputeClientBps: number;
  /** Part of the remaining stake lost for repeated failures, in bps. */
  readonly repeatSlashBps: number;
  /** Failures within `repeat_window` that count as repeated, 1 to 3. */
  readonly repeatCount: number;
  /** Seconds in which failures are counted together. */
  readonly repeatWindow: bigint;
  /** Seconds a node is suspended for repeated failures. */
  readonly suspension: bigint;
  /** Part of slashed tokens that goes to the insurance vault, in bps; the rest is burned. */
  readonly insuranceBps: number;
  /** Seconds a stake is locked after registration. */
  readonly lock: bigint;
  /** Seconds each accepted job adds to the lock. */
  readonly lockPerJob: bigint;
  /** Seconds between a withdrawal request and its claim. */
  readonly withdrawCooldown: bigint;
  /** Yearly reward on stake, in bps. */
  readonly rewardApyBps: number;
  /** Seconds without a slash before rewards accrue. */
  readonly rewardClean: bigint;
}

/** Tokens that vote, at ["lock", owner]; they lie in ["lock_vault", lock]. One token is one vote in every matter that was opened after it was locked, and it stays locked until the last of those matters is decided. */
export interface TokenLock {
  /** Canonical bump of this account. */
  readonly bump: number;
  /** Canonical bump of the vault. */
  readonly vaultBump: number;
  /** Whose tokens they are; the only one who votes with them or takes them out. */
  readonly owner: string;
  /** Locked tokens in base units; what else the vault holds is a gift to the owner. */
  readonly amount: bigint;
  /** When tokens were last added, in unix seconds: adding tokens makes all of them wait for the next matter. */
  readonly since: bigint;
  /** Until when they stay, in unix seconds: the end of the last vote they were cast in. */
  readonly lockedUntil: bigint;
  /** Who paid for the accounts, and gets that back. */
  readonly rentPayer: string;
}

/** Tokens were locked, to vote. */
export interface TokensLocked {
  /** Whose. */
  readonly owner: string;
  /** How many, in base units. */
  readonly amount: bigint;
  /** How many are locked now, in base units. */
  readonly total: bigint;
}

/** Tokens were taken out of a lock. */
export interface TokensUnlocked {
  /** Whose. */
  readonly owner: string;
  /** How many, in base units. */
  readonly amount: bigint;
  /** How many are locked now, in base units. */
  readonly total: bigint;
}

/** How a dispute ends. */
export type Verdict = 'ForClient' | 'ForNode' | 'NoQuorum';

/** job-escrow executes a verdict. */
export interface VerdictExecuted {
  /** The `Dispute` account. */
  readonly dispute: string;
  /** The job. */
  readonly job: string;
  /** The verdict. */
  readonly verdict: Verdict;
  /** The votes. */
  readonly rounds: readonly Round[];
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** A Groth16 verifying key over BN254, at ["verifying_key", circuit, key version]. Points are uncompressed and big endian; G2 coordinates put the imaginary part first. */
export interface VerifyingKey {
  /** Canonical bump of this account. */
  readonly bump: number;
  /** Which circuit, from 1 (circuits.json). */
  readonly circuit: number;
  /** Which key of that circuit, from 1. */
  readonly keyVersion: number;
  /** Whether the key comes from a published seed, so that anyone can forge proofs for it. */
  readonly development: boolean;
  /** Whether new jobs are refused this key. Jobs that hold it already finish with it. */
  readonly retired: boolean;
  /** Number of public inputs. */
  readonly publicInputs: number;
  /** Training steps that one proof covers; 0 for a circuit that proves no steps. The circuit's number stands for the shape of the network. */
  readonly steps: number;
  /** α in G1. */
  readonly alphaG1: Uint8Array;
  /** β in G2. */
  readonly betaG2: Uint8Array;
  /** γ in G2. */
  readonly gammaG2: Uint8Array;
  /** δ in G2. */
  readonly deltaG2: Uint8Array;
  /** One point in G1 for the constant and one for each public input. */
  readonly ic: readonly Uint8Array[];
}

/** A verifying key was added. */
export interface VerifyingKeyAdded {
  /** Its account. */
  readonly verifyingKey: string;
  /** Which circuit. */
  readonly circuit: number;
  /** Which key of that circuit. */
  readonly keyVersion: number;
  /** Whether it comes from a published seed. */
  readonly development: boolean;
  /** Training steps that one proof covers; 0 for a circuit that proves no steps. */
  readonly steps: number;
}

/** A verifying key is refused for new jobs. */
export interface VerifyingKeyRetired {
  /** Its account. */
  readonly verifyingKey: string;
  /** Which circuit. */
  readonly circuit: number;
  /** Which key of that circuit. */
  readonly keyVersion: number;
}

/** Tokens that become the beneficiary's with time, at ["vesting", beneficiary, nonce]; they lie in ["vesting_vault", vesting]. */
export interface Vesting {
  /** Canonical bump of this account. */
  readonly bump: number;
  /** Canonical bump of the vault. */
  readonly vaultBump: number;
  /** A wallet, or one token account that alone is paid. */
  readonly beneficiary: string;
  /** Tells a beneficiary's vestings apart. */
  readonly nonce: bigint;
  /** All tokens, in base units. */
  readonly total: bigint;
  /** Tokens paid out, in base units. */
  readonly claimed: bigint;
  /** When it begins, in unix seconds. */
  readonly start: bigint;
  /** Seconds from the start before which nothing is paid. */
  readonly cliff: bigint;
  /** Seconds from the start after which everything is. */
  readonly duration: bigint;
  /** Who paid for the accounts, and gets that back. */
  readonly rentPayer: string;
  /** Whether the beneficiary is a token account and not a wallet. */
  readonly toAccount: boolean;
}

/** Terms of a vesting. */
export interface VestingArgs {
  /** A wallet, or one token account that alone is paid. */
  readonly beneficiary: string;
  /** Tells a beneficiary's vestings apart. */
  readonly nonce: bigint;
  /** All tokens, in base units. */
  readonly total: bigint;
  /** When it begins, in unix seconds; may lie in the past. */
  readonly start: bigint;
  /** Seconds from the start before which nothing is paid. */
  readonly cliff: bigint;
  /** Seconds from the start after which everything is. */
  readonly duration: bigint;
  /** Whether the beneficiary is a token account and not a wallet. */
  readonly toAccount: boolean;
}

/** Vested tokens were paid out. */
export interface VestingClaimed {
  /** Its account. */
  readonly vesting: string;
  /** The token account that was paid. */
  readonly destination: string;
  /** How much, in base units. */
  readonly amount: bigint;
  /** How much was paid so far, in base units. */
  readonly claimed: bigint;
}

/** Tokens began to vest. */
export interface VestingCreated {
  /** Its account. */
  readonly vesting: string;
  /** A wallet, or one token account. */
  readonly beneficiary: string;
  /** All tokens, in base units. */
  readonly total: bigint;
  /** When it begins, in unix seconds. */
  readonly start: bigint;
  /** Seconds before which nothing is paid. */
  readonly cliff: bigint;
  /** Seconds after which everything is. */
  readonly duration: bigint;
}

/** The account of a vote on a proposal is gone. */
export interface VoteClosed {
  /** The proposal. */
  readonly proposal: string;
  /** Who voted. */
  readonly owner: string;
}

/** One vote, at ["vote", subject, [round], owner]. That it exists keeps its owner from voting twice. */
export interface VoteRecord {
  /** Canonical bump of this account. */
  readonly bump: number;
  /** The proposal or dispute. */
  readonly subject: string;
  /** 0 for a proposal; 1 for a dispute, 2 for its appeal. */
  readonly round: number;
  /** Who voted. */
  readonly owner: string;
  /** For the proposal; in a dispute, for the client. */
  readonly inFavour: boolean;
  /** Tokens that the vote counts, in base units. */
  readonly weight: bigint;
  /** When voting ends, in unix seconds. */
  readonly ends: bigint;
  /** Who paid for this account, and gets that back. */
  readonly rentPayer: string;
}

/** A voter of the winning side was rewarded. */
export interface VoteRewarded {
  /** The `Dispute` account. */
  readonly dispute: string;
  /** Who voted. */
  readonly voter: string;
  /** 1 for the vote, 2 for the vote on the appeal. */
  readonly round: number;
  /** What the vote earned, base units. */
  readonly reward: bigint;
  /** What the treasury could pay of it, base units. */
  readonly paid: bigint;
}

/** Proposals and disputes. */
export interface VotingParams {
  /** Seconds a proposal is open. */
  readonly vote: bigint;
  /** Part of the supply that must vote, in bps. */
  readonly quorumBps: number;
  /** Part of the supply that must vote on an appeal, in bps. */
  readonly appealQuorumBps: number;
  /** Seconds between a proposal's success and its execution. */
  readonly timelock: bigint;
  /** Seconds to hand in evidence. */
  readonly evidence: bigint;
  /** Seconds a dispute's vote is open. */
  readonly disputeVote: bigint;
  /** Seconds to appeal. */
  readonly appeal: bigint;
  /** Deposit of an appeal, in base units. */
  readonly appealDeposit: bigint;
  /** Reward of a voter on the winning side, in base units. */
  readonly voterReward: bigint;
  /** Bond of whoever opens a dispute, in base units. */
  readonly disputeBond: bigint;
  /** Part of the supply that a proposer must have locked, in bps. */
  readonly proposalBps: number;
  /** Longest pause, in seconds; the guardians' pause lasts exactly this. */
  readonly pauseLimit: bigint;
  /** Seconds within which the guardians' approvals of a pause count together. */
  readonly pauseApproval: bigint;
}

/** Names of the errors that the program raises itself. */
export type GovernanceError =
  | 'NotAuthority'
  | 'NotUpgradeAuthority'
  | 'NotPendingAuthority'
  | 'AuthorityUnchanged'
  | 'SurplusAccounts'
  | 'BpsAboveWhole'
  | 'FeeSplitNotWhole'
  | 'LimitsNotAscending'
  | 'StakesNotAscending'
  | 'DurationNotPositive'
  | 'CountOutOfRange'
  | 'TimeBoundsInverted'
  | 'WeightsNotThousand'
  | 'ScoresNotAscending'
  | 'DuplicateGuardian'
  | 'ThresholdOutOfRange'
  | 'PauseEndsInThePast'
  | 'MintExtensionNotAllowed'
  | 'TooManyDecimals'
  | 'MintAlreadyAllowed'
  | 'MintNotAllowed'
  | 'CircuitOutOfRange'
  | 'KeyShapeMismatch'
  | 'GammaEqualsDelta'
  | 'IdentityPoint'
  | 'PointNotOnCurve'
  | 'DevelopmentKeysRefused'
  | 'KeyAlreadyRetired'
  | 'InputCountMismatch'
  | 'NotAFieldElement'
  | 'InvariantViolated'
  | 'NotJobEscrow'
  | 'Overflow'
  | 'WrongMint'
  | 'WrongTokenAccount'
  | 'WrongRentPayer'
  | 'EvidenceMissing'
  | 'EvidenceClosed'
  | 'EvidenceNotNew'
  | 'NotAParty'
  | 'PartyMayNotVote'
  | 'VotingClosed'
  | 'AppealClosed'
  | 'OnlyLoserMayAppeal'
  | 'VerdictNotFinal'
  | 'AlreadyResolved'
  | 'NotResolved'
  | 'BondsReleased'
  | 'BondsNotReleased'
  | 'VotesOpen'
  | 'ZeroAmount'
  | 'PauseTooLong'
  | 'NotGuardian'
  | 'AlreadyApproved'
  | 'AlreadyPaused'
  | 'LockedTooLate'
  | 'StillLocked'
  | 'LockTooSmall'
  | 'WrongProposalNumber'
  | 'TargetNotAllowed'
  | 'ProposalTooLarge'
  | 'ExecutorNamed'
  | 'NotProposer'
  | 'ProposalNotDraft'
  | 'ChunkOutOfOrder'
  | 'DataIncomplete'
  | 'NotVoting'
  | 'StillVoting'
  | 'ProposalNotOpen'
  | 'ProposalDefeated'
  | 'TimelockRunning'
  | 'ProposalExpired'
  | 'WrongProgram'
  | 'AccountMismatch'
  | 'ProposalNamesItself'
  | 'PayerNamed'
  | 'ProposalNotOver'
  | 'NotAVoteOnAProposal'
  | 'UnknownFund'
  | 'RewardsVaultMissing'
  | 'VestingTermsInvalid'
  | 'NothingVested'
  | 'NotBeneficiary'
  | 'RewardDue'
  | 'NoReward'
  | 'TreasuryShort'
  | 'DurationTooLong'
  | 'StepsOutOfRange';

export interface GovernanceTypes {
  accounts: {
    Config: Config;
    Dispute: Dispute;
    MintPolicy: MintPolicy;
    Proposal: Proposal;
    TokenLock: TokenLock;
    VerifyingKey: VerifyingKey;
    Vesting: Vesting;
    VoteRecord: VoteRecord;
  };
  events: {
    AuthorityAccepted: AuthorityAccepted;
    AuthorityProposed: AuthorityProposed;
    BondsReleased: BondsReleased;
    ConfigInitialized: ConfigInitialized;
    ConfigUpdated: ConfigUpdated;
    DisputeAppealed: DisputeAppealed;
    DisputeClosed: DisputeClosed;
    DisputeOpened: DisputeOpened;
    DisputeVoteClosed: DisputeVoteClosed;
    DisputeVoted: DisputeVoted;
    EvidenceSubmitted: EvidenceSubmitted;
    FeesDistributed: FeesDistributed;
    FundCreated: FundCreated;
    FundSpent: FundSpent;
    GuardiansSet: GuardiansSet;
    MintAllowed: MintAllowed;
    MintDisallowed: MintDisallowed;
    PauseApproved: PauseApproved;
    PauseSet: PauseSet;
    ProposalCancelled: ProposalCancelled;
    ProposalClosed: ProposalClosed;
    ProposalCreated: ProposalCreated;
    ProposalExecuted: ProposalExecuted;
    ProposalOpened: ProposalOpened;
    ProposalVoted: ProposalVoted;
    ProposalWritten: ProposalWritten;
    TokensLocked: TokensLocked;
    TokensUnlocked: TokensUnlocked;
    VerdictExecuted: VerdictExecuted;
    VerifyingKeyAdded: VerifyingKeyAdded;
    VerifyingKeyRetired: VerifyingKeyRetired;
    VestingClaimed: VestingClaimed;
    VestingCreated: VestingCreated;
    VoteClosed: VoteClosed;
    VoteRewarded: VoteRewarded;
  };
  instructions: {
    /** Takes over. Pending authority only. */
    acceptAuthority: {
      args: Record<string, never>;
      accounts: {
        /** The key that was proposed. */
        readonly pendingAuthority: Address;
        /** Parameters. */
        readonly config?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Adds a verifying key. Authority only. */
    addVerifyingKey: {
      args: {
        readonly circuit: number;
        readonly keyVersion: number;
        readonly development: boolean;
        readonly publicInputs: number;
        readonly steps: number;
        readonly points: KeyPoints;
      };
      accounts: {
        /** Pays rent. */
        readonly payer: Address;
        /** The governance authority. */
        readonly authority: Address;
        /** Parameters. */
        readonly config?: Address;
        /** The new account. Keys are never overwritten: a changed key is a new version. */
        readonly verifyingKey?: Address;
        /** Creates the account. */
        readonly systemProgram?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Lets escrows be paid in a mint and creates its fee vault. Authority only. */
    allowMint: {
      args: Record<string, never>;
      accounts: {
        /** Pays rent. */
        readonly payer: Address;
        /** The governance authority. */
        readonly authority: Address;
        /** Parameters; owns the fee vault. */
        readonly config?: Address;
        /** The mint. */
        readonly mint: Address;
        /** Fresh, or left from a permission withdrawn earlier. */
        readonly policy?: Address;
        /** address. */
        readonly feeVault?: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        /** Creates the accounts. */
        readonly systemProgram?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Asks for a second vote and puts down a deposit. Who lost the first, once, in the time to appeal. */
    appeal: {
      args: {
        readonly evidenceHash: Uint8Array;
      };
      accounts: {
        /** The client or the node's owner, whoever lost the vote. */
        readonly appellant: Address;
        /** The dispute. */
        readonly dispute: Address;
        /** Takes the deposit. */
        readonly vault?: Address;
        /** The CYXWIZ mint. */
        readonly mint: Address;
        /** The appellant's CYXWIZ. */
        readonly appellantToken: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Approves a pause; with enough approvals within `pause_approval` seconds new escrows stop for `pause_limit` seconds. Guardians only. */
    approvePause: {
      args: Record<string, never>;
      accounts: {
        /** One of the guardians that `Config` names. */
        readonly guardian: Address;
        /** Parameters. */
        readonly config?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Withdraws a proposal before voting ends. Its proposer. */
    cancelProposal: {
      args: Record<string, never>;
      accounts: {
        /** Who drafted it. */
        readonly proposer: Address;
        /** A draft, or a proposal that is being voted on. */
        readonly proposal: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Pays a beneficiary what has vested. Anyone. */
    claimVesting: {
      args: Record<string, never>;
      accounts: {
        /** Names the mint. */
        readonly config?: Address;
        /** The CYXWIZ mint. */
        readonly mint: Address;
        /** The vesting. */
        readonly vesting: Address;
        /** Where the tokens lie. */
        readonly vault?: Address;
        /** An account of the beneficiary, or where that is an account, the beneficiary itself. */
        readonly destination: Address;
        readonly rentPayer: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Pays a voter of the winning side and closes the record of the vote. Anyone. */
    claimVoteReward: {
      args: Record<string, never>;
      accounts: {
        /** Anyone; the voter itself to take less than the reward from a treasury that holds less. */
        readonly claimer: Address;
        /** Parameters; owns the treasury. */
        readonly config?: Address;
        /** The dispute. */
        readonly dispute: Address;
        /** The vote. */
        readonly record: Address;
        /** Pays the reward. */
        readonly treasury: Address;
        /** The CYXWIZ mint. */
        readonly mint: Address;
        /** Any CYXWIZ account of the voter. */
        readonly voterToken: Address;
        readonly rentPayer: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Closes a dispute of which nothing is left. Anyone. */
    closeDispute: {
      args: Record<string, never>;
      accounts: {
        /** The dispute. */
        readonly dispute: Address;
        readonly rentPayer: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Closes the record of a vote that earned nothing. Anyone. */
    closeDisputeVote: {
      args: Record<string, never>;
      accounts: {
        /** The dispute. */
        readonly dispute: Address;
        /** The vote. */
        readonly record: Address;
        readonly rentPayer: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Returns the rent of a proposal that is over. Anyone. */
    closeProposal: {
      args: Record<string, never>;
      accounts: {
        /** A proposal that was executed, cancelled or defeated, or that expired. */
        readonly proposal: Address;
        readonly rentPayer: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Returns the rent of a vote on a proposal when voting is over. Anyone. */
    closeVote: {
      args: Record<string, never>;
      accounts: {
        /** A vote on a proposal. */
        readonly vote: Address;
        readonly rentPayer: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Drafts a proposal: one instruction for the executor to sign. Anyone. */
    createProposal: {
      args: {
        readonly args: CreateProposalArgs;
      };
      accounts: {
        /** Pays rent. */
        readonly payer: Address;
        /** Drafts it. Only its opening asks for locked tokens. */
        readonly proposer: Address;
        /** Numbers proposals. */
        readonly config?: Address;
        /** The new account. */
        readonly proposal?: Address;
        /** Creates the account. */
        readonly systemProgram?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Gives CYXWIZ away that becomes the beneficiary's with time. Anyone, with their own tokens. */
    createVesting: {
      args: {
        readonly args: VestingArgs;
      };
      accounts: {
        /** Pays rent. */
        readonly payer: Address;
        /** Whose tokens are given away. Nobody can take them back. */
        readonly funder: Address;
        /** Names the mint. */
        readonly config?: Address;
        /** The CYXWIZ mint. */
        readonly mint: Address;
        /** Where the tokens come from: an account of the funder. */
        readonly funderToken: Address;
        /** The new account. */
        readonly vesting?: Address;
        /** Where the tokens lie. */
        readonly vault?: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        /** Creates the accounts. */
        readonly systemProgram?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Refuses a mint to new escrows. Authority only. */
    disallowMint: {
      args: Record<string, never>;
      accounts: {
        /** The governance authority. */
        readonly authority: Address;
        /** Parameters. */
        readonly config?: Address;
        /** The permission. */
        readonly policy: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Distributes the fees collected in a mint. CYXWIZ: rewards, treasury, liquidity and burned by `split_bps`, what rounding leaves to the treasury. Other mints: liquidity's share, the rest to the treasury. Anyone. */
    distributeFees: {
      args: Record<string, never>;
      accounts: {
        /** Parameters; owns fee vault and funds. */
        readonly config?: Address;
        /** The mint. */
        readonly mint: Address;
        /** That fees are or were collected in the mint. */
        readonly policy?: Address;
        /** What was collected. A gift to it is distributed too. */
        readonly feeVault?: Address;
        /** The treasury in this mint. */
        readonly treasury?: Address;
        /** The liquidity fund in this mint. */
        readonly liquidity?: Address;
        /** node-registry's rewards; for CYXWIZ only. */
        readonly rewards?: Address | null;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Runs the instruction of a carried proposal after its timelock. Anyone. */
    executeProposal: {
      args: Record<string, never>;
      accounts: {
        /** Anyone. Stands where the instruction asks for a payer, and signs there: read the proposal first. */
        readonly payer: Address;
        /** The proposal. */
        readonly proposal: Address;
        readonly target: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Notes that the final verdict is executed. job-escrow only. */
    executeVerdict: {
      args: Record<string, never>;
      accounts: {
        /** job-escrow's authority account. */
        readonly escrowAuthority?: Address;
        /** The dispute. */
        readonly dispute: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Creates `Config`. Once, by the program's upgrade authority, who becomes the authority. */
    initConfig: {
      args: {
        readonly args: InitConfigArgs;
      };
      accounts: {
        /** Upgrade authority of this program; becomes the governance authority and pays rent. */
        readonly authority: Address;
        /** The new account. */
        readonly config?: Address;
        /** The protocol's token. */
        readonly cyxwizMint: Address;
        /** The loader's record of who may upgrade this program; without it anyone could get here first. */
        readonly programData?: Address;
        /** Creates the account. */
        readonly systemProgram?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Makes the account of the treasury (0) or the liquidity fund (1) in a mint. Anyone, once. */
    initFund: {
      args: {
        readonly kind: number;
      };
      accounts: {
        /** Pays rent. */
        readonly payer: Address;
        /** Owns the funds. */
        readonly config?: Address;
        /** The mint. */
        readonly mint: Address;
        /** That fees are or were collected in the mint. */
        readonly policy?: Address;
        /** The fund. It has what lies in it: a gift to it is a gift to the protocol. */
        readonly fund?: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        /** Creates the account. */
        readonly systemProgram?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Locks CYXWIZ, which then votes on whatever is opened later. Anyone. */
    lockTokens: {
      args: {
        readonly amount: bigint;
      };
      accounts: {
        /** Pays rent, when the lock is new. */
        readonly payer: Address;
        /** Whose tokens they are. */
        readonly owner: Address;
        /** Names the mint. */
        readonly config?: Address;
        /** The CYXWIZ mint. */
        readonly mint: Address;
        /** Where the tokens come from: an account of the owner. */
        readonly ownerToken: Address;
        /** Fresh, or with tokens that were locked earlier. */
        readonly lock?: Address;
        /** Where the tokens lie. */
        readonly vault?: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        /** Creates the accounts. */
        readonly systemProgram?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Opens a dispute over a job and takes the opener's bond. job-escrow only. */
    openDispute: {
      args: {
        readonly args: OpenDisputeArgs;
      };
      accounts: {
        /** job-escrow's authority account. */
        readonly escrowAuthority?: Address;
        /** The party that opens it and puts down the bond. */
        readonly opener: Address;
        /** Pays rent, and gets it back when the dispute is closed. */
        readonly payer: Address;
        /** Parameters. */
        readonly config?: Address;
        readonly job: Address;
        /** The CYXWIZ mint. */
        readonly mint: Address;
        /** The new account. */
        readonly dispute?: Address;
        /** Holds bond and deposit. */
        readonly vault?: Address;
        /** The opener's CYXWIZ. */
        readonly openerToken: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        /** Creates the accounts. */
        readonly systemProgram?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Seals a draft and opens it to votes. Its proposer, with `proposal_bps` of the supply locked before. */
    openProposal: {
      args: Record<string, never>;
      accounts: {
        /** Who drafted it. */
        readonly proposer: Address;
        /** Parameters. */
        readonly config?: Address;
        /** The CYXWIZ mint, whose supply counts from now on. */
        readonly mint: Address;
        /** The draft. */
        readonly proposal: Address;
        /** The proposer's tokens, which stay until voting ends. */
        readonly lock?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Names who may take over as authority; `None` withdraws that. Authority only. */
    proposeAuthority: {
      args: {
        readonly next: string | null;
      };
      accounts: {
        /** The governance authority. */
        readonly authority: Address;
        /** Parameters. */
        readonly config?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Sends bond and deposit where the verdict says. Anyone. */
    releaseBonds: {
      args: Record<string, never>;
      accounts: {
        /** The dispute. */
        readonly dispute: Address;
        /** Holds bond and deposit; closed when they have left. */
        readonly vault?: Address;
        /** The CYXWIZ mint. */
        readonly mint: Address;
        /** Any CYXWIZ account of the party that opened the dispute. */
        readonly openerToken: Address;
        /** Any CYXWIZ account of the party that appealed; needed when it gets its deposit back. */
        readonly appellantToken?: Address | null;
        /** Gets what was lost, and gifts to the vault. */
        readonly treasury: Address;
        readonly rentPayer: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Refuses a verifying key to new jobs. Authority only. */
    retireVerifyingKey: {
      args: Record<string, never>;
      accounts: {
        /** The governance authority. */
        readonly authority: Address;
        /** Parameters. */
        readonly config?: Address;
        /** The key. */
        readonly verifyingKey: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Replaces the five guardians; approvals given so far are void. Authority only. */
    setGuardians: {
      args: {
        readonly guardians: readonly string[];
        readonly threshold: number;
      };
      accounts: {
        /** The governance authority. */
        readonly authority: Address;
        /** Parameters. */
        readonly config?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Stops new escrows until `until` (unix seconds), or allows them again. Authority only. */
    setPause: {
      args: {
        readonly paused: boolean;
        readonly until: bigint;
      };
      accounts: {
        /** The governance authority. */
        readonly authority: Address;
        /** Parameters. */
        readonly config?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Pays out of a fund. Authority only. */
    spendFund: {
      args: {
        readonly kind: number;
        readonly amount: bigint;
      };
      accounts: {
        /** The governance authority. */
        readonly authority: Address;
        /** Parameters; owns the funds. */
        readonly config?: Address;
        /** The mint. */
        readonly mint: Address;
        /** The fund. */
        readonly fund?: Address;
        /** Who is paid: any account of the mint. */
        readonly destination: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Hands in the hash of evidence. The client or the node's owner, in the time for evidence. */
    submitEvidence: {
      args: {
        readonly evidenceHash: Uint8Array;
      };
      accounts: {
        /** The client or the node's owner. */
        readonly party: Address;
        /** The dispute. */
        readonly dispute: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Takes locked CYXWIZ out once the votes it was cast in are over. Its owner. */
    unlockTokens: {
      args: {
        readonly amount: bigint;
      };
      accounts: {
        /** Whose tokens they are. */
        readonly owner: Address;
        /** Names the mint. */
        readonly config?: Address;
        /** The CYXWIZ mint. */
        readonly mint: Address;
        /** The lock. */
        readonly lock?: Address;
        /** Where the tokens lie. */
        readonly vault?: Address;
        /** Where they go; the owner chooses. */
        readonly destination: Address;
        readonly rentPayer: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Replaces every parameter. Authority only. */
    updateConfig: {
      args: {
        readonly params: ConfigParams;
        readonly allowDevelopmentKeys: boolean;
      };
      accounts: {
        /** The governance authority. */
        readonly authority: Address;
        /** Parameters. */
        readonly config?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Votes for the client or for the node. Who locked tokens before the dispute was opened and is no party of it. */
    voteDispute: {
      args: {
        readonly forClient: boolean;
      };
      accounts: {
        /** Holds locked tokens and is no party. */
        readonly owner: Address;
        /** Pays rent, and gets it back when the record is closed. */
        readonly payer: Address;
        /** The dispute. */
        readonly dispute: Address;
        /** The voter's tokens, which stay locked until the vote is over. */
        readonly lock?: Address;
        /** The vote: one for each owner and round. */
        readonly record: Address;
        /** Creates the account. */
        readonly systemProgram?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Votes with every token that was locked before the proposal was opened. Once. */
    voteProposal: {
      args: {
        readonly inFavour: boolean;
      };
      accounts: {
        /** Pays rent. */
        readonly payer: Address;
        /** Who votes. */
        readonly owner: Address;
        /** The proposal. */
        readonly proposal: Address;
        /** The voter's tokens, which stay until voting ends. */
        readonly lock?: Address;
        /** That they have voted; there can be only one. */
        readonly vote?: Address;
        /** Creates the account. */
        readonly systemProgram?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Adds a chunk of data to a draft. Its proposer. */
    writeProposal: {
      args: {
        readonly offset: number;
        readonly bytes: Uint8Array;
      };
      accounts: {
        /** Who drafted it. */
        readonly proposer: Address;
        /** The draft. */
        readonly proposal: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
  };
}
