//! Coordinators come, change their keys, and go.
use anchor_lang::prelude::Pubkey;

use crate::{coordinators, step::Step, world::World};

/// Mostly one to four keys; now and then none, too many, the same twice or the zero address.
fn keys(world: &mut World) -> Vec<Pubkey> {
    let count = world
        .rng
        .weighted(&[(40, 1), (30, 2), (10, 3), (10, 4), (5, 5), (5, 0)]);
    let mut keys: Vec<Pubkey> = (0..count)
        .map(|_| Pubkey::new_from_array(world.rng.bytes()))
        .collect();
    let odd = match world.rng.below(20) {
        0 => Some(Pubkey::default()),
        1 => keys.first().copied(),
        _ => None,
    };
    if let (Some(odd), Some(last)) = (odd, keys.last_mut()) {
        *last = odd;
    }
    keys
}

pub fn act(world: &mut World) -> Option<Step> {
    let authority = world.anyone().key;
    let keys = keys(world);
    let known: Vec<Pubkey> = world.books.coordinators.keys().copied().collect();
    let some = known.get(world.rng.index(known.len())).copied();
    let Some(key) = some.filter(|_| !world.rng.chance(20)) else {
        let register = coordinators::register(authority, keys);
        return Some(Step::new("register_coordinator", register, authority));
    };
    let coordinator = world.books.coordinators.get(&key)?.clone();
    let signer = match world.rng.chance(10) {
        true => authority,
        false => coordinator.authority,
    };
    Some(match world.rng.chance(30) {
        true => Step::new(
            "close_coordinator",
            coordinators::close(signer, key, &coordinator),
            signer,
        ),
        false => Step::new(
            "set_coordinator_keys",
            coordinators::set_keys(signer, key, keys),
            signer,
        ),
    })
}
