use super::*;

fn registry() -> Registry {
    Registry::new(1, 2, 3, Pubkey::new_from_array([9; 32]))
}

#[test]
fn insurance_is_what_was_set_aside_and_not_paid() {
    let mut registry = registry();
    assert!(registry.record_slash(80, 20).is_ok());
    assert_eq!(registry.insurance(), Ok(80));
    assert_eq!(
        registry.pay_insurance(0).err(),
        Some(error!(RegistryError::AmountZero))
    );
    assert_eq!(
        registry.pay_insurance(81).err(),
        Some(error!(RegistryError::InsuranceTooSmall))
    );
    assert!(registry.pay_insurance(80).is_ok());
    assert_eq!(
        (registry.insured, registry.insurance_paid, registry.insurance()),
        (80, 80, Ok(0))
    );
    assert_eq!(
        registry.pay_insurance(1).err(),
        Some(error!(RegistryError::InsuranceTooSmall))
    );
}

#[test]
fn the_vault_covers_what_is_left_to_pay() {
    let mut registry = registry();
    assert!(registry.record_slash(80, 20).is_ok());
    assert!(registry.invariant(80).is_ok());
    assert_eq!(
        registry.invariant(79).err(),
        Some(error!(RegistryError::InvariantViolated))
    );
    assert!(registry.pay_insurance(30).is_ok());
    assert!(registry.invariant(50).is_ok());
    assert!(registry.invariant(49).is_err());
}

#[test]
fn counters_that_would_overflow_are_refused() {
    let mut full = registry();
    full.insured = u64::MAX;
    full.burned = u64::MAX;
    full.disputed = u64::MAX;
    full.rewards_paid = u64::MAX;
    full.node_count = u32::MAX;
    for refused in [
        full.record_slash(1, 0).err(),
        full.record_slash(0, 1).err(),
        full.record_dispute(1).err(),
        full.record_rewards(1).err(),
        full.next_index().err(),
    ] {
        assert_eq!(refused, Some(error!(RegistryError::Overflow)));
    }
}
