//! What an authority may decide: a key while there is one, then the executor of what votes carry.
use anchor_lang::prelude::Pubkey;
use governance::{EXECUTOR, LIQUIDITY, TREASURY};
use job_escrow::CHECKPOINT_CHAIN_CIRCUIT;
use solana_account::ReadableAccount;
use solana_instruction::Instruction;

use crate::{
    params, rules,
    setup::{Mint, KEY_VERSION, STEP_CIRCUIT},
    step::{Gift, Step},
    world::World,
};

/// An instruction that only the authority may send.
#[derive(Clone, Debug)]
pub struct Decision {
    pub name: &'static str,
    pub instruction: Instruction,
    pub grant: Option<Gift>,
}

impl Decision {
    fn of(name: &'static str, instruction: Instruction) -> Self {
        Self {
            name,
            instruction,
            grant: None,
        }
    }

    pub fn step(self, payer: Pubkey) -> Step {
        Step {
            gift: self.grant,
            ..Step::new(self.name, self.instruction, payer)
        }
    }
}

/// Verifying keys of a circuit besides the one that jobs use.
const MOST_KEYS: u16 = 2;

/// Anything, by `authority`; `payer` pays for what is created.
pub fn any(world: &mut World, authority: Pubkey, payer: Pubkey) -> Decision {
    let now = world.now();
    match world.rng.below(29) {
        0..=5 => update(world, authority),
        // Short pauses: they stop nothing but new jobs.
        6 => {
            let until = now + world.rng.between(0, 60) as i64;
            Decision::of("set_pause", rules::set_pause(authority, true, until))
        }
        7..=8 => Decision::of("set_pause", rules::set_pause(authority, false, 0)),
        9..=13 => mints(world, authority, payer),
        14..=15 => guardians(world, authority),
        16..=20 => spend(world, authority),
        21..=24 => insure(world, authority),
        25..=26 => keys(world, authority, payer),
        _ => hand_over(world, authority),
    }
}

fn update(world: &mut World, authority: Pubkey) -> Decision {
    let params = match world.rng.chance(20) {
        true => params::quick(),
        false => params::vary(&mut world.rng),
    };
    Decision::of("update_config", rules::update_config(authority, params))
}

fn refused_mint(world: &World) -> Option<Mint> {
    let refused = |mint: &&Mint| {
        // `allowed` is the last field of the policy.
        let policy = world.chain.account(&mint.policy);
        policy.is_some_and(|policy| policy.data().last() == Some(&0))
    };
    world.ground.mints.iter().find(refused).copied()
}

fn mints(world: &mut World, authority: Pubkey, payer: Pubkey) -> Decision {
    let mint = world.ground.mints[world.rng.index(world.ground.mints.len())];
    if world.rng.chance(20) {
        return Decision::of("disallow_mint", rules::disallow_mint(authority, &mint));
    }
    match refused_mint(world) {
        Some(mint) => Decision::of("allow_mint", rules::allow_mint(authority, payer, &mint)),
        None if world.rng.chance(15) => {
            Decision::of("allow_mint", rules::allow_mint(authority, payer, &mint))
        }
        None => update(world, authority),
    }
}

/// Others in other places, now and then one of them twice.
fn guardians(world: &mut World, authority: Pubkey) -> Decision {
    let mut guardians = world.ground.guardians;
    let other = world.anyone().operator;
    let at = world.rng.index(guardians.len());
    guardians[at] = if world.rng.chance(70) { other } else { guardians[0] };
    let threshold = world.rng.weighted(&[(6, 3), (2, 2), (1, 5), (1, 0), (1, 6)]);
    Decision::of(
        "set_guardians",
        rules::set_guardians(authority, guardians, threshold),
    )
}

/// To anybody's tokens, or into another vault.
fn payee(world: &mut World, mint: usize, from: Pubkey) -> Pubkey {
    let person = world.anyone().tokens[mint];
    let vaults: Vec<Pubkey> = world
        .books
        .tokens
        .iter()
        .filter(|(key, holding)| holding.mint == world.ground.mints[mint].key && **key != from)
        .map(|(key, _)| *key)
        .collect();
    match vaults.get(world.rng.index(vaults.len())) {
        Some(vault) if world.rng.chance(10) => *vault,
        _ => person,
    }
}

fn spend(world: &mut World, authority: Pubkey) -> Decision {
    let at = world.rng.index(world.ground.mints.len());
    let mint = world.ground.mints[at];
    let (kind, fund) = world
        .rng
        .pick(&[(TREASURY, mint.treasury), (LIQUIDITY, mint.liquidity)]);
    let held = world.books.held(&fund);
    // Most of it stays for voters.
    let amount = match world.rng.chance(70) {
        true => world.rng.between(1, held / 16),
        false => world.rng.amount(&[held, held / 16, 1]),
    };
    let to = payee(world, at, fund);
    Decision {
        grant: Some(Gift::Grant {
            fund,
            to,
            mint: mint.key,
            amount,
        }),
        ..Decision::of(
            "spend_fund",
            rules::spend_fund(authority, &mint, kind, to, amount),
        )
    }
}

fn insure(world: &mut World, authority: Pubkey) -> Decision {
    let (fund, mint) = (world.ground.insurance, world.ground.mints[0].key);
    let held = world.books.held(&fund);
    let amount = match world.rng.chance(70) {
        true => world.rng.between(1, held / 4),
        false => world.rng.amount(&[held, held / 4, 1]),
    };
    let to = payee(world, 0, fund);
    let instruction = rules::pay_insurance(&world.ground, authority, to, amount);
    Decision {
        grant: Some(Gift::Grant {
            fund,
            to,
            mint,
            amount,
        }),
        ..Decision::of("pay_insurance", instruction)
    }
}

fn keys(world: &mut World, authority: Pubkey, payer: Pubkey) -> Decision {
    let version = KEY_VERSION + 1 + world.rng.below(MOST_KEYS.into()) as u16;
    let circuit = world.rng.pick(&[CHECKPOINT_CHAIN_CIRCUIT, STEP_CIRCUIT]);
    let known = crate::keys::verifying_key(circuit, version);
    match world.chain.account(&known).is_some() {
        true => Decision::of(
            "retire_verifying_key",
            rules::retire_verifying_key(authority, circuit, version),
        ),
        false => Decision::of(
            "add_verifying_key",
            rules::add_verifying_key(&world.ground, (authority, payer), circuit, version),
        ),
    }
}

/// The key to the executor, or the executor back to the key.
fn hand_over(world: &mut World, authority: Pubkey) -> Decision {
    let other = match authority == EXECUTOR {
        true => world.ground.authority,
        false => EXECUTOR,
    };
    let next = world
        .rng
        .weighted(&[(6, Some(other)), (1, None), (1, Some(authority))]);
    Decision::of("propose_authority", rules::propose_authority(authority, next))
}
