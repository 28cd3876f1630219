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
    #[msg("A pause must end in the future, or at 0 for until lifted")]
    PauseEndsInThePast,
    #[msg("The mint has a Token-2022 extension other than metadata")]
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
}
