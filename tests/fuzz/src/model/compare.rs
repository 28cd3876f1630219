//! Model and chain side by side: every field that the model has.
use anchor_lang::{prelude::Pubkey, AccountDeserialize};
use governance::{Config, Dispute, Party, Verdict, VoteRecord};
use job_escrow::{Audit, Client, Job, JobState, VerificationTier};
use node_registry::{Node, Registry};
use solana_account::ReadableAccount;

use super::{
    sequences::{pause_of, Course, PEOPLE},
    AuditModel, ClientModel, DisputeModel, Disputed, JobModel, Model, NodeModel, Outcome, Payout, RoundModel,
    Side, Stage,
};
use crate::{
    chain::Chain,
    setup::SUPPLY,
    tokens::{self, Kind},
};

pub(super) fn read<T: AccountDeserialize>(chain: &Chain, key: &Pubkey) -> Option<T> {
    let account = chain.account(key)?;
    T::try_deserialize(&mut account.data()).ok()
}

/// Tokens of an account; 0 for none.
pub fn tokens(chain: &Chain, key: &Pubkey) -> u64 {
    match chain.account(key).as_ref().and_then(tokens::read) {
        Some(Kind::Account(holding)) => holding.amount,
        _ => 0,
    }
}

fn supply(chain: &Chain, key: &Pubkey) -> u64 {
    match chain.account(key).as_ref().and_then(tokens::read) {
        Some(Kind::Mint { supply, .. }) => supply,
        _ => 0,
    }
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, model: &T, chain: &T) -> Result<(), String> {
    (model == chain)
        .then_some(())
        .ok_or_else(|| format!("{what}: the model has {model:?}, the chain {chain:?}"))
}

/// Compares everything; takes scores over, which are an input of the model.
pub fn all(course: &mut Course, model: &mut Model) -> Result<(), String> {
    jobs(course, model)?;
    audits(course, model)?;
    disputes(course, model)?;
    nodes(course, model)?;
    let (chain, ground) = (&course.chain, course.ground);
    for at in 0..PEOPLE {
        let wallet = &ground.wallets[at];
        let client =
            read::<Client>(chain, &wallet.client_record).map_or_else(ClientModel::default, |client| {
                ClientModel {
                    day: client.day,
                    today: client.jobs_today,
                    created: client.jobs_created,
                    cancelled: client.jobs_cancelled,
                    settled: client.jobs_settled,
                    disputes_lost: client.disputes_lost,
                }
            });
        same("client", &model.clients[at], &client)?;
    }
    for (at, wallet) in ground.wallets.iter().enumerate() {
        // Voters are paid in CYXWIZ alone.
        let mints = if at < PEOPLE { wallet.tokens.len() } else { 1 };
        for (mint, key) in wallet.tokens.iter().enumerate().take(mints) {
            same("wallet", &model.wallets[at][mint], &tokens(chain, key))?;
        }
    }
    for (at, mint) in ground.mints.iter().enumerate() {
        same("fees", &model.fees[at], &tokens(chain, &mint.fee_vault))?;
        let issued = if at == 0 { SUPPLY } else { u64::MAX };
        same("burned", &model.burned[at], &(issued - supply(chain, &mint.key)))?;
    }
    let registry = read::<Registry>(chain, &ground.registry).ok_or("no registry")?;
    same("insured", &model.insured, &registry.insured)?;
    same("insurance", &model.insured, &tokens(chain, &ground.insurance))?;
    same(
        "treasury",
        &model.treasury,
        &tokens(chain, &ground.mints[0].treasury),
    )?;
    let config = read::<Config>(chain, &governance::CONFIG_ID).ok_or("no config")?;
    same("pause", &model.paused, &pause_of(&config))?;
    let queue = chain.account(&ground.outcomes).ok_or("no queue")?;
    let queue: &reputation::OutcomeQueue = bytemuck::from_bytes(&queue.data()[8..]);
    same("outcomes", &model.waiting, &queue.len)
}

fn jobs(course: &mut Course, model: &Model) -> Result<(), String> {
    for (at, expected) in model.jobs.iter().enumerate() {
        let (key, last) = &mut course.jobs[at];
        let account = read::<Job>(&course.chain, key);
        let held = tokens(&course.chain, &crate::keys::vault(key));
        let open = expected
            .as_ref()
            .filter(|job| job.ended_at == 0)
            .map_or(0, |job| job.part - job.claimed);
        same("vault", &open, &held)?;
        let is = account.as_ref().map(|job| of(job, expected, course.ground));
        same("job", expected, &is)?;
        if let Some(job) = account {
            *last = job;
        }
    }
    Ok(())
}

fn stage(state: JobState) -> Stage {
    match state {
        JobState::Funded => Stage::Funded,
        JobState::Running => Stage::Running,
        JobState::Proving => Stage::Proving,
        JobState::Disputed => Stage::Disputed,
        JobState::Settled => Stage::Settled,
        JobState::Resolved => Stage::Resolved,
        JobState::TimedOut => Stage::TimedOut,
        _ => Stage::Cancelled,
    }
}

/// A job's account in the model's words.
fn of(job: &Job, expected: &Option<JobModel>, ground: &crate::setup::Ground) -> JobModel {
    let wallet = |key: &Pubkey| ground.wallets.iter().position(|wallet| wallet.key == *key);
    JobModel {
        client: wallet(&job.client).unwrap_or(usize::MAX),
        mint: ground.mint(&job.mint),
        nonce: job.nonce,
        price: job.price,
        part: job.stage_price,
        claimed: job.claimed,
        // Hidden on chain.
        meant_for: expected.as_ref().map_or(0, |job| job.meant_for),
        stage: stage(job.state),
        disputed_from: (job.disputed_from != JobState::Funded).then(|| stage(job.disputed_from)),
        epochs: job.epochs,
        epochs_done: job.epochs_done,
        reassigned: job.reassignments,
        interval: job.checkpoint_interval,
        total: job.checkpoints,
        estimate: job.estimated_seconds,
        created_at: job.created_at,
        accept_by: job.accept_by,
        deadline: job.deadline,
        node: wallet(&job.node_owner),
        fee_bps: u64::from(job.fee_bps),
        accepted_at: job.accepted_at,
        anchored: job.anchored_checkpoints,
        anchored_at: job.anchored_at,
        elapsed_ms: job.anchored_elapsed_ms,
        proven: job.proven_checkpoints,
        proofs: job.proofs,
        proven_at: job.proven_at,
        cleared: job.cleared_checkpoints,
        clearing: (job.clearing_checkpoints, job.clearing_since),
        waived: job.objection_waived,
        stars: job.stars,
        ended_at: job.ended_at,
        paid: Payout {
            node: job.paid_node,
            fee: job.paid_fee,
            client: job.refunded,
            burned: job.burned,
        },
        exact: job.tier == VerificationTier::Exact,
        audits: job.audits,
        due: job.audits_due,
        passes: job.audits_proven,
        steps_anchored: job.steps_anchored,
        // Hashed.
        batches: expected.as_ref().map_or(0, |job| job.batches),
    }
}

fn audits(course: &Course, model: &Model) -> Result<(), String> {
    for ((key, _), expected) in course.jobs.iter().zip(&model.audits) {
        let account = read::<Audit>(&course.chain, &crate::keys::audit(key));
        let is = account.map(|audit| AuditModel {
            segments: audit.segments,
            anchored_at: audit.anchored_at,
            challenge_slot: audit.challenge_slot,
            moved: audit.moved,
            found: (audit.slot > 0).then_some((audit.slot, audit.slot_hash)),
            recorded_at: audit.recorded_at,
            opened_at: audit.opened_at,
            revealed: audit.nonce_revealed,
            due: audit.audits,
            proven: audit.proven,
        });
        same("audit", expected, &is)?;
    }
    Ok(())
}

fn side(party: Party) -> Side {
    match party {
        Party::Client => Side::Client,
        Party::Node => Side::Node,
    }
}

fn outcome(verdict: Verdict) -> Outcome {
    match verdict {
        Verdict::ForClient => Some(Side::Client),
        Verdict::ForNode => Some(Side::Node),
        Verdict::NoQuorum => None,
    }
}

/// Disputes with their bonds and the records of their votes.
fn disputes(course: &Course, model: &Model) -> Result<(), String> {
    for (at, expected) in model.disputes.iter().enumerate() {
        let key = crate::keys::dispute(&course.jobs[at].0);
        let account = read::<Dispute>(&course.chain, &key);
        let Disputed::Open(expected) = expected else {
            if account.is_some() {
                return Err(format!("dispute: the model has {expected:?}, the chain one"));
            }
            continue;
        };
        let account = account.ok_or("dispute: the chain has none")?;
        same(
            "dispute",
            expected,
            &dispute_of(&account, expected, course.ground),
        )?;
        let held = tokens(&course.chain, &crate::keys::dispute_vault(&key));
        same("bonds", &(expected.bond + expected.deposit), &held)?;
        let open = account.open_votes as usize;
        same("votes", &expected.votes.len(), &open)?;
        for vote in &expected.votes {
            let voter = &course.ground.wallets[vote.voter].key;
            let record = crate::keys::vote(&key, vote.round, voter);
            let record = read::<VoteRecord>(&course.chain, &record).ok_or("vote: the chain has none")?;
            let cast = (record.weight, record.in_favour);
            same("vote", &(vote.weight, vote.side == Side::Client), &cast)?;
        }
    }
    Ok(())
}

fn dispute_of(dispute: &Dispute, expected: &DisputeModel, ground: &crate::setup::Ground) -> DisputeModel {
    let wallet = |key: &Pubkey| ground.wallets.iter().position(|wallet| wallet.key == *key);
    let round = |at: usize| RoundModel {
        begins: dispute.rounds[at].begins,
        ends: dispute.rounds[at].ends,
        for_client: dispute.rounds[at].for_client,
        for_node: dispute.rounds[at].for_node,
    };
    DisputeModel {
        client: wallet(&dispute.client).unwrap_or(usize::MAX),
        node: wallet(&dispute.node_owner).unwrap_or(usize::MAX),
        opener: side(dispute.opener),
        appellant: dispute.appellant.map(side),
        supply: dispute.supply,
        evidence_ends: dispute.evidence_ends,
        appeal_ends: dispute.appeal_ends,
        rounds: [round(0), round(1)],
        evidence: [dispute.client_evidence[0], dispute.node_evidence[0]],
        bond: dispute.bond,
        deposit: dispute.deposit,
        resolved: dispute
            .verdict
            .map(|verdict| (outcome(verdict), dispute.resolved_at)),
        released: dispute.bonds_released,
        votes: expected.votes.clone(),
    }
}

fn nodes(course: &Course, model: &mut Model) -> Result<(), String> {
    let chain = &course.chain;
    let page = chain.account(&course.ground.scores).ok_or("no scores")?;
    let page: &reputation::ScorePage = bytemuck::from_bytes(&page.data()[8..]);
    for (at, expected) in model.nodes.iter_mut().enumerate() {
        let wallet = &course.ground.wallets[at];
        let is = read::<Node>(chain, &wallet.node);
        if let (Some(expected), Some(node)) = (expected.as_mut(), &is) {
            expected.score = page.score_of(&wallet.node, node.index);
            expected.failures.sort_unstable();
        }
        let is = is.map(|node| {
            let mut failures: Vec<i64> = node.recent_failures.into_iter().filter(|at| *at != 0).collect();
            failures.sort_unstable();
            NodeModel {
                stake: node.stake,
                withdrawing: node.withdrawing,
                claimable_at: node.claimable_at,
                locked_until: node.locked_until,
                active: node.active_jobs,
                accepted: node.jobs_accepted,
                registered_at: node.registered_at,
                heartbeat: node.last_heartbeat,
                failures,
                suspended_until: node.suspended_until,
                last_slash: node.last_slash,
                banned: node.banned,
                score: page.score_of(&wallet.node, node.index),
            }
        });
        same("node", expected, &is)?;
        let stake = is.map_or(0, |node| node.stake);
        same("stake vault", &stake, &tokens(chain, &wallet.stake_vault))?;
    }
    Ok(())
}
