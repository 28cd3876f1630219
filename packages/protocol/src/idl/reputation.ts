// Generated from the IDL by scripts/generate-idl.mjs
import type { Address } from '../program/addresses.ts';

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

/** Every parameter that a fold depends on. */
export interface FoldRules {
  /** The formula. */
  readonly reputation: ReputationParams;
  /** Seconds without a heartbeat after which a node counts as silent. */
  readonly silence: bigint;
  /** Seconds by which a job may miss its estimate. */
  readonly timeGrace: bigint;
}

/** A machine's hardware. */
export interface Hardware {
  /** Processor cores. */
  readonly cpuCores: number;
  /** Main memory, in MiB. */
  readonly memoryMib: number;
  /** Graphics processors; 0 for none. */
  readonly gpuCount: number;
  /** Memory of all graphics processors, in MiB; 0 for none. */
  readonly gpuMemoryMib: number;
  /** Multiply-accumulate operations a second that the node agent measured. */
  readonly benchmark: bigint;
}

/** A machine on offer, at ["node", owner]; authority of its stake vault at ["stake", node]. */
export interface Node {
  /** Layout version. */
  readonly version: number;
  /** Canonical bump of this account. */
  readonly bump: number;
  /** Canonical bump of the stake vault. */
  readonly stakeBump: number;
  /** Wallet that owns stake and earnings. */
  readonly owner: string;
  /** Hot key that accepts jobs, anchors and sends heartbeats. */
  readonly operator: string;
  /** SHA-256 of the TLS certificate's public key (SPKI, DER), which clients pin. */
  readonly tlsKeyHash: Uint8Array;
  /** The one before it, which clients accept beside it for a time; zeros: none. */
  readonly previousTlsKeyHash: Uint8Array;
  /** Until when they do, in unix seconds, that second excluded; 0: there is none before it. */
  readonly previousTlsUntil: bigint;
  /** What the machine is, as its owner says. */
  readonly hardware: Hardware;
  /** Position in the registry; reputation keeps its score at page index/32, slot index%32. */
  readonly index: number;
  /** Tokens at stake, those of a pending withdrawal included, in base units. Gifts to the vault do not count. */
  readonly stake: bigint;
  /** The part of the stake that its owner withdraws, in base units: it backs no new job and earns nothing, but is slashed with the rest until it is claimed. */
  readonly withdrawing: bigint;
  /** When that part may be claimed, in unix seconds; 0: no withdrawal is pending. */
  readonly claimableAt: bigint;
  /** Rewards earned and not yet paid into the stake, in base units. */
  readonly rewards: bigint;
  /** Until when rewards are reckoned, in unix seconds. */
  readonly rewardsUntil: bigint;
  /** From when on the stake may be withdrawn, in unix seconds. */
  readonly lockedUntil: bigint;
  /** Jobs accepted and not ended. */
  readonly activeJobs: number;
  /** Jobs ever accepted. */
  readonly jobsAccepted: number;
  /** When the node registered, in unix seconds. */
  readonly registeredAt: bigint;
  /** Last sign of life, in unix seconds. */
  readonly lastHeartbeat: bigint;
  /** Seconds since registration that heartbeats cover: those between two beats no further apart than a node may be silent. */
  readonly uptimeSeconds: bigint;
  /** When the present unbroken run of heartbeats began, in unix seconds. */
  readonly aliveSince: bigint;
  /** How often such a run broke. */
  readonly breaks: number;
  /** Last failures, in unix seconds, in no order; 0 is an empty place. */
  readonly recentFailures: readonly bigint[];
  /** Until when no job may be accepted, in unix seconds; 0: never suspended. */
  readonly suspendedUntil: bigint;
  /** Last slash, in unix seconds; 0: never. */
  readonly lastSlash: bigint;
  /** Whether a lost fraud dispute shut the node out for good. */
  readonly banned: boolean;
  /** Who paid the rent of this account and its vault. */
  readonly rentPayer: string;
}

/** What is known about one node. Weights are basis points of a job that counts fully, so 10,000 is one such job. */
export interface NodeScore {
  /** The node account; zero while nothing was recorded. */
  readonly node: string;
  /** n of n/(n + confidence): settled jobs by price and by how often their client came before. */
  readonly trust: bigint;
  /** Settled jobs by price. */
  readonly settledWeight: bigint;
  /** Jobs that ended by the node's fault, by price. */
  readonly faultWeight: bigint;
  /** Settled jobs whose time is known, by price. */
  readonly timeWeight: bigint;
  /** Sum of their time accuracies (0–10,000), each times its weight. */
  readonly timeAccuracySum: bigint;
  /** Sum of ratings (0–10,000, five stars), each times its weight. */
  readonly ratingSum: bigint;
  /** Ratings by price and by how often their client came before. */
  readonly ratingWeight: bigint;
  /** Proofs handed in, each by its job's price. */
  readonly proofWeight: bigint;
  /** Of these, proofs that held. */
  readonly validWeight: bigint;
  /** Up to when unbroken heartbeats have been rewarded, in unix seconds. */
  readonly healedUntil: bigint;
  /** When the last outcome was recorded, in unix seconds. */
  readonly lastOutcomeAt: bigint;
  /** Jobs paid in full. */
  readonly settled: number;
  /** Jobs ended by the node's fault. */
  readonly failed: number;
  /** Jobs that ran into deadline or silence. */
  readonly timedOut: number;
  /** Jobs their clients cancelled. */
  readonly cancelled: number;
  /** Disputes lost. */
  readonly disputesLost: number;
  /** Disputes won; those jobs are among the settled ones. */
  readonly disputesWon: number;
  /** Ratings. */
  readonly ratings: number;
  /** Proofs that held. */
  readonly proofsValid: number;
  /** Proofs handed in. */
  readonly proofsTotal: number;
  /** Penalties not yet recovered from, in points, at most 0. */
  readonly adjustment: number;
  /** Settled jobs by price, of each bucket of clients. */
  readonly clientWeights: readonly number[];
  /** Part of its life that heartbeats covered, as of the last outcome, in bps. */
  readonly uptime: number;
  /** The score, 0–1,000. */
  readonly score: number;
  /** Zero. */
  readonly padding: Uint8Array;
}

/** An outcome as the queue keeps it. */
export interface Outcome {
  /** The node account. */
  readonly node: string;
  /** Price, in base units of the job's mint. */
  readonly price: bigint;
  /** When it was recorded, in unix seconds. */
  readonly recordedAt: bigint;
  /** How long the job should take, in seconds. */
  readonly estimatedSeconds: number;
  /** How long it took, in seconds. */
  readonly actualSeconds: number;
  /** Seconds since the node registered. */
  readonly age: number;
  /** Of these, seconds that heartbeats covered up to the last one. */
  readonly uptime: number;
  /** Seconds since heartbeats last broke off, or since the node registered. */
  readonly unbroken: number;
  /** Seconds since the last heartbeat. */
  readonly heartbeatAge: number;
  /** Proofs the node handed in. */
  readonly proofsTotal: number;
  /** Of these, proofs that held. */
  readonly proofsValid: number;
  /** `OutcomeKind` as a number. */
  readonly kind: number;
  /** The node's place in its score page. */
  readonly slot: number;
  /** Where the client is counted. */
  readonly bucket: number;
  /** Decimals of the mint. */
  readonly decimals: number;
  /** Stars of a rating. */
  readonly stars: number;
  /** Zero. */
  readonly padding: Uint8Array;
}

/** What job-escrow says about a job that ended, or about its rating. */
export interface OutcomeArgs {
  /** What happened. */
  readonly kind: OutcomeKind;
  /** The client's wallet. */
  readonly client: string;
  /** Price, in base units of the job's mint. */
  readonly price: bigint;
  /** Decimals of that mint. */
  readonly decimals: number;
  /** How long it should take, in seconds. */
  readonly estimatedSeconds: number;
  /** How long it took on the chain's clock, from acceptance to final anchor, in seconds. 0 unless settled. */
  readonly actualSeconds: number;
  /** Proofs the node handed in for it. 0 for a rating. */
  readonly proofsTotal: number;
  /** Of these, proofs that held. */
  readonly proofsValid: number;
  /** 1 to 5 stars for a rating, otherwise 0. */
  readonly stars: number;
}

/** What is recorded of a node. */
export type OutcomeKind =
  | 'Settled'
  | 'Failed'
  | 'TimedOut'
  | 'Cancelled'
  | 'DisputeLost'
  | 'DisputeWon'
  | 'Rated';

/** Outcomes of one page of nodes that wait to be folded into their scores, at ["outcomes", page]. A ring: job-escrow appends at the end, anyone takes from the front. */
export interface OutcomeQueue {
  /** Which page of nodes. */
  readonly page: number;
  /** Place of the oldest outcome. */
  readonly head: number;
  /** How many outcomes wait. */
  readonly len: number;
  /** Outcomes ever appended. */
  readonly appended: bigint;
  /** Canonical bump of this account. */
  readonly bump: number;
  /** Zero. */
  readonly padding: Uint8Array;
  /** The ring. */
  readonly outcomes: readonly Outcome[];
}

/** An outcome waits in a queue. With `OutcomesApplied` it holds all that scores follow from, so that anyone can rebuild them. */
export interface OutcomeRecorded {
  /** The node it is about. */
  readonly node: string;
  /** Which page it waits in. */
  readonly page: number;
  /** The node's place in that page. */
  readonly slot: number;
  /** Number of the outcome among all of the page, from 0. */
  readonly sequence: bigint;
  /** What happened. */
  readonly kind: OutcomeKind;
  /** The client's wallet. */
  readonly client: string;
  /** The job's price, in base units of its mint. */
  readonly price: bigint;
  /** Decimals of that mint. */
  readonly decimals: number;
  /** How long the job should take, in seconds. */
  readonly estimatedSeconds: number;
  /** How long it took, in seconds. */
  readonly actualSeconds: number;
  /** Proofs the node handed in. */
  readonly proofsTotal: number;
  /** Of these, proofs that held. */
  readonly proofsValid: number;
  /** Stars of a rating; otherwise 0. */
  readonly stars: number;
  /** Seconds since the node registered. */
  readonly age: number;
  /** Of these, seconds that heartbeats covered up to the last one. */
  readonly uptime: number;
  /** Seconds since heartbeats last broke off, or since the node registered. */
  readonly unbroken: number;
  /** Seconds since the last heartbeat. */
  readonly heartbeatAge: number;
  /** When it was recorded, in unix seconds. */
  readonly recordedAt: bigint;
  /** Outcomes that wait now. */
  readonly waiting: number;
}

/** Outcomes were folded into scores. */
export interface OutcomesApplied {
  /** Which page. */
  readonly page: number;
  /** Number of the first of them among all of the page. */
  readonly first: bigint;
  /** How many. */
  readonly applied: number;
  /** Outcomes that still wait. */
  readonly waiting: number;
  /** The rules by which they were folded, which are those of the day. */
  readonly rules: FoldRules;
}

/** A page of scores and its queue came to life. */
export interface PageInitialized {
  /** Which page. */
  readonly page: number;
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

/** Scores of 32 nodes, at ["scores", page]. */
export interface ScorePage {
  /** Which page of nodes. */
  readonly page: number;
  /** Canonical bump of this account. */
  readonly bump: number;
  /** Zero. */
  readonly padding: Uint8Array;
  /** Outcomes ever folded into this page. */
  readonly applied: bigint;
  /** The node with index i is at i % 32. */
  readonly nodes: readonly NodeScore[];
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
export type ReputationError =
  | 'NotJobEscrow'
  | 'SurplusAccounts'
  | 'PageOutOfRange'
  | 'WrongPage'
  | 'QueueFull'
  | 'QueueEmpty'
  | 'BatchOutOfRange'
  | 'InvalidOutcome'
  | 'InvariantViolated';

export interface ReputationTypes {
  accounts: {
    OutcomeQueue: OutcomeQueue;
    ScorePage: ScorePage;
  };
  events: {
    OutcomeRecorded: OutcomeRecorded;
    OutcomesApplied: OutcomesApplied;
    PageInitialized: PageInitialized;
  };
  instructions: {
    /** Folds up to `max` (1 to 100) of the page's oldest outcomes into its scores. Anyone. */
    applyOutcomes: {
      args: {
        readonly page: number;
        readonly max: number;
      };
      accounts: {
        /** Parameters. */
        readonly config?: Address;
        /** Outcomes that wait. */
        readonly queue?: Address;
        /** Scores of the same page. */
        readonly scores?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Creates the queue and the scores of a page. Anyone, once for each page. */
    initPage: {
      args: {
        readonly page: number;
      };
      accounts: {
        /** Pays rent. */
        readonly payer: Address;
        /** The new queue. */
        readonly queue?: Address;
        /** The new scores. */
        readonly scores?: Address;
        /** Creates the accounts. */
        readonly systemProgram?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Appends an outcome to the queue of the node's page. job-escrow only. */
    recordOutcome: {
      args: {
        readonly outcome: OutcomeArgs;
      };
      accounts: {
        /** job-escrow's authority account. */
        readonly escrowAuthority?: Address;
        /** The node whose job ended. */
        readonly node: Address;
        /** The queue of the node's page; only `init_page` makes such accounts, one for each page. */
        readonly queue: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
  };
}
