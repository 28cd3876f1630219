//! A job that is disputed, from the freeze to the verdict.
use anchor_lang::prelude::*;
use governance::{Party, Verdict};
use reputation::OutcomeKind;

use crate::{
    error::JobEscrowError,
    math::Payout,
    policy,
    state::{Job, JobState},
};

/// What becomes of the node when a dispute ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeFate {
    /// It goes on.
    Released,
    /// It is slashed as for any failed job.
    Failed,
    /// It loses what a lost dispute costs.
    Lost,
}

/// What a verdict means for a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// Where the rest of the price goes.
    pub payout: Payout,
    /// What becomes of the node.
    pub fate: NodeFate,
    /// For the node's record.
    pub outcome: OutcomeKind,
}

impl Job {
    /// The side that `key` speaks for. Errors: `NotAParty`.
    pub fn party_of(&self, key: &Pubkey) -> Result<Party> {
        if *key == self.client {
            return Ok(Party::Client);
        }
        require_keys_eq!(*key, self.node_owner, JobEscrowError::NotAParty);
        Ok(Party::Node)
    }

    /// Whether a party may dispute the job at `now`; `heartbeat` is the node's latest, unix seconds.
    ///
    /// Once the work is verified, the objection window is the time for it: who waits longer, or waived it, takes the
    /// work. A node that has failed cannot flee from its slash into a dispute. Before its audits an exact job has earned
    /// nothing, so a client whose dispute finds no quorum would have the work for nothing; it waits for the audits.
    ///
    /// Errors: `JobEnded`, `JobIsDisputed`, `JobNotRunning`, `ObjectionWindowOver`, `AuditsDecide`, `NodeHasFailed`.
    pub fn require_disputable(&self, opener: Party, heartbeat: i64, now: i64) -> Result<()> {
        require!(!self.state.is_terminal(), JobEscrowError::JobEnded);
        require!(self.state != JobState::Disputed, JobEscrowError::JobIsDisputed);
        require!(self.state.is_worked_on(), JobEscrowError::JobNotRunning);
        if self.is_verified() {
            require!(
                !self.objection_waived && now <= self.objection_ends()?,
                JobEscrowError::ObjectionWindowOver
            );
        } else {
            require!(
                opener == Party::Node || self.audits_passed(),
                JobEscrowError::AuditsDecide
            );
        }
        require!(
            opener == Party::Client || !self.node_failed(heartbeat, now),
            JobEscrowError::NodeHasFailed
        );
        Ok(())
    }

    /// `Running` or `Proving → Disputed`: the vault is frozen until the verdict. The caller has asked
    /// `require_disputable`.
    pub fn freeze(&mut self, dispute: Pubkey) {
        self.disputed_from = self.state;
        self.state = JobState::Disputed;
        self.dispute = dispute;
    }

    /// What `verdict` means in a dispute that `opener` opened.
    ///
    /// Without a quorum, proven progress is paid and the rest goes back. A node that opened the dispute with work undone
    /// then stands where it would stand without it: otherwise every node about to miss its deadline would dispute.
    pub fn resolution(&self, verdict: Verdict, opener: Party) -> Result<Resolution> {
        let stage = self.stage()?;
        Ok(match verdict {
            Verdict::ForClient => Resolution {
                payout: stage.refund()?,
                fate: NodeFate::Lost,
                outcome: OutcomeKind::DisputeLost,
            },
            Verdict::ForNode => Resolution {
                payout: stage.settlement()?,
                fate: NodeFate::Released,
                outcome: OutcomeKind::DisputeWon,
            },
            Verdict::NoQuorum if opener == Party::Node && !policy::work_done(self) => Resolution {
                payout: stage.split()?,
                fate: NodeFate::Failed,
                outcome: OutcomeKind::TimedOut,
            },
            Verdict::NoQuorum => Resolution {
                payout: stage.split()?,
                fate: NodeFate::Released,
                outcome: OutcomeKind::Cancelled,
            },
        })
    }
}

#[cfg(test)]
mod tests;
