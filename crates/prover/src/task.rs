//! A request under way: it can be cancelled, and says how far it is.

use crate::ProverError;
use std::sync::{
    atomic::{AtomicBool, Ordering},
    Arc,
};

type Report = Box<dyn Fn(&str, usize, usize) + Send + Sync>;

#[derive(Default)]
pub struct Task {
    cancelled: Arc<AtomicBool>,
    report: Option<Report>,
}

impl Task {
    pub fn new(cancelled: Arc<AtomicBool>, report: Option<Report>) -> Self {
        Self { cancelled, report }
    }

    /// Errors: `cancelled`
    pub fn check(&self) -> Result<(), ProverError> {
        match self.cancelled.load(Ordering::Relaxed) {
            true => Err(ProverError::new("cancelled", "the request was cancelled")),
            false => Ok(()),
        }
    }

    /// Says that `done` of `of` parts of a stage are done. Errors: `cancelled`
    pub fn progress(&self, stage: &str, done: usize, of: usize) -> Result<(), ProverError> {
        self.check()?;
        if let Some(report) = &self.report {
            report(stage, done, of);
        }
        Ok(())
    }
}
