use super::*;
use crate::math::proven_share;

const PRICES: [u64; 9] = [1, 2, 3, 9, 10, 11, 9_999, 10_001, u64::MAX];
const BPS: [u16; 6] = [0, 1, 800, 1_000, 9_999, 10_000];

fn stage(price: u64, earned: u64, claimed: u64) -> Stage {
    Stage {
        price,
        earned,
        claimed,
        fee_bps: 1_000,
    }
}

fn payout(to_node: u64, fee: u64, to_client: u64, burned: u64) -> Payout {
    Payout {
        to_node,
        fee,
        to_client,
        burned,
    }
}

#[test]
fn ninety_ten() -> Result<()> {
    let whole = stage(20_000_000_000, 0, 0);
    assert_eq!(whole.settlement()?, payout(18_000_000_000, 2_000_000_000, 0, 0));
    let diamond = Stage {
        fee_bps: 800,
        ..whole
    };
    assert_eq!(diamond.settlement()?, payout(18_400_000_000, 1_600_000_000, 0, 0));
    // What cannot be split goes to the node.
    assert_eq!(stage(9, 0, 0).settlement()?, payout(9, 0, 0, 0));
    Ok(())
}

#[test]
fn cancelling_costs_a_tenth_of_what_is_not_earned() -> Result<()> {
    let fresh = stage(1_000, 400, 0);
    assert_eq!(fresh.cancellation(1_000, 0)?, payout(360 + 60, 40, 540, 0));
    assert_eq!(fresh.cancellation(1_000, 500)?, payout(360 + 60, 40, 513, 27));
    let paid = stage(1_000, 400, 300);
    assert_eq!(paid.cancellation(1_000, 0)?, payout(90 + 60, 10, 540, 0));
    assert!(stage(1_000, 1_001, 0).cancellation(1_000, 0).is_err());
    Ok(())
}

#[test]
fn a_failure_burns_a_twentieth_of_the_refund() -> Result<()> {
    assert_eq!(stage(1_000, 400, 0).failure(500)?, payout(360, 40, 570, 30));
    assert_eq!(stage(1_000, 400, 400).failure(500)?, payout(0, 0, 570, 30));
    assert_eq!(stage(1_000, 400, 0).split()?, payout(360, 40, 600, 0));
    assert_eq!(stage(1_000, 0, 0).failure(0)?, stage(1_000, 0, 0).refund()?);
    assert!(stage(1_000, 1_001, 0).failure(500).is_err());
    Ok(())
}

#[test]
fn more_claimed_than_earned_is_an_error() {
    let wrong = stage(1_000, 400, 401);
    assert!(wrong.earnings().is_err());
    assert!(wrong.failure(0).is_err());
    assert!(wrong.cancellation(0, 0).is_err());
    assert!(stage(1_000, 400, 1_001).left().is_err());
}

#[test]
fn every_payout_adds_up_to_what_is_left() -> Result<()> {
    for price in PRICES {
        for fee_bps in BPS {
            for proven in [0, 1, 2, 32, 63, 64] {
                let earned = proven_share(price, proven, 64)?;
                for cleared in 0..=proven {
                    let claimed = proven_share(price, cleared, 64)?;
                    let stage = Stage {
                        price,
                        earned,
                        claimed,
                        fee_bps,
                    };
                    let left = stage.left()?;
                    assert_eq!(stage.refund()?.total()?, left);
                    assert_eq!(stage.settlement()?.total()?, left);
                    assert_eq!(stage.earnings()?.total()?, earned - claimed);
                    for other in [0, 1, 500, 1_000, 10_000] {
                        assert_eq!(stage.failure(other)?.total()?, left);
                        assert_eq!(stage.cancellation(other, 500)?.total()?, left);
                    }
                }
            }
        }
    }
    Ok(())
}

#[test]
fn milestones_change_nothing_of_what_everybody_gets() -> Result<()> {
    for price in PRICES {
        for fee_bps in BPS {
            let mut stage = Stage {
                price,
                earned: 0,
                claimed: 0,
                fee_bps,
            };
            let at_once = stage.settlement()?;
            let mut sum = Payout::default();
            for proven in 1..=64 {
                stage.earned = proven_share(price, proven, 64)?;
                sum = sum.and(&stage.earnings()?)?;
                stage.claimed = stage.earned;
            }
            assert_eq!(sum, at_once);
        }
    }
    Ok(())
}
