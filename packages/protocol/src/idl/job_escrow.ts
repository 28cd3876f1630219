// Generated from the IDL by scripts/generate-idl.mjs
import type { Address } from '../program/addresses.ts';

/** What an exact job's node has committed to and what it is asked about. PDA ["audit", job], from `anchor_steps` until the job is closed.  Times are unix seconds of the chain's clock; 0 or zero bytes mean "not yet". */
export interface Audit {
  /** Canonical bump of this account. */
  readonly bump: number;
  /** The job. */
  readonly job: string;
  /** Who paid the rent of this account, and gets it back. */
  readonly rentPayer: string;
  /** The `VerifyingKey` account that proofs of steps are checked with. */
  readonly stepKey: string;
  /** Training steps that one proof covers. */
  readonly steps: number;
  /** Order and number of the batches. */
  readonly terms: ExactTerms;
  /** Segments of the training. */
  readonly segments: number;
  /** Root over the states between them; a field element, big endian. */
  readonly stepsRoot: Uint8Array;
  /** When it was anchored. */
  readonly anchoredAt: bigint;
  /** The hash of the first block from this slot on chooses the audits. */
  readonly challengeSlot: bigint;
  /** That slot was missed once, so that it is a later one now. */
  readonly moved: boolean;
  /** The slot whose hash was recorded. */
  readonly slot: bigint;
  /** Its hash. */
  readonly slotHash: Uint8Array;
  /** When it was recorded. */
  readonly recordedAt: bigint;
  /** What the audited segments follow from; a field element, big endian. */
  readonly challenge: Uint8Array;
  /** The client's nonce is part of it. */
  readonly nonceRevealed: boolean;
  /** When it was opened. */
  readonly openedAt: bigint;
  /** Audits to prove. */
  readonly audits: number;
  /** Which of them are: bit i stands for audit i. */
  readonly proven: bigint;
}

/** A proof for an audit was verified. */
export interface AuditProven {
  /** The `Job` account. */
  readonly job: string;
  /** Which audit, from 0. */
  readonly index: number;
  /** The segment that it asked for. */
  readonly segment: number;
  /** Segments of the training. */
  readonly segments: number;
  /** Training steps in one of them. */
  readonly steps: number;
  /** The proof's one public input. */
  readonly statement: Uint8Array;
  /** Audits proven so far. */
  readonly proven: number;
  /** Audits to prove. */
  readonly audits: number;
  /** A key of the job came from a published seed. */
  readonly developmentKey: boolean;
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** Nobody recorded the slot's hash in time; another slot takes its place. That happens once. */
export interface AuditSlotMoved {
  /** The `Job` account. */
  readonly job: string;
  /** The slot that was missed. */
  readonly missed: bigint;
  /** The one that counts now. */
  readonly challengeSlot: bigint;
  /** Last second to prove, unix seconds. */
  readonly deadline: bigint;
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** The hash that chooses an exact job's audits is recorded; the client's nonce is wanted now. */
export interface AuditSlotRecorded {
  /** The `Job` account. */
  readonly job: string;
  /** The slot. */
  readonly slot: bigint;
  /** Its hash. */
  readonly hash: Uint8Array;
  /** Last second to prove, unix seconds. */
  readonly deadline: bigint;
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** Token balances before the instruction moved anything. */
export interface BalancesBefore {
  /** Of the vault. */
  readonly vault: bigint;
  /** Of the node owner's token account; 0 when it was not passed. */
  readonly node: bigint;
  /** Of the fee vault; 0 when it was not passed. */
  readonly feeVault: bigint;
  /** Of the client's token account. */
  readonly client: bigint;
}

/** The audits of an exact job are chosen. */
export interface ChallengeOpened {
  /** The `Job` account. */
  readonly job: string;
  /** The slot whose hash is part of the challenge. */
  readonly slot: bigint;
  /** That hash. */
  readonly slotHash: Uint8Array;
  /** The client's nonce; none when it did not reveal it in time. */
  readonly nonce: Uint8Array | null;
  /** What the audited segments follow from. */
  readonly challenge: Uint8Array;
  /** Audits to prove. */
  readonly audits: number;
  /** Last second to prove them, unix seconds. */
  readonly deadline: bigint;
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** A proof for the latest anchor was verified. */
export interface CheckpointsProven {
  /** The `Job` account. */
  readonly job: string;
  /** Checkpoints proven before. */
  readonly provenBefore: number;
  /** Checkpoints proven now. */
  readonly proven: number;
  /** Checkpoints of the whole job. */
  readonly checkpoints: number;
  /** Merkle root over the checkpoints. */
  readonly root: Uint8Array;
  /** Hash of the weights after the last of them. */
  readonly weights: Uint8Array;
  /** That key came from a published seed. */
  readonly developmentKey: boolean;
  /** Price that proven progress has earned so far. */
  readonly earned: bigint;
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** What is counted for one client wallet. PDA ["client", wallet]; made with the wallet's first job and kept. */
export interface Client {
  /** Canonical bump. */
  readonly bump: number;
  /** The wallet. */
  readonly wallet: string;
  /** Day of UTC (unix seconds / 86,400) that `jobs_today` counts. */
  readonly day: bigint;
  /** Jobs created on `day`. */
  readonly jobsToday: number;
  /** Jobs ever created. */
  readonly jobsCreated: bigint;
  /** Running jobs that the client cancelled. */
  readonly jobsCancelled: bigint;
  /** Who paid this account's rent. */
  readonly rentPayer: string;
  /** Jobs paid to the end. */
  readonly jobsSettled: bigint;
  /** Disputes lost. */
  readonly disputesLost: number;
  /** Jobs paid to the end by price, in bps of a job that counts fully. */
  readonly settledWeight: bigint;
  /** Running jobs that the client cancelled, by price. */
  readonly cancelledWeight: bigint;
  /** What nodes look at before they accept, 0–1,000. */
  readonly score: number;
  /** The rules of that score, as they were when the client last created a job. */
  readonly rules: ClientRules;
}

/** What a client's score depends on of governance's parameters. */
export interface ClientRules {
  /** Price, in whole tokens, from which a job counts fully. */
  readonly trustPriceTokens: bigint;
  /** Jobs at which a client is trusted half. */
  readonly confidence: number;
  /** Points that a lost dispute costs. */
  readonly disputePenalty: number;
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

/** What the client fixes for good. */
export interface CreateJobArgs {
  /** The client's number of this job; random, so that the address tells nothing. */
  readonly nonce: bigint;
  /** Base units to put into the vault. */
  readonly price: bigint;
  /** sha256("cyxwiz:assignment:v1" ‖ node account ‖ salt). */
  readonly assignmentHash: Uint8Array;
  /** sha256 of the job spec's canonical JSON. */
  readonly specHash: Uint8Array;
  /** Commitment to the data set; a field element, big endian. */
  readonly datasetRoot: Uint8Array;
  /** Commitment to the weights before the first step; a field element, big endian. */
  readonly initialWeights: Uint8Array;
  /** Epochs to train. */
  readonly epochs: number;
  /** Epochs from one checkpoint to the next; at most 64 checkpoints. */
  readonly checkpointInterval: number;
  /** Seconds that the training should take. */
  readonly estimatedSeconds: number;
  /** Seconds from now to the deadline. */
  readonly deadlineSeconds: bigint;
  /** What has to be proven. */
  readonly tier: VerificationTier;
  /** Audits; 0 for governance's default. */
  readonly audits: number;
  /** sha256 of the client's secret share of the audit challenge. */
  readonly clientNonceHash: Uint8Array;
  /** Order and number of the batches of an exact job; none for a committed one. */
  readonly exact: ExactTerms | null;
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

/** The order of the batches, which no number on chain says otherwise. The job keeps only a hash of it. */
export interface ExactTerms {
  /** Seed of the order in which each epoch takes the batches. */
  readonly seed: Uint8Array;
  /** Batches of an epoch, 1 to 256; a multiple of the steps that one proof covers. */
  readonly batches: number;
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

/** One training job and the money in its vault. PDA ["job", client wallet, nonce u64 little endian].  Amounts are base units of `mint`; times are unix seconds of the chain's clock; 0 or the default key means "not yet". */
export interface Job {
  /** Layout version. */
  readonly version: number;
  /** Canonical bump of this account. */
  readonly bump: number;
  /** Where the job stands. */
  readonly state: JobState;
  /** What has to be proven. */
  readonly tier: VerificationTier;
  /** The client's wallet. */
  readonly client: string;
  /** Who paid the rent of this account and of the vault, and gets it back. */
  readonly rentPayer: string;
  /** Mint of the price. */
  readonly mint: string;
  /** Decimals of that mint. */
  readonly decimals: number;
  /** Token account that holds what is not paid out: ["vault", this account]. */
  readonly vault: string;
  /** Where the platform's fee goes. */
  readonly feeVault: string;
  /** The client's number of this job. */
  readonly nonce: bigint;
  /** What arrived in the vault when the job was created. Later donations do not count. */
  readonly price: bigint;
  /** What the present node works for: the price, less what earlier nodes earned. */
  readonly stagePrice: bigint;
  /** The part of `stage_price` that milestones have paid, with their fee. */
  readonly claimed: bigint;
  /** sha256("cyxwiz:assignment:v1" ‖ node account ‖ salt): the chosen node, hidden until it accepts. */
  readonly assignmentHash: Uint8Array;
  /** sha256 of the job spec's canonical JSON. */
  readonly specHash: Uint8Array;
  /** Commitment to the data set; a field element, big endian. */
  readonly datasetRoot: Uint8Array;
  /** Commitment to the weights that the present node starts from; a field element, big endian. */
  readonly initialWeights: Uint8Array;
  /** sha256 of the client's secret share of the audit challenge. */
  readonly clientNonceHash: Uint8Array;
  /** Epochs that earlier nodes trained and proved. */
  readonly epochsDone: number;
  /** Nodes that failed before the present one. */
  readonly reassignments: number;
  /** Epochs for the present node to train. */
  readonly epochs: number;
  /** Epochs from one checkpoint to the next. */
  readonly checkpointInterval: number;
  /** Checkpoints in them, 1 to 64. */
  readonly checkpoints: number;
  /** Seconds that client and node expect them to take. */
  readonly estimatedSeconds: number;
  /** Audits that the client asked for; a Bronze node must pass more. */
  readonly audits: number;
  /** The `VerifyingKey` account that proofs of this job are checked with. */
  readonly verifyingKey: string;
  /** That key came from a published seed, so its proofs prove nothing to a stranger. */
  readonly developmentKey: boolean;
  /** When the job was paid for. */
  readonly createdAt: bigint;
  /** Last second in which the node may accept. */
  readonly acceptBy: bigint;
  /** Last second in which the node may anchor and prove. */
  readonly deadline: bigint;
  /** The `Node` account that accepted. */
  readonly node: string;
  /** That node's place in the registry. */
  readonly nodeIndex: number;
  /** The wallet that owns that node and is paid. */
  readonly nodeOwner: string;
  /** Platform fee for this node as of its acceptance, bps. */
  readonly feeBps: number;
  /** When the node accepted. */
  readonly acceptedAt: bigint;
  /** Slot in which the node accepted. */
  readonly acceptedSlot: bigint;
  /** First public input of every proof of this job; a field element, big endian. */
  readonly binding: Uint8Array;
  /** Merkle root of the latest anchor; a field element, big endian. */
  readonly anchoredRoot: Uint8Array;
  /** Checkpoints under that root. */
  readonly anchoredCheckpoints: number;
  /** Hash of the weights after the last of them; a field element, big endian. */
  readonly anchoredWeights: Uint8Array;
  /** Milliseconds of training up to it, by the node's clock. */
  readonly anchoredElapsedMs: bigint;
  /** When it was anchored. */
  readonly anchoredAt: bigint;
  /** Checkpoints that a proof has shown. */
  readonly provenCheckpoints: number;
  /** Proofs that were accepted. */
  readonly proofs: number;
  /** Hash of the weights after the last of them. */
  readonly provenWeights: Uint8Array;
  /** When the latest proof was accepted. */
  readonly provenAt: bigint;
  /** Proven checkpoints whose objection window is over, as of the latest proof or milestone. */
  readonly clearedCheckpoints: number;
  /** Checkpoints of an earlier proof whose objection window runs; later proofs do not restart it. */
  readonly clearingCheckpoints: number;
  /** When that proof was accepted. */
  readonly clearingSince: bigint;
  /** The client has given up its objection window. */
  readonly objectionWaived: boolean;
  /** Paid so far to the owners of nodes. */
  readonly paidNode: bigint;
  /** Paid so far to the fee vault. */
  readonly paidFee: bigint;
  /** Paid back to the client. */
  readonly refunded: bigint;
  /** Destroyed. */
  readonly burned: bigint;
  /** When the job ended. */
  readonly endedAt: bigint;
  /** The parameters that were in force when the job was created. */
  readonly terms: JobTerms;
  /** Stars that the client gave, 1 to 5; 0: none yet. */
  readonly stars: number;
  /** The state in which it was disputed; `Funded` when it never was. */
  readonly disputedFrom: JobState;
  /** The dispute, at governance; the default key when there never was one. */
  readonly dispute: string;
  /** Hash of an exact job's terms (`ExactTerms::hash`); zeros for a committed job. */
  readonly exactTerms: Uint8Array;
  /** Audits that the present node must pass, as of its acceptance; 0 for a committed job. */
  readonly auditsDue: number;
  /** Audits that are proven. */
  readonly auditsProven: number;
  /** The node has anchored its steps: the job has an `Audit`. */
  readonly stepsAnchored: boolean;
}

/** The chosen node accepted. */
export interface JobAccepted {
  /** The `Job` account. */
  readonly job: string;
  /** The `Node` account. */
  readonly node: string;
  /** The wallet that is paid. */
  readonly nodeOwner: string;
  /** The node's score, 0 to 1000. */
  readonly score: number;
  /** Platform fee for this job, bps. */
  readonly feeBps: number;
  /** Price, base units. */
  readonly price: bigint;
  /** First public input of every proof. */
  readonly binding: Uint8Array;
  /** Audits that the node must pass; 0 for a committed job. */
  readonly auditsDue: number;
  /** Slot of the acceptance. */
  readonly slot: bigint;
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** The job's account was closed. */
export interface JobClosed {
  /** The `Job` account. */
  readonly job: string;
  /** Who paid the rent. */
  readonly rentPayer: string;
  /** Lamports that went back to the rent payer. */
  readonly rent: bigint;
  /** Who paid for the job's audit; the default key when there was none. */
  readonly auditRentPayer: string;
  /** Lamports that went back to it. */
  readonly auditRent: bigint;
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** A client paid for a job. */
export interface JobCreated {
  /** The `Job` account. */
  readonly job: string;
  /** The client's wallet. */
  readonly client: string;
  /** Who paid the rent. */
  readonly rentPayer: string;
  /** Mint of the price. */
  readonly mint: string;
  /** The client's number of this job. */
  readonly nonce: bigint;
  /** What arrived in the vault, base units. */
  readonly price: bigint;
  /** Balance of the client's token account before, base units. */
  readonly clientBefore: bigint;
  /** Hides the chosen node. */
  readonly assignmentHash: Uint8Array;
  /** sha256 of the job spec's canonical JSON. */
  readonly specHash: Uint8Array;
  /** What has to be proven. */
  readonly tier: VerificationTier;
  /** Checkpoints of the whole job. */
  readonly checkpoints: number;
  /** The key for its proofs. */
  readonly verifyingKey: string;
  /** That key came from a published seed. */
  readonly developmentKey: boolean;
  /** Last second to accept, unix seconds. */
  readonly acceptBy: bigint;
  /** Last second to anchor and prove, unix seconds. */
  readonly deadline: bigint;
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** A party disputes the job; the vault is frozen until the verdict. */
export interface JobDisputed {
  /** The `Job` account. */
  readonly job: string;
  /** The `Dispute` account, at governance. */
  readonly dispute: string;
  /** Who opened it. */
  readonly opener: Party;
  /** The job's state before. */
  readonly disputedFrom: JobState;
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** The job ended and its vault was emptied: `settle`, `cancel`, `timeout_refund` or `resolve_dispute`. */
export interface JobEnded {
  /** The `Job` account. */
  readonly job: string;
  /** How it ended. */
  readonly state: JobState;
  /** What has to be proven. */
  readonly tier: VerificationTier;
  /** That key came from a published seed. */
  readonly developmentKey: boolean;
  /** The client's wallet. */
  readonly client: string;
  /** The `Node` account; the default key when no node accepted. */
  readonly node: string;
  /** The wallet that is paid. */
  readonly nodeOwner: string;
  /** Mint of the price. */
  readonly mint: string;
  /** Price, base units. */
  readonly price: bigint;
  /** Where this instruction sent what was left of the price, base units. */
  readonly payout: Payout;
  /** What milestones and earlier nodes were paid before; with `payout` it is the price. */
  readonly paidBefore: Payout;
  /** Donations to the vault, swept to the client on top of the payout. */
  readonly surplus: bigint;
  /** Balances before, base units. */
  readonly before: BalancesBefore;
  /** Checkpoints that were proven. */
  readonly provenCheckpoints: number;
  /** Checkpoints of the whole job. */
  readonly checkpoints: number;
  /** Audits that were proven. */
  readonly auditsProven: number;
  /** The node's score when it was looked at; 0 otherwise. */
  readonly score: number;
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** The client rated a settled job. */
export interface JobRated {
  /** The `Job` account. */
  readonly job: string;
  /** The client's wallet. */
  readonly client: string;
  /** The `Node` account. */
  readonly node: string;
  /** 1 to 5. */
  readonly stars: number;
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** A node failed; what it did not earn waits for another one, which starts from the last proven checkpoint. */
export interface JobReassigned {
  /** The `Job` account. */
  readonly job: string;
  /** The client's wallet. */
  readonly client: string;
  /** The `Node` account that failed. */
  readonly failedNode: string;
  /** Its owner, who is paid for what is proven. */
  readonly failedOwner: string;
  /** Mint of the price. */
  readonly mint: string;
  /** What this instruction paid, base units. */
  readonly payout: Payout;
  /** Balances before, base units; the client's is not looked at. */
  readonly before: BalancesBefore;
  /** What the next node works for, base units. */
  readonly stagePrice: bigint;
  /** Checkpoints for it to prove. */
  readonly checkpoints: number;
  /** Epochs that are done. */
  readonly epochsDone: number;
  /** Hides the next node. */
  readonly assignmentHash: Uint8Array;
  /** Weights it starts from. */
  readonly initialWeights: Uint8Array;
  /** Last second to accept, unix seconds. */
  readonly acceptBy: bigint;
  /** Last second to anchor and prove, unix seconds. */
  readonly deadline: bigint;
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** Where a job stands. `Funded → Running → Proving → Settled` is the way of a job that goes well. */
export type JobState =
  | 'Funded'
  | 'Running'
  | 'Proving'
  | 'Settled'
  | 'Cancelled'
  | 'Refunded'
  | 'TimedOut'
  | 'Disputed'
  | 'Resolved';

/** What a job depends on of governance's parameters, as they were when it was created: a vote changes later jobs only. */
export interface JobTerms {
  /** Platform fee for nodes below the highest tier, bps. */
  readonly feeBps: number;
  /** Platform fee for nodes of the highest tier, bps. */
  readonly diamondFeeBps: number;
  /** Part of the unearned price that a client pays the node for cancelling, bps. */
  readonly cancelFeeBps: number;
  /** Part of a failed job's refund that is burned, bps; 0 unless the job is paid in CYXWIZ. */
  readonly refundBurnBps: number;
  /** The client may object until so many seconds after the final proof. */
  readonly objectionWindow: bigint;
  /** A node that is not heard of for more than so many seconds has failed. */
  readonly silence: bigint;
  /** Least part of the estimate that a job must take, bps. */
  readonly timeMinBps: number;
  /** Largest part of the estimate that a job may take, bps. */
  readonly timeMaxBps: number;
  /** Seconds by which both bounds are eased. */
  readonly timeGrace: bigint;
  /** Epochs after which an anchor is always allowed. */
  readonly anchorMaxEpochs: number;
  /** Part of the job after which an anchor is always allowed, bps. */
  readonly anchorPartBps: number;
  /** Seconds that a node's clock may run ahead of the chain's. */
  readonly clockTolerance: bigint;
  /** How many times as many audits a node of the lowest tier must pass. */
  readonly bronzeAuditFactor: number;
  /** Seconds that the client has to reveal its share of the audit challenge. */
  readonly revealWindow: bigint;
  /** Seconds that remain at least to prove audits, once their challenge is open. */
  readonly auditWindow: bigint;
  /** Least score for settlement. */
  readonly minNodeScore: number;
  /** Scores at which the second, third and highest tier begin. */
  readonly tierScores: readonly number[];
  /** Base units that a price of the first, second and third tier must stay below. */
  readonly priceLimits: readonly bigint[];
}

/** A milestone: the node was paid for proven checkpoints before the end. */
export interface MilestonePaid {
  /** The `Job` account. */
  readonly job: string;
  /** The `Node` account. */
  readonly node: string;
  /** The wallet that is paid. */
  readonly nodeOwner: string;
  /** Mint of the price. */
  readonly mint: string;
  /** What this instruction paid, base units. */
  readonly payout: Payout;
  /** Balances before, base units; the client's is not looked at. */
  readonly before: BalancesBefore;
  /** Checkpoints that are paid for. */
  readonly checkpoints: number;
  /** What is left of the price, base units. */
  readonly left: bigint;
  /** When it happened, unix seconds. */
  readonly at: bigint;
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

/** The client gave up its objection window. */
export interface ObjectionWaived {
  /** The `Job` account. */
  readonly job: string;
  /** The client's wallet. */
  readonly client: string;
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** A side of a dispute. */
export type Party = 'Client' | 'Node';

/** Where tokens of a vault go, in base units. All payouts of a job together are its price; `stage` makes them. */
export interface Payout {
  /** To the node's owner. */
  readonly toNode: bigint;
  /** To governance's fee vault. */
  readonly fee: bigint;
  /** Back to the client. */
  readonly toClient: bigint;
  /** Destroyed; CYXWIZ only. */
  readonly burned: bigint;
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

/** What a node anchors. */
export interface Progress {
  /** Merkle root over the checkpoints so far; a field element, big endian. */
  readonly root: Uint8Array;
  /** Checkpoints so far. */
  readonly checkpoints: number;
  /** Hash of the weights after the last of them; a field element, big endian. */
  readonly weights: Uint8Array;
  /** Milliseconds of training so far, by the node's clock. */
  readonly elapsedMs: bigint;
}

/** The node anchored progress; `is_final` ends the training. */
export interface ProgressAnchored {
  /** The `Job` account. */
  readonly job: string;
  /** The `Node` account. */
  readonly node: string;
  /** Checkpoints anchored before. */
  readonly checkpointsBefore: number;
  /** Checkpoints anchored now. */
  readonly checkpoints: number;
  /** Training so far, milliseconds by the node's clock. */
  readonly elapsedMs: bigint;
  /** Merkle root over the checkpoints. */
  readonly root: Uint8Array;
  /** Hash of the weights after the last of them. */
  readonly weights: Uint8Array;
  /** The training is finished. */
  readonly isFinal: boolean;
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** What the client fixes for the rest of the job. */
export interface ReassignArgs {
  /** sha256("cyxwiz:assignment:v1" ‖ node account ‖ salt). */
  readonly assignmentHash: Uint8Array;
  /** Seconds that the rest of the training should take. */
  readonly estimatedSeconds: number;
  /** Seconds from now to the deadline. */
  readonly deadlineSeconds: bigint;
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

/** The node of an exact job has committed to every state of its training. */
export interface StepsAnchored {
  /** The `Job` account. */
  readonly job: string;
  /** The `Node` account. */
  readonly node: string;
  /** The `Audit` account. */
  readonly audit: string;
  /** Who paid its rent. */
  readonly rentPayer: string;
  /** The key for proofs of steps. */
  readonly stepKey: string;
  /** Training steps that one proof covers. */
  readonly steps: number;
  /** Order and number of the batches. */
  readonly terms: ExactTerms;
  /** Segments of the training. */
  readonly segments: number;
  /** Root over the states between them. */
  readonly stepsRoot: Uint8Array;
  /** Audits to prove. */
  readonly audits: number;
  /** The hash of the first block from this slot on chooses them. */
  readonly challengeSlot: bigint;
  /** Last second to prove, unix seconds. */
  readonly deadline: bigint;
  /** When it happened, unix seconds. */
  readonly at: bigint;
}

/** How a dispute ends. */
export type Verdict = 'ForClient' | 'ForNode' | 'NoQuorum';

/** What has to be proven before the node is paid. */
export type VerificationTier = 'Committed' | 'Exact';

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
export type JobEscrowError =
  | 'NewJobsPaused'
  | 'MintNotAllowed'
  | 'PriceIsZero'
  | 'EpochsIsZero'
  | 'CheckpointIntervalOutOfRange'
  | 'TooManyCheckpoints'
  | 'EstimateIsZero'
  | 'DeadlineOutOfRange'
  | 'TooManyAudits'
  | 'ExactTermsMismatch'
  | 'WrongCircuit'
  | 'VerifyingKeyRetired'
  | 'DevelopmentKeyNotAllowed'
  | 'TooManyJobsToday'
  | 'NotAFieldElement'
  | 'SurplusAccounts'
  | 'WrongClient'
  | 'WrongMint'
  | 'WrongTokenProgram'
  | 'WrongFeeVault'
  | 'WrongRentPayer'
  | 'WrongNode'
  | 'WrongOperator'
  | 'WrongScorePage'
  | 'WrongVerifyingKey'
  | 'WrongTokenAccount'
  | 'NodeAccountsMissing'
  | 'VaultShort'
  | 'JobNotFunded'
  | 'AcceptWindowClosed'
  | 'WrongAssignment'
  | 'PriceAboveTier'
  | 'JobNotRunning'
  | 'DeadlinePassed'
  | 'CheckpointsNotIncreasing'
  | 'CheckpointsBeyondJob'
  | 'AnchorStepTooSmall'
  | 'ElapsedNotIncreasing'
  | 'ElapsedAheadOfClock'
  | 'FinishedTooEarly'
  | 'NothingToProve'
  | 'ProofInvalid'
  | 'JobNotProving'
  | 'AlreadyWaived'
  | 'FinalRootNotProven'
  | 'FinishedTooLate'
  | 'ScoreTooLow'
  | 'ObjectionWindowOpen'
  | 'JobEnded'
  | 'JobIsProving'
  | 'AcceptWindowOpen'
  | 'TimeoutRefundInstead'
  | 'NotTimedOut'
  | 'SettleInstead'
  | 'JobStillOpen'
  | 'TooEarlyToClose'
  | 'MathOverflow'
  | 'InvariantViolated'
  | 'JobNotSettled'
  | 'AlreadyRated'
  | 'StarsOutOfRange'
  | 'NotAParty'
  | 'JobIsDisputed'
  | 'JobNotDisputed'
  | 'ObjectionWindowOver'
  | 'NodeHasFailed'
  | 'WrongDispute'
  | 'DisputeMissing'
  | 'DisputeNotClosed'
  | 'WrongVault'
  | 'WrongClientRecord'
  | 'NothingToClaim'
  | 'NotPaidInParts'
  | 'NotAStepKey'
  | 'BatchesOutOfRange'
  | 'TooManySegments'
  | 'NotAnExactJob'
  | 'WrongExactTerms'
  | 'WrongAudit'
  | 'AuditMissing'
  | 'SlotHashRecorded'
  | 'SlotAhead'
  | 'SlotMissedTwice'
  | 'SlotHashNotRecorded'
  | 'ChallengeOpen'
  | 'WrongNonce'
  | 'RevealWindowOpen'
  | 'ChallengeNotOpen'
  | 'AuditOutOfRange'
  | 'AuditProvenAlready'
  | 'AuditProofInvalid'
  | 'AuditsNotProven'
  | 'AuditsDecide';

export interface JobEscrowTypes {
  accounts: {
    Audit: Audit;
    Client: Client;
    Job: Job;
  };
  events: {
    AuditProven: AuditProven;
    AuditSlotMoved: AuditSlotMoved;
    AuditSlotRecorded: AuditSlotRecorded;
    ChallengeOpened: ChallengeOpened;
    CheckpointsProven: CheckpointsProven;
    JobAccepted: JobAccepted;
    JobClosed: JobClosed;
    JobCreated: JobCreated;
    JobDisputed: JobDisputed;
    JobEnded: JobEnded;
    JobRated: JobRated;
    JobReassigned: JobReassigned;
    MilestonePaid: MilestonePaid;
    ObjectionWaived: ObjectionWaived;
    ProgressAnchored: ProgressAnchored;
    StepsAnchored: StepsAnchored;
  };
  instructions: {
    /** Opens the assignment hash and takes the job on. The node's operator, within the accept window. */
    acceptJob: {
      args: {
        readonly salt: Uint8Array;
      };
      accounts: {
        /** The node's hot key. */
        readonly operator: Address;
        /** The job. */
        readonly job: Address;
        /** The node that the assignment hash hides. */
        readonly node: Address;
        /** Holds the node's score. */
        readonly scorePage: Address;
        readonly config?: Address;
        readonly authority?: Address;
        /** Keeps stake and standing of nodes. */
        readonly nodeRegistryProgram?: Address;
        readonly nodeRegistryEvents?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Anchors the Merkle root over the checkpoints so far. The node's operator. */
    anchorProgress: {
      args: {
        readonly progress: Progress;
      };
      accounts: {
        /** The node's hot key. */
        readonly operator: Address;
        /** The job. */
        readonly job: Address;
        /** The job's node. */
        readonly node: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Anchors the root over the states between an exact job's segments, and with it the slot whose hash chooses the audits. The node's operator, once, after the final root. */
    anchorSteps: {
      args: {
        readonly stepsRoot: Uint8Array;
        readonly terms: ExactTerms;
      };
      accounts: {
        /** The node's hot key. */
        readonly operator: Address;
        /** Pays the audit's rent, and gets it back when the job is closed. */
        readonly payer: Address;
        /** The job. */
        readonly job: Address;
        /** The job's node. */
        readonly node: Address;
        /** The key for proofs of steps, which the job's exact terms name. A key retired since then still serves it. */
        readonly stepKey: Address;
        /** The audit; a job has one, so steps are anchored once. */
        readonly audit?: Address;
        /** Creates the account. */
        readonly systemProgram?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Stops a job that no node accepted in time, free of charge, or one that runs, for a fee. Client. */
    cancel: {
      args: Record<string, never>;
      accounts: {
        /** The one who ordered the job. */
        readonly client: Address;
        /** Counts the cancellation of a running job. */
        readonly clientRecord?: Address;
        /** The job. */
        readonly job: Address;
        /** Holds the price. */
        readonly vault: Address;
        /** Mint of the price. Writable, because withheld transfer fees go back to it, and part of a failed job's refund is burned. */
        readonly mint: Address;
        /** The client's token account. */
        readonly clientToken: Address;
        readonly rentPayer: Address;
        /** Owns mint and vault. */
        readonly tokenProgram: Address;
        /** Any token account of the node's owner. May be the client's own. */
        readonly nodeToken?: Address | null;
        /** Gets the platform's fee. */
        readonly feeVault?: Address | null;
        /** The job's node. */
        readonly node?: Address | null;
        readonly outcomes?: Address | null;
        readonly authority?: Address | null;
        /** Keeps stake and standing of nodes. */
        readonly nodeRegistryProgram?: Address | null;
        readonly nodeRegistryEvents?: Address | null;
        /** Keeps the outcomes. */
        readonly reputationProgram?: Address | null;
        readonly reputationEvents?: Address | null;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Pays the node for proven checkpoints that can no longer be objected to, before the job ends. Anyone. */
    claimProgress: {
      args: Record<string, never>;
      accounts: {
        /** The job. */
        readonly job: Address;
        /** Holds what is left of the price. */
        readonly vault: Address;
        /** Mint of the price. */
        readonly mint: Address;
        /** Any token account of the node's owner. */
        readonly nodeToken: Address;
        /** Gets the platform's fee. */
        readonly feeVault: Address;
        /** Owns mint and vault. */
        readonly tokenProgram: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Closes an ended job and returns its rent. The rent payer, or anyone 7 days after the end. */
    closeJob: {
      args: Record<string, never>;
      accounts: {
        /** The rent payer, or anyone 7 days after the end. */
        readonly closer: Address;
        /** The job. */
        readonly job: Address;
        readonly rentPayer: Address;
        readonly dispute?: Address | null;
        /** The job's audit, if there was one. */
        readonly audit?: Address | null;
        readonly auditRentPayer?: Address | null;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Pays for a job. The chosen node stays hidden in `assignment_hash` until it accepts. Client. */
    createJob: {
      args: {
        readonly args: CreateJobArgs;
      };
      accounts: {
        /** Pays the price. */
        readonly client: Address;
        /** Pays the rent, and gets it back when the job is closed. */
        readonly payer: Address;
        /** Parameters. */
        readonly config?: Address;
        /** Whether the mint is allowed. One policy a mint exists, so naming the mint identifies it. */
        readonly mintPolicy: Address;
        /** The key that this job's proofs will be checked with. */
        readonly verifyingKey: Address;
        /** The key that proofs of an exact job's steps will be checked with. */
        readonly stepKey?: Address | null;
        /** Counts the wallet's jobs; made with the first. */
        readonly clientRecord?: Address;
        /** The job. */
        readonly job?: Address;
        /** Mint of the price. */
        readonly mint: Address;
        readonly vault?: Address;
        /** The client's token account. */
        readonly clientToken: Address;
        /** Owns mint and vault. */
        readonly tokenProgram: Address;
        /** Creates the accounts. */
        readonly systemProgram?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Opens the challenge with the client's nonce, or without it after the reveal window. Anyone. */
    openChallenge: {
      args: {
        readonly nonce: Uint8Array | null;
      };
      accounts: {
        /** The job. */
        readonly job: Address;
        /** Its audit. */
        readonly audit: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Freezes the vault and opens a dispute at governance. The client, or the owner of a node that has not failed. */
    openDispute: {
      args: {
        readonly evidenceHash: Uint8Array;
      };
      accounts: {
        /** The client, or the node's owner; puts down the bond. */
        readonly opener: Address;
        /** Pays the dispute's rent, and gets it back when it is closed. */
        readonly payer: Address;
        /** The job. */
        readonly job: Address;
        /** The job's node. */
        readonly node: Address;
        readonly dispute?: Address;
        readonly disputeVault: Address;
        readonly openerToken: Address;
        readonly cyxwizMint: Address;
        readonly cyxwizTokenProgram: Address;
        readonly config?: Address;
        readonly authority?: Address;
        /** Keeps disputes. */
        readonly governanceProgram?: Address;
        readonly governanceEvents?: Address;
        /** Creates the accounts. */
        readonly systemProgram?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Verifies the Groth16 proof of one audited segment; `proof_a` is negated. Anyone, in any order. */
    proveAudit: {
      args: {
        readonly index: number;
        readonly proofA: Uint8Array;
        readonly proofB: Uint8Array;
        readonly proofC: Uint8Array;
      };
      accounts: {
        /** The job. */
        readonly job: Address;
        /** Its audit. */
        readonly audit: Address;
        /** The key that the job's exact terms name. A key retired since then still serves it. */
        readonly stepKey: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Verifies a Groth16 proof for the latest anchor; `proof_a` is negated. Anyone. */
    proveCheckpoints: {
      args: {
        readonly proofA: Uint8Array;
        readonly proofB: Uint8Array;
        readonly proofC: Uint8Array;
      };
      accounts: {
        /** The job. */
        readonly job: Address;
        /** The key that the job named when it was created. A key retired since then still serves it. */
        readonly verifyingKey: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Gives a settled job 1 to 5 stars, which its node's score counts by price. Client, once. */
    rate: {
      args: {
        readonly stars: number;
      };
      accounts: {
        /** The one who paid for the job. */
        readonly client: Address;
        /** The job. */
        readonly job: Address;
        /** The job's node. One that was closed and registered again stands elsewhere and has earned nothing yet, stars included. */
        readonly node: Address;
        readonly outcomes: Address;
        readonly authority?: Address;
        /** Keeps the outcomes. */
        readonly reputationProgram?: Address;
        readonly reputationEvents?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Slashes a node that died, pays it what it has proven and offers the rest of the job to another one. Client. */
    reassign: {
      args: {
        readonly args: ReassignArgs;
      };
      accounts: {
        /** The one who ordered the job. */
        readonly client: Address;
        /** The job. */
        readonly job: Address;
        /** Holds what is left of the price. */
        readonly vault: Address;
        /** Mint of the price. */
        readonly mint: Address;
        /** Any token account of the failed node's owner; needed when proven progress earned something. */
        readonly nodeToken?: Address | null;
        /** Gets the platform's fee. */
        readonly feeVault?: Address | null;
        /** Owns mint and vault. */
        readonly tokenProgram: Address;
        /** Parameters: the pause, the bounds of the deadline, the slash. */
        readonly config?: Address;
        /** The node that failed. */
        readonly node: Address;
        readonly outcomes: Address;
        readonly authority?: Address;
        readonly registry?: Address;
        readonly stakeVault: Address;
        readonly insurance?: Address;
        readonly cyxwizMint: Address;
        readonly cyxwizTokenProgram: Address;
        /** Keeps stake and standing of nodes. */
        readonly nodeRegistryProgram?: Address;
        readonly nodeRegistryEvents?: Address;
        /** Keeps the outcomes. */
        readonly reputationProgram?: Address;
        readonly reputationEvents?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Records the hash of the slot that chooses the audits; if nobody did in time, moves that slot, once. Anyone. */
    recordSlotHash: {
      args: Record<string, never>;
      accounts: {
        /** The job. */
        readonly job: Address;
        /** Its audit. */
        readonly audit: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Pays the vault out as the dispute's final verdict says. Anyone. */
    resolveDispute: {
      args: Record<string, never>;
      accounts: {
        /** The job. */
        readonly job: Address;
        /** Its dispute. */
        readonly dispute: Address;
        /** Counts a dispute that the client lost. */
        readonly clientRecord: Address;
        /** Holds what is left of the price. */
        readonly vault: Address;
        /** Mint of the price. */
        readonly mint: Address;
        /** Any token account of the client. */
        readonly clientToken: Address;
        /** Any token account of the node's owner. May be the client's own. */
        readonly nodeToken: Address;
        /** Gets the platform's fee. */
        readonly feeVault: Address;
        readonly rentPayer: Address;
        /** Owns mint and vault. */
        readonly tokenProgram: Address;
        /** The job's node. */
        readonly node: Address;
        readonly outcomes: Address;
        readonly authority?: Address;
        /** Keeps disputes. */
        readonly governanceProgram?: Address;
        readonly governanceEvents?: Address;
        /** Keeps stake and standing of nodes. */
        readonly nodeRegistryProgram?: Address;
        readonly nodeRegistryEvents?: Address;
        /** Keeps the outcomes. */
        readonly reputationProgram?: Address;
        readonly reputationEvents?: Address;
        readonly config?: Address | null;
        readonly registry?: Address | null;
        readonly stakeVault?: Address | null;
        readonly cyxwizMint?: Address | null;
        readonly cyxwizTokenProgram?: Address | null;
        readonly insurance?: Address | null;
        /** Any CYXWIZ account of the client, which may be `client_token`; for a node that lost. node-registry checks its mint. */
        readonly clientStakeToken?: Address | null;
        readonly treasury?: Address | null;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Pays the node once the verification policy holds. Anyone. */
    settle: {
      args: Record<string, never>;
      accounts: {
        /** The job. `dup` spares a comparison of accounts that cannot be the same: their types or addresses differ. */
        readonly job: Address;
        /** Counts what its client paid to the end. Only `create_job` makes such accounts, one for each wallet. */
        readonly clientRecord: Address;
        readonly vault: Address;
        readonly mint: Address;
        readonly nodeToken: Address;
        readonly feeVault: Address;
        readonly clientToken: Address;
        readonly rentPayer: Address;
        readonly node: Address;
        /** Holds the node's score. */
        readonly scorePage: Address;
        readonly outcomes: Address;
        readonly authority?: Address;
        /** Owns mint and vault. */
        readonly tokenProgram: Address;
        /** Keeps stake and standing of nodes. */
        readonly nodeRegistryProgram?: Address;
        readonly nodeRegistryEvents?: Address;
        /** Keeps the outcomes. */
        readonly reputationProgram?: Address;
        readonly reputationEvents?: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Refunds a job whose node failed or never came, less proven progress, and closes it. Anyone. */
    timeoutRefund: {
      args: Record<string, never>;
      accounts: {
        /** The job. It is closed, unless it was audited: then `close_job` closes both. */
        readonly job: Address;
        /** Holds the price. */
        readonly vault: Address;
        /** Mint of the price. Writable, because withheld transfer fees go back to it, and part of a failed job's refund is burned when it is CYXWIZ. */
        readonly mint: Address;
        /** Any token account of the client. */
        readonly clientToken: Address;
        readonly rentPayer: Address;
        /** Owns mint and vault. */
        readonly tokenProgram: Address;
        /** Any token account of the node's owner; needed when proven progress earned something. May be the client's own. */
        readonly nodeToken?: Address | null;
        /** Gets the platform's fee. */
        readonly feeVault?: Address | null;
        /** The job's node. */
        readonly node?: Address | null;
        /** Holds the node's score. */
        readonly scorePage?: Address | null;
        readonly outcomes?: Address | null;
        readonly authority?: Address | null;
        readonly config?: Address | null;
        readonly registry?: Address | null;
        readonly stakeVault?: Address | null;
        readonly insurance?: Address | null;
        readonly cyxwizMint?: Address | null;
        readonly cyxwizTokenProgram?: Address | null;
        /** Keeps stake and standing of nodes. */
        readonly nodeRegistryProgram?: Address | null;
        readonly nodeRegistryEvents?: Address | null;
        /** Keeps the outcomes. */
        readonly reputationProgram?: Address | null;
        readonly reputationEvents?: Address | null;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
    /** Gives up the client's objection window, so that the node is paid at once. Client. */
    waiveObjection: {
      args: Record<string, never>;
      accounts: {
        /** The one whose objection it is. */
        readonly client: Address;
        /** The job. */
        readonly job: Address;
        readonly eventAuthority?: Address;
        readonly program?: Address;
      };
    };
  };
}
