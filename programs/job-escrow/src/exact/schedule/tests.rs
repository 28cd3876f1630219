use super::*;
use serde_json::Value;

const VECTORS: &str = include_str!("../../../../../tests/vectors/exact-order.json");

fn number(of: &Value, name: &str) -> Option<u64> {
    of[name].as_u64()
}

fn seed(of: &Value) -> [u8; 32] {
    let text = of["seed"].as_str().unwrap_or_default();
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        let digits = text.get(2 * at..2 * at + 2).unwrap_or_default();
        *byte = u8::from_str_radix(digits, 16).unwrap_or(0xee);
    }
    bytes
}

#[test]
fn the_order_is_the_engines() -> Result<()> {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap_or_default();
    let cases = vectors["epochs"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    assert!(cases.len() >= 18);
    for case in cases {
        let epoch = u32::try_from(number(case, "epoch").unwrap_or(0)).unwrap_or(0);
        let batches = u16::try_from(number(case, "batches").unwrap_or(0)).unwrap_or(0);
        let order = epoch_order(&seed(case), epoch, batches)?;
        assert_eq!(number(case, "a"), Some(u64::from(order.a)), "{case}");
        assert_eq!(number(case, "b"), Some(u64::from(order.b)), "{case}");
    }
    Ok(())
}

/// The batches of a segment, read back from the field element.
fn unpacked(packed: &[u8; 32], steps: u8) -> Vec<u16> {
    packed
        .as_rchunks::<2>()
        .1
        .iter()
        .rev()
        .take(usize::from(steps))
        .map(|pair| u16::from_be_bytes(*pair))
        .collect()
}

#[test]
fn segments_walk_through_each_epoch_once() -> Result<()> {
    let terms = ExactTerms {
        seed: [9; 32],
        batches: 12,
    };
    for epoch in 0..3u32 {
        let order = epoch_order(&terms.seed, epoch, 12)?;
        let mut seen = Vec::new();
        for segment in epoch * 3..epoch * 3 + 3 {
            seen.extend(unpacked(&batches_of(&terms, 4, segment)?, 4));
        }
        let expected: Vec<u16> = (0..12).map(|i| (order.a * i + order.b) % 12).collect();
        assert_eq!(seen, expected);
        seen.sort_unstable();
        assert_eq!(seen, (0..12).collect::<Vec<u16>>());
    }
    Ok(())
}

#[test]
fn the_first_step_is_in_the_lowest_bits_and_what_is_over_stays_zero() -> Result<()> {
    let terms = ExactTerms {
        seed: [7; 32],
        batches: 256,
    };
    let order = epoch_order(&terms.seed, 0, 256)?;
    let packed = batches_of(&terms, 2, 0)?;
    assert_eq!(packed[30..], order.b.to_be_bytes());
    assert_eq!(packed[28..30], ((order.a + order.b) % 256).to_be_bytes());
    assert_eq!(packed[..28], [0; 28]);
    // Fifteen steps are the most: sixteen times sixteen bits would leave the field.
    let most = ExactTerms {
        batches: 255,
        ..terms
    };
    assert_eq!(batches_of(&most, governance::MAX_STEPS, 16)?[..2], [0; 2]);
    Ok(())
}

#[test]
fn no_batches_have_no_order() {
    assert_eq!(
        epoch_order(&[0; 32], 0, 0),
        Err(error!(JobEscrowError::BatchesOutOfRange))
    );
    let none = ExactTerms {
        seed: [0; 32],
        batches: 0,
    };
    assert_eq!(
        batches_of(&none, 1, 0),
        Err(error!(JobEscrowError::BatchesOutOfRange))
    );
}
