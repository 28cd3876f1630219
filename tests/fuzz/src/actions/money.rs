//! Tokens that people lock and let vest, and fees that anyone divides.
use governance::VestingArgs;

use crate::{disputes, setup::CYXWIZ, step::Step, vesting, world::World};

const VESTINGS: usize = 6;

pub fn act(world: &mut World) -> Option<Step> {
    match world.rng.below(10) {
        0..=2 => distribute(world),
        3 => unlock(world),
        4..=5 => lock(world),
        _ => vest(world),
    }
}

fn distribute(world: &mut World) -> Option<Step> {
    let full = |at: &usize| world.books.held(&world.ground.mints[*at].fee_vault) > 0;
    let mints: Vec<usize> = (0..world.ground.mints.len()).filter(full).collect();
    let mint = match mints.get(world.rng.index(mints.len())) {
        Some(mint) if !world.rng.chance(10) => *mint,
        _ => world.rng.index(world.ground.mints.len()),
    };
    let instruction = disputes::distribute_fees(&world.ground, mint);
    Some(Step::new("distribute_fees", instruction, world.ground.stranger))
}

fn unlock(world: &mut World) -> Option<Step> {
    let owner = world.anyone();
    let lock = world.books.locks.get(&owner.lock)?;
    let (locked, rent_payer) = (lock.amount, lock.rent_payer);
    let amount = match world.rng.chance(50) {
        true => locked,
        false => world.rng.amount(&[locked]),
    };
    let instruction = disputes::unlock_tokens(&world.ground, &owner, rent_payer, amount);
    Some(Step::new("unlock_tokens", instruction, owner.key))
}

fn lock(world: &mut World) -> Option<Step> {
    let owner = world.anyone();
    let amount = world
        .rng
        .amount(&[1, CYXWIZ, 50_000_000 * CYXWIZ, 30_000_000 * CYXWIZ]);
    let instruction = disputes::lock_tokens(&world.ground, &owner, amount);
    Some(Step::new("lock_tokens", instruction, owner.key))
}

fn vest(world: &mut World) -> Option<Step> {
    let at = world.rng.index(world.books.vestings.len());
    let open = world.books.vestings.iter().nth(at);
    let open = open.map(|(key, vesting)| (*key, vesting.clone()));
    match open {
        Some((key, vesting)) if world.books.vestings.len() >= VESTINGS || world.rng.chance(70) => {
            // Until the cliff, the end, or somewhere between.
            if world.rng.chance(20) {
                let edge = world.rng.pick(&[vesting.cliff, vesting.duration]);
                let then = vesting.start + edge + world.rng.between(0, 2) as i64 - 1;
                if then < world.now() + 86_400 {
                    world.chain.warp_to(then);
                }
            }
            let instruction = vesting::claim(&world.ground, key, &vesting);
            Some(Step::new("claim_vesting", instruction, world.ground.stranger))
        }
        _ => create(world),
    }
}

fn create(world: &mut World) -> Option<Step> {
    let (funder, beneficiary) = (world.anyone(), world.anyone());
    world.nonce += 1;
    // A wallet, or one of its token accounts alone.
    let to_account = world.rng.chance(30);
    let duration = world.rng.pick(&[0, 1, 3, 600, 86_400, 4 * 365 * 86_400]);
    let args = VestingArgs {
        beneficiary: match to_account {
            true => beneficiary.tokens[0],
            false => beneficiary.key,
        },
        to_account,
        nonce: world.nonce,
        total: world.rng.amount(&[1, 7, CYXWIZ, 1_000 * CYXWIZ]),
        start: world.now() + world.rng.pick(&[-86_400, 0, 0, 600]),
        cliff: world.rng.pick(&[0, 0, duration / 2, duration, duration + 1]),
        duration,
    };
    let instruction = vesting::create(&world.ground, &funder, args);
    Some(Step::new("create_vesting", instruction, funder.key))
}
