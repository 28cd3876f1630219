//! Votes on disputes and their rewards.
use governance::GovernanceError as G;

use super::{governance as no, Code, DisputeModel, Model, Side, VoteModel, IN_USE, NOT_INITIALIZED};

impl Model {
    pub(super) fn vote(&mut self, at: usize, by: usize, for_client: bool) -> Result<(), Code> {
        let mut dispute = self.open_dispute(at)?;
        let weight = self.locks[by];
        if weight == 0 {
            return Err(NOT_INITIALIZED);
        }
        let round = dispute.round();
        if dispute
            .votes
            .iter()
            .any(|vote| vote.voter == by && vote.round == round)
        {
            return Err(IN_USE);
        }
        let now = self.now;
        let votes = dispute.current();
        if now < votes.begins || now > votes.ends {
            return Err(no(G::VotingClosed));
        }
        let (side, cast) = match for_client {
            true => (Side::Client, &mut votes.for_client),
            false => (Side::Node, &mut votes.for_node),
        };
        *cast += weight;
        dispute.votes.push(VoteModel {
            voter: by,
            round,
            side,
            weight,
        });
        self.store(at, dispute);
        Ok(())
    }

    /// The place of a vote's record, and what it has earned.
    fn earned(&self, dispute: &DisputeModel, voter: usize, round: u8) -> Result<(usize, u64), Code> {
        let at = dispute
            .votes
            .iter()
            .position(|vote| vote.voter == voter && vote.round == round)
            .ok_or(NOT_INITIALIZED)?;
        let (verdict, _) = dispute.resolved.ok_or(no(G::NotResolved))?;
        let vote = dispute.votes[at];
        let deciding = 1 + u8::from(self.appeal_verdict(dispute).is_some());
        if verdict != Some(vote.side) || round != deciding {
            return Ok((at, 0));
        }
        let counted = &dispute.rounds[usize::from(deciding) - 1];
        let with = match vote.side {
            Side::Client => counted.for_client,
            Side::Node => counted.for_node,
        };
        // All voters together never get more than the bond.
        let part = u128::from(self.rules.bond) * u128::from(vote.weight) / u128::from(with);
        Ok((at, part.min(self.rules.reward.into()) as u64))
    }

    pub(super) fn reward(&mut self, at: usize, voter: usize, round: u8, own: bool) -> Result<(), Code> {
        let mut dispute = self.open_dispute(at)?;
        let (record, due) = self.earned(&dispute, voter, round)?;
        if due == 0 {
            return Err(no(G::NoReward));
        }
        let resolved_at = dispute.resolved.map_or(0, |(_, at)| at);
        if self.treasury < due && !own && self.now <= resolved_at + self.rules.reward_kept {
            return Err(no(G::TreasuryShort));
        }
        let paid = due.min(self.treasury);
        self.treasury -= paid;
        self.wallets[voter][0] += paid;
        dispute.votes.remove(record);
        self.store(at, dispute);
        Ok(())
    }

    pub(super) fn discard(&mut self, at: usize, voter: usize, round: u8) -> Result<(), Code> {
        let mut dispute = self.open_dispute(at)?;
        let (record, due) = self.earned(&dispute, voter, round)?;
        if due > 0 {
            return Err(no(G::RewardDue));
        }
        dispute.votes.remove(record);
        self.store(at, dispute);
        Ok(())
    }
}
