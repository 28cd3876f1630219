#![allow(clippy::panic, reason = "a test that cannot go on has failed")]
use super::*;

fn key(byte: u8) -> Pubkey {
    Pubkey::new_from_array([byte; 32])
}

fn coordinator(keys: &[Pubkey]) -> Coordinator {
    match Coordinator::new(255, key(9), key(8), keys) {
        Ok(coordinator) => coordinator,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn keys_stand_without_gaps() {
    let mut coordinator = coordinator(&[key(1), key(2), key(3), key(4)]);
    assert!(coordinator.set_keys(&[key(4), key(5)]).is_ok());
    assert_eq!(
        coordinator.keys,
        [key(4), key(5), Pubkey::default(), Pubkey::default()]
    );
    assert!(coordinator.invariant().is_ok());
}

#[test]
fn what_is_no_set_of_keys_changes_nothing() {
    let mut coordinator = coordinator(&[key(1)]);
    let before = coordinator.keys;
    let five: Vec<Pubkey> = (1..=5).map(key).collect();
    for (keys, error) in [
        (vec![], RegistryError::NoTokenKey),
        (five, RegistryError::TooManyTokenKeys),
        (vec![key(1), key(0)], RegistryError::InvalidTokenKey),
        (vec![key(1), key(2), key(1)], RegistryError::RepeatedTokenKey),
    ] {
        assert_eq!(coordinator.set_keys(&keys).err(), Some(error!(error)));
        assert_eq!(coordinator.keys, before);
    }
}

#[test]
fn a_set_with_gaps_or_twins_or_nothing_is_broken() {
    let none = key(0);
    for keys in [
        [none, none, none, none],
        [key(1), none, key(2), none],
        [key(1), key(2), key(1), none],
        [key(1), key(2), key(3), key(3)],
    ] {
        let mut broken = coordinator(&[key(1)]);
        broken.keys = keys;
        assert_eq!(
            broken.invariant().err(),
            Some(error!(RegistryError::InvariantViolated))
        );
    }
}
