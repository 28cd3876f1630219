use anchor_lang::prelude::*;

use crate::{
    constants::{CONFIG_VERSION, GUARDIANS},
    error::GovernanceError,
    state::ConfigParams,
};

/// The one account that holds every parameter, at ["config"].
#[account]
#[derive(InitSpace, Debug)]
pub struct Config {
    /// Layout version.
    pub version: u8,
    /// Canonical bump of this account.
    pub bump: u8,
    /// May change parameters, mints, keys and the pause.
    pub authority: Pubkey,
    /// Becomes the authority once it signs.
    pub pending_authority: Option<Pubkey>,
    /// Keys that may pause together.
    pub guardians: [Pubkey; GUARDIANS],
    /// How many of them it takes.
    pub guardian_threshold: u8,
    /// Whether new escrows are stopped. Refunds and withdrawals never are.
    pub paused: bool,
    /// When a pause ends by itself, in unix seconds; 0: when it is lifted.
    pub paused_until: i64,
    /// The protocol's own token: stakes are in it, burns apply to it.
    pub cyxwiz_mint: Pubkey,
    /// Whether verifying keys from a published seed are accepted.
    pub allow_development_keys: bool,
    /// Every parameter.
    pub params: ConfigParams,
}

/// What a new `Config` starts from.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug)]
pub struct InitConfigArgs {
    /// Every parameter.
    pub params: ConfigParams,
    /// Five different keys.
    pub guardians: [Pubkey; GUARDIANS],
    /// How many of them it takes to pause, 1 to 5.
    pub guardian_threshold: u8,
    /// Whether verifying keys from a published seed are accepted; a production build refuses `true`.
    pub allow_development_keys: bool,
}

/// A production build has no way to accept keys that anyone can forge proofs for.
fn check_development_keys(allow: bool) -> Result<()> {
    require!(
        !(allow && cfg!(feature = "production")),
        GovernanceError::DevelopmentKeysRefused
    );
    Ok(())
}

impl Config {
    /// The state of a fresh account.
    pub fn new(bump: u8, authority: Pubkey, cyxwiz_mint: Pubkey, args: &InitConfigArgs) -> Result<Self> {
        args.params.validate()?;
        check_development_keys(args.allow_development_keys)?;
        let distinct = args.guardians.iter().enumerate().all(|(at, key)| {
            *key != Pubkey::default() && !args.guardians.iter().skip(at + 1).any(|k| k == key)
        });
        require!(distinct, GovernanceError::DuplicateGuardian);
        require!(
            (1..=GUARDIANS).contains(&usize::from(args.guardian_threshold)),
            GovernanceError::ThresholdOutOfRange
        );
        Ok(Self {
            version: CONFIG_VERSION,
            bump,
            authority,
            pending_authority: None,
            guardians: args.guardians,
            guardian_threshold: args.guardian_threshold,
            paused: false,
            paused_until: 0,
            cyxwiz_mint,
            allow_development_keys: args.allow_development_keys,
            params: args.params,
        })
    }

    /// Whether new escrows are stopped at `now` (unix seconds).
    pub fn is_paused(&self, now: i64) -> bool {
        self.paused && (self.paused_until == 0 || now < self.paused_until)
    }

    /// Replaces every parameter.
    pub fn update(&mut self, params: ConfigParams, allow_development_keys: bool) -> Result<()> {
        params.validate()?;
        check_development_keys(allow_development_keys)?;
        self.params = params;
        self.allow_development_keys = allow_development_keys;
        Ok(())
    }

    /// Names who may take over, or withdraws that with `None`.
    pub fn propose_authority(&mut self, next: Option<Pubkey>) -> Result<()> {
        require!(next != Some(self.authority), GovernanceError::AuthorityUnchanged);
        self.pending_authority = next;
        Ok(())
    }

    /// Hands over to the pending authority, whose signature the instruction has checked.
    pub fn accept_authority(&mut self, signer: Pubkey) -> Result<()> {
        require!(
            self.pending_authority == Some(signer),
            GovernanceError::NotPendingAuthority
        );
        self.authority = signer;
        self.pending_authority = None;
        Ok(())
    }

    /// Stops or allows new escrows; a pause ends at `until` (unix seconds), 0 for until lifted.
    pub fn set_pause(&mut self, paused: bool, until: i64, now: i64) -> Result<()> {
        require!(
            !paused || until == 0 || until > now,
            GovernanceError::PauseEndsInThePast
        );
        self.paused = paused;
        self.paused_until = if paused { until } else { 0 };
        Ok(())
    }

    /// Holds after every instruction.
    pub fn invariant(&self) -> Result<()> {
        let sound = self.version == CONFIG_VERSION
            && self.authority != Pubkey::default()
            && self.pending_authority != Some(self.authority)
            && (1..=GUARDIANS).contains(&usize::from(self.guardian_threshold))
            && (self.paused || self.paused_until == 0)
            && self.params.validate().is_ok();
        require!(sound, GovernanceError::InvariantViolated);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
