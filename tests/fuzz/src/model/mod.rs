//! A model of the state machines: plain numbers, no accounts, written from the design and not from the programs'
//! state structs. What it refuses, it refuses by the name of the error that the chain must raise.
pub mod compare;
pub mod generate;
mod jobs;
mod nodes;
pub mod sequences;
mod state;

pub use state::*;

use job_escrow::JobEscrowError as Escrow;
use node_registry::RegistryError;

/// The number of an error as the chain reports it.
pub type Code = u32;

pub fn escrow(error: Escrow) -> Code {
    error.into()
}

pub fn registry(error: RegistryError) -> Code {
    error.into()
}

pub fn reputation(error: reputation::ReputationError) -> Code {
    error.into()
}

/// Anchor's own.
pub const NOT_INITIALIZED: Code = 3_012;
/// Anchor's own, for an address of no account where a program's is wanted.
pub const WRONG_OWNER: Code = 3_007;
/// Anchor's `ConstraintMut`.
pub const NOT_WRITABLE: Code = 2_000;
/// The system program's, for an address that is taken.
pub const IN_USE: Code = 0;
/// The token programs'.
pub const INSUFFICIENT: Code = 1;

/// One thing that somebody does. Wallets, mints and jobs are numbers.
#[derive(Clone, Copy, Debug)]
pub enum Op {
    Wait(u64),
    Create(Order),
    Accept {
        job: usize,
        node: usize,
        by: usize,
        salted: bool,
    },
    Anchor {
        job: usize,
        by: usize,
        checkpoints: u8,
        elapsed_ms: u64,
        sound: bool,
    },
    Prove {
        job: usize,
        holds: bool,
    },
    Waive {
        job: usize,
        by: usize,
    },
    Settle {
        job: usize,
    },
    Cancel {
        job: usize,
        by: usize,
    },
    Timeout {
        job: usize,
    },
    /// `None`: a stranger.
    Close {
        job: usize,
        by: Option<usize>,
    },
    Rate {
        job: usize,
        by: usize,
        stars: u8,
    },
    Register {
        wallet: usize,
        stake: u64,
        sound: bool,
    },
    Heartbeat {
        node: usize,
        by: usize,
    },
    Apply {
        max: u8,
    },
    Pause {
        on: bool,
        until: i64,
    },
}

/// What a client orders.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    pub client: usize,
    pub mint: usize,
    pub nonce: u64,
    pub price: u64,
    /// The wallet whose node it is meant for.
    pub node: usize,
    pub epochs: u32,
    pub interval: u16,
    pub estimate: u32,
    pub deadline: i64,
    pub audits: u8,
    pub exact: bool,
    /// The commitments are field elements.
    pub sound: bool,
}

impl Model {
    /// Does it, or says with which error the chain must refuse it. A refusal changes nothing.
    pub fn apply(&mut self, op: &Op) -> Result<(), Code> {
        let before = self.clone();
        let result = self.try_apply(op);
        if result.is_err() {
            *self = before;
        }
        result
    }

    fn try_apply(&mut self, op: &Op) -> Result<(), Code> {
        match *op {
            Op::Wait(seconds) => {
                self.now += seconds as i64;
                Ok(())
            }
            Op::Create(order) => self.create(&order),
            Op::Accept {
                job,
                node,
                by,
                salted,
            } => self.accept(job, node, by, salted),
            Op::Anchor {
                job,
                by,
                checkpoints,
                elapsed_ms,
                sound,
            } => self.anchor(job, by, checkpoints, elapsed_ms, sound),
            Op::Prove { job, holds } => self.prove(job, holds),
            Op::Waive { job, by } => self.waive(job, by),
            Op::Settle { job } => self.settle(job),
            Op::Cancel { job, by } => self.cancel(job, by),
            Op::Timeout { job } => self.timeout(job),
            Op::Close { job, by } => self.close(job, by),
            Op::Rate { job, by, stars } => self.rate(job, by, stars),
            Op::Register { wallet, stake, sound } => self.register(wallet, stake, sound),
            Op::Heartbeat { node, by } => self.heartbeat(node, by),
            Op::Apply { max } => self.apply_outcomes(max),
            Op::Pause { on, until } => self.pause(on, until),
        }
    }
}
