use super::*;

fn args(start: i64, cliff: i64, duration: i64) -> VestingArgs {
    VestingArgs {
        beneficiary: Pubkey::new_from_array([1; 32]),
        nonce: 0,
        total: 1_000,
        start,
        cliff,
        duration,
        to_account: false,
    }
}

fn vesting() -> Option<Vesting> {
    Vesting::new(255, 254, Pubkey::new_from_array([2; 32]), args(100, 20, 400)).ok()
}

#[test]
fn vests_in_a_line_after_the_cliff() {
    for (now, vested) in [
        (i64::MIN, 0),
        (99, 0),
        (100, 0),
        (119, 0),
        (120, 50),
        (121, 52),
        (300, 500),
        (499, 997),
        (500, 1_000),
        (i64::MAX, 1_000),
    ] {
        let found = vesting().and_then(|vesting| vesting.vested(now).ok());
        assert_eq!(found, Some(vested), "at {now}");
    }
}

#[test]
fn pays_each_token_once() {
    let mut paid = Vec::new();
    if let Some(mut vesting) = vesting() {
        for now in [120, 120, 121, 300, 299, 500, 600] {
            paid.push(vesting.claim(now).ok());
            assert!(vesting.invariant(vesting.total - vesting.claimed).is_ok());
        }
        assert!(vesting.is_complete());
    }
    assert_eq!(paid, [Some(50), None, Some(2), Some(448), None, Some(500), None]);
}

#[test]
fn refuses_terms_that_make_no_sense() {
    let refused = |args| Vesting::new(255, 254, Pubkey::default(), args).err();
    for (start, cliff, duration) in [(-1, 0, 1), (0, 0, 0), (0, 2, 1), (0, -1, 1), (i64::MAX, 0, 1)] {
        let error = Some(error!(GovernanceError::VestingTermsInvalid));
        assert_eq!(
            refused(args(start, cliff, duration)),
            error,
            "{start} {cliff} {duration}"
        );
    }
    let nothing = VestingArgs {
        total: 0,
        ..args(0, 0, 1)
    };
    assert_eq!(refused(nothing), Some(error!(GovernanceError::ZeroAmount)));
    assert!(refused(args(0, 1, 1)).is_none());
}

#[test]
fn pays_accounts_of_a_wallet_or_the_one_account() {
    let (named, other) = (Pubkey::new_from_array([1; 32]), Pubkey::new_from_array([9; 32]));
    let pays = |to_account: bool, key: &Pubkey, owner: &Pubkey| {
        vesting().is_some_and(|vesting| {
            Vesting {
                to_account,
                ..vesting
            }
            .pays(key, owner)
        })
    };
    assert!(pays(false, &other, &named) && !pays(false, &named, &other) && !pays(false, &other, &other));
    assert!(pays(true, &named, &other) && !pays(true, &other, &named) && !pays(true, &other, &other));
}
