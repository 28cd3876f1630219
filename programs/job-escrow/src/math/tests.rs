use super::*;

#[test]
fn a_share_is_rounded_down() -> Result<()> {
    assert_eq!(share(9, 1_000)?, 0);
    assert_eq!(share(10, 1_000)?, 1);
    assert_eq!(share(19, 1_000)?, 1);
    assert_eq!(share(u64::MAX, 10_000)?, u64::MAX);
    assert_eq!(share(12_345, 0)?, 0);
    assert!(share(u64::MAX, 10_001).is_err());
    Ok(())
}

#[test]
fn proven_progress_earns_its_part() -> Result<()> {
    assert_eq!(proven_share(1_000, 0, 64)?, 0);
    assert_eq!(proven_share(1_000, 1, 64)?, 15);
    assert_eq!(proven_share(1_000, 63, 64)?, 984);
    assert_eq!(proven_share(1_000, 64, 64)?, 1_000);
    assert_eq!(proven_share(u64::MAX, 64, 64)?, u64::MAX);
    assert!(proven_share(1_000, 2, 1).is_err());
    assert!(proven_share(1_000, 0, 0).is_err());
    Ok(())
}

#[test]
fn a_total_beyond_64_bits_is_an_error() {
    let payout = Payout {
        to_node: u64::MAX,
        fee: 1,
        ..Payout::default()
    };
    assert_eq!(payout.total(), Err(error!(JobEscrowError::MathOverflow)));
}

#[test]
fn payouts_add_up() -> Result<()> {
    let one = Payout {
        to_node: 1,
        fee: 2,
        to_client: 3,
        burned: 4,
    };
    assert_eq!(one.and(&one)?.total()?, 20);
    assert_eq!(one.and(&one)?.less(&one)?, one);
    assert_eq!(
        one.less(&one.and(&one)?),
        Err(error!(JobEscrowError::MathOverflow))
    );
    let most = Payout {
        burned: u64::MAX,
        ..Payout::default()
    };
    assert_eq!(one.and(&most), Err(error!(JobEscrowError::MathOverflow)));
    Ok(())
}

#[test]
fn checkpoints_are_counted_with_the_last_short_one() -> Result<()> {
    assert_eq!(checkpoint_count(1, 1)?, 1);
    assert_eq!(checkpoint_count(50, 1)?, 50);
    assert_eq!(checkpoint_count(64, 1)?, 64);
    assert_eq!(checkpoint_count(65, 2)?, 33);
    assert_eq!(checkpoint_count(u32::from(u16::MAX), u16::MAX)?, 1);
    assert_eq!(
        checkpoint_count(65, 1),
        Err(error!(JobEscrowError::TooManyCheckpoints))
    );
    assert_eq!(
        checkpoint_count(u32::MAX, 1),
        Err(error!(JobEscrowError::TooManyCheckpoints))
    );
    assert_eq!(checkpoint_count(0, 1), Err(error!(JobEscrowError::EpochsIsZero)));
    assert_eq!(
        checkpoint_count(5, 0),
        Err(error!(JobEscrowError::CheckpointIntervalOutOfRange))
    );
    assert_eq!(
        checkpoint_count(5, 6),
        Err(error!(JobEscrowError::CheckpointIntervalOutOfRange))
    );
    Ok(())
}

#[test]
fn a_deadline_leaves_time_to_accept_and_to_train() -> Result<()> {
    let ask = |deadline, estimate| require_deadline(deadline, estimate, 300, 604_800);
    ask(360, 60)?;
    ask(604_800, 60)?;
    ask(604_800, 604_500)?;
    for (deadline, estimate) in [
        (359, 60),
        (604_801, 60),
        (604_800, 604_501),
        (-1, 1),
        (i64::MAX, 1),
    ] {
        assert_eq!(
            ask(deadline, estimate),
            Err(error!(JobEscrowError::DeadlineOutOfRange))
        );
    }
    assert_eq!(ask(360, 0), Err(error!(JobEscrowError::EstimateIsZero)));
    Ok(())
}

#[test]
fn an_anchor_covers_a_tenth_or_fifty_epochs() {
    assert_eq!(min_anchor_step(50, 1, 50, 1_000), 5);
    assert_eq!(min_anchor_step(51, 1, 50, 1_000), 6);
    assert_eq!(min_anchor_step(64, 10, 50, 1_000), 5);
    assert_eq!(min_anchor_step(64, 40, 50, 1_000), 2);
    assert_eq!(min_anchor_step(64, 50, 50, 1_000), 1);
    assert_eq!(min_anchor_step(1, 1, 50, 1_000), 1);
    assert_eq!(min_anchor_step(64, 1, u32::MAX, 10_000), 64);
}

#[test]
fn time_bounds_are_eased_by_the_grace() {
    assert_eq!(time_bounds(1_000, 5_000, 20_000, 120), (380, 2_120));
    assert_eq!(time_bounds(240, 5_000, 20_000, 120), (0, 600));
    assert_eq!(time_bounds(1, 5_000, 20_000, 0), (1, 2));
    assert_eq!(time_bounds(3, 5_000, 15_000, 0), (2, 4));
    assert_eq!(time_bounds(u32::MAX, u16::MAX, u16::MAX, i64::MAX).1, i64::MAX);
}

#[test]
fn checkpoints_on_the_way_take_their_part_of_the_least_time() {
    let least = |done| least_time(1_000, 5_000, 120, done, 50);
    assert_eq!([0, 12, 13, 49, 50].map(least), [0, 0, 10, 370, 380]);
    assert_eq!(least_time(3, 5_000, 0, 1, 2), 1);
    assert_eq!(least_time(3, 5_000, 0, 1, 0), 2);
    for estimate in [1, 3, 240, 241, 1_000, u32::MAX] {
        for total in [1, 2, 63, 64] {
            let whole = time_bounds(estimate, 5_000, 20_000, 120).0;
            assert_eq!(least_time(estimate, 5_000, 120, total, total), whole);
        }
    }
    assert!(least_time(u32::MAX, u16::MAX, 0, u8::MAX, 1) > 0);
}

#[test]
fn a_score_limits_the_price_up_to_the_highest_tier() {
    let limit = |score| price_limit(score, &[300, 600, 800], &[10, 50, 200]);
    assert_eq!([0, 299].map(limit), [Some(10); 2]);
    assert_eq!([300, 599].map(limit), [Some(50); 2]);
    assert_eq!([600, 799].map(limit), [Some(200); 2]);
    assert_eq!([800, 1_000].map(limit), [None; 2]);
}

#[test]
fn tokens_become_units() {
    assert_eq!(tokens_to_units(10, 9), 10_000_000_000);
    assert_eq!(tokens_to_units(10, 0), 10);
    assert_eq!(tokens_to_units(200, 18), u64::MAX);
    assert_eq!(tokens_to_units(1, 20), u64::MAX);
}
