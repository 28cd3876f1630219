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
        outcomes.push(config.set_pause(true, 0, 5).is_ok() && config.is_paused(i64::MAX));
        outcomes.push(config.set_pause(true, 5, 5).is_err() && config.set_pause(false, 5, 5).is_ok());
        outcomes.push(!config.is_paused(5) && config.paused_until == 0 && config.invariant().is_ok());
        outcomes.iter().all(|held| *held)
    }));
}
