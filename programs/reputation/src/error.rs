use anchor_lang::prelude::*;

/// What reputation refuses, from 6300.
#[error_code(offset = 6300)]
pub enum ReputationError {
    #[msg("Only job-escrow may call this, signing with its authority account")]
    NotJobEscrow,
    #[msg("The instruction takes no further accounts")]
    SurplusAccounts,
    #[msg("No node index falls in this page")]
    PageOutOfRange,
    #[msg("The account belongs to another page than the node's")]
    WrongPage,
    #[msg("The outcome queue is full; apply its outcomes first")]
    QueueFull,
    #[msg("The outcome queue is empty")]
    QueueEmpty,
    #[msg("Between 1 and 100 outcomes can be applied at once")]
    BatchOutOfRange,
    #[msg("An outcome names more valid proofs than proofs, an estimate of no time, or stars that its kind does not have")]
    InvalidOutcome,
    #[msg("Account state broke an invariant of reputation")]
    InvariantViolated,
}
