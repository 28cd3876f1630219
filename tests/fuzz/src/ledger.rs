//! What a job's price came to, reckoned from what the design says and not from what the program wrote down.
use job_escrow::{Job, VerificationTier};

/// `bps` ten-thousandths, rounded down.
pub fn part(amount: u128, bps: u16) -> u128 {
    amount * u128::from(bps) / 10_000
}

/// Where money of a job goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Split {
    pub node: u128,
    pub fee: u128,
    pub client: u128,
    pub burned: u128,
}

impl Split {
    pub fn add(&mut self, other: &Self) {
        self.node += other.node;
        self.fee += other.fee;
        self.client += other.client;
        self.burned += other.burned;
    }

    pub fn total(&self) -> u128 {
        self.node + self.fee + self.client + self.burned
    }
}

/// How the last of the money leaves a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All of the work is paid.
    Paid,
    /// Everything that is left goes back.
    Refunded,
    /// Proven progress is paid, the rest goes back.
    Divided,
    /// The same, while no node works on it.
    Withdrawn,
    /// The same, and the node is compensated for what it may not finish.
    Cancelled,
    /// The same, by the node's fault.
    Failed,
}

/// The audits of an exact job's node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Audits {
    /// Those that it must pass.
    pub due: u8,
    /// Bit i stands for audit i.
    pub proven: u64,
}

impl Audits {
    /// One more is proven.
    pub fn prove(&mut self, index: u8) -> Result<(), String> {
        let wanted = index < self.due && self.proven >> index & 1 == 0;
        self.proven |= u64::from(wanted) << (index % 64);
        wanted
            .then_some(())
            .ok_or_else(|| format!("audit {index} was proven, of {self:?}"))
    }

    /// None stands between the node and its pay.
    pub fn passed(&self) -> bool {
        self.due > 0 && self.proven.count_ones() == u32::from(self.due)
    }
}

/// The account of one job. A stage is what one node works for; each failed node leaves the rest to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// What arrived.
    pub price: u128,
    pub stage: u128,
    /// The part of the stage that milestones have paid, with their fee.
    pub claimed: u128,
    pub failed_nodes: u32,
    /// Proofs of the stage's node: when, and of how many checkpoints.
    pub proofs: Vec<(i64, u8)>,
    /// None for a committed job.
    pub exact: Option<Audits>,
    pub paid: Split,
}

impl Ledger {
    pub fn open(job: &Job) -> Self {
        Self {
            price: job.price.into(),
            stage: job.price.into(),
            exact: (job.tier == VerificationTier::Exact).then(Audits::default),
            ..Self::default()
        }
    }

    /// What the vault owes.
    pub fn left(&self) -> u128 {
        self.stage - self.claimed
    }

    /// Whether checkpoints are worth anything: those of an exact job are not before its audits.
    pub fn earns(&self) -> bool {
        self.exact.is_none_or(|audits| audits.passed())
    }

    /// What the checkpoints that are proven have earned.
    fn earned(&self, job: &Job) -> u128 {
        match self.earns() {
            true => self.worth(job.proven_checkpoints, job),
            false => 0,
        }
    }

    fn worth(&self, checkpoints: u8, job: &Job) -> u128 {
        self.stage * u128::from(checkpoints) / u128::from(job.checkpoints)
    }

    /// Pays for work worth `worth`, less what milestones have paid for.
    fn work(&mut self, worth: u128, job: &Job) -> Split {
        let fee = part(worth, job.fee_bps) - part(self.claimed, job.fee_bps);
        let split = Split {
            node: worth - self.claimed - fee,
            fee,
            ..Split::default()
        };
        self.claimed = worth;
        split
    }

    /// A milestone: `cleared` checkpoints are paid for. `Err`: so many cannot be, or more must be.
    pub fn milestone(&mut self, job: &Job, cleared: u8, now: i64) -> Result<Split, String> {
        if self.exact.is_some() {
            return Err("an exact job was paid in parts".into());
        }
        let window = job.terms.objection_window;
        let after = |windows: i64| {
            let over = |at: i64| now > at.saturating_add(window.saturating_mul(windows));
            let all = self.proofs.iter().filter(|(at, _)| over(*at));
            all.map(|(_, checkpoints)| *checkpoints).max().unwrap_or(0)
        };
        // However often a node proves, what it proved is cleared within two windows.
        if !(after(2)..=after(1)).contains(&cleared) {
            return Err(format!(
                "{cleared} checkpoints are cleared; of the proofs {:?} {} to {} should be",
                self.proofs,
                after(2),
                after(1)
            ));
        }
        Ok(self.work(self.worth(cleared, job), job))
    }

    /// The node failed: it gets what it proved, the next one works for the rest.
    pub fn next_stage(&mut self, job: &Job) -> Split {
        let worth = self.earned(job);
        let split = self.work(worth, job);
        self.stage -= worth;
        self.claimed = 0;
        self.failed_nodes += 1;
        self.proofs.clear();
        self.exact = self.exact.map(|_| Audits::default());
        split
    }

    /// The end: where all that is left goes.
    pub fn end(&mut self, job: &Job, ending: Ending) -> Split {
        let worth = match ending {
            Ending::Paid => self.stage,
            Ending::Refunded => self.claimed,
            _ => self.earned(job),
        };
        let mut split = self.work(worth, job);
        let unearned = self.stage - worth;
        let compensation = match ending {
            Ending::Cancelled => part(unearned, job.terms.cancel_fee_bps),
            _ => 0,
        };
        split.node += compensation;
        // What comes back of a job that a node has failed is burned in part; a verdict burns nothing.
        let burns = match ending {
            Ending::Failed => true,
            Ending::Cancelled | Ending::Withdrawn => self.failed_nodes > 0,
            _ => false,
        };
        if burns {
            split.burned = part(unearned - compensation, job.terms.refund_burn_bps);
        }
        split.client = unearned - compensation - split.burned;
        self.claimed = self.stage;
        split
    }
}
