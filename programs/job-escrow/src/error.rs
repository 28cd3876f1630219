//! Every way this program says no. Messages say what is wrong and what to do.

use anchor_lang::prelude::*;

#[error_code(offset = 6200)]
pub enum JobEscrowError {
    // create_job
    #[msg("New jobs are paused by the guardians; running jobs, refunds and settlements go on")]
    NewJobsPaused,
    #[msg("This mint is not allowed for escrow; use CYXWIZ or a mint that governance allows")]
    MintNotAllowed,
    #[msg("The price must be above zero")]
    PriceIsZero,
    #[msg("A job needs at least one epoch")]
    EpochsIsZero,
    #[msg("The checkpoint interval must be between 1 and the number of epochs")]
    CheckpointIntervalOutOfRange,
    #[msg("A job has at most 64 checkpoints; choose a longer checkpoint interval")]
    TooManyCheckpoints,
    #[msg("The estimated time must be at least one second")]
    EstimateIsZero,
    #[msg("The deadline must leave the accept window and the estimated time, and lie at most max_deadline ahead")]
    DeadlineOutOfRange,
    #[msg("At most 64 audits can be asked for")]
    TooManyAudits,
    #[msg("An exact job needs its exact terms and the verifying key of its steps, a committed job neither")]
    ExactTermsMismatch,
    #[msg("The verifying key does not belong to the checkpoint-chain circuit")]
    WrongCircuit,
    #[msg("The verifying key is retired; use the newest key version of the circuit")]
    VerifyingKeyRetired,
    #[msg("Development verifying keys are not allowed here: anyone can forge proofs for them")]
    DevelopmentKeyNotAllowed,
    #[msg("This wallet has created its jobs of today; wait until midnight UTC")]
    TooManyJobsToday,
    #[msg("The value is not below the BN254 scalar modulus (32 bytes, big endian)")]
    NotAFieldElement,

    // accounts
    #[msg("The instruction takes no further accounts")]
    SurplusAccounts,
    #[msg("This is not the client of the job")]
    WrongClient,
    #[msg("This is not the mint of the job")]
    WrongMint,
    #[msg("This is not the token program of the mint")]
    WrongTokenProgram,
    #[msg("This is not the fee vault of the job's mint")]
    WrongFeeVault,
    #[msg("This is not the account that paid the rent")]
    WrongRentPayer,
    #[msg("This is not the node of the job")]
    WrongNode,
    #[msg("Only the node's operator key may do this")]
    WrongOperator,
    #[msg("This score page does not hold the node")]
    WrongScorePage,
    #[msg("This is not the verifying key that the job was created with")]
    WrongVerifyingKey,
    #[msg("The token account does not belong to the one who is paid, or holds another mint")]
    WrongTokenAccount,
    #[msg(
        "The job has a node: pass its accounts (node, outcomes, score page, token account and the programs)"
    )]
    NodeAccountsMissing,
    #[msg("The vault holds less than the job's price")]
    VaultShort,

    // accept_job
    #[msg("The job is not waiting for a node")]
    JobNotFunded,
    #[msg("The accept window is over; the client may cancel free of charge")]
    AcceptWindowClosed,
    #[msg("Node and salt do not open the job's assignment hash")]
    WrongAssignment,
    #[msg("The node's score does not allow a job of this price yet")]
    PriceAboveTier,

    // anchor_progress, prove_checkpoints, waive_objection
    #[msg("The job is not running")]
    JobNotRunning,
    #[msg("The job's deadline is over; anyone may call timeout_refund")]
    DeadlinePassed,
    #[msg("The number of checkpoints must grow with every anchor")]
    CheckpointsNotIncreasing,
    #[msg("The job has fewer checkpoints than that")]
    CheckpointsBeyondJob,
    #[msg("An anchor must advance by 50 epochs or 10% of the job, unless it is the final one")]
    AnchorStepTooSmall,
    #[msg("The elapsed time must grow with every anchor")]
    ElapsedNotIncreasing,
    #[msg("The elapsed time is ahead of the chain's clock")]
    ElapsedAheadOfClock,
    #[msg("The checkpoints come before the shortest plausible time of their part of the estimate; anchor them later")]
    FinishedTooEarly,
    #[msg("Every anchored checkpoint is proven already; anchor progress first")]
    NothingToProve,
    #[msg("The proof does not verify for the job's latest anchor")]
    ProofInvalid,
    #[msg("The final root is not anchored yet")]
    JobNotProving,
    #[msg("The objection window is waived already")]
    AlreadyWaived,

    // settle
    #[msg("The final root is not proven yet; call prove_checkpoints")]
    FinalRootNotProven,
    #[msg("The final root came after the longest plausible time of the estimate; the job ends by timeout_refund")]
    FinishedTooLate,
    #[msg("The node's score is below the minimum for settlement")]
    ScoreTooLow,
    #[msg("The client's objection window is open; wait for its end or for the client's waiver")]
    ObjectionWindowOpen,

    // cancel, timeout_refund, close_job
    #[msg("The job has ended; its vault is paid out")]
    JobEnded,
    #[msg("The final root is anchored; the job can no longer be cancelled")]
    JobIsProving,
    #[msg("A node may still accept; cancel after the accept window")]
    AcceptWindowOpen,
    #[msg("The node has failed; call timeout_refund, which costs no cancellation fee")]
    TimeoutRefundInstead,
    #[msg("The job has not timed out: its deadline is ahead and its node was heard of lately")]
    NotTimedOut,
    #[msg("The work is proven; call settle once the objection window is over")]
    SettleInstead,
    #[msg("The job has not ended yet")]
    JobStillOpen,
    #[msg("Until 7 days after the job's end only its rent payer may close it")]
    TooEarlyToClose,

    // never to be seen
    #[msg("An amount or a time leaves its range")]
    MathOverflow,
    #[msg("The job contradicts itself; nothing was changed")]
    InvariantViolated,

    // rate
    #[msg("Only a settled job can be rated")]
    JobNotSettled,
    #[msg("The job is rated already; a rating stands")]
    AlreadyRated,
    #[msg("A rating has 1 to 5 stars")]
    StarsOutOfRange,

    // disputes
    #[msg("Only the client and the node's owner are parties of this job")]
    NotAParty,
    #[msg("The job is disputed; its money moves with the verdict, by resolve_dispute")]
    JobIsDisputed,
    #[msg("The job is not disputed")]
    JobNotDisputed,
    #[msg("The work is proven and the time to object is over")]
    ObjectionWindowOver,
    #[msg("The node has failed; its owner can no longer open a dispute")]
    NodeHasFailed,
    #[msg("This is not the dispute of the job")]
    WrongDispute,
    #[msg("The job was disputed: pass its dispute's account, which must be closed before the job")]
    DisputeMissing,
    #[msg("The dispute's account must be closed before the job; call governance's close_dispute")]
    DisputeNotClosed,

    // vault, client record
    #[msg("This is not the job's vault")]
    WrongVault,
    #[msg("This is not the record of the job's client")]
    WrongClientRecord,

    // claim_progress
    #[msg(
        "No proven checkpoint is payable yet, or all that are have been paid; wait for the objection window"
    )]
    NothingToClaim,
    #[msg("An exact job is paid once all of its audits have passed, and not in parts")]
    NotPaidInParts,

    // the exact tier
    #[msg("This verifying key is not of a circuit that proves training steps")]
    NotAStepKey,
    #[msg("A data set has 1 to 256 batches, a multiple of the steps that one proof covers")]
    BatchesOutOfRange,
    #[msg("A job has at most 16,383 segments; choose fewer epochs, or a circuit with more steps in a proof")]
    TooManySegments,
    #[msg("Only a job of the exact tier is audited")]
    NotAnExactJob,
    #[msg("Step key, seed and batches are not what the job's exact terms are the hash of")]
    WrongExactTerms,
    #[msg("This is not the audit of the job")]
    WrongAudit,
    #[msg("The job was audited: pass its audit and who paid for it, so that it is closed with the job")]
    AuditMissing,
    #[msg("The hash of the slot is recorded already")]
    SlotHashRecorded,
    #[msg("The slot whose hash chooses the audits lies ahead; wait until it is over")]
    SlotAhead,
    #[msg("The slot was missed twice; the audits cannot be chosen, and the job ends by timeout_refund")]
    SlotMissedTwice,
    #[msg("The slot's hash is not recorded yet; call record_slot_hash, and reveal nothing before")]
    SlotHashNotRecorded,
    #[msg("The challenge is open already; prove the audits that it asks for")]
    ChallengeOpen,
    #[msg("The nonce does not hash to what the client committed to")]
    WrongNonce,
    #[msg("The client may still reveal its nonce; without it the challenge opens after the reveal window")]
    RevealWindowOpen,
    #[msg("The challenge is not open yet; call open_challenge")]
    ChallengeNotOpen,
    #[msg("The job has fewer audits than that")]
    AuditOutOfRange,
    #[msg("This audit is proven already")]
    AuditProvenAlready,
    #[msg("The proof does not verify for this audit")]
    AuditProofInvalid,
    #[msg("Not all audits are proven; call prove_audit for each that is open")]
    AuditsNotProven,
    #[msg("The audits decide about an exact job; its client may dispute it once they have passed")]
    AuditsDecide,
}
