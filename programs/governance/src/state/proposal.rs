use anchor_lang::{
    prelude::*,
    solana_program::instruction::{AccountMeta, Instruction},
};

use crate::{
    constants::{
        BPS, EXECUTION_WINDOW, EXECUTOR, JOB_ESCROW_ID, MAX_PROPOSAL_ACCOUNTS, MAX_PROPOSAL_DATA,
        NODE_REGISTRY_ID, REPUTATION_ID,
    },
    error::GovernanceError,
    state::VotingParams,
};

/// One instruction for token holders to vote on, at ["proposal", number]. Numbers are never used again, so no vote
/// can be counted for another proposal.
#[account]
#[derive(InitSpace, Debug)]
pub struct Proposal {
    /// Canonical bump of this account.
    pub bump: u8,
    /// Which proposal, from 0.
    pub number: u64,
    /// Who drafted it; the only one who completes, opens or cancels it.
    pub proposer: Pubkey,
    /// Who paid for this account, and gets that back.
    pub rent_payer: Pubkey,
    /// How far it has come.
    pub state: ProposalState,
    /// SHA-256 of the text that explains it.
    pub text_hash: [u8; 32],
    /// When voting began, in unix seconds; 0 for a draft.
    pub opened_at: i64,
    /// When voting ends, in unix seconds.
    pub voting_ends: i64,
    /// When the timelock ends, in unix seconds.
    pub executable_from: i64,
    /// When it can no longer be executed, in unix seconds.
    pub expires_at: i64,
    /// Tokens that must vote, in base units, of the supply when voting began.
    pub quorum: u64,
    /// Tokens for it, in base units.
    pub votes_for: u64,
    /// Tokens against it, in base units.
    pub votes_against: u64,
    /// The program that it calls.
    pub program: Pubkey,
    /// Length of the instruction's data when it is complete, in bytes.
    pub data_len: u16,
    /// The instruction's accounts.
    #[max_len(MAX_PROPOSAL_ACCOUNTS)]
    pub slots: Vec<AccountSlot>,
    /// The instruction's data, as far as they are written.
    #[max_len(MAX_PROPOSAL_DATA)]
    pub data: Vec<u8>,
}

/// An account of a proposal's instruction. Nobody signs it but the executor and whoever executes the proposal.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountSlot {
    /// This one, which does not sign.
    Account {
        /// Its address.
        key: Pubkey,
        /// Whether the instruction may write it.
        writable: bool,
    },
    /// The executor signs; the instruction cannot write it, so it never pays.
    Executor,
    /// Whoever executes the proposal signs and pays.
    Payer,
}

/// What is stored of a proposal's progress; the clock and the votes say the rest.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProposalState {
    /// Being written; cannot be voted on.
    Draft,
    /// Sealed; voting runs or is over.
    Open,
    /// Its instruction ran.
    Executed,
    /// Withdrawn by its proposer.
    Cancelled,
}

/// What a draft starts from.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct CreateProposalArgs {
    /// The next number, as `Config` counts.
    pub number: u64,
    /// SHA-256 of the text that explains it.
    pub text_hash: [u8; 32],
    /// One of the four programs.
    pub program: Pubkey,
    /// The instruction's accounts, at most 32.
    pub slots: Vec<AccountSlot>,
    /// Length of the instruction's data, at most 2,048 bytes.
    pub data_len: u16,
}

impl Proposal {
    /// Bytes that an account for such a draft takes, discriminator included.
    pub fn space(slots: usize, data_len: u16) -> usize {
        let spare_slots = MAX_PROPOSAL_ACCOUNTS.saturating_sub(slots);
        let spare_data = MAX_PROPOSAL_DATA.saturating_sub(usize::from(data_len));
        (8 + Self::INIT_SPACE)
            .saturating_sub(spare_slots.saturating_mul(AccountSlot::INIT_SPACE))
            .saturating_sub(spare_data)
    }

    /// The state of a fresh account.
    pub fn new(bump: u8, proposer: Pubkey, rent_payer: Pubkey, args: CreateProposalArgs) -> Result<Self> {
        let targets = [crate::ID, NODE_REGISTRY_ID, JOB_ESCROW_ID, REPUTATION_ID];
        require!(targets.contains(&args.program), GovernanceError::TargetNotAllowed);
        require!(
            args.slots.len() <= MAX_PROPOSAL_ACCOUNTS && usize::from(args.data_len) <= MAX_PROPOSAL_DATA,
            GovernanceError::ProposalTooLarge
        );
        // The runtime adds up what an account may do over all its places: the executor has one kind of place.
        let named = args
            .slots
            .iter()
            .any(|slot| matches!(slot, AccountSlot::Account { key, .. } if *key == EXECUTOR));
        require!(!named, GovernanceError::ExecutorNamed);
        Ok(Self {
            bump,
            number: args.number,
            proposer,
            rent_payer,
            state: ProposalState::Draft,
            text_hash: args.text_hash,
            opened_at: 0,
            voting_ends: 0,
            executable_from: 0,
            expires_at: 0,
            quorum: 0,
            votes_for: 0,
            votes_against: 0,
            program: args.program,
            data_len: args.data_len,
            slots: args.slots,
            data: Vec::new(),
        })
    }

    /// Adds a chunk of data where the last one ended.
    pub fn write(&mut self, offset: u16, bytes: &[u8]) -> Result<()> {
        require!(
            self.state == ProposalState::Draft,
            GovernanceError::ProposalNotDraft
        );
        require!(
            self.data.len() == usize::from(offset),
            GovernanceError::ChunkOutOfOrder
        );
        require!(
            bytes.len() <= usize::from(self.data_len).saturating_sub(self.data.len()),
            GovernanceError::ProposalTooLarge
        );
        self.data.extend_from_slice(bytes);
        Ok(())
    }

    /// Seals the draft and opens it to votes at `now` (unix seconds), under the rules and the supply (base units) of
    /// this moment.
    pub fn open(&mut self, supply: u64, voting: &VotingParams, now: i64) -> Result<()> {
        require!(
            self.state == ProposalState::Draft,
            GovernanceError::ProposalNotDraft
        );
        require!(
            self.data.len() == usize::from(self.data_len),
            GovernanceError::DataIncomplete
        );
        let after = |from: i64, seconds: i64| from.checked_add(seconds).ok_or(GovernanceError::Overflow);
        self.state = ProposalState::Open;
        self.opened_at = now;
        self.voting_ends = after(now, voting.vote)?;
        self.executable_from = after(self.voting_ends, voting.timelock)?;
        self.expires_at = after(self.executable_from, EXECUTION_WINDOW)?;
        self.quorum = part_of_supply(supply, voting.quorum_bps)?;
        Ok(())
    }

    /// Counts a vote of `weight` base units.
    pub fn vote(&mut self, in_favour: bool, weight: u64, now: i64) -> Result<()> {
        require!(
            self.state == ProposalState::Open && now < self.voting_ends,
            GovernanceError::NotVoting
        );
        let side = if in_favour {
            &mut self.votes_for
        } else {
            &mut self.votes_against
        };
        *side = side.checked_add(weight).ok_or(GovernanceError::Overflow)?;
        Ok(())
    }

    /// Withdraws a draft, or a proposal while it is voted on.
    pub fn cancel(&mut self, now: i64) -> Result<()> {
        let running = self.state == ProposalState::Open && now < self.voting_ends;
        require!(
            running || self.state == ProposalState::Draft,
            GovernanceError::NotVoting
        );
        self.state = ProposalState::Cancelled;
        Ok(())
    }

    /// Whether enough tokens voted, and more of them for it than against it.
    pub fn carried(&self) -> bool {
        let cast = u128::from(self.votes_for).saturating_add(u128::from(self.votes_against));
        self.votes_for > self.votes_against && cast >= u128::from(self.quorum)
    }

    /// Marks the proposal executed, if at `now` (unix seconds) it may be.
    pub fn execute(&mut self, now: i64) -> Result<()> {
        require!(
            self.state == ProposalState::Open,
            GovernanceError::ProposalNotOpen
        );
        require!(now >= self.voting_ends, GovernanceError::StillVoting);
        require!(self.carried(), GovernanceError::ProposalDefeated);
        require!(now >= self.executable_from, GovernanceError::TimelockRunning);
        require!(now < self.expires_at, GovernanceError::ProposalExpired);
        self.state = ProposalState::Executed;
        Ok(())
    }

    /// Whether nothing can happen to it any more at `now` (unix seconds).
    pub fn is_over(&self, now: i64) -> bool {
        match self.state {
            ProposalState::Draft => false,
            ProposalState::Executed | ProposalState::Cancelled => true,
            ProposalState::Open => now >= self.expires_at || (now >= self.voting_ends && !self.carried()),
        }
    }

    /// The instruction, with `payer` in its place.
    pub fn instruction(&self, payer: Pubkey) -> Instruction {
        let meta = |slot: &AccountSlot| match *slot {
            AccountSlot::Account { key, writable: true } => AccountMeta::new(key, false),
            AccountSlot::Account { key, writable: false } => AccountMeta::new_readonly(key, false),
            AccountSlot::Executor => AccountMeta::new_readonly(EXECUTOR, true),
            AccountSlot::Payer => AccountMeta::new(payer, true),
        };
        Instruction {
            program_id: self.program,
            accounts: self.slots.iter().map(meta).collect(),
            data: self.data.clone(),
        }
    }

    /// Whether the instruction's accounts name `key` outright.
    pub fn names(&self, key: &Pubkey) -> bool {
        self.slots
            .iter()
            .any(|slot| matches!(slot, AccountSlot::Account { key: named, .. } if named == key))
    }

    /// Holds after every instruction.
    pub fn invariant(&self) -> Result<()> {
        let draft = self.opened_at == 0 && self.votes_for == 0 && self.votes_against == 0;
        let opened = self.data.len() == usize::from(self.data_len)
            && 0 < self.opened_at
            && self.opened_at < self.voting_ends
            && self.voting_ends < self.executable_from
            && self.executable_from < self.expires_at;
        let sound = match self.state {
            ProposalState::Draft => draft && self.data.len() <= usize::from(self.data_len),
            ProposalState::Open => opened,
            ProposalState::Executed => opened && self.carried(),
            ProposalState::Cancelled => draft || opened,
        };
        require!(sound, GovernanceError::InvariantViolated);
        Ok(())
    }
}

/// `bps` of a supply, rounded up, in base units: a part that must be reached.
pub fn part_of_supply(supply: u64, bps: u16) -> Result<u64> {
    let part = u128::from(supply)
        .checked_mul(u128::from(bps))
        .map(|product| product.div_ceil(u128::from(BPS)));
    let part = part.and_then(|part| u64::try_from(part).ok());
    Ok(part.ok_or(GovernanceError::Overflow)?)
}

#[cfg(test)]
mod tests;
