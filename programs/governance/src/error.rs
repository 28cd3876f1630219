use anchor_lang::prelude::*;

/// What governance refuses, from 6000.
#[error_code(offset = 6000)]
pub enum GovernanceError {
    #[msg("The signer is not the governance authority named in Config")]
    NotAuthority,
    #[msg("The signer is not the upgrade authority of the governance program")]
    NotUpgradeAuthority,
    #[msg("The signer is not the pending authority; ask the authority to propose this key first")]
    NotPendingAuthority,
    #[msg("The proposed authority is the present one")]
    AuthorityUnchanged,
    #[msg("The instruction takes no further accounts")]
    SurplusAccounts,
    #[msg("A share is above 10,000 basis points")]
    BpsAboveWhole,
    #[msg("The fee split does not add up to 10,000 basis points")]
    FeeSplitNotWhole,
    #[msg("Price limits must be above zero and ascend")]
    LimitsNotAscending,
    #[msg("Minimum stakes must be above zero and must not descend")]
    StakesNotAscending,
    #[msg("A period must be longer than zero seconds")]
    DurationNotPositive,
    #[msg("A count is zero or above its bound")]
    CountOutOfRange,
    #[msg("The lower time bound is above 10,000 bps or the upper one below it")]
    TimeBoundsInverted,
    #[msg("The score weights do not add up to 1,000")]
    WeightsNotThousand,
    #[msg("Tier scores must be above zero, ascend and stay within 1,000")]
    ScoresNotAscending,
    #[msg("Guardians must be five different keys")]
    DuplicateGuardian,
    #[msg("The guardian threshold must be between 1 and 5")]
    ThresholdOutOfRange,
    #[msg("A pause must end in the future")]
    PauseEndsInThePast,
    #[msg("The mint has a Token-2022 extension other than metadata, groups and a transfer fee")]
    MintExtensionNotAllowed,
    #[msg("The mint has more than 18 decimals")]
    TooManyDecimals,
    #[msg("The mint is allowed already")]
    MintAlreadyAllowed,
    #[msg("The mint is not allowed")]
    MintNotAllowed,
    #[msg("Circuit and key version start at 1")]
    CircuitOutOfRange,
    #[msg("The key must carry one point more than it has public inputs, of which there are 1 to 8")]
    KeyShapeMismatch,
    #[msg("Gamma equals delta: proofs for this key can be forged")]
    GammaEqualsDelta,
    #[msg("A point of the key is the identity, which leaves an input or the proof unbound")]
    IdentityPoint,
    #[msg("A point of the key is not on its curve")]
    PointNotOnCurve,
    #[msg("Development verifying keys are refused here; anyone can forge proofs for them")]
    DevelopmentKeysRefused,
    #[msg("The verifying key is retired already")]
    KeyAlreadyRetired,
    #[msg("The number of public inputs differs from the verifying key's")]
    InputCountMismatch,
    #[msg("A public input is not below the field modulus")]
    NotAFieldElement,
    #[msg("Account state broke an invariant of governance")]
    InvariantViolated,

    // disputes
    #[msg("Only job-escrow may do this")]
    NotJobEscrow,
    #[msg("An amount or a time leaves its range")]
    Overflow,
    #[msg("This is not the CYXWIZ mint")]
    WrongMint,
    #[msg("The token account does not belong to the one who is paid, or holds another mint")]
    WrongTokenAccount,
    #[msg("This is not the account that paid the rent")]
    WrongRentPayer,
    #[msg("The hash of the evidence must not be zero")]
    EvidenceMissing,
    #[msg("The time for evidence is over")]
    EvidenceClosed,
    #[msg("An appeal needs evidence that its party has not handed in before")]
    EvidenceNotNew,
    #[msg("Only the client and the node's owner are parties of this dispute")]
    NotAParty,
    #[msg("The parties of a dispute have no vote in it")]
    PartyMayNotVote,
    #[msg("The vote is not open")]
    VotingClosed,
    #[msg("An appeal is possible once, between the end of the vote and the end of the time to appeal")]
    AppealClosed,
    #[msg("The side that won the vote cannot appeal")]
    OnlyLoserMayAppeal,
    #[msg("The verdict is not final yet")]
    VerdictNotFinal,
    #[msg("The verdict is executed already")]
    AlreadyResolved,
    #[msg("The verdict is not executed yet; call job-escrow's resolve_dispute")]
    NotResolved,
    #[msg("Bond and deposit have left the vault already")]
    BondsReleased,
    #[msg("Bond and deposit are still in the vault; call release_bonds")]
    BondsNotReleased,
    #[msg("Votes of this dispute still have their records")]
    VotesOpen,

    // locks, proposals, guardians, funds, vesting
    #[msg("The amount must be above zero")]
    ZeroAmount,
    #[msg("A pause may not last longer than the pause limit")]
    PauseTooLong,
    #[msg("The signer is not a guardian")]
    NotGuardian,
    #[msg("This guardian's approval stands already")]
    AlreadyApproved,
    #[msg("New escrows are paused already; approve again when the pause is over")]
    AlreadyPaused,
    #[msg("The tokens were locked after voting began, and vote on later matters only")]
    LockedTooLate,
    #[msg("The tokens are locked until the last vote they were cast in ends")]
    StillLocked,
    #[msg("The lock holds too few tokens for this")]
    LockTooSmall,
    #[msg("The proposal's number is not the next one; read Config again")]
    WrongProposalNumber,
    #[msg("Proposals call governance, node-registry, job-escrow or reputation only")]
    TargetNotAllowed,
    #[msg("The proposal has more accounts or data than it may or said it would")]
    ProposalTooLarge,
    #[msg("The executor has a place of its own among a proposal's accounts and may not be named otherwise")]
    ExecutorNamed,
    #[msg("The signer is not the proposer")]
    NotProposer,
    #[msg("The proposal is no draft any more")]
    ProposalNotDraft,
    #[msg("Data are written in order; this chunk does not begin where the last one ended")]
    ChunkOutOfOrder,
    #[msg("The proposal's data are not complete")]
    DataIncomplete,
    #[msg("The proposal is not open to votes now")]
    NotVoting,
    #[msg("Voting is not over")]
    StillVoting,
    #[msg("The proposal is a draft, cancelled or executed already")]
    ProposalNotOpen,
    #[msg("The proposal missed its quorum or its majority")]
    ProposalDefeated,
    #[msg("The timelock is running")]
    TimelockRunning,
    #[msg("The time to execute the proposal is over")]
    ProposalExpired,
    #[msg("The program is not the one that was voted on")]
    WrongProgram,
    #[msg("The accounts are not the ones that were voted on")]
    AccountMismatch,
    #[msg("A proposal's instruction may not name the proposal itself")]
    ProposalNamesItself,
    #[msg("The proposal names this payer outright and would sign for more than a payer; let someone else execute it")]
    PayerNamed,
    #[msg("Something can still happen to the proposal")]
    ProposalNotOver,
    #[msg("This is a vote in a dispute")]
    NotAVoteOnAProposal,
    #[msg("There is no fund of this kind")]
    UnknownFund,
    #[msg("CYXWIZ fees are distributed to the rewards vault too; name it")]
    RewardsVaultMissing,
    #[msg("The vesting must start at 0 or later, last longer than zero seconds and include its cliff")]
    VestingTermsInvalid,
    #[msg("Nothing has vested that was not paid yet")]
    NothingVested,
    #[msg("The account neither is the beneficiary nor belongs to it")]
    NotBeneficiary,

    // rewards of voters
    #[msg("The vote has earned a reward; call claim_vote_reward")]
    RewardDue,
    #[msg("The vote has earned no reward; call close_dispute_vote")]
    NoReward,
    #[msg("The treasury holds less than the reward; until 30 days after the verdict only the voter may take less")]
    TreasuryShort,

    // parameters
    #[msg(
        "A period is longer than its bound: 90 days for votes, disputes and pauses, 10 years for the others"
    )]
    DurationTooLong,

    // verifying keys of training steps
    #[msg("A proof covers at most 15 training steps, and a key for steps has exactly one public input")]
    StepsOutOfRange,
}
