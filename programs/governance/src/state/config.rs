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
    /// When a pause ends by itself, in unix seconds; 0 without one.
    pub paused_until: i64,
    /// The protocol's own token: stakes are in it, burns apply to it.
    pub cyxwiz_mint: Pubkey,
    /// Whether verifying keys from a published seed are accepted.
    pub allow_development_keys: bool,
    /// Every parameter.
    pub params: ConfigParams,
    /// When each guardian last approved a pause, in unix seconds; 0: not since the last pause or change of guardians.
    pub pause_approvals: [i64; GUARDIANS],
    /// Proposals ever drafted; the next one's number.
    pub proposal_count: u64,
    /// CYXWIZ burned out of fees, in base units.
    pub fees_burned: u64,
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

/// Guardians are five different keys, and it takes between one and all of them to pause.
fn check_guardians(guardians: &[Pubkey; GUARDIANS], threshold: u8) -> Result<()> {
    let distinct = guardians
        .iter()
        .enumerate()
        .all(|(at, key)| *key != Pubkey::default() && !guardians.iter().skip(at + 1).any(|k| k == key));
    require!(distinct, GovernanceError::DuplicateGuardian);
    require!(
        (1..=GUARDIANS).contains(&usize::from(threshold)),
        GovernanceError::ThresholdOutOfRange
    );
    Ok(())
}

impl Config {
    /// The state of a fresh account.
    pub fn new(bump: u8, authority: Pubkey, cyxwiz_mint: Pubkey, args: &InitConfigArgs) -> Result<Self> {
        args.params.validate()?;
        check_development_keys(args.allow_development_keys)?;
        check_guardians(&args.guardians, args.guardian_threshold)?;
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
            pause_approvals: [0; GUARDIANS],
            proposal_count: 0,
            fees_burned: 0,
        })
    }

    /// Whether new escrows are stopped at `now` (unix seconds).
    pub fn is_paused(&self, now: i64) -> bool {
        self.paused && now < self.paused_until
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

    /// Stops new escrows until `until` (unix seconds), at most `pause_limit` seconds away, or allows them again.
    /// Approvals of guardians do not outlive either.
    pub fn set_pause(&mut self, paused: bool, until: i64, now: i64) -> Result<()> {
        let last = now.saturating_add(self.params.voting.pause_limit);
        require!(!paused || until > now, GovernanceError::PauseEndsInThePast);
        require!(!paused || until <= last, GovernanceError::PauseTooLong);
        self.paused = paused;
        self.paused_until = if paused { until } else { 0 };
        self.pause_approvals = [0; GUARDIANS];
        Ok(())
    }

    /// Replaces the guardians. Approvals of the old ones are void.
    pub fn set_guardians(&mut self, guardians: [Pubkey; GUARDIANS], threshold: u8) -> Result<()> {
        check_guardians(&guardians, threshold)?;
        self.guardians = guardians;
        self.guardian_threshold = threshold;
        self.pause_approvals = [0; GUARDIANS];
        Ok(())
    }

    /// Counts a guardian's approval at `now` (unix seconds). Once enough of them stand, new escrows stop for
    /// `pause_limit` seconds and the approvals are used up. Returns how many stood, this one included.
    pub fn approve_pause(&mut self, guardian: &Pubkey, now: i64) -> Result<u8> {
        let at = self.guardians.iter().position(|key| key == guardian);
        let at = at.ok_or(GovernanceError::NotGuardian)?;
        require!(!self.is_paused(now), GovernanceError::AlreadyPaused);
        let window = self.params.voting.pause_approval;
        let stands = |approved: &i64| *approved > 0 && now.saturating_sub(*approved) < window;
        let own = self
            .pause_approvals
            .get_mut(at)
            .ok_or(GovernanceError::NotGuardian)?;
        require!(!stands(own), GovernanceError::AlreadyApproved);
        *own = now;
        let standing = self.pause_approvals.iter().filter(|at| stands(at)).count();
        if standing >= usize::from(self.guardian_threshold) {
            let until = now.checked_add(self.params.voting.pause_limit);
            self.set_pause(true, until.ok_or(GovernanceError::Overflow)?, now)?;
        }
        Ok(u8::try_from(standing).map_err(|_| GovernanceError::Overflow)?)
    }

    /// Hands out the next proposal's number, which must be the one that its drafter expected.
    pub fn next_proposal(&mut self, expected: u64) -> Result<()> {
        require!(
            expected == self.proposal_count,
            GovernanceError::WrongProposalNumber
        );
        self.proposal_count = expected.checked_add(1).ok_or(GovernanceError::Overflow)?;
        Ok(())
    }

    /// Counts burned fees, in base units.
    pub fn record_burn(&mut self, amount: u64) -> Result<()> {
        self.fees_burned = self
            .fees_burned
            .checked_add(amount)
            .ok_or(GovernanceError::Overflow)?;
        Ok(())
    }

    /// Holds after every instruction.
    pub fn invariant(&self) -> Result<()> {
        let sound = self.version == CONFIG_VERSION
            && self.authority != Pubkey::default()
            && self.pending_authority != Some(self.authority)
            && (1..=GUARDIANS).contains(&usize::from(self.guardian_threshold))
            && self.paused == (self.paused_until != 0)
            && self.params.validate().is_ok();
        require!(sound, GovernanceError::InvariantViolated);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
