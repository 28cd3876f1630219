//! A model of the state machines: plain numbers, no accounts, written from the design and not from the programs'
//! state structs. What it refuses, it refuses by the name of the error that the chain must raise.
mod audits;
pub mod compare;
mod disputes;
mod endings;
pub mod generate;
mod instructions;
mod jobs;
mod nodes;
mod ops;
mod quarrel;
mod rules;
pub mod sequences;
mod stakes;
mod state;
mod trials;
mod votes;
mod work;

pub use ops::*;
pub use state::*;

use governance::GovernanceError;
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

pub fn governance(error: GovernanceError) -> Code {
    error.into()
}

pub fn reputation(error: reputation::ReputationError) -> Code {
    error.into()
}

fn check(holds: bool, otherwise: Escrow) -> Result<(), Code> {
    holds.then_some(()).ok_or(escrow(otherwise))
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
