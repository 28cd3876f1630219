use anchor_lang::prelude::*;

use crate::{constants::QUEUE_CAPACITY, error::ReputationError, state::Outcome};

/// Outcomes of one page of nodes that wait to be folded into their scores, at ["outcomes", page].
/// A ring: job-escrow appends at the end, anyone takes from the front.
#[account(zero_copy)]
#[derive(Debug)]
pub struct OutcomeQueue {
    /// Which page of nodes.
    pub page: u32,
    /// Place of the oldest outcome.
    pub head: u16,
    /// How many outcomes wait.
    pub len: u16,
    /// Outcomes ever appended.
    pub appended: u64,
    /// Canonical bump of this account.
    pub bump: u8,
    /// Zero.
    pub padding: [u8; 7],
    /// The ring.
    pub outcomes: [Outcome; QUEUE_CAPACITY as usize],
}

// One instruction can create no more.
const _: () = assert!(OutcomeQueue::SPACE <= 10_240);

impl OutcomeQueue {
    /// Bytes of the account, discriminator included.
    pub const SPACE: usize = 8 + std::mem::size_of::<Self>();

    /// Sets up a fresh account, whose bytes are zero.
    pub fn init(&mut self, page: u32, bump: u8) {
        self.page = page;
        self.bump = bump;
    }

    /// Appends an outcome and returns its number, from 0.
    pub fn push(&mut self, outcome: Outcome) -> Result<u64> {
        require!(self.len < QUEUE_CAPACITY, ReputationError::QueueFull);
        let at = self.head.wrapping_add(self.len) % QUEUE_CAPACITY;
        let place = self
            .outcomes
            .get_mut(usize::from(at))
            .ok_or(ReputationError::InvariantViolated)?;
        *place = outcome;
        self.len = self.len.saturating_add(1);
        let sequence = self.appended;
        self.appended = sequence.saturating_add(1);
        Ok(sequence)
    }

    /// Number of the oldest outcome that waits.
    pub fn first(&self) -> u64 {
        self.appended.saturating_sub(u64::from(self.len))
    }

    /// Takes the oldest outcome.
    pub fn pop(&mut self) -> Option<Outcome> {
        if self.len == 0 {
            return None;
        }
        let outcome = *self.outcomes.get(usize::from(self.head))?;
        self.head = self.head.wrapping_add(1) % QUEUE_CAPACITY;
        self.len = self.len.saturating_sub(1);
        Some(outcome)
    }

    /// Holds after every instruction.
    pub fn invariant(&self) -> Result<()> {
        let sound =
            self.head < QUEUE_CAPACITY && self.len <= QUEUE_CAPACITY && u64::from(self.len) <= self.appended;
        require!(sound, ReputationError::InvariantViolated);
        Ok(())
    }
}
