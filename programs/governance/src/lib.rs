//! CyxWiz governance: parameters, allowed mints, verifying keys and the pause. An authority key changes them;
//! proposals and guardians take its place later without another program having to notice.
use anchor_lang::prelude::*;

pub mod constants;
pub mod error;
pub mod events;
pub mod instructions;
pub mod math;
pub mod security;
pub mod state;

pub use constants::*;
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

    /// Stops or allows new escrows, until `until` (unix seconds) or, at 0, until lifted. Authority only.
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
        points: KeyPoints,
    ) -> Result<()> {
        AddVerifyingKey::add_verifying_key(ctx, circuit, key_version, development, public_inputs, points)
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
}
