//! What may happen in a sequence.
use super::{Code, Model};
use crate::chain::SLOTS_PER_SECOND;

/// What operations are called in the figures of a run.
pub const NAMES: [&str; 34] = [
    "wait",
    "create_job",
    "accept_job",
    "anchor_progress",
    "prove_checkpoints",
    "claim_progress",
    "waive_objection",
    "settle",
    "cancel",
    "timeout_refund",
    "reassign",
    "close_job",
    "rate",
    "anchor_steps",
    "record_slot_hash",
    "open_challenge",
    "prove_audit",
    "open_dispute",
    "submit_evidence",
    "vote_dispute",
    "appeal",
    "resolve_dispute",
    "release_bonds",
    "claim_vote_reward",
    "close_dispute_vote",
    "close_dispute",
    "register_node",
    "heartbeat",
    "add_stake",
    "request_withdrawal",
    "cancel_withdrawal",
    "claim_withdrawal",
    "apply_outcomes",
    "set_pause",
];

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
    /// A milestone.
    Claim {
        job: usize,
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
    Reassign {
        job: usize,
        by: usize,
        node: usize,
        estimate: u32,
        deadline: i64,
    },
    /// `by` nobody: a stranger. `whole`: with the job's audit, if it has one.
    Close {
        job: usize,
        by: Option<usize>,
        whole: bool,
    },
    /// The root over all states; `right`: with the terms that the client fixed.
    Steps {
        job: usize,
        by: usize,
        right: bool,
        sound: bool,
    },
    /// The hash of the slot that chooses the audits.
    Record {
        job: usize,
    },
    /// The client's own nonce or another one, or none.
    Challenge {
        job: usize,
        nonce: Option<bool>,
    },
    /// The proof of one; `keyed`: with the key of its steps.
    Audit {
        job: usize,
        index: u8,
        holds: bool,
        keyed: bool,
    },
    Rate {
        job: usize,
        by: usize,
        stars: u8,
    },
    Dispute {
        job: usize,
        by: usize,
        evidence: u8,
    },
    Evidence {
        job: usize,
        by: usize,
        evidence: u8,
    },
    Vote {
        job: usize,
        by: usize,
        for_client: bool,
    },
    Appeal {
        job: usize,
        by: usize,
        evidence: u8,
    },
    Resolve {
        job: usize,
    },
    Release {
        job: usize,
    },
    /// A voter's reward; `own`: the voter itself asks for it.
    Reward {
        job: usize,
        voter: usize,
        round: u8,
        own: bool,
    },
    /// A record of a vote that earned nothing is closed.
    Discard {
        job: usize,
        voter: usize,
        round: u8,
    },
    /// The dispute's account is closed.
    Bury {
        job: usize,
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
    AddStake {
        node: usize,
        amount: u64,
    },
    Request {
        node: usize,
        amount: u64,
    },
    Recall {
        node: usize,
    },
    Withdraw {
        node: usize,
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
    /// Batches of an epoch, if the order says.
    pub batches: Option<u16>,
    /// A key for the steps, if the order names one; `false`: one that is for none.
    pub step_key: Option<bool>,
    /// The commitments are field elements.
    pub sound: bool,
}

impl Op {
    /// Its name in the figures of a run.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Wait(_) => "wait",
            Self::Create(_) => "create_job",
            Self::Accept { .. } => "accept_job",
            Self::Anchor { .. } => "anchor_progress",
            Self::Prove { .. } => "prove_checkpoints",
            Self::Claim { .. } => "claim_progress",
            Self::Waive { .. } => "waive_objection",
            Self::Settle { .. } => "settle",
            Self::Cancel { .. } => "cancel",
            Self::Timeout { .. } => "timeout_refund",
            Self::Reassign { .. } => "reassign",
            Self::Close { .. } => "close_job",
            Self::Rate { .. } => "rate",
            Self::Steps { .. } => "anchor_steps",
            Self::Record { .. } => "record_slot_hash",
            Self::Challenge { .. } => "open_challenge",
            Self::Audit { .. } => "prove_audit",
            Self::Dispute { .. } => "open_dispute",
            Self::Evidence { .. } => "submit_evidence",
            Self::Vote { .. } => "vote_dispute",
            Self::Appeal { .. } => "appeal",
            Self::Resolve { .. } => "resolve_dispute",
            Self::Release { .. } => "release_bonds",
            Self::Reward { .. } => "claim_vote_reward",
            Self::Discard { .. } => "close_dispute_vote",
            Self::Bury { .. } => "close_dispute",
            Self::Register { .. } => "register_node",
            Self::Heartbeat { .. } => "heartbeat",
            Self::AddStake { .. } => "add_stake",
            Self::Request { .. } => "request_withdrawal",
            Self::Recall { .. } => "cancel_withdrawal",
            Self::Withdraw { .. } => "claim_withdrawal",
            Self::Apply { .. } => "apply_outcomes",
            Self::Pause { .. } => "set_pause",
        }
    }
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
                self.slot += seconds * SLOTS_PER_SECOND;
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
            Op::Claim { job } => self.claim(job),
            Op::Waive { job, by } => self.waive(job, by),
            Op::Settle { job } => self.settle(job),
            Op::Cancel { job, by } => self.cancel(job, by),
            Op::Timeout { job } => self.timeout(job),
            Op::Reassign {
                job,
                by,
                node,
                estimate,
                deadline,
            } => self.reassign(job, by, node, estimate, deadline),
            Op::Close { job, by, whole } => self.close(job, by, whole),
            Op::Steps {
                job,
                by,
                right,
                sound,
            } => self.anchor_steps(job, by, right, sound),
            Op::Record { job } => self.record(job),
            Op::Challenge { job, nonce } => self.challenge(job, nonce),
            Op::Audit {
                job,
                index,
                holds,
                keyed,
            } => self.prove_audit(job, index, holds, keyed),
            Op::Rate { job, by, stars } => self.rate(job, by, stars),
            Op::Dispute { job, by, evidence } => self.dispute(job, by, evidence),
            Op::Evidence { job, by, evidence } => self.submit_evidence(job, by, evidence),
            Op::Vote { job, by, for_client } => self.vote(job, by, for_client),
            Op::Appeal { job, by, evidence } => self.appeal(job, by, evidence),
            Op::Resolve { job } => self.resolve(job),
            Op::Release { job } => self.release(job),
            Op::Reward {
                job,
                voter,
                round,
                own,
            } => self.reward(job, voter, round, own),
            Op::Discard { job, voter, round } => self.discard(job, voter, round),
            Op::Bury { job } => self.bury(job),
            Op::Register { wallet, stake, sound } => self.register(wallet, stake, sound),
            Op::Heartbeat { node, by } => self.heartbeat(node, by),
            Op::AddStake { node, amount } => self.add_stake(node, amount),
            Op::Request { node, amount } => self.request(node, amount),
            Op::Recall { node } => self.recall(node),
            Op::Withdraw { node } => self.withdraw(node),
            Op::Apply { max } => self.apply_outcomes(max),
            Op::Pause { on, until } => self.pause(on, until),
        }
    }
}
