use super::*;
use crate::state::params::tests::design;

fn key(byte: u8) -> Pubkey {
    Pubkey::new_from_array([byte; 32])
}

fn config(allow_development_keys: bool) -> Result<Config> {
    let guardians = [key(1), key(2), key(3), key(4), key(5)];
    let args = InitConfigArgs {
        params: design(),
        guardians,
        guardian_threshold: 3,
        allow_development_keys,
    };
    Config::new(255, key(9), key(8), &args)
}

#[test]
fn a_production_build_refuses_development_keys() {
    assert_eq!(config(true).is_err(), cfg!(feature = "production"));
    assert!(config(false)
        .is_ok_and(|mut fresh| { fresh.update(design(), true).is_err() == cfg!(feature = "production") }));
}

#[test]
fn a_pause_ends_when_it_said_it_would() {
    assert!(config(false).is_ok_and(|mut config| {
        let mut outcomes = vec![!config.is_paused(5)];
        outcomes.push(config.set_pause(true, 10, 5).is_ok() && config.is_paused(9) && !config.is_paused(10));
        let limit = config.params.voting.pause_limit;
        outcomes.push(config.set_pause(true, 5 + limit, 5).is_ok() && !config.is_paused(5 + limit));
        outcomes
            .push(config.set_pause(true, 6 + limit, 5).err() == Some(error!(GovernanceError::PauseTooLong)));
        outcomes.push(config.set_pause(true, 0, 5).is_err() && config.set_pause(true, 5, 5).is_err());
        outcomes.push(config.set_pause(false, 5, 5).is_ok());
        outcomes.push(!config.is_paused(5) && config.paused_until == 0 && config.invariant().is_ok());
        outcomes.iter().all(|held| *held)
    }));
}

const NOW: i64 = 1_800_000_000;
const DAY: i64 = 86_400;

/// What each approval returned, `None` for a refusal; and the config after the last.
fn approvals(steps: &[(u8, i64)]) -> Option<(Vec<Option<u8>>, Config)> {
    let mut config = config(false).ok()?;
    let returned = steps
        .iter()
        .map(|(guardian, at)| config.approve_pause(&key(*guardian), NOW + at).ok())
        .collect();
    Some((returned, config))
}

#[test]
fn three_guardians_within_a_day_pause_for_a_week() {
    let found = approvals(&[(1, 0), (2, 5), (5, DAY - 1)]);
    assert!(found.is_some_and(|(returned, config)| {
        returned == [Some(1), Some(2), Some(3)]
            && config.paused_until == NOW + 8 * DAY - 1
            && config.pause_approvals == [0; GUARDIANS]
            && config.invariant().is_ok()
    }));
}

#[test]
fn an_approval_counts_once_for_a_day_and_for_one_pause() {
    type Steps = &'static [(u8, i64)];
    let cases: [(Steps, &[Option<u8>]); 4] = [
        (&[(1, 0), (1, 1), (1, 2)], &[Some(1), None, None]),
        (&[(1, 0), (2, 1), (3, DAY)], &[Some(1), Some(2), Some(2)]),
        (&[(1, 0), (1, DAY), (2, DAY)], &[Some(1), Some(1), Some(2)]),
        (
            &[(1, 0), (2, 0), (3, 0), (4, 1), (4, 7 * DAY), (5, 7 * DAY)],
            &[Some(1), Some(2), Some(3), None, Some(1), Some(2)],
        ),
    ];
    for (steps, expected) in cases {
        let found = approvals(steps).map(|(returned, _)| returned);
        assert_eq!(found.as_deref(), Some(expected), "{steps:?}");
    }
}

#[test]
fn only_guardians_approve_and_only_while_nothing_is_paused() {
    let refused = |guardian: u8, paused: bool| {
        let mut config = config(false).ok()?;
        if paused {
            config.set_pause(true, NOW + 1, NOW).ok()?;
        }
        config.approve_pause(&key(guardian), NOW).err()
    };
    assert_eq!(refused(6, false), Some(error!(GovernanceError::NotGuardian)));
    assert_eq!(refused(1, true), Some(error!(GovernanceError::AlreadyPaused)));
    assert_eq!(refused(1, false), None);
}

#[test]
fn new_guardians_start_without_approvals() {
    let found = approvals(&[(1, 0), (2, 0)]);
    assert!(found.is_some_and(|(_, mut config)| {
        let keys = [1, 2, 3, 4, 6].map(key);
        let twice = [1, 1, 3, 4, 6].map(key);
        config.set_guardians(twice, 3).is_err()
            && config.set_guardians(keys, 0).is_err()
            && config.set_guardians(keys, 3).is_ok()
            && config.approve_pause(&key(3), NOW).ok() == Some(1)
            && !config.is_paused(NOW)
    }));
}

#[test]
fn proposals_are_numbered_once() {
    assert!(config(false).is_ok_and(|mut config| {
        let wrong = Some(error!(GovernanceError::WrongProposalNumber));
        config.next_proposal(0).is_ok()
            && config.next_proposal(0).err() == wrong
            && config.next_proposal(1).is_ok()
            && config.proposal_count == 2
    }));
}
