use super::*;
use crate::constants::TLS_OVERLAP;

fn change(tls_key_hash: Option<[u8; 32]>, revoke_previous: bool) -> UpdateNodeArgs {
    UpdateNodeArgs {
        tls_key_hash,
        revoke_previous,
        hardware: None,
    }
}

fn keys(node: &Node) -> ([u8; 32], [u8; 32], i64) {
    (
        node.tls_key_hash,
        node.previous_tls_key_hash,
        node.previous_tls_until,
    )
}

#[test]
fn the_last_two_keys_stand_beside_each_other_for_a_day() {
    let mut node = node(50 * TOKEN);
    assert!(node.update(&change(Some([3; 32]), false), NOW).is_ok());
    assert_eq!(keys(&node), ([3; 32], [2; 32], NOW + DAY));
    assert!(node.update(&change(Some([4; 32]), false), NOW + 5).is_ok());
    assert_eq!(keys(&node), ([4; 32], [3; 32], NOW + 5 + TLS_OVERLAP));
    // Back to the one before.
    assert!(node.update(&change(Some([3; 32]), false), NOW + 6).is_ok());
    assert_eq!(keys(&node), ([3; 32], [4; 32], NOW + 6 + DAY));
    assert!(node.check().is_ok());
}

#[test]
fn the_present_key_again_changes_nothing() {
    let mut node = node(50 * TOKEN);
    assert!(node.update(&change(Some([2; 32]), false), NOW).is_ok());
    assert_eq!(keys(&node), ([2; 32], [0; 32], 0));
    assert!(node.update(&change(Some([3; 32]), false), NOW).is_ok());
    assert!(node.update(&change(Some([3; 32]), false), NOW + 9).is_ok());
    assert_eq!(keys(&node), ([3; 32], [2; 32], NOW + DAY));
}

#[test]
fn a_leaked_key_is_worthless_at_once() {
    let mut node = node(50 * TOKEN);
    assert!(node.update(&change(Some([3; 32]), true), NOW).is_ok());
    assert_eq!(keys(&node), ([3; 32], [0; 32], 0));
    assert!(node.update(&change(Some([4; 32]), false), NOW).is_ok());
    assert!(node.update(&change(None, true), NOW + 1).is_ok());
    assert_eq!(keys(&node), ([4; 32], [0; 32], 0));
    assert!(node.check().is_ok());
}

#[test]
fn at_the_end_of_time_no_key_is_rotated() {
    let mut node = node(50 * TOKEN);
    let refused = node.update(&change(Some([3; 32]), false), i64::MAX - DAY + 1);
    assert_eq!(refused.err(), Some(error!(RegistryError::Overflow)));
    assert_eq!(keys(&node), ([2; 32], [0; 32], 0));
}

#[test]
fn half_a_key_or_the_same_twice_is_broken() {
    for (now, before, until) in [
        ([0; 32], [0; 32], 0),
        ([2; 32], [2; 32], NOW),
        ([2; 32], [1; 32], 0),
        ([2; 32], [0; 32], NOW),
    ] {
        let mut broken = node(50 * TOKEN);
        broken.tls_key_hash = now;
        broken.previous_tls_key_hash = before;
        broken.previous_tls_until = until;
        assert_eq!(
            broken.check().err(),
            Some(error!(RegistryError::InvariantViolated))
        );
    }
}
