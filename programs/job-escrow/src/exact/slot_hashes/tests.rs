use super::*;

struct Table(Vec<u64>);

fn hashed(slot: u64) -> SlotHash {
    SlotHash {
        slot,
        hash: [u8::try_from(slot % 251).unwrap_or(0); 32],
    }
}

impl SlotHashes for Table {
    fn count(&self) -> Result<u64> {
        Ok(self.0.len() as u64)
    }

    fn at(&self, index: u64) -> Result<SlotHash> {
        let slot = usize::try_from(index).ok().and_then(|at| self.0.get(at));
        slot.copied()
            .map(hashed)
            .ok_or(error!(JobEscrowError::MathOverflow))
    }
}

/// Slots from `first` to `last`, newest first, less those that had no block.
fn table(first: u64, last: u64, empty: &[u64]) -> Table {
    Table(
        (first..=last)
            .rev()
            .filter(|slot| !empty.contains(slot))
            .collect(),
    )
}

#[test]
fn a_slot_ahead_has_no_hash() -> Result<()> {
    assert_eq!(first_from(5, &Table(vec![]))?, Lookup::Ahead);
    assert_eq!(first_from(101, &table(1, 100, &[]))?, Lookup::Ahead);
    assert_eq!(first_from(100, &table(1, 100, &[]))?, Lookup::Found(hashed(100)));
    Ok(())
}

#[test]
fn a_slot_without_a_block_gives_way_to_the_next_that_has_one() -> Result<()> {
    let slots = table(1, 100, &[50, 51, 52]);
    assert_eq!(first_from(50, &slots)?, Lookup::Found(hashed(53)));
    assert_eq!(first_from(49, &slots)?, Lookup::Found(hashed(49)));
    assert_eq!(first_from(53, &slots)?, Lookup::Found(hashed(53)));
    Ok(())
}

#[test]
fn a_table_that_begins_later_cannot_tell() -> Result<()> {
    let slots = table(600, 1_111, &[]);
    assert_eq!(slots.count()?, 512);
    assert_eq!(first_from(599, &slots)?, Lookup::Gone);
    assert_eq!(first_from(600, &slots)?, Lookup::Found(hashed(600)));
    assert_eq!(first_from(0, &slots)?, Lookup::Gone);
    assert_eq!(first_from(7, &Table(vec![9]))?, Lookup::Gone);
    assert_eq!(first_from(9, &Table(vec![9]))?, Lookup::Found(hashed(9)));
    Ok(())
}

#[test]
fn every_slot_of_a_table_with_gaps_is_found() -> Result<()> {
    let slots = table(10, 90, &[11, 12, 40, 41, 42, 43, 88]);
    for wanted in 10..=90 {
        let first = slots.0.iter().rev().find(|slot| **slot >= wanted);
        let expected = first.map_or(Lookup::Ahead, |slot| Lookup::Found(hashed(*slot)));
        assert_eq!(first_from(wanted, &slots)?, expected, "slot {wanted}");
    }
    Ok(())
}
