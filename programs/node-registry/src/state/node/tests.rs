#![allow(clippy::panic, reason = "a test that cannot go on has failed")]
use super::*;
use crate::math::{DisputeSplit, SlashSplit};

mod stake;
mod tls_keys;

const DAY: i64 = 86_400;
const TOKEN: u64 = 1_000_000_000;
const NOW: i64 = 1_000 * DAY;

fn params() -> StakeParams {
    StakeParams {
        price_limits_tokens: [10, 50, 200],
        min_stake: [50 * TOKEN, 200 * TOKEN, 1_000 * TOKEN, 5_000 * TOKEN],
        failure_slash_bps: [1_000, 1_500, 2_000, 2_500],
        audit_slash_bps: 2_500,
        dispute_slash_bps: 5_000,
        dispute_client_bps: 5_000,
        repeat_slash_bps: 3_000,
        repeat_count: 3,
        repeat_window: 7 * DAY,
        suspension: 30 * DAY,
        insurance_bps: 8_000,
        lock: 30 * DAY,
        lock_per_job: 7 * DAY,
        withdraw_cooldown: 14 * DAY,
        reward_apy_bps: 500,
        reward_clean: 90 * DAY,
    }
}

fn node(stake: u64) -> Node {
    let hardware = Hardware {
        cpu_cores: 1,
        memory_mib: 1,
        gpu_count: 0,
        gpu_memory_mib: 0,
        benchmark: 0,
    };
    let operator = Pubkey::new_from_array([1; 32]);
    let args = RegisterNodeArgs {
        tls_key_hash: [2; 32],
        hardware,
        stake,
    };
    let identity = NodeIdentity {
        bump: 1,
        stake_bump: 2,
        owner: operator,
        operator,
        rent_payer: operator,
        index: 0,
    };
    match Node::new(identity, &args, &params(), NOW) {
        Ok(node) => node,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn stake_decides_which_prices_a_node_may_take() {
    for (stake, price, fits) in [
        (50 * TOKEN - 1, 1, false),
        (50 * TOKEN, 10 * TOKEN - 1, true),
        (50 * TOKEN, 10 * TOKEN, false),
        (200 * TOKEN, 50 * TOKEN - 1, true),
        (200 * TOKEN, 50 * TOKEN, false),
        (1_000 * TOKEN, 200 * TOKEN, true),
        (1_000 * TOKEN, 200 * TOKEN + 1, false),
        (5_000 * TOKEN, u64::MAX, true),
    ] {
        assert_eq!(
            node(stake).begin_job(price, 9, &params(), NOW).is_ok(),
            fits,
            "{stake} for {price}"
        );
    }
}

#[test]
fn jobs_at_hand_lengthen_the_lock() {
    let mut node = node(50 * TOKEN);
    assert_eq!(node.locked_until, NOW + 30 * DAY);
    assert!(node.begin_job(1, 9, &params(), NOW).is_ok());
    assert_eq!(node.locked_until, NOW + 30 * DAY);
    assert!(node.begin_job(1, 9, &params(), NOW + 20 * DAY).is_ok());
    assert_eq!(node.locked_until, NOW + 34 * DAY);
    assert!(node.end_job().is_ok());
    assert_eq!(node.locked_until, NOW + 34 * DAY);
    // A second job now holds the stake seven days for each of the two.
    assert!(node.begin_job(1, 9, &params(), NOW + 40 * DAY).is_ok());
    assert_eq!(
        (node.locked_until, node.active_jobs, node.jobs_accepted),
        (NOW + 54 * DAY, 2, 3)
    );
}

#[test]
fn standing_and_counts_are_checked() {
    let mut banned = node(50 * TOKEN);
    banned.banned = true;
    assert_eq!(
        banned.begin_job(1, 9, &params(), NOW).err(),
        Some(error!(RegistryError::NodeBanned))
    );
    let mut suspended = node(50 * TOKEN);
    suspended.suspended_until = NOW + 1;
    assert_eq!(
        suspended.begin_job(1, 9, &params(), NOW).err(),
        Some(error!(RegistryError::NodeSuspended))
    );
    assert!(suspended.begin_job(1, 9, &params(), NOW + 1).is_ok());
    let mut busy = node(50 * TOKEN);
    busy.active_jobs = u16::MAX;
    assert_eq!(
        busy.begin_job(1, 9, &params(), NOW).err(),
        Some(error!(RegistryError::TooManyJobs))
    );
    assert_eq!(node(1).end_job().err(), Some(error!(RegistryError::NoActiveJob)));
    assert_eq!(
        node(1).begin_job(1, 19, &params(), NOW).err(),
        Some(error!(RegistryError::TooManyDecimals))
    );
}

fn failing(node: &mut Node, price: u64, now: i64) -> Slash {
    node.active_jobs += 1;
    match node.fail_job(price, 9, Fault::Failure, &params(), now) {
        Ok(slash) => slash,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn failing_costs_by_price() {
    for (price, lost) in [(1, 100), (10 * TOKEN, 150), (50 * TOKEN, 200), (201 * TOKEN, 250)] {
        let mut node = node(1_000 * TOKEN);
        let slash = failing(&mut node, price, NOW);
        assert_eq!(slash.amount, lost * TOKEN);
        assert_eq!(
            slash.split,
            SlashSplit {
                insured: lost * TOKEN / 10 * 8,
                burned: lost * TOKEN / 10 * 2
            }
        );
        assert_eq!(
            (node.stake, node.last_slash, slash.repeated),
            ((1_000 - lost) * TOKEN, NOW, false)
        );
    }
}

#[test]
fn the_third_failure_in_seven_days_suspends() {
    let mut node = node(1_000 * TOKEN);
    failing(&mut node, 1, NOW);
    failing(&mut node, 1, NOW + DAY);
    let slash = failing(&mut node, 1, NOW + 7 * DAY - 1);
    // 1,000 · 0.9³ = 729, then 30% of that.
    assert!(slash.repeated);
    assert_eq!(node.stake, 729 * TOKEN / 10 * 7);
    assert_eq!(slash.amount, 81 * TOKEN + 729 * TOKEN / 10 * 3);
    assert_eq!(node.suspended_until, NOW + 37 * DAY - 1);
    assert_eq!(node.recent_failures, [0; 3]);
}

#[test]
fn failures_a_week_apart_do_not_suspend() {
    let mut node = node(1_000 * TOKEN);
    for week in 0..6 {
        assert!(
            !failing(&mut node, 1, NOW + 7 * DAY * week / 2 * 2).repeated,
            "week {week}"
        );
    }
    assert_eq!(node.suspended_until, 0);
}

#[test]
fn an_empty_stake_loses_nothing() {
    let mut node = node(0);
    assert_eq!(failing(&mut node, 1, NOW).amount, 0);
}

#[test]
fn a_failed_audit_costs_its_own_rate_whatever_the_price() {
    for (price, decimals) in [(1, 9), (201 * TOKEN, 9), (1, 19)] {
        let mut node = node(1_000 * TOKEN);
        node.active_jobs += 1;
        let amount = node
            .fail_job(price, decimals, Fault::Audit, &params(), NOW)
            .map(|slash| slash.amount);
        assert_eq!(amount, Ok(250 * TOKEN));
        assert_eq!(node.recent_failures, [NOW, 0, 0]);
    }
}

#[test]
fn a_lost_dispute_takes_half_and_bans() {
    let mut node = node(1_000 * TOKEN + 1);
    node.active_jobs = 1;
    let forfeit = node.lose_dispute(&params(), NOW + DAY);
    let split = DisputeSplit {
        client: 250 * TOKEN,
        treasury: 250 * TOKEN,
    };
    let amount = 500 * TOKEN;
    assert_eq!(forfeit, Ok(Forfeit { amount, split }));
    assert_eq!(
        (node.stake, node.active_jobs, node.last_slash, node.banned),
        (500 * TOKEN + 1, 0, NOW + DAY, true)
    );
    assert_eq!(
        node.begin_job(1, 9, &params(), NOW + 1_000 * DAY).err(),
        Some(error!(RegistryError::NodeBanned))
    );
    assert_eq!(
        node.lose_dispute(&params(), NOW).err(),
        Some(error!(RegistryError::NoActiveJob))
    );
}

#[test]
fn heartbeats_count_every_second_once() {
    const SILENCE: i64 = 7_200;
    let mut node = node(50 * TOKEN);
    for seconds in [10, 10, 10, 7_210, 7_000] {
        node.heartbeat(NOW + seconds, SILENCE);
    }
    assert_eq!((node.uptime_seconds, node.breaks), (7_210, 0));
    let uptime = node.uptime(NOW + 14_410, SILENCE);
    assert_eq!(
        (uptime.covered, uptime.age, uptime.unbroken),
        (14_410, 14_410, 14_410)
    );
    // One second too late: the gap is lost and the run is broken, seen by readers before and after the next beat.
    let uptime = node.uptime(NOW + 14_411, SILENCE);
    assert_eq!((uptime.covered, uptime.age, uptime.unbroken), (7_210, 14_411, 0));
    node.heartbeat(NOW + 14_411, SILENCE);
    assert_eq!(
        (node.uptime_seconds, node.breaks, node.alive_since),
        (7_210, 1, NOW + 14_411)
    );
    node.heartbeat(NOW + 14_500, SILENCE);
    assert_eq!(node.uptime_seconds, 7_299);
    assert_eq!(node.uptime(NOW + 14_500, SILENCE).unbroken, 89);
    assert!(node.check().is_ok());
}

fn code<T>(result: Result<T>) -> Option<anchor_lang::error::Error> {
    result.err()
}

#[test]
fn closing_is_no_way_out_of_jobs_suspension_or_failures() {
    let mut node = node(0);
    assert!(node.require_closable(&params(), NOW).is_ok());
    let refused = |node: &Node, now| code(node.require_closable(&params(), now));
    node.stake = 1;
    assert_eq!(refused(&node, NOW), Some(error!(RegistryError::StakeLeft)));
    node.stake = 0;
    node.active_jobs = 1;
    assert_eq!(refused(&node, NOW), Some(error!(RegistryError::JobsActive)));
    node.active_jobs = 0;
    failing(&mut node, 1, NOW);
    assert_eq!(
        refused(&node, NOW + 7 * DAY - 1),
        Some(error!(RegistryError::RecentFailure))
    );
    assert_eq!(refused(&node, NOW + 7 * DAY), None);
    node.suspended_until = NOW + 30 * DAY;
    assert_eq!(
        refused(&node, NOW + 30 * DAY - 1),
        Some(error!(RegistryError::NodeSuspended))
    );
    assert_eq!(refused(&node, NOW + 30 * DAY), None);
}

#[test]
fn no_operator_is_the_zero_address() {
    let mut node = node(0);
    let before = node.operator;
    assert_eq!(
        code(node.rotate_operator(Pubkey::default())),
        Some(error!(RegistryError::InvalidOperator))
    );
    assert_eq!(node.operator, before);
    assert!(node.rotate_operator(Pubkey::new_from_array([9; 32])).is_ok());
}

#[test]
fn a_state_that_cannot_be_is_refused() {
    let spoils: [fn(&mut Node); 7] = [
        |node| node.version = 1,
        |node| node.active_jobs = 1,
        |node| node.withdrawing = node.stake + 1,
        |node| node.claimable_at = 1,
        |node| node.uptime_seconds = 1,
        |node| node.alive_since = NOW + 1,
        |node| node.operator = Pubkey::default(),
    ];
    for (at, spoil) in spoils.iter().enumerate() {
        let mut node = node(50 * TOKEN);
        spoil(&mut node);
        assert_eq!(
            code(node.invariant(50 * TOKEN)),
            Some(error!(RegistryError::InvariantViolated)),
            "{at}"
        );
    }
    assert!(node(50 * TOKEN).invariant(50 * TOKEN).is_ok());
    assert!(node(50 * TOKEN).invariant(50 * TOKEN - 1).is_err());
}
