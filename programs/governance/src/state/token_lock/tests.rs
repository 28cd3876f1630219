use super::*;

fn lock(amount: u64, since: i64) -> TokenLock {
    TokenLock {
        amount,
        since,
        ..TokenLock::new(
            255,
            254,
            Pubkey::new_from_array([1; 32]),
            Pubkey::new_from_array([2; 32]),
        )
    }
}

#[test]
fn tokens_count_in_what_is_opened_after_they_were_locked() {
    let mut early = lock(7, 99);
    assert_eq!(early.cast(100, 200).ok(), Some(7));
    assert_eq!(early.locked_until, 200);
    assert_eq!(
        lock(7, 100).cast(100, 200).err(),
        Some(error!(GovernanceError::LockedTooLate))
    );
    assert_eq!(
        lock(0, 1).cast(100, 200).err(),
        Some(error!(GovernanceError::LockTooSmall))
    );
}

#[test]
fn adding_a_token_makes_all_of_them_wait() {
    let mut lock = lock(7, 1);
    assert!(lock.lock(1, 150).is_ok());
    assert_eq!((lock.amount, lock.since), (8, 150));
    assert!(lock.cast(100, 200).is_err() && lock.cast(151, 200).is_ok());
}

#[test]
fn cast_tokens_stay_until_the_last_vote_ends() {
    let mut lock = lock(7, 1);
    assert!(lock.cast(100, 300).is_ok() && lock.cast(100, 200).is_ok());
    assert_eq!(
        lock.unlock(1, 299).err(),
        Some(error!(GovernanceError::StillLocked))
    );
    assert!(lock.unlock(6, 300).is_ok());
    assert_eq!(
        lock.unlock(2, 300).err(),
        Some(error!(GovernanceError::LockTooSmall))
    );
    assert_eq!(
        lock.unlock(0, 300).err(),
        Some(error!(GovernanceError::ZeroAmount))
    );
    assert!(lock.unlock(1, 300).is_ok() && lock.amount == 0);
}

#[test]
fn amounts_stay_within_64_bits_and_the_vault() {
    let mut lock = lock(u64::MAX, 1);
    assert_eq!(lock.lock(1, 2).err(), Some(error!(GovernanceError::Overflow)));
    assert_eq!(lock.lock(0, 2).err(), Some(error!(GovernanceError::ZeroAmount)));
    assert!(lock.invariant(u64::MAX).is_ok() && lock.invariant(u64::MAX - 1).is_err());
}
