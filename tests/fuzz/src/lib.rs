//! Stateful fuzzing of the four programs together, in the virtual machine that runs them on chain, and a model of
//! their state machines that is driven by the same sequences.
//!
//! Nothing here is part of a program: a test may panic.
pub mod actions;
pub mod audit;
pub mod audits;
pub mod books;
pub mod chain;
pub mod coordinators;
pub mod coverage;
pub mod disputes;
pub mod drive;
pub mod escrow;
pub mod fuzz;
pub mod keys;
pub mod leave;
pub mod ledger;
pub mod model;
pub mod options;
pub mod params;
pub mod people;
pub mod proofs;
pub mod proposals;
pub mod registry;
pub mod rng;
pub mod rules;
pub mod setup;
pub mod slots;
pub mod step;
pub mod tokens;
pub mod vesting;
pub mod votes;
pub mod work;
pub mod world;
