use anchor_lang::prelude::*;
use governance::state::StakeParams;

use crate::{
    constants::{FAILURES_KEPT, NODE_VERSION},
    error::RegistryError,
};

mod stake;
mod standing;
mod tls_keys;
mod uptime;

pub use standing::*;

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
    /// The one before it, which clients accept beside it for a time; zeros: none.
    pub previous_tls_key_hash: [u8; 32],
    /// Until when they do, in unix seconds, that second excluded; 0: there is none before it.
    pub previous_tls_until: i64,
    /// What the machine is, as its owner says.
    pub hardware: Hardware,
    /// Position in the registry; reputation keeps its score at page index/32, slot index%32.
    pub index: u32,
    /// Tokens at stake, those of a pending withdrawal included, in base units. Gifts to the vault do not count.
    pub stake: u64,
    /// The part of the stake that its owner withdraws, in base units: it backs no new job and earns nothing, but is
    /// slashed with the rest until it is claimed.
    pub withdrawing: u64,
    /// When that part may be claimed, in unix seconds; 0: no withdrawal is pending.
    pub claimable_at: i64,
    /// Rewards earned and not yet paid into the stake, in base units.
    pub rewards: u64,
    /// Until when rewards are reckoned, in unix seconds.
    pub rewards_until: i64,
    /// From when on the stake may be withdrawn, in unix seconds.
    pub locked_until: i64,
    /// Jobs accepted and not ended.
    pub active_jobs: u16,
    /// Jobs ever accepted.
    pub jobs_accepted: u32,
    /// When the node registered, in unix seconds.
    pub registered_at: i64,
    /// Last sign of life, in unix seconds.
    pub last_heartbeat: i64,
    /// Seconds since registration that heartbeats cover: those between two beats no further apart than a node may be
    /// silent.
    pub uptime_seconds: u64,
    /// When the present unbroken run of heartbeats began, in unix seconds.
    pub alive_since: i64,
    /// How often such a run broke.
    pub breaks: u32,
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
    /// SHA-256 of the TLS certificate's public key (SPKI, DER). The present one is still good for `TLS_OVERLAP`
    /// seconds; one before that, if any, no longer.
    pub tls_key_hash: Option<[u8; 32]>,
    /// Whether the key that the last one replaces is worthless at once, because it leaked.
    pub revoke_previous: bool,
    /// What the machine is.
    pub hardware: Option<Hardware>,
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
        let something = self.tls_key_hash.is_some() || self.revoke_previous || self.hardware.is_some();
        require!(something, RegistryError::NothingToUpdate);
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
    /// Hot key of the node agent.
    pub operator: Pubkey,
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
        check_operator(&identity.operator)?;
        Ok(Self {
            version: NODE_VERSION,
            bump: identity.bump,
            stake_bump: identity.stake_bump,
            owner: identity.owner,
            operator: identity.operator,
            tls_key_hash: args.tls_key_hash,
            previous_tls_key_hash: [0; 32],
            previous_tls_until: 0,
            hardware: args.hardware,
            index: identity.index,
            stake: args.stake,
            withdrawing: 0,
            claimable_at: 0,
            rewards: 0,
            rewards_until: now,
            locked_until: now.checked_add(params.lock).ok_or(RegistryError::Overflow)?,
            active_jobs: 0,
            jobs_accepted: 0,
            registered_at: now,
            last_heartbeat: now,
            uptime_seconds: 0,
            alive_since: now,
            breaks: 0,
            recent_failures: [0; FAILURES_KEPT],
            suspended_until: 0,
            last_slash: 0,
            banned: false,
            rent_payer: identity.rent_payer,
        })
    }

    /// Changes what the owner named, at `now` (unix seconds).
    pub fn update(&mut self, args: &UpdateNodeArgs, now: i64) -> Result<()> {
        if let Some(hash) = args.tls_key_hash {
            self.rotate_tls_key(hash, now)?;
        }
        if args.revoke_previous {
            self.revoke_previous_tls_key();
        }
        self.hardware = args.hardware.unwrap_or(self.hardware);
        Ok(())
    }

    /// Puts another hot key in the place of the present one.
    pub fn rotate_operator(&mut self, operator: Pubkey) -> Result<()> {
        check_operator(&operator)?;
        self.operator = operator;
        Ok(())
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
            && self.tls_keys_are_sound()
            && self.hardware.validate().is_ok()
            && u32::from(self.active_jobs) <= self.jobs_accepted
            && self.withdrawing <= self.stake
            && (self.withdrawing > 0) == (self.claimable_at > 0)
            && self.uptime_is_sound();
        require!(sound, RegistryError::InvariantViolated);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
