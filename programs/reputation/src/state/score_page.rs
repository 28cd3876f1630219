use anchor_lang::prelude::*;

use crate::{
    constants::{MIN_ADJUSTMENT, NODES_PER_PAGE},
    error::ReputationError,
    events::FoldRules,
    state::{NodeScore, Outcome},
};

/// Scores of 32 nodes, at ["scores", page].
#[account(zero_copy)]
#[derive(Debug)]
pub struct ScorePage {
    /// Which page of nodes.
    pub page: u32,
    /// Canonical bump of this account.
    pub bump: u8,
    /// Zero.
    pub padding: [u8; 3],
    /// Outcomes ever folded into this page.
    pub applied: u64,
    /// The node with index i is at i % 32.
    pub nodes: [NodeScore; NODES_PER_PAGE as usize],
}

// One instruction can create no more.
const _: () = assert!(ScorePage::SPACE <= 10_240);

impl ScorePage {
    /// Bytes of the account, discriminator included.
    pub const SPACE: usize = 8 + std::mem::size_of::<Self>();

    /// Sets up a fresh account, whose bytes are zero.
    pub fn init(&mut self, page: u32, bump: u8) {
        self.page = page;
        self.bump = bump;
    }

    /// The score of the node with that account and index; 0 for a node without outcomes or of another page.
    pub fn score_of(&self, node: &Pubkey, index: u32) -> u16 {
        if index / NODES_PER_PAGE != self.page {
            return 0;
        }
        let slot = usize::try_from(index % NODES_PER_PAGE).unwrap_or(usize::MAX);
        self.nodes
            .get(slot)
            .filter(|entry| entry.node == *node)
            .map_or(0, |entry| entry.score)
    }

    /// Folds one outcome in. Never fails for what an outcome says: one bad entry must not block the queue.
    pub fn fold(&mut self, outcome: &Outcome, rules: &FoldRules) -> Result<()> {
        let entry = self
            .nodes
            .get_mut(usize::from(outcome.slot))
            .ok_or(ReputationError::InvariantViolated)?;
        entry.fold(outcome, rules);
        self.applied = self.applied.saturating_add(1);
        Ok(())
    }

    /// Holds after every instruction.
    pub fn invariant(&self) -> Result<()> {
        let sound = self.nodes.iter().all(|entry| {
            entry.score <= governance::MAX_SCORE
                && (MIN_ADJUSTMENT..=0).contains(&entry.adjustment)
                && entry.trust <= entry.settled_weight
                && entry.time_weight <= entry.settled_weight
                && entry.proofs_valid <= entry.proofs_total
                && entry.valid_weight <= entry.proof_weight
        });
        require!(sound, ReputationError::InvariantViolated);
        Ok(())
    }
}
