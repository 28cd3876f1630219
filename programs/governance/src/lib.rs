//! CyxWiz governance: parameters, allowed mints, verifying keys, funds and the pause. One authority changes them: a key
//! at first, then the executor, which signs what token holders have voted. Guardians can stop new escrows for a while.
use anchor_lang::prelude::*;

pub mod constants;
pub mod emit;
pub mod error;
pub mod events;
pub mod instructions;
pub mod math;
pub mod security;
pub mod state;
pub mod token_account;
pub mod tokens;

pub use constants::*;
pub use emit::emit_by_cpi;
pub use error::GovernanceError;
pub use events::*;
pub use instructions::*;
pub use state::*;

declare_id!("HoGceb22Kgd8wrMQVejXG5SXxXfEpe7VgjeRPmuYzmwq");

#[cfg(not(feature = "no-entrypoint"))]
security_contact!("CyxWiz governance");

#[program]
pub mod governance {
    use super::*;

    /// Creates `Config`. Once, by the program's upgrade authority, who becomes the authority.
    pub fn init_config(ctx: Context<InitConfig>, args: InitConfigArgs) -> Result<()> {
        InitConfig::init_config(ctx, args)
    }

    /// Replaces every parameter. Authority only.
    pub fn update_config(
        ctx: Context<UpdateConfig>,
        params: ConfigParams,
        allow_development_keys: bool,
    ) -> Result<()> {
        UpdateConfig::update_config(ctx, params, allow_development_keys)
    }

    /// Names who may take over as authority; `None` withdraws that. Authority only.
    pub fn propose_authority(ctx: Context<ProposeAuthority>, next: Option<Pubkey>) -> Result<()> {
        ProposeAuthority::propose_authority(ctx, next)
    }

    /// Takes over. Pending authority only.
    pub fn accept_authority(ctx: Context<AcceptAuthority>) -> Result<()> {
        AcceptAuthority::accept_authority(ctx)
    }

    /// Stops new escrows until `until` (unix seconds), or allows them again. Authority only.
    pub fn set_pause(ctx: Context<SetPause>, paused: bool, until: i64) -> Result<()> {
        SetPause::set_pause(ctx, paused, until)
    }

    /// Lets escrows be paid in a mint and creates its fee vault. Authority only.
    pub fn allow_mint(ctx: Context<AllowMint>) -> Result<()> {
        AllowMint::allow_mint(ctx)
    }

    /// Refuses a mint to new escrows. Authority only.
    pub fn disallow_mint(ctx: Context<DisallowMint>) -> Result<()> {
        DisallowMint::disallow_mint(ctx)
    }

    /// Adds a verifying key. Authority only.
    pub fn add_verifying_key(
        ctx: Context<AddVerifyingKey>,
        circuit: u16,
        key_version: u16,
        development: bool,
        public_inputs: u8,
        steps: u8,
        points: KeyPoints,
    ) -> Result<()> {
        AddVerifyingKey::add_verifying_key(
            ctx,
            circuit,
            key_version,
            development,
            public_inputs,
            steps,
            points,
        )
    }

    /// Refuses a verifying key to new jobs. Authority only.
    pub fn retire_verifying_key(ctx: Context<RetireVerifyingKey>) -> Result<()> {
        RetireVerifyingKey::retire_verifying_key(ctx)
    }

    /// Opens a dispute over a job and takes the opener's bond. job-escrow only.
    pub fn open_dispute(ctx: Context<OpenDispute>, args: OpenDisputeArgs) -> Result<()> {
        OpenDispute::open_dispute(ctx, args)
    }

    /// Hands in the hash of evidence. The client or the node's owner, in the time for evidence.
    pub fn submit_evidence(ctx: Context<SubmitEvidence>, evidence_hash: [u8; 32]) -> Result<()> {
        SubmitEvidence::submit_evidence(ctx, evidence_hash)
    }

    /// Asks for a second vote and puts down a deposit. Who lost the first, once, in the time to appeal.
    pub fn appeal(ctx: Context<Appeal>, evidence_hash: [u8; 32]) -> Result<()> {
        Appeal::appeal(ctx, evidence_hash)
    }

    /// Notes that the final verdict is executed. job-escrow only.
    pub fn execute_verdict(ctx: Context<ExecuteVerdict>) -> Result<()> {
        ExecuteVerdict::execute_verdict(ctx)
    }

    /// Sends bond and deposit where the verdict says. Anyone.
    pub fn release_bonds(ctx: Context<ReleaseBonds>) -> Result<()> {
        ReleaseBonds::release_bonds(ctx)
    }

    /// Closes a dispute of which nothing is left. Anyone.
    pub fn close_dispute(ctx: Context<CloseDispute>) -> Result<()> {
        CloseDispute::close_dispute(ctx)
    }

    /// Replaces the five guardians; approvals given so far are void. Authority only.
    pub fn set_guardians(
        ctx: Context<SetGuardians>,
        guardians: [Pubkey; GUARDIANS],
        threshold: u8,
    ) -> Result<()> {
        SetGuardians::set_guardians(ctx, guardians, threshold)
    }

    /// Approves a pause; with enough approvals within `pause_approval` seconds new escrows stop for `pause_limit`
    /// seconds. Guardians only.
    pub fn approve_pause(ctx: Context<ApprovePause>) -> Result<()> {
        ApprovePause::approve_pause(ctx)
    }

    /// Locks CYXWIZ, which then votes on whatever is opened later. Anyone.
    pub fn lock_tokens(ctx: Context<LockTokens>, amount: u64) -> Result<()> {
        LockTokens::lock_tokens(ctx, amount)
    }

    /// Takes locked CYXWIZ out once the votes it was cast in are over. Its owner.
    pub fn unlock_tokens(ctx: Context<UnlockTokens>, amount: u64) -> Result<()> {
        UnlockTokens::unlock_tokens(ctx, amount)
    }

    /// Drafts a proposal: one instruction for the executor to sign. Anyone.
    pub fn create_proposal(ctx: Context<CreateProposal>, args: CreateProposalArgs) -> Result<()> {
        CreateProposal::create_proposal(ctx, args)
    }

    /// Adds a chunk of data to a draft. Its proposer.
    pub fn write_proposal(ctx: Context<WriteProposal>, offset: u16, bytes: Vec<u8>) -> Result<()> {
        WriteProposal::write_proposal(ctx, offset, bytes)
    }

    /// Seals a draft and opens it to votes. Its proposer, with `proposal_bps` of the supply locked before.
    pub fn open_proposal(ctx: Context<OpenProposal>) -> Result<()> {
        OpenProposal::open_proposal(ctx)
    }

    /// Votes with every token that was locked before the proposal was opened. Once.
    pub fn vote_proposal(ctx: Context<VoteProposal>, in_favour: bool) -> Result<()> {
        VoteProposal::vote_proposal(ctx, in_favour)
    }

    /// Withdraws a proposal before voting ends. Its proposer.
    pub fn cancel_proposal(ctx: Context<CancelProposal>) -> Result<()> {
        CancelProposal::cancel_proposal(ctx)
    }

    /// Runs the instruction of a carried proposal after its timelock. Anyone.
    pub fn execute_proposal<'info>(ctx: Context<'info, ExecuteProposal<'info>>) -> Result<()> {
        ExecuteProposal::execute_proposal(ctx)
    }

    /// Returns the rent of a proposal that is over. Anyone.
    pub fn close_proposal(ctx: Context<CloseProposal>) -> Result<()> {
        CloseProposal::close_proposal(ctx)
    }

    /// Returns the rent of a vote on a proposal when voting is over. Anyone.
    pub fn close_vote(ctx: Context<CloseVote>) -> Result<()> {
        CloseVote::close_vote(ctx)
    }

    /// Makes the account of the treasury (0) or the liquidity fund (1) in a mint. Anyone, once.
    pub fn init_fund(ctx: Context<InitFund>, kind: u8) -> Result<()> {
        InitFund::init_fund(ctx, kind)
    }

    /// Distributes the fees collected in a mint. CYXWIZ: rewards, treasury, liquidity and burned by `split_bps`, what
    /// rounding leaves to the treasury. Other mints: liquidity's share, the rest to the treasury. Anyone.
    pub fn distribute_fees(ctx: Context<DistributeFees>) -> Result<()> {
        DistributeFees::distribute_fees(ctx)
    }

    /// Pays out of a fund. Authority only.
    pub fn spend_fund(ctx: Context<SpendFund>, kind: u8, amount: u64) -> Result<()> {
        SpendFund::spend_fund(ctx, kind, amount)
    }

    /// Gives CYXWIZ away that becomes the beneficiary's with time. Anyone, with their own tokens.
    pub fn create_vesting(ctx: Context<CreateVesting>, args: VestingArgs) -> Result<()> {
        CreateVesting::create_vesting(ctx, args)
    }

    /// Pays a beneficiary what has vested. Anyone.
    pub fn claim_vesting(ctx: Context<ClaimVesting>) -> Result<()> {
        ClaimVesting::claim_vesting(ctx)
    }

    /// Votes for the client or for the node. Who locked tokens before the dispute was opened and is no party of it.
    pub fn vote_dispute(ctx: Context<VoteDispute>, for_client: bool) -> Result<()> {
        VoteDispute::vote_dispute(ctx, for_client)
    }

    /// Pays a voter of the winning side and closes the record of the vote. Anyone.
    pub fn claim_vote_reward(ctx: Context<ClaimVoteReward>) -> Result<()> {
        ClaimVoteReward::claim_vote_reward(ctx)
    }

    /// Closes the record of a vote that earned nothing. Anyone.
    pub fn close_dispute_vote(ctx: Context<CloseDisputeVote>) -> Result<()> {
        CloseDisputeVote::close_dispute_vote(ctx)
    }
}
