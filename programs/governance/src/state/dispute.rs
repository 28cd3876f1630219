//! A dispute over one job: who may say what until when, and what follows from it. The verdict is a function of this
//! account and the clock, so it is there whether or not anybody asks for it.
use anchor_lang::prelude::*;

use crate::{
    constants::DISPUTE_VERSION,
    error::GovernanceError,
    state::{DisputeTerms, Party, Round, Verdict},
};

/// The round of the first vote; round 0 is that of proposals.
pub const FIRST_ROUND: u8 = 1;
/// The round of the vote on an appeal.
pub const APPEAL_ROUND: u8 = 2;

/// A dispute at ["dispute", job]; authority of the token account ["dispute_vault", dispute] that holds its bonds.
/// Amounts are CYXWIZ base units, times unix seconds.
#[account]
#[derive(InitSpace, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// Layout version.
    pub version: u8,
    /// Canonical bump of this account.
    pub bump: u8,
    /// Canonical bump of the vault.
    pub vault_bump: u8,
    /// The job, whose money is frozen until the verdict.
    pub job: Pubkey,
    /// The node that works on it.
    pub node: Pubkey,
    /// The client's wallet.
    pub client: Pubkey,
    /// The wallet that owns the node.
    pub node_owner: Pubkey,
    /// The node's hot key when the dispute was opened.
    pub operator: Pubkey,
    /// Who opened it.
    pub opener: Party,
    /// Who appealed.
    pub appellant: Option<Party>,
    /// Who paid the rent of this account and its vault.
    pub rent_payer: Pubkey,
    /// Mint of bonds and votes: CYXWIZ.
    pub mint: Pubkey,
    /// Its supply when the dispute was opened, which quorums are parts of.
    pub supply: u64,
    /// When it was opened. Tokens locked later have no vote.
    pub opened_at: i64,
    /// Last second for evidence.
    pub evidence_ends: i64,
    /// Last second for an appeal.
    pub appeal_ends: i64,
    /// The vote, and the vote on the appeal.
    pub rounds: [Round; 2],
    /// Hash of the client's latest evidence; zero for none.
    pub client_evidence: [u8; 32],
    /// Hash of the node's latest evidence; zero for none.
    pub node_evidence: [u8; 32],
    /// The opener's bond, while the vault holds it.
    pub bond: u64,
    /// The appellant's deposit, while the vault holds it.
    pub deposit: u64,
    /// What job-escrow has executed.
    pub verdict: Option<Verdict>,
    /// When it did; 0: not yet.
    pub resolved_at: i64,
    /// Whether bond and deposit have left the vault, and the vault is closed.
    pub bonds_released: bool,
    /// Votes whose records are not closed.
    pub open_votes: u32,
    /// The parameters in force when it was opened.
    pub terms: DisputeTerms,
}

/// Who disputes about what, as job-escrow says.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug)]
pub struct OpenDisputeArgs {
    /// The node that works on the job.
    pub node: Pubkey,
    /// The client's wallet.
    pub client: Pubkey,
    /// The wallet that owns the node.
    pub node_owner: Pubkey,
    /// The node's hot key.
    pub operator: Pubkey,
    /// Who of the two opens it.
    pub opener: Party,
    /// Hash of the opener's evidence.
    pub evidence_hash: [u8; 32],
}

/// Where a new dispute is and who pays for it, which its arguments do not say.
#[derive(Clone, Copy, Debug)]
pub struct DisputeIdentity {
    /// Canonical bump of the dispute.
    pub bump: u8,
    /// Canonical bump of its vault.
    pub vault_bump: u8,
    /// The job.
    pub job: Pubkey,
    /// Who pays the rent.
    pub rent_payer: Pubkey,
    /// The CYXWIZ mint.
    pub mint: Pubkey,
    /// Its supply now.
    pub supply: u64,
}

fn after(start: i64, seconds: i64) -> Result<i64> {
    start
        .checked_add(seconds)
        .ok_or(error!(GovernanceError::Overflow))
}

impl Dispute {
    /// The state of a fresh account at `now`: evidence, then the vote, then the time to appeal.
    ///
    /// Errors: `EvidenceMissing`, `Overflow`.
    pub fn open(id: DisputeIdentity, args: &OpenDisputeArgs, terms: DisputeTerms, now: i64) -> Result<Self> {
        require!(args.evidence_hash != [0; 32], GovernanceError::EvidenceMissing);
        let evidence_ends = after(now, terms.evidence)?;
        let voting_ends = after(evidence_ends, terms.vote)?;
        let mut dispute = Self {
            version: DISPUTE_VERSION,
            bump: id.bump,
            vault_bump: id.vault_bump,
            job: id.job,
            node: args.node,
            client: args.client,
            node_owner: args.node_owner,
            operator: args.operator,
            opener: args.opener,
            appellant: None,
            rent_payer: id.rent_payer,
            mint: id.mint,
            supply: id.supply,
            opened_at: now,
            evidence_ends,
            appeal_ends: after(voting_ends, terms.appeal)?,
            rounds: [
                Round::over(after(evidence_ends, 1)?, voting_ends),
                Round::default(),
            ],
            client_evidence: [0; 32],
            node_evidence: [0; 32],
            bond: terms.bond,
            deposit: 0,
            verdict: None,
            resolved_at: 0,
            bonds_released: false,
            open_votes: 0,
            terms,
        };
        *dispute.evidence_of(args.opener) = args.evidence_hash;
        Ok(dispute)
    }

    fn evidence_of(&mut self, party: Party) -> &mut [u8; 32] {
        match party {
            Party::Client => &mut self.client_evidence,
            Party::Node => &mut self.node_evidence,
        }
    }

    /// The side that `key` speaks for. Errors: `NotAParty`.
    pub fn party_of(&self, key: &Pubkey) -> Result<Party> {
        if *key == self.client {
            return Ok(Party::Client);
        }
        require_keys_eq!(*key, self.node_owner, GovernanceError::NotAParty);
        Ok(Party::Node)
    }

    /// The wallet that speaks for a side, and gets back what it put down.
    pub fn wallet_of(&self, party: Party) -> Pubkey {
        match party {
            Party::Client => self.client,
            Party::Node => self.node_owner,
        }
    }

    /// Takes a party's evidence, in place of what it handed in before.
    ///
    /// Errors: `EvidenceMissing`, `EvidenceClosed`.
    pub fn submit_evidence(&mut self, by: Party, hash: [u8; 32], now: i64) -> Result<()> {
        require!(hash != [0; 32], GovernanceError::EvidenceMissing);
        require!(now <= self.evidence_ends, GovernanceError::EvidenceClosed);
        *self.evidence_of(by) = hash;
        Ok(())
    }

    /// Number of the round that is under way or over.
    pub fn round(&self) -> u8 {
        match self.appellant {
            None => FIRST_ROUND,
            Some(_) => APPEAL_ROUND,
        }
    }

    /// The round that is under way or over.
    fn current(&mut self) -> &mut Round {
        let [first, second] = &mut self.rounds;
        match self.appellant {
            None => first,
            Some(_) => second,
        }
    }

    /// Last second of the round that is under way, until which votes stay locked.
    pub fn voting_ends(&self) -> i64 {
        let [first, second] = &self.rounds;
        match self.appellant {
            None => first.ends,
            Some(_) => second.ends,
        }
    }

    /// Counts a vote of `weight` tokens. Errors: `PartyMayNotVote`, `VotingClosed`, `Overflow`.
    pub fn vote(&mut self, voter: &Pubkey, weight: u64, side: Party, now: i64) -> Result<()> {
        let parties = [self.client, self.node_owner, self.operator];
        require!(!parties.contains(voter), GovernanceError::PartyMayNotVote);
        self.current().vote(weight, side, now)?;
        self.open_votes = self.open_votes.checked_add(1).ok_or(GovernanceError::Overflow)?;
        Ok(())
    }

    /// Holds after every instruction; `vault` is what the vault holds, in base units.
    pub fn invariant(&self, vault: u64) -> Result<()> {
        self.check()?;
        let owed = self
            .bond
            .checked_add(self.deposit)
            .ok_or(GovernanceError::Overflow)?;
        require!(vault >= owed, GovernanceError::InvariantViolated);
        Ok(())
    }

    /// The part of the invariant that needs no vault.
    pub fn check(&self) -> Result<()> {
        let [first, second] = &self.rounds;
        let times = self.opened_at < first.begins
            && first.begins <= first.ends
            && first.ends < self.appeal_ends
            && (self.appellant.is_none()
                || (first.ends < second.begins && second.begins <= self.appeal_ends));
        let votes = first.votes()? <= self.supply && second.votes()? <= self.supply;
        let ends = self.verdict.is_some() == (self.resolved_at > 0)
            && (!self.bonds_released || (self.verdict.is_some() && self.bond == 0 && self.deposit == 0));
        let appeals = self.appellant.is_some() || (self.deposit == 0 && *second == Round::default());
        let sound = self.version == DISPUTE_VERSION && times && votes && ends && appeals;
        require!(sound, GovernanceError::InvariantViolated);
        Ok(())
    }
}

mod bonds;
mod verdict;

pub use bonds::*;

#[cfg(test)]
mod tests;
