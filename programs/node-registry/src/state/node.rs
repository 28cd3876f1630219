use anchor_lang::prelude::*;
use governance::{math::price_band, state::StakeParams};

use crate::{
    constants::{FAILURES_KEPT, NODE_VERSION},
    error::RegistryError,
    math::{extend_lock, failures_within, remember_failure, split_slash, SlashSplit},
};

/// A machine on offer, at ["node", owner]; authority of its stake vault at ["stake", node].
#[account]
#[derive(InitSpace, Debug)]
pub struct Node {
    /// Layout version.
    pub version: u8,
    /// Canonical bump of this account.
    pub bump: u8,
    /// Canonical bump of the stake vault.
    pub stake_bump: u8,
    /// Wallet that owns stake and earnings.
    pub owner: Pubkey,
    /// Hot key that accepts jobs, anchors and sends heartbeats.
    pub operator: Pubkey,
    /// SHA-256 of the TLS certificate's public key (SPKI, DER), which clients pin.
    pub tls_key_hash: [u8; 32],
    /// What the machine is, as its owner says.
    pub hardware: Hardware,
    /// Position in the registry; reputation keeps its score at page index/64, slot index%64.
    pub index: u32,
    /// Tokens at stake, in base units. Gifts to the vault do not count.
    pub stake: u64,
    /// When the stake may be withdrawn, in unix seconds.
    pub locked_until: i64,
    /// Jobs accepted and not ended.
    pub active_jobs: u16,
    /// Jobs ever accepted.
    pub jobs_accepted: u32,
    /// When the node registered, in unix seconds.
    pub registered_at: i64,
    /// Last sign of life, in unix seconds.
    pub last_heartbeat: i64,
    /// Last failures, in unix seconds, in no order; 0 is an empty place.
    pub recent_failures: [i64; FAILURES_KEPT],
    /// Until when no job may be accepted, in unix seconds; 0: never suspended.
    pub suspended_until: i64,
    /// Last slash, in unix seconds; 0: never.
    pub last_slash: i64,
    /// Whether a lost fraud dispute shut the node out for good.
    pub banned: bool,
    /// Who paid the rent of this account and its vault.
    pub rent_payer: Pubkey,
}

/// A machine's hardware.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hardware {
    /// Processor cores.
    pub cpu_cores: u16,
    /// Main memory, in MiB.
    pub memory_mib: u32,
    /// Graphics processors; 0 for none.
    pub gpu_count: u8,
    /// Memory of all graphics processors, in MiB; 0 for none.
    pub gpu_memory_mib: u32,
    /// Multiply-accumulate operations a second that the node agent measured.
    pub benchmark: u64,
}

/// What an owner says about a node when registering it.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug)]
pub struct RegisterNodeArgs {
    /// Hot key of the node agent.
    pub operator: Pubkey,
    /// SHA-256 of the TLS certificate's public key (SPKI, DER).
    pub tls_key_hash: [u8; 32],
    /// What the machine is.
    pub hardware: Hardware,
    /// Tokens to stake, in base units.
    pub stake: u64,
}

/// What an owner may change; `None` leaves a field as it is.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug)]
pub struct UpdateNodeArgs {
    /// Hot key of the node agent.
    pub operator: Option<Pubkey>,
    /// SHA-256 of the TLS certificate's public key (SPKI, DER).
    pub tls_key_hash: Option<[u8; 32]>,
    /// What the machine is.
    pub hardware: Option<Hardware>,
}

/// What a failed job costs its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slash {
    /// Tokens taken from the stake, in base units.
    pub amount: u64,
    /// Where they go.
    pub split: SlashSplit,
    /// Whether the failure was one too many, so that the node is suspended.
    pub repeated: bool,
}

impl Hardware {
    /// Refuses machines that cannot be.
    pub fn validate(&self) -> Result<()> {
        let sound =
            self.cpu_cores > 0 && self.memory_mib > 0 && (self.gpu_count > 0) == (self.gpu_memory_mib > 0);
        require!(sound, RegistryError::InvalidHardware);
        Ok(())
    }
}

fn check_operator(operator: &Pubkey) -> Result<()> {
    require!(*operator != Pubkey::default(), RegistryError::InvalidOperator);
    Ok(())
}

fn check_tls_key_hash(hash: &[u8; 32]) -> Result<()> {
    require!(*hash != [0; 32], RegistryError::InvalidTlsKeyHash);
    Ok(())
}

impl RegisterNodeArgs {
    /// Refuses what no node can be, and a stake below the lowest minimum.
    pub fn validate(&self, params: &StakeParams) -> Result<()> {
        check_operator(&self.operator)?;
        check_tls_key_hash(&self.tls_key_hash)?;
        self.hardware.validate()?;
        let [minimum, ..] = params.min_stake;
        require!(self.stake >= minimum, RegistryError::StakeBelowMinimum);
        Ok(())
    }
}

impl UpdateNodeArgs {
    /// Refuses an update of nothing and values no node can have.
    pub fn validate(&self) -> Result<()> {
        let something = self.operator.is_some() || self.tls_key_hash.is_some() || self.hardware.is_some();
        require!(something, RegistryError::NothingToUpdate);
        self.operator.iter().try_for_each(check_operator)?;
        self.tls_key_hash.iter().try_for_each(check_tls_key_hash)?;
        self.hardware.iter().try_for_each(Hardware::validate)
    }
}

/// Who and where a new node is, which its arguments do not say.
#[derive(Clone, Copy, Debug)]
pub struct NodeIdentity {
    /// Canonical bump of the node account.
    pub bump: u8,
    /// Canonical bump of the stake vault.
    pub stake_bump: u8,
    /// Wallet that owns stake and earnings.
    pub owner: Pubkey,
    /// Who pays the rent.
    pub rent_payer: Pubkey,
    /// Position in the registry.
    pub index: u32,
}

impl Node {
    /// The state of a fresh account at `now` (unix seconds).
    pub fn new(
        identity: NodeIdentity,
        args: &RegisterNodeArgs,
        params: &StakeParams,
        now: i64,
    ) -> Result<Self> {
        Ok(Self {
            version: NODE_VERSION,
            bump: identity.bump,
            stake_bump: identity.stake_bump,
            owner: identity.owner,
            operator: args.operator,
            tls_key_hash: args.tls_key_hash,
            hardware: args.hardware,
            index: identity.index,
            stake: args.stake,
            locked_until: now.checked_add(params.lock).ok_or(RegistryError::Overflow)?,
            active_jobs: 0,
            jobs_accepted: 0,
            registered_at: now,
            last_heartbeat: now,
            recent_failures: [0; FAILURES_KEPT],
            suspended_until: 0,
            last_slash: 0,
            banned: false,
            rent_payer: identity.rent_payer,
        })
    }

    /// Changes what the owner named.
    pub fn update(&mut self, args: &UpdateNodeArgs) {
        self.operator = args.operator.unwrap_or(self.operator);
        self.tls_key_hash = args.tls_key_hash.unwrap_or(self.tls_key_hash);
        self.hardware = args.hardware.unwrap_or(self.hardware);
    }

    /// Notes a sign of life at `now` (unix seconds).
    pub fn heartbeat(&mut self, now: i64) {
        self.last_heartbeat = self.last_heartbeat.max(now);
    }

    /// Takes on a job of `price` (base units of a mint with `decimals`): checks standing and stake, extends the lock.
    pub fn begin_job(&mut self, price: u64, decimals: u8, params: &StakeParams, now: i64) -> Result<()> {
        require!(!self.banned, RegistryError::NodeBanned);
        require!(now >= self.suspended_until, RegistryError::NodeSuspended);
        let band =
            price_band(price, decimals, &params.price_limits_tokens).ok_or(RegistryError::TooManyDecimals)?;
        let minimum = params.min_stake.get(band).ok_or(RegistryError::Overflow)?;
        require!(self.stake >= *minimum, RegistryError::StakeBelowBand);
        self.active_jobs = self
            .active_jobs
            .checked_add(1)
            .ok_or(RegistryError::TooManyJobs)?;
        self.jobs_accepted = self.jobs_accepted.saturating_add(1);
        self.locked_until =
            extend_lock(self.locked_until, now, params.lock_per_job).ok_or(RegistryError::Overflow)?;
        Ok(())
    }

    /// Lets go of a job that ended without the node's fault.
    pub fn end_job(&mut self) -> Result<()> {
        self.active_jobs = self
            .active_jobs
            .checked_sub(1)
            .ok_or(RegistryError::NoActiveJob)?;
        Ok(())
    }

    /// Lets go of a job that the node failed, and takes the stake that costs. The repeat slash is on what the
    /// first one leaves; it clears the remembered failures, so that the next failure starts a new count.
    pub fn fail_job(&mut self, price: u64, decimals: u8, params: &StakeParams, now: i64) -> Result<Slash> {
        self.end_job()?;
        let band =
            price_band(price, decimals, &params.price_limits_tokens).ok_or(RegistryError::TooManyDecimals)?;
        let bps = *params
            .failure_slash_bps
            .get(band)
            .ok_or(RegistryError::Overflow)?;
        let mut amount = self.take_stake(bps)?;
        self.recent_failures = remember_failure(self.recent_failures, now);
        let repeated = failures_within(&self.recent_failures, now, params.repeat_window)
            >= usize::from(params.repeat_count);
        if repeated {
            let further = self.take_stake(params.repeat_slash_bps)?;
            amount = amount.checked_add(further).ok_or(RegistryError::Overflow)?;
            let until = now
                .checked_add(params.suspension)
                .ok_or(RegistryError::Overflow)?;
            self.suspended_until = self.suspended_until.max(until);
            self.recent_failures = [0; FAILURES_KEPT];
        }
        self.last_slash = now;
        let split = split_slash(amount, params.insurance_bps).ok_or(RegistryError::Overflow)?;
        Ok(Slash {
            amount,
            split,
            repeated,
        })
    }

    fn take_stake(&mut self, bps: u16) -> Result<u64> {
        let amount = governance::math::bps_of(self.stake, bps).ok_or(RegistryError::Overflow)?;
        self.stake = self.stake.checked_sub(amount).ok_or(RegistryError::Overflow)?;
        Ok(amount)
    }

    /// Holds after every instruction: the vault (base units) covers the stake.
    pub fn invariant(&self, vault: u64) -> Result<()> {
        self.check()?;
        require!(vault >= self.stake, RegistryError::InvariantViolated);
        Ok(())
    }

    /// The part of the invariant that needs no vault.
    pub fn check(&self) -> Result<()> {
        let sound = self.version == NODE_VERSION
            && self.operator != Pubkey::default()
            && self.tls_key_hash != [0; 32]
            && self.hardware.validate().is_ok()
            && u32::from(self.active_jobs) <= self.jobs_accepted;
        require!(sound, RegistryError::InvariantViolated);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
