//! Model and chain side by side: every field that the model has.
use anchor_lang::{prelude::Pubkey, AccountDeserialize};
use governance::Config;
use job_escrow::{Client, Job, JobState};
use node_registry::{Node, Registry};
use solana_account::ReadableAccount;

use super::{
    sequences::{pause_of, Course, PEOPLE},
    ClientModel, JobModel, Model, NodeModel, Payout, Rules, Stage,
};
use crate::{
    chain::Chain,
    setup::SUPPLY,
    tokens::{self, Kind},
};

fn read<T: AccountDeserialize>(chain: &Chain, key: &Pubkey) -> Option<T> {
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
        Some(Kind::Mint { supply }) => supply,
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
                }
            });
        same("client", &model.clients[at], &client)?;
        for (mint, key) in wallet.tokens.iter().enumerate() {
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
            .map_or(0, |job| job.price);
        same("vault", &open, &held)?;
        let is = account.as_ref().map(|job| of(job, expected, course.ground));
        same("job", expected, &is)?;
        if let Some(job) = account {
            *last = job;
        }
    }
    Ok(())
}

/// A job's account in the model's words.
fn of(job: &Job, expected: &Option<JobModel>, ground: &crate::setup::Ground) -> JobModel {
    let wallet = |key: &Pubkey| ground.wallets.iter().position(|wallet| wallet.key == *key);
    JobModel {
        client: wallet(&job.client).unwrap_or(usize::MAX),
        mint: ground.mint(&job.mint),
        nonce: job.nonce,
        price: job.price,
        // Hidden on chain.
        meant_for: expected.as_ref().map_or(0, |job| job.meant_for),
        stage: match job.state {
            JobState::Funded => Stage::Funded,
            JobState::Running => Stage::Running,
            JobState::Proving => Stage::Proving,
            JobState::Settled => Stage::Settled,
            _ => Stage::Cancelled,
        },
        epochs: job.epochs,
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
        waived: job.objection_waived,
        stars: job.stars,
        ended_at: job.ended_at,
        paid: Payout {
            node: job.paid_node,
            fee: job.paid_fee,
            client: job.refunded,
            burned: job.burned,
        },
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
                locked_until: node.locked_until,
                active: node.active_jobs,
                accepted: node.jobs_accepted,
                registered_at: node.registered_at,
                heartbeat: node.last_heartbeat,
                failures,
                suspended_until: node.suspended_until,
                last_slash: node.last_slash,
                score: page.score_of(&wallet.node, node.index),
            }
        });
        same("node", expected, &is)?;
        let stake = is.map_or(0, |node| node.stake);
        same("stake vault", &stake, &tokens(chain, &wallet.stake_vault))?;
    }
    Ok(())
}

impl Rules {
    /// The numbers of the design.
    pub fn of(params: &governance::ConfigParams) -> Self {
        let (fees, stake, escrow, score) = (&params.fees, &params.stake, &params.escrow, &params.reputation);
        Self {
            fee_bps: fees.fee_bps.into(),
            diamond_fee_bps: fees.diamond_fee_bps.into(),
            cancel_bps: fees.cancel_fee_bps.into(),
            burn_bps: fees.failed_refund_burn_bps.into(),
            bands: stake.price_limits_tokens,
            least_stake: stake.min_stake,
            slash_bps: stake.failure_slash_bps.map(u64::from),
            repeat_bps: stake.repeat_slash_bps.into(),
            repeat_count: stake.repeat_count.into(),
            repeat_window: stake.repeat_window,
            suspension: stake.suspension,
            insured_bps: stake.insurance_bps.into(),
            lock: stake.lock,
            lock_per_job: stake.lock_per_job,
            accept_window: escrow.accept_window,
            jobs_a_day: escrow.max_jobs_per_day,
            longest: escrow.max_deadline,
            silence: escrow.silence,
            objection: escrow.objection_window,
            time_min_bps: escrow.time_min_bps.into(),
            time_max_bps: escrow.time_max_bps.into(),
            grace: escrow.time_grace,
            anchor_epochs: escrow.anchor_max_epochs.into(),
            anchor_bps: escrow.anchor_part_bps.into(),
            tolerance: escrow.clock_tolerance,
            tier_scores: score.tier_scores,
            tier_prices: score.tier_price_limits_tokens,
        }
    }
}
