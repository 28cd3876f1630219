//! Accounts of this program and the transitions they allow.

pub mod audit;
pub mod client;
pub mod job;
pub mod job_state;
pub mod steps;
pub mod terms;

pub use audit::*;
pub use client::*;
pub use job::*;
pub use job_state::*;
pub use steps::*;
pub use terms::*;
