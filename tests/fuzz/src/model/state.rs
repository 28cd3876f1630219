//! What the model knows.
use crate::tokens::TransferFee;

/// Numbers of the design that the machines obey.
#[derive(Clone, Debug)]
pub struct Rules {
    pub fee_bps: u64,
    pub diamond_fee_bps: u64,
    pub cancel_bps: u64,
    pub burn_bps: u64,
    /// Whole tokens.
    pub bands: [u64; 3],
    pub least_stake: [u64; 4],
    pub slash_bps: [u64; 4],
    pub repeat_bps: u64,
    pub repeat_count: usize,
    pub repeat_window: i64,
    pub suspension: i64,
    pub insured_bps: u64,
    /// Stake that a lost dispute costs, and the client's part of it.
    pub forfeit_bps: u64,
    pub forfeit_client_bps: u64,
    pub lock: i64,
    pub lock_per_job: i64,
    pub cooldown: i64,
    pub accept_window: i64,
    pub jobs_a_day: u8,
    pub longest: i64,
    pub silence: i64,
    pub objection: i64,
    pub time_min_bps: u64,
    pub time_max_bps: u64,
    pub grace: i64,
    pub anchor_epochs: u64,
    pub anchor_bps: u64,
    pub tolerance: i64,
    pub tier_scores: [u16; 3],
    pub tier_prices: [u64; 3],
    pub evidence: i64,
    pub vote: i64,
    pub appeal: i64,
    pub quorum_bps: u64,
    pub appeal_quorum_bps: u64,
    pub bond: u64,
    pub deposit: u64,
    pub reward: u64,
    /// Seconds in which nobody but a voter may take less than its reward.
    pub reward_kept: i64,
    /// Audits of an order that names no number, and how many times as many a Bronze node must pass.
    pub audits: u8,
    pub bronze_audits: u8,
    /// Seconds to reveal a nonce, and to prove audits.
    pub reveal: i64,
    pub prove: i64,
    /// Stake that a failed audit costs.
    pub audit_bps: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Funded,
    Running,
    Proving,
    Disputed,
    Settled,
    Cancelled,
    Resolved,
    /// Only of a job that has an audit; others are gone.
    TimedOut,
}

/// A job; one that is closed is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobModel {
    pub client: usize,
    pub mint: usize,
    pub nonce: u64,
    pub price: u64,
    /// What the present node works for, and what milestones paid of it.
    pub part: u64,
    pub claimed: u64,
    pub meant_for: usize,
    pub stage: Stage,
    pub disputed_from: Option<Stage>,
    pub epochs: u32,
    /// Those of nodes that failed.
    pub epochs_done: u32,
    pub reassigned: u8,
    pub interval: u16,
    pub total: u8,
    pub estimate: u32,
    pub created_at: i64,
    pub accept_by: i64,
    pub deadline: i64,
    pub node: Option<usize>,
    pub fee_bps: u64,
    pub accepted_at: i64,
    pub anchored: u8,
    pub anchored_at: i64,
    pub elapsed_ms: u64,
    pub proven: u8,
    pub proofs: u8,
    pub proven_at: i64,
    pub cleared: u8,
    /// An earlier proof whose window runs: checkpoints and when.
    pub clearing: (u8, i64),
    pub waived: bool,
    pub stars: u8,
    pub ended_at: i64,
    pub paid: Payout,
    pub exact: bool,
    /// Ordered, due for the present node, passed.
    pub audits: u8,
    pub due: u8,
    pub passes: u8,
    pub steps_anchored: bool,
    /// Of an epoch.
    pub batches: u16,
}

/// What an exact job's node has committed to and what it is asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditModel {
    pub segments: u32,
    pub anchored_at: i64,
    pub challenge_slot: u64,
    pub moved: bool,
    /// The slot that chose, and its hash.
    pub found: Option<(u64, [u8; 32])>,
    pub recorded_at: i64,
    pub opened_at: i64,
    pub revealed: bool,
    pub due: u8,
    /// Bit i stands for audit i.
    pub proven: u64,
}

/// Where a price went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Payout {
    pub node: u64,
    pub fee: u64,
    pub client: u64,
    pub burned: u64,
}

impl Payout {
    pub fn add(&mut self, other: &Self) {
        self.node += other.node;
        self.fee += other.fee;
        self.client += other.client;
        self.burned += other.burned;
    }

    pub fn total(&self) -> u64 {
        self.node + self.fee + self.client + self.burned
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Client,
    Node,
}

/// How a dispute ends: for a side, or without a quorum.
pub type Outcome = Option<Side>;

/// One vote over a dispute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoundModel {
    pub begins: i64,
    pub ends: i64,
    pub for_client: u64,
    pub for_node: u64,
}

/// A vote whose record is not closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VoteModel {
    pub voter: usize,
    pub round: u8,
    pub side: Side,
    pub weight: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeModel {
    pub client: usize,
    pub node: usize,
    pub opener: Side,
    pub appellant: Option<Side>,
    pub supply: u64,
    pub evidence_ends: i64,
    pub appeal_ends: i64,
    pub rounds: [RoundModel; 2],
    /// The client's latest, and the node's; 0 for none.
    pub evidence: [u8; 2],
    pub bond: u64,
    pub deposit: u64,
    /// What was executed, and when.
    pub resolved: Option<(Outcome, i64)>,
    pub released: bool,
    pub votes: Vec<VoteModel>,
}

/// Whether a job has a dispute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Disputed {
    #[default]
    Never,
    Open(DisputeModel),
    Closed,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeModel {
    pub stake: u64,
    pub withdrawing: u64,
    pub claimable_at: i64,
    pub locked_until: i64,
    pub active: u16,
    pub accepted: u32,
    pub registered_at: i64,
    pub heartbeat: i64,
    /// Newest last; at most as many as are counted.
    pub failures: Vec<i64>,
    pub suspended_until: i64,
    pub last_slash: i64,
    pub banned: bool,
    /// As reputation says; its formula is not part of this model.
    pub score: u16,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientModel {
    pub day: i64,
    pub today: u8,
    pub created: u64,
    pub cancelled: u64,
    pub settled: u64,
    pub disputes_lost: u32,
}

/// Everything.
#[derive(Clone, Debug)]
pub struct Model {
    pub rules: Rules,
    pub now: i64,
    pub slot: u64,
    /// `None`: closed.
    pub jobs: Vec<Option<JobModel>>,
    /// By job.
    pub disputes: Vec<Disputed>,
    /// By job.
    pub audits: Vec<Option<AuditModel>>,
    /// Client and nonce of each job.
    pub names: Vec<(usize, u64)>,
    pub nodes: Vec<Option<NodeModel>>,
    pub clients: Vec<ClientModel>,
    /// By wallet, then by mint.
    pub wallets: Vec<Vec<u64>>,
    /// Locked tokens by wallet, which vote; 0 for none.
    pub locks: Vec<u64>,
    pub fees: Vec<u64>,
    pub burned: Vec<u64>,
    pub decimals: Vec<u32>,
    /// What mints keep of transfers.
    pub taxes: Vec<Option<TransferFee>>,
    pub insured: u64,
    /// CYXWIZ of the treasury.
    pub treasury: u64,
    pub waiting: u16,
    /// A pause and its end; 0: until lifted.
    pub paused: Option<i64>,
}

impl Model {
    /// `bps` ten-thousandths, rounded down.
    pub fn part(amount: u64, bps: u64) -> u64 {
        (u128::from(amount) * u128::from(bps) / 10_000) as u64
    }

    /// Whole tokens in base units of a mint.
    pub fn units(&self, tokens: u64, mint: usize) -> u128 {
        u128::from(tokens) * 10u128.pow(self.decimals[mint])
    }

    /// What is there of `amount` after a transfer.
    pub fn arrives(&self, amount: u64, mint: usize) -> u64 {
        let tax = self.taxes[mint].map_or(0, |tax| tax.of(amount.into()));
        amount - tax as u64
    }
}
