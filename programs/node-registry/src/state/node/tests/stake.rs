//! Withdrawals and rewards.
use super::*;

/// A node at the end of its first lock.
fn unlocked(stake: u64) -> (Node, i64) {
    (node(stake), NOW + 30 * DAY)
}

#[test]
fn a_withdrawal_waits_for_lock_jobs_and_cooldown() {
    let (mut node, free) = unlocked(1_000 * TOKEN);
    let request = |node: &mut Node, now| node.request_withdrawal(950 * TOKEN, &params(), now);
    assert_eq!(
        code(request(&mut node, free - 1)),
        Some(error!(RegistryError::StakeLocked))
    );
    node.active_jobs = 1;
    assert_eq!(
        code(request(&mut node, free)),
        Some(error!(RegistryError::JobsActive))
    );
    node.active_jobs = 0;
    assert!(request(&mut node, free).is_ok());
    assert_eq!(
        (node.withdrawing, node.claimable_at),
        (950 * TOKEN, free + 14 * DAY)
    );
    assert_eq!(
        code(request(&mut node, free)),
        Some(error!(RegistryError::WithdrawalPending))
    );
    assert_eq!(
        code(node.claim_withdrawal(free + 14 * DAY - 1)),
        Some(error!(RegistryError::CooldownRunning))
    );
    node.active_jobs = 1;
    assert_eq!(
        code(node.claim_withdrawal(free + 14 * DAY)),
        Some(error!(RegistryError::JobsActive))
    );
    node.active_jobs = 0;
    assert_eq!(node.claim_withdrawal(free + 14 * DAY), Ok(950 * TOKEN));
    assert_eq!(
        (node.stake, node.withdrawing, node.claimable_at),
        (50 * TOKEN, 0, 0)
    );
    assert_eq!(
        code(node.claim_withdrawal(free + 14 * DAY)),
        Some(error!(RegistryError::NoWithdrawal))
    );
    assert!(node.check().is_ok());
}

#[test]
fn what_stays_is_nothing_or_the_minimum() {
    for (amount, error) in [
        (0, Some(RegistryError::AmountZero)),
        (50 * TOKEN, None),
        (50 * TOKEN + 1, Some(RegistryError::StakeBelowMinimum)),
        (100 * TOKEN - 1, Some(RegistryError::StakeBelowMinimum)),
        (100 * TOKEN, None),
        (100 * TOKEN + 1, Some(RegistryError::StakeTooSmall)),
        (u64::MAX, Some(RegistryError::StakeTooSmall)),
    ] {
        let (mut node, free) = unlocked(100 * TOKEN);
        let refused = code(node.request_withdrawal(amount, &params(), free));
        assert_eq!(refused, error.map(|error| error!(error)), "{amount}");
    }
}

#[test]
fn what_is_withdrawn_backs_no_new_job_but_is_slashed() {
    let (mut node, free) = unlocked(1_000 * TOKEN);
    assert!(node.request_withdrawal(950 * TOKEN, &params(), free).is_ok());
    assert_eq!(
        code(node.begin_job(10 * TOKEN, 9, &params(), free)),
        Some(error!(RegistryError::StakeBelowBand))
    );
    assert!(node.begin_job(1, 9, &params(), free).is_ok());
    node.active_jobs -= 1;
    // A tenth of all 1,000: what stays pays first, and the withdrawal what that lacks.
    assert_eq!(failing(&mut node, 1, free + DAY).amount, 100 * TOKEN);
    assert_eq!((node.stake, node.withdrawing), (900 * TOKEN, 900 * TOKEN));
    assert_eq!(node.claim_withdrawal(free + 14 * DAY), Ok(900 * TOKEN));
    assert_eq!(node.stake, 0);
}

#[test]
fn a_slash_of_everything_ends_the_withdrawal() {
    let (mut node, free) = unlocked(100 * TOKEN);
    assert!(node.request_withdrawal(100 * TOKEN, &params(), free).is_ok());
    node.active_jobs = 1;
    node.jobs_accepted = 1;
    let all = StakeParams {
        dispute_slash_bps: 10_000,
        ..params()
    };
    assert!(node.lose_dispute(&all, free).is_ok());
    assert_eq!((node.stake, node.withdrawing, node.claimable_at), (0, 0, 0));
    assert!(node.check().is_ok());
}

#[test]
fn a_cancelled_withdrawal_works_again() {
    let (mut node, free) = unlocked(200 * TOKEN);
    assert_eq!(
        code(node.cancel_withdrawal(&params(), free)),
        Some(error!(RegistryError::NoWithdrawal))
    );
    assert!(node.request_withdrawal(200 * TOKEN, &params(), free).is_ok());
    assert!(node.begin_job(1, 9, &params(), free).is_err());
    assert_eq!(node.cancel_withdrawal(&params(), free + DAY), Ok(200 * TOKEN));
    assert!(node.begin_job(10 * TOKEN, 9, &params(), free + DAY).is_ok());
}

/// What a year earns on `stake`, in base units.
fn yearly(stake: u64, days: u64) -> u64 {
    (u128::from(stake) * 5 * u128::from(days) / 100 / 365) as u64
}

#[test]
fn rewards_run_from_the_ninetieth_clean_day() {
    let mut node = node(1_000 * TOKEN);
    for (day, owed) in [(0, 0), (89, 0), (90, 0), (100, 10), (455, 365)] {
        assert!(node.reckon_rewards(&params(), NOW + day * DAY).is_ok());
        let earned = yearly(1_000 * TOKEN, owed);
        assert!(earned.abs_diff(node.rewards) <= 2, "day {day}: {}", node.rewards);
    }
    // The clock does not run backwards; if it did, nothing would be earned twice.
    let before = node.rewards;
    assert!(node.reckon_rewards(&params(), NOW).is_ok());
    assert!(node.reckon_rewards(&params(), NOW + 455 * DAY).is_ok());
    assert_eq!(node.rewards, before);
}

#[test]
fn a_slash_restarts_the_ninety_days_and_keeps_what_was_earned() {
    let mut node = node(1_000 * TOKEN);
    failing(&mut node, 1, NOW + 100 * DAY);
    let earned = node.rewards;
    assert_eq!(earned, yearly(1_000 * TOKEN, 10));
    assert!(node.reckon_rewards(&params(), NOW + 190 * DAY).is_ok());
    assert_eq!(node.rewards, earned);
    assert!(node.reckon_rewards(&params(), NOW + 191 * DAY).is_ok());
    assert_eq!(node.rewards, earned + yearly(900 * TOKEN, 1));
}

#[test]
fn stake_earns_only_for_the_time_it_is_there() {
    let mut node = node(50 * TOKEN);
    let now = NOW + 455 * DAY;
    assert!(node.add_stake(1_000_000 * TOKEN, &params(), now).is_ok());
    assert!(node.reckon_rewards(&params(), now).is_ok());
    assert_eq!(node.rewards, yearly(50 * TOKEN, 365));
    // What is being withdrawn earns nothing, and cancelling does not make up for it.
    assert!(node.request_withdrawal(1_000_000 * TOKEN, &params(), now).is_ok());
    assert!(node.cancel_withdrawal(&params(), now + 365 * DAY).is_ok());
    assert_eq!(node.rewards, 2 * yearly(50 * TOKEN, 365));
}

#[test]
fn a_banned_node_earns_nothing_and_takes_no_stake() {
    let mut node = node(1_000 * TOKEN);
    node.active_jobs = 1;
    assert!(node.lose_dispute(&params(), NOW).is_ok());
    assert!(node.reckon_rewards(&params(), NOW + 1_000 * DAY).is_ok());
    assert_eq!(node.rewards, 0);
    assert_eq!(
        code(node.add_stake(1, &params(), NOW)),
        Some(error!(RegistryError::NodeBanned))
    );
    assert_eq!(
        code(node.add_stake(0, &params(), NOW)),
        Some(error!(RegistryError::AmountZero))
    );
    // The rest of its stake may leave, its account stays.
    assert!(node
        .request_withdrawal(500 * TOKEN, &params(), NOW + 30 * DAY)
        .is_ok());
    assert!(node.claim_withdrawal(NOW + 44 * DAY).is_ok());
    assert_eq!(
        code(node.require_closable(&params(), NOW + 1_000 * DAY)),
        Some(error!(RegistryError::NodeBanned))
    );
}

#[test]
fn compounding_pays_no_more_than_the_vault_holds() {
    let mut node = node(1_000 * TOKEN);
    let now = NOW + 455 * DAY;
    let owed = yearly(1_000 * TOKEN, 365);
    assert_eq!(
        code(node.compound_rewards(0, &params(), now)),
        Some(error!(RegistryError::NothingToCompound))
    );
    assert_eq!(node.compound_rewards(7, &params(), now), Ok(7));
    assert_eq!((node.stake, node.rewards), (1_000 * TOKEN + 7, owed - 7));
    assert_eq!(node.compound_rewards(u64::MAX, &params(), now), Ok(owed - 7));
    assert_eq!((node.stake, node.rewards), (1_000 * TOKEN + owed, 0));
    assert_eq!(
        code(node.compound_rewards(u64::MAX, &params(), now)),
        Some(error!(RegistryError::NothingToCompound))
    );
}

#[test]
fn nobody_keeps_a_node_from_leaving_by_compounding() {
    let mut node = node(1_000 * TOKEN);
    let now = NOW + 455 * DAY;
    assert!(node.request_withdrawal(1_000 * TOKEN, &params(), now).is_ok());
    assert!(node.compound_rewards(u64::MAX, &params(), now + DAY).is_ok());
    assert_eq!(
        node.claim_withdrawal(now + 14 * DAY),
        Ok(1_000 * TOKEN + yearly(1_000 * TOKEN, 365))
    );
    assert!(node.require_closable(&params(), now + 14 * DAY).is_ok());
}
