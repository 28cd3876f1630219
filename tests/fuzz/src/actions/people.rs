//! Gifts that nobody asked for: to vaults, and lamports to any account of the programs.
use crate::{
    chain::SYSTEM,
    step::{Gift, Step},
    tokens,
    world::World,
};
use solana_instruction::{AccountMeta, Instruction};

pub fn give(world: &mut World) -> Option<Step> {
    let giver = world.anyone();
    if world.rng.chance(25) {
        return lamports(world, giver.key);
    }
    let vaults: Vec<_> = world
        .books
        .tokens
        .iter()
        .filter(|(_, holding)| !world.ground.is_person(&holding.owner))
        .map(|(key, holding)| (*key, holding.mint))
        .collect();
    let (to, mint) = *vaults.get(world.rng.index(vaults.len()))?;
    let at = world.ground.mint(&mint);
    let money = world.ground.mints[at];
    let unit = 10u64.pow(u32::from(money.decimals));
    let amount = world.rng.amount(&[1, unit, 100 * unit]);
    let instruction = tokens::transfer(
        money.program,
        giver.tokens[at],
        mint,
        to,
        giver.key,
        (amount, money.decimals),
    );
    let gift = Gift::Tokens {
        from: giver.key,
        to,
        mint,
        amount,
    };
    Some(Step::new("give_tokens", instruction, giver.key).giving(gift))
}

fn lamports(world: &mut World, from: anchor_lang::prelude::Pubkey) -> Option<Step> {
    let accounts: Vec<_> = world.books.rents.keys().copied().collect();
    let to = *accounts.get(world.rng.index(accounts.len()))?;
    let amount = world.rng.between(1, 1_000_000);
    let mut data = vec![2, 0, 0, 0];
    data.extend_from_slice(&amount.to_le_bytes());
    let instruction = Instruction {
        program_id: SYSTEM,
        accounts: vec![AccountMeta::new(from, true), AccountMeta::new(to, false)],
        data,
    };
    Some(Step::new("give_lamports", instruction, from).giving(Gift::Lamports { from, to, amount }))
}
