use anchor_lang::prelude::*;

/// What node-registry refuses, from 6100.
#[error_code(offset = 6100)]
pub enum RegistryError {
    #[msg("The signer is not the owner of this node")]
    NotOwner,
    #[msg("The signer is not the operator of this node")]
    NotOperator,
    #[msg("Only job-escrow may call this, signing with its authority account")]
    NotJobEscrow,
    #[msg("The instruction takes no further accounts")]
    SurplusAccounts,
    #[msg("The mint is not the CYXWIZ mint named in Config")]
    WrongMint,
    #[msg("The stake is below the minimum of the lowest price band; stake more")]
    StakeBelowMinimum,
    #[msg("The node's stake is below the minimum for a job of this price")]
    StakeBelowBand,
    #[msg("The token account holds less than the stake")]
    InsufficientFunds,
    #[msg("The hardware needs a core, memory, and GPU memory exactly when there is a GPU")]
    InvalidHardware,
    #[msg("The operator must be a key, not the zero address")]
    InvalidOperator,
    #[msg("The TLS key hash must not be zero")]
    InvalidTlsKeyHash,
    #[msg("The update changes nothing; name at least one field")]
    NothingToUpdate,
    #[msg("The node is banned")]
    NodeBanned,
    #[msg("The node is suspended for repeated failures")]
    NodeSuspended,
    #[msg("The node has no job in progress")]
    NoActiveJob,
    #[msg("The node cannot take more jobs at once")]
    TooManyJobs,
    #[msg("The price has more than 18 decimals")]
    TooManyDecimals,
    #[msg("A number left its range")]
    Overflow,
    #[msg("Account state broke an invariant of node-registry")]
    InvariantViolated,
    #[msg("The token account is not in the CYXWIZ mint")]
    WrongTokenAccount,
    #[msg("The amount must not be zero")]
    AmountZero,
    #[msg("The stake is locked")]
    StakeLocked,
    #[msg("The node has jobs in progress, which its stake backs")]
    JobsActive,
    #[msg("A withdrawal is pending already; cancel it first")]
    WithdrawalPending,
    #[msg("No withdrawal is pending")]
    NoWithdrawal,
    #[msg("The stake holds less than that")]
    StakeTooSmall,
    #[msg("The withdrawal's cooldown is not over")]
    CooldownRunning,
    #[msg("The node still has stake; withdraw it first")]
    StakeLeft,
    #[msg("The node failed a job too short a time ago to be closed")]
    RecentFailure,
    #[msg("Nothing is owed, or the rewards vault is empty")]
    NothingToCompound,
    #[msg("The signer is not the governance authority")]
    NotAuthority,
    #[msg("The insurance holds less than that")]
    InsuranceTooSmall,
    #[msg("The operator account is not that of the node's hot key")]
    WrongOperatorAccount,
    #[msg("The rent goes to who paid it")]
    WrongRentPayer,
    #[msg("The signer is not the authority of this coordinator")]
    NotCoordinator,
    #[msg("A coordinator needs a key to sign its tokens with; to end it, close its account")]
    NoTokenKey,
    #[msg("A coordinator's account has room for four keys")]
    TooManyTokenKeys,
    #[msg("A key for tokens must be a key, not the zero address")]
    InvalidTokenKey,
    #[msg("A key for tokens is named twice")]
    RepeatedTokenKey,
}
