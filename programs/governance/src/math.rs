//! Integer money arithmetic shared by all programs. Nothing here panics; overflow is `None`.
use crate::constants::{BPS, MAX_DECIMALS};

/// The part of `amount` that `bps` basis points make, rounded down, in base units.
/// `None` when the result does not fit 64 bits.
pub fn bps_of(amount: u64, bps: u16) -> Option<u64> {
    proportion(amount, u64::from(bps), u64::from(BPS))
}

/// `amount · numerator / denominator`, rounded down, in base units.
/// `None` for a zero denominator or a result beyond 64 bits.
pub fn proportion(amount: u64, numerator: u64, denominator: u64) -> Option<u64> {
    // The chain's machine divides 64 bits in one step and 128 in hundreds.
    if let Some(product) = amount.checked_mul(numerator) {
        return product.checked_div(denominator);
    }
    let product = u128::from(amount).checked_mul(u128::from(numerator))?;
    u64::try_from(product.checked_div(u128::from(denominator))?).ok()
}

/// Whole tokens as base units. 128 bits, because a limit may lie beyond what an amount can hold.
/// `None` above `MAX_DECIMALS`.
pub fn tokens_to_base(tokens: u64, decimals: u8) -> Option<u128> {
    if decimals > MAX_DECIMALS {
        return None;
    }
    u128::from(tokens).checked_mul(10u128.checked_pow(u32::from(decimals))?)
}

/// Which of four price bands `price` (base units) falls in: below the first limit 0, below the second 1,
/// up to and including the third 2, above 3. Limits are whole tokens. `None` above `MAX_DECIMALS`.
pub fn price_band(price: u64, decimals: u8, limits_tokens: &[u64; 3]) -> Option<usize> {
    let price = u128::from(price);
    let [first, second, third] = *limits_tokens;
    Some(if price < tokens_to_base(first, decimals)? {
        0
    } else if price < tokens_to_base(second, decimals)? {
        1
    } else if price <= tokens_to_base(third, decimals)? {
        2
    } else {
        3
    })
}

/// Where collected fees go, in base units of their mint; together all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeeSplit {
    /// Rewards of stakes.
    pub rewards: u64,
    /// Treasury: its share, and what rounding leaves.
    pub treasury: u64,
    /// Liquidity fund.
    pub liquidity: u64,
    /// Burned.
    pub burned: u64,
}

impl FeeSplit {
    /// Splits `collected` base units by shares in bps: rewards, treasury, liquidity, burned. Rewards and burns are
    /// matters of CYXWIZ; of any other mint their shares are the treasury's. `None` for shares beyond the whole.
    pub fn of(collected: u64, shares: &[u16; 4], is_cyxwiz: bool) -> Option<Self> {
        let [rewards, _, liquidity, burned] = *shares;
        let own = |bps: u16| {
            if is_cyxwiz {
                bps_of(collected, bps)
            } else {
                Some(0)
            }
        };
        let (rewards, liquidity, burned) = (own(rewards)?, bps_of(collected, liquidity)?, own(burned)?);
        let treasury = collected
            .checked_sub(rewards)?
            .checked_sub(liquidity)?
            .checked_sub(burned)?;
        Some(Self {
            rewards,
            treasury,
            liquidity,
            burned,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: [u64; 3] = [10, 50, 200];
    const TOKEN: u64 = 1_000_000_000;

    #[test]
    fn bps_round_down_and_reach_both_ends() {
        assert_eq!(bps_of(0, 10_000), Some(0));
        assert_eq!(bps_of(9, 1_000), Some(0));
        assert_eq!(bps_of(10, 1_000), Some(1));
        assert_eq!(bps_of(u64::MAX, 10_000), Some(u64::MAX));
        assert_eq!(bps_of(u64::MAX, 0), Some(0));
    }

    #[test]
    fn bps_beyond_64_bits_are_none() {
        assert_eq!(bps_of(u64::MAX, 10_001), None);
        assert_eq!(bps_of(u64::MAX, u16::MAX), None);
    }

    #[test]
    fn proportion_keeps_128_bit_products() {
        assert_eq!(proportion(u64::MAX, u64::MAX, u64::MAX), Some(u64::MAX));
        assert_eq!(proportion(u64::MAX, 1, 3), Some(u64::MAX / 3));
        assert_eq!(proportion(7, 2, 3), Some(4));
        assert_eq!(proportion(u64::MAX, 2, 1), None);
        assert_eq!(proportion(1, 1, 0), None);
    }

    #[test]
    fn fees_are_split_to_the_unit() {
        let shares = [4_000, 3_000, 2_000, 1_000];
        let parts = |collected, is_cyxwiz| {
            FeeSplit::of(collected, &shares, is_cyxwiz).map(|split| {
                let FeeSplit {
                    rewards,
                    treasury,
                    liquidity,
                    burned,
                } = split;
                (rewards, treasury, liquidity, burned)
            })
        };
        assert_eq!(parts(100, true), Some((40, 30, 20, 10)));
        assert_eq!(parts(100, false), Some((0, 80, 20, 0)));
        assert_eq!(parts(9, true), Some((3, 5, 1, 0)));
        assert_eq!(parts(1, true), Some((0, 1, 0, 0)));
        let everything =
            parts(u64::MAX, true).map(|(a, b, c, d)| [a, b, c, d].iter().map(|n| u128::from(*n)).sum());
        assert_eq!(everything, Some(u128::from(u64::MAX)));
        assert_eq!(FeeSplit::of(10, &[10_000, 0, 10_000, 0], true), None);
    }

    #[test]
    fn price_bands_at_their_boundaries() {
        for (price, band) in [
            (0, 0),
            (10 * TOKEN - 1, 0),
            (10 * TOKEN, 1),
            (50 * TOKEN - 1, 1),
            (50 * TOKEN, 2),
            (200 * TOKEN, 2),
            (200 * TOKEN + 1, 3),
            (u64::MAX, 3),
        ] {
            assert_eq!(price_band(price, 9, &LIMITS), Some(band), "price {price}");
        }
    }

    #[test]
    fn price_bands_for_other_decimals() {
        assert_eq!(price_band(9, 0, &LIMITS), Some(0));
        assert_eq!(price_band(201, 0, &LIMITS), Some(3));
        // 200 tokens of 18 decimals exceed 64 bits: the highest price is still only 18.4 tokens.
        assert_eq!(price_band(u64::MAX, 18, &LIMITS), Some(1));
        assert_eq!(price_band(1, 19, &LIMITS), None);
        assert_eq!(
            tokens_to_base(u64::MAX, 18),
            Some(u128::from(u64::MAX) * 10u128.pow(18))
        );
        assert_eq!(tokens_to_base(1, u8::MAX), None);
    }
}
