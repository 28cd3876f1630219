//! Witnesses without circom's program: the constraints themselves say how to compute nearly every wire.
//!
//! `plan` orders the constraints once so that each gives one wire from earlier ones, or writes a number in bits.
//! `solve` follows the plan. It needs no trust: a witness that breaks a constraint makes no proof.

pub mod digits;
pub mod plan;
pub mod planner;
pub mod symbols;
