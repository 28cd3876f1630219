use super::*;

const PRICES: [u64; 9] = [1, 2, 3, 9, 10, 11, 9_999, 10_001, u64::MAX];

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
fn ninety_ten() -> Result<()> {
    let paid = Payout::settlement(20_000_000_000, 1_000)?;
    assert_eq!(
        paid,
        Payout {
            to_node: 18_000_000_000,
            fee: 2_000_000_000,
            to_client: 0,
            burned: 0
        }
    );
    let diamond = Payout::settlement(20_000_000_000, 800)?;
    assert_eq!((diamond.to_node, diamond.fee), (18_400_000_000, 1_600_000_000));
    // What cannot be split goes to the node.
    assert_eq!(
        Payout::settlement(9, 1_000)?,
        Payout {
            to_node: 9,
            ..Payout::default()
        }
    );
    Ok(())
}

#[test]
fn cancelling_costs_a_tenth_of_what_is_not_earned() -> Result<()> {
    let paid = Payout::cancellation(1_000, 400, 1_000, 1_000)?;
    assert_eq!(
        paid,
        Payout {
            to_node: 360 + 60,
            fee: 40,
            to_client: 540,
            burned: 0
        }
    );
    assert!(Payout::cancellation(1_000, 1_001, 1_000, 1_000).is_err());
    Ok(())
}

#[test]
fn a_failure_burns_a_twentieth_of_the_refund() -> Result<()> {
    let paid = Payout::failure(1_000, 400, 1_000, 500)?;
    assert_eq!(
        paid,
        Payout {
            to_node: 360,
            fee: 40,
            to_client: 570,
            burned: 30
        }
    );
    assert_eq!(Payout::failure(1_000, 0, 1_000, 0)?, Payout::untouched(1_000));
    assert!(Payout::failure(1_000, 1_001, 1_000, 500).is_err());
    Ok(())
}

#[test]
fn every_payout_adds_up_to_the_price() -> Result<()> {
    for price in PRICES {
        assert_eq!(Payout::untouched(price).total()?, price);
        for bps in [0, 1, 800, 1_000, 9_999, 10_000] {
            assert_eq!(Payout::settlement(price, bps)?.total()?, price);
            for proven in [0, 1, 2, 32, 63, 64] {
                let earned = proven_share(price, proven, 64)?;
                for other in [0, 1, 500, 1_000, 10_000] {
                    assert_eq!(Payout::cancellation(price, earned, bps, other)?.total()?, price);
                    assert_eq!(Payout::failure(price, earned, bps, other)?.total()?, price);
                }
            }
        }
    }
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
