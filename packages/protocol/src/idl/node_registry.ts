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

/** Who introduces clients to nodes, at ["coordinator", authority]. Anyone may be one. It says which keys sign the tokens that admit clients: a node reads them here for the coordinator that its owner chose, never from the coordinator. */
export interface Coordinator {
  /** Layout version. */
  readonly version: number;
  /** Canonical bump of this account. */
  readonly bump: number;
  /** Who may change the keys. Best kept away from the machines that hold them. */
  readonly authority: string;
  /** Public ed25519 keys that sign tokens, without gaps from the first place on; the zero address is an empty place. */
  readonly keys: readonly string[];
  /** Who paid the rent of this account. */
  readonly rentPayer: string;
}

/** A coordinator left the registry: none of its tokens counts any more. */
export interface CoordinatorClosed {
  /** Its account, which is gone. */
  readonly coordinator: string;
  /** Who closed it. */
  readonly authority: string;
}

/** A coordinator's keys for tokens changed. */
export interface CoordinatorKeysSet {
  /** Its account. */
  readonly coordinator: string;
  /** Its keys now; the zero address is an empty place. */
  readonly keys: readonly string[];
}

/** A coordinator came to the registry. */
export interface CoordinatorRegistered {
  /** Its account. */
  readonly coordinator: string;
  /** Who may change it. */
  readonly authority: string;
  /** Its keys for tokens; the zero address is an empty place. */
  readonly keys: readonly string[];
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

/** How a node failed a job. */
export type Fault = 'Failure' | 'Audit';

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

/** A node showed that it lives. */
export interface Heartbeat {
  /** Its account. */
  readonly node: string;
  /** When, in unix seconds. */
  readonly at: bigint;
  /** Seconds that its heartbeats cover. */
  readonly uptimeSeconds: bigint;
  /** When their present unbroken run began, in unix seconds. */
  readonly aliveSince: bigint;
}

/** Governance paid somebody out of the insurance vault. */
export interface InsurancePaid {
  /** The token account. */
  readonly to: string;
  /** Its owner. */
  readonly owner: string;
  /** Tokens paid, in base units. */
  readonly amount: bigint;
  /** What is left of what slashing set aside, in base units. */
  readonly left: bigint;
}

/** A node took on a job. */
export interface JobBegun {
  /** Its account. */
  readonly node: string;
  /** Jobs it works on now. */
  readonly activeJobs: number;
  /** When its stake may be withdrawn, in unix seconds. */
  readonly lockedUntil: bigint;
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

/** A node left the registry. */
export interface NodeClosed {
  /** Its account, which is gone. */
  readonly node: string;
  /** Its owner. */
  readonly owner: string;
  /** Its position in the registry, which no other node gets. */
  readonly index: number;
  /** Gifts to its stake vault, which its owner got, in base units. */
  readonly gifts: bigint;
  /** Rewards that it gave up, in base units. */
  readonly forgone: bigint;
}

/** A node lost a dispute, stake, and the right to take jobs. */
export interface NodeLostDispute {
  /** Its account. */
  readonly node: string;
  /** Jobs it works on now. */
  readonly activeJobs: number;
  /** Stake before, in base units. */
  readonly stakeBefore: bigint;
  /** Tokens lost, in base units. */
  readonly amount: bigint;
  /** Of these to the client, in base units. */
  readonly toClient: bigint;
  /** Of these to the treasury, in base units. */
  readonly toTreasury: bigint;
}

/** A node registered. */
export interface NodeRegistered {
  /** Its account. */
  readonly node: string;
  /** Its owner. */
  readonly owner: string;
  /** Its hot key. */
  readonly operator: string;
  /** Its position in the registry. */
  readonly index: number;
  /** Its stake, in base units. */
  readonly stake: bigint;
  /** When the stake may be withdrawn, in unix seconds. */
  readonly lockedUntil: bigint;
}

/** A node failed a job and lost stake. */
export interface NodeSlashed {
  /** Its account. */
  readonly node: string;
  /** Jobs it works on now. */
  readonly activeJobs: number;
  /** Stake before, in base units. */
  readonly stakeBefore: bigint;
  /** Tokens lost, in base units. */
  readonly amount: bigint;
  /** Of these to the insurance vault, in base units. */
  readonly insured: bigint;
  /** Of these burned, in base units. */
  readonly burned: bigint;
  /** How it failed. */
  readonly fault: Fault;
  /** Whether repeated failures suspended the node. */
  readonly repeated: boolean;
  /** Until when it is suspended, in unix seconds. */
  readonly suspendedUntil: bigint;
}

/** A node changed. */
export interface NodeUpdated {
  /** Its account. */
  readonly node: string;
  /** Its TLS key hash now. */
  readonly tlsKeyHash: Uint8Array;
  /** The one before, zeros if it is not good any more. */
  readonly previousTlsKeyHash: Uint8Array;
  /** Until when that one is good, in unix seconds; 0: there is none. */
  readonly previousTlsUntil: bigint;
}

/** Ties a hot key to its node, at ["operator", hot key]: while it exists, the key works for no other node. */
export interface Operator {
  /** Canonical bump of this account. */
  readonly bump: number;
  /** The node that the key works for. */
  readonly node: string;
  /** Who paid the rent of this account. */
  readonly rentPayer: string;
}

/** An owner put another hot key in the place of a node's old one. */
export interface OperatorRotated {
  /** Its account. */
  readonly node: string;
  /** Its hot key before. */
  readonly previous: string;
  /** Its hot key now. */
  readonly operator: string;
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

/** What an owner says about a node when registering it. */
export interface RegisterNodeArgs {
  /** SHA-256 of the TLS certificate's public key (SPKI, DER). */
  readonly tlsKeyHash: Uint8Array;
  /** What the machine is. */
  readonly hardware: Hardware;
  /** Tokens to stake, in base units. */
  readonly stake: bigint;
}

/** Totals over all nodes, at ["registry"]; authority of the insurance vault at ["insurance"] and of the rewards vault at ["rewards"]. */
export interface Registry {
  /** Canonical bump of this account. */
  readonly bump: number;
  /** Canonical bump of the insurance vault. */
  readonly insuranceBump: number;
  /** Canonical bump of the rewards vault. */
  readonly rewardsBump: number;
  /** The CYXWIZ mint, as Config named it when the registry was made. */
  readonly mint: string;
  /** Nodes ever registered; the next one's index. */
  readonly nodeCount: number;
  /** Slashed tokens ever sent to the insurance vault, in base units. */
  readonly insured: bigint;
  /** Slashed tokens ever burned, in base units. */
  readonly burned: bigint;
  /** Tokens ever paid out of the insurance vault, in base units. */
  readonly insurancePaid: bigint;
  /** Stake ever lost with disputes, in base units. */
  readonly disputed: bigint;
  /** Rewards ever paid into stakes, in base units. */
  readonly rewardsPaid: bigint;
}

/** The registry came to life. */
export interface RegistryInitialized {
  /** The CYXWIZ mint. */
  readonly mint: string;
  /** The insurance vault. */
  readonly insurance: string;
  /** The rewards vault. */
  readonly rewards: string;
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

/** A node's rewards were paid into its stake. */
export interface RewardsCompounded {
  /** Its account. */
  readonly node: string;
  /** Tokens paid, in base units. */
  readonly amount: bigint;
  /** Its stake now, in base units. */
  readonly stake: bigint;
  /** Rewards that the vault could not pay yet, in base units. */
  readonly owed: bigint;
}

/** An owner added to a node's stake. */
export interface StakeAdded {
  /** Its account. */
  readonly node: string;
  /** Tokens added, in base units. */
  readonly amount: bigint;
  /** Its stake now, in base units. */
  readonly stake: bigint;
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

/** What an owner may change; `None` leaves a field as it is. */
export interface UpdateNodeArgs {
  /** SHA-256 of the TLS certificate's public key (SPKI, DER). The present one is still good for `TLS_OVERLAP` seconds; one before that, if any, no longer. */
  readonly tlsKeyHash: Uint8Array | null;
  /** Whether the key that the last one replaces is worthless at once, because it leaked. */
  readonly revokePrevious: boolean;
  /** What the machine is. */
  readonly hardware: Hardware | null;
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

/** An owner put the stake that was being withdrawn back to work. */
export interface WithdrawalCancelled {
  /** Its account. */
  readonly node: string;
  /** That part, in base units. */
  readonly amount: bigint;
}

/** A part of a node's stake went back to its owner. */
export interface WithdrawalClaimed {
  /** Its account. */
  readonly node: string;
  /** That part, in base units. */
  readonly amount: bigint;
  /** Its stake now, in base units. */
  readonly stake: bigint;
}

/** The cooldown of a part of a node's stake began. */
export interface WithdrawalRequested {
  /** Its account. */
  readonly node: string;
  /** That part, in base units. */
  readonly amount: bigint;
  /** When it may be claimed, in unix seconds. */
  readonly claimableAt: bigint;
}

/** Names of the errors that the program raises itself. */
export type NodeRegistryError =
  | 'NotOwner'
  | 'NotOperator'
  | 'NotJobEscrow'
  | 'SurplusAccounts'
  | 'WrongMint'
  | 'StakeBelowMinimum'
  | 'StakeBelowBand'
  | 'InsufficientFunds'
  | 'InvalidHardware'
  | 'InvalidOperator'
  | 'InvalidTlsKeyHash'
  | 'NothingToUpdate'
  | 'NodeBanned'
  | 'NodeSuspended'
  | 'NoActiveJob'
  | 'TooManyJobs'
  | 'TooManyDecimals'
  | 'Overflow'
  | 'InvariantViolated'
  | 'WrongTokenAccount'
  | 'AmountZero'
  | 'StakeLocked'
  | 'JobsActive'
  | 'WithdrawalPending'
  | 'NoWithdrawal'
  | 'StakeTooSmall'
  | 'CooldownRunning'
  | 'StakeLeft'
  | 'RecentFailure'
  | 'NothingToCompound'
  | 'NotAuthority'
  | 'InsuranceTooSmall'
  | 'WrongOperatorAccount'
  | 'WrongRentPayer'
  | 'NotCoordinator'
  | 'NoTokenKey'
  | 'TooManyTokenKeys'
  | 'InvalidTokenKey'
  | 'RepeatedTokenKey';

export interface NodeRegistryTypes {
  accounts: {
    Coordinator: Coordinator;
    Node: Node;
    Operator: Operator;
    Registry: Registry;
  };
  events: {
    CoordinatorClosed: CoordinatorClosed;
    CoordinatorKeysSet: CoordinatorKeysSet;
    CoordinatorRegistered: CoordinatorRegistered;
    Heartbeat: Heartbeat;
    InsurancePaid: InsurancePaid;
    JobBegun: JobBegun;
    NodeClosed: NodeClosed;
    NodeLostDispute: NodeLostDispute;
    NodeRegistered: NodeRegistered;
    NodeSlashed: NodeSlashed;
    NodeUpdated: NodeUpdated;
    OperatorRotated: OperatorRotated;
    RegistryInitialized: RegistryInitialized;
    RewardsCompounded: RewardsCompounded;
    StakeAdded: StakeAdded;
    WithdrawalCancelled: WithdrawalCancelled;
    WithdrawalClaimed: WithdrawalClaimed;
    WithdrawalRequested: WithdrawalRequested;
  };
  instructions: {
    /** Adds `amount` (base units) to the stake. Owner only. */
    addStake: {
      args: {
        readonly amount: bigint;
      };
      accounts: {
        /** The node's owner. Nobody else, so that nobody keeps a node from being closed with crumbs. */
        readonly owner: Address;
        /** Parameters. */
        readonly config?: Address;
        /** The node. */
        readonly node: Address;
        /** Its stake. */
        readonly stakeVault?: Address;
        /** The owner's tokens. */
        readonly ownerToken: Address;
        /** The CYXWIZ mint. */
        readonly mint: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Takes on a job of `price` (base units of a mint with `decimals`). job-escrow only. */
    beginJob: {
      args: {
        readonly price: bigint;
        readonly decimals: number;
      };
      accounts: {
        /** job-escrow's authority account. */
        readonly escrowAuthority?: Address;
        /** Parameters. */
        readonly config?: Address;
        /** The node that accepts. */
        readonly node: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Puts what was being withdrawn back to work. Owner only. */
    cancelWithdrawal: {
      args: Record<string, never>;
      accounts: {
        /** The node's owner. */
        readonly owner: Address;
        /** Parameters. */
        readonly config?: Address;
        /** The node. */
        readonly node: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Pays out what was requested and has cooled down. Owner only. */
    claimWithdrawal: {
      args: Record<string, never>;
      accounts: {
        /** The node's owner. */
        readonly owner: Address;
        /** The node. */
        readonly node: Address;
        /** Its stake. */
        readonly stakeVault?: Address;
        /** Any token account of the owner. */
        readonly ownerToken: Address;
        /** The CYXWIZ mint. */
        readonly mint: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Closes a coordinator's account, and with it the doors that its tokens opened. Its authority only. */
    closeCoordinator: {
      args: Record<string, never>;
      accounts: {
        /** The coordinator's authority. Gets the rent that its payer cannot be given. */
        readonly authority: Address;
        /** The coordinator. */
        readonly coordinator: Address;
        readonly rentPayer: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Closes a node without stake. Owner only. */
    closeNode: {
      args: Record<string, never>;
      accounts: {
        /** The node's owner. Gets the rent that its payer cannot be given. */
        readonly owner: Address;
        /** Parameters. */
        readonly config?: Address;
        /** The node. */
        readonly node: Address;
        /** Ties its hot key to it. */
        readonly operatorAccount: Address;
        /** Held its stake; gifts to it are left. */
        readonly stakeVault?: Address;
        /** Any token account of the owner; gets the gifts. */
        readonly ownerToken: Address;
        readonly rentPayer: Address;
        readonly operatorRentPayer: Address;
        /** The CYXWIZ mint. */
        readonly mint: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Pays what a stake has earned into it, as far as the rewards vault holds it. Anyone. */
    compoundRewards: {
      args: Record<string, never>;
      accounts: {
        /** Parameters. */
        readonly config?: Address;
        /** Counts rewards. */
        readonly registry?: Address;
        /** The node. */
        readonly node: Address;
        /** Its stake. */
        readonly stakeVault?: Address;
        /** What rewards are paid from. */
        readonly rewards?: Address;
        /** The CYXWIZ mint. */
        readonly mint: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Lets go of a job that ended without the node's fault. job-escrow only. */
    endJob: {
      args: Record<string, never>;
      accounts: {
        /** job-escrow's authority account. */
        readonly escrowAuthority?: Address;
        /** The node whose job ended. */
        readonly node: Address;
      };
    };
    /** Lets go of a job of `price` (base units of a mint with `decimals`) that the node failed, and slashes its stake: by price for a failure, by a rate of its own for an audit that did not hold. job-escrow only. */
    failJob: {
      args: {
        readonly price: bigint;
        readonly decimals: number;
        readonly fault: Fault;
      };
      accounts: {
        /** job-escrow's authority account. */
        readonly escrowAuthority?: Address;
        /** Parameters. */
        readonly config?: Address;
        /** Counts slashed tokens. */
        readonly registry?: Address;
        /** The node that failed. */
        readonly node: Address;
        /** Its stake. */
        readonly stakeVault?: Address;
        /** Where slashed tokens go that are not burned. */
        readonly insurance?: Address;
        /** The CYXWIZ mint. */
        readonly cyxwizMint: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Shows that the node lives. Operator only. */
    heartbeat: {
      args: Record<string, never>;
      accounts: {
        /** The node's hot key. */
        readonly operator: Address;
        /** Says how long a node may be silent. */
        readonly config?: Address;
        /** The node. */
        readonly node: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Creates the registry, its insurance vault and its rewards vault. Anyone, once. */
    initRegistry: {
      args: Record<string, never>;
      accounts: {
        /** Pays rent. */
        readonly payer: Address;
        /** Names the mint. */
        readonly config?: Address;
        /** The CYXWIZ mint. */
        readonly mint: Address;
        /** The new account. */
        readonly registry?: Address;
        /** Where slashed tokens go that are not burned. */
        readonly insurance?: Address;
        /** Where governance sends the rewards share of fees; stakes are rewarded out of it. */
        readonly rewards?: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        /** Creates the accounts. */
        readonly systemProgram?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Lets go of a job whose dispute the node lost: half its stake goes to client and treasury, and the node is banned. job-escrow only. */
    loseDispute: {
      args: Record<string, never>;
      accounts: {
        /** job-escrow's authority account. */
        readonly escrowAuthority?: Address;
        /** Parameters. */
        readonly config?: Address;
        /** Counts slashed tokens. */
        readonly registry?: Address;
        /** The node that lost. */
        readonly node: Address;
        /** Its stake. */
        readonly stakeVault?: Address;
        /** The client's share; job-escrow says whose account it is. */
        readonly clientToken: Address;
        /** Governance's treasury in CYXWIZ, which gets the rest. Anyone makes it, with init_fund. */
        readonly treasury?: Address;
        /** The CYXWIZ mint. */
        readonly cyxwizMint: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Pays `amount` (base units) out of the insurance vault. Governance authority only. */
    payInsurance: {
      args: {
        readonly amount: bigint;
      };
      accounts: {
        /** The governance authority: once handed over, the signer of what votes decide. */
        readonly authority: Address;
        /** Names the authority. */
        readonly config?: Address;
        /** Counts what is paid. */
        readonly registry?: Address;
        /** Holds what slashing set aside. */
        readonly insurance?: Address;
        /** Whom the vote names. */
        readonly to: Address;
        /** The CYXWIZ mint. */
        readonly mint: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Says which keys sign the tokens of the signer's coordinator. Anyone, once for each authority. */
    registerCoordinator: {
      args: {
        readonly keys: readonly string[];
      };
      accounts: {
        /** Who may change the keys from now on. */
        readonly authority: Address;
        /** Pays rent. */
        readonly payer: Address;
        /** The new account. */
        readonly coordinator?: Address;
        /** Creates the account. */
        readonly systemProgram?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Registers the signer's node and takes its stake. One node for each owner and for each hot key, which signs. */
    registerNode: {
      args: {
        readonly args: RegisterNodeArgs;
      };
      accounts: {
        /** Wallet that will own stake and earnings. */
        readonly owner: Address;
        /** Hot key of the node agent. It signs, so that nobody takes a key that is another's. */
        readonly operator: Address;
        /** Pays rent. */
        readonly payer: Address;
        /** Parameters. */
        readonly config?: Address;
        /** Hands out the index. */
        readonly registry?: Address;
        /** The new account. */
        readonly node?: Address;
        /** Ties the hot key to the node: a key works for one node only. */
        readonly operatorAccount?: Address;
        /** Will hold the stake. */
        readonly stakeVault?: Address;
        /** The owner's tokens. */
        readonly ownerToken: Address;
        /** The CYXWIZ mint. */
        readonly mint: Address;
        /** The token program that owns the mint. */
        readonly tokenProgram: Address;
        /** Creates the accounts. */
        readonly systemProgram?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Starts the cooldown of `amount` (base units) of the stake, once its lock is over. Owner only. */
    requestWithdrawal: {
      args: {
        readonly amount: bigint;
      };
      accounts: {
        /** The node's owner. */
        readonly owner: Address;
        /** Parameters. */
        readonly config?: Address;
        /** The node. */
        readonly node: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Puts a new hot key in the place of the old one. Owner and new key. */
    rotateOperator: {
      args: Record<string, never>;
      accounts: {
        /** The node's owner. Gets the old account's rent if its payer cannot be given it. */
        readonly owner: Address;
        /** The new hot key. It signs, so that nobody takes a key that is another's. */
        readonly operator: Address;
        /** Pays rent. */
        readonly payer: Address;
        /** The node. */
        readonly node: Address;
        /** Ties the old hot key to the node. */
        readonly previous: Address;
        readonly rentPayer: Address;
        /** Ties the new hot key to the node. */
        readonly operatorAccount?: Address;
        /** Creates the account. */
        readonly systemProgram?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Puts other keys in the place of a coordinator's present ones. Its authority only. */
    setCoordinatorKeys: {
      args: {
        readonly keys: readonly string[];
      };
      accounts: {
        /** The coordinator's authority. */
        readonly authority: Address;
        /** The coordinator. */
        readonly coordinator: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Changes TLS key hash or hardware, or ends the time of the TLS key before. Owner only. */
    updateNode: {
      args: {
        readonly args: UpdateNodeArgs;
      };
      accounts: {
        /** The node's owner. */
        readonly owner: Address;
        /** The node. */
        readonly node: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
  };
}
