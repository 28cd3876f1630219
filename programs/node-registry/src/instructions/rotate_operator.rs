use anchor_lang::prelude::*;

use crate::{
    constants::{NODE_SEED, OPERATOR_SEED},
    error::RegistryError,
    events::OperatorRotated,
    instructions::{no_surplus, rent_receiver},
    state::{Node, Operator},
};

/// Accounts of `rotate_operator`.
#[event_cpi]
#[derive(Accounts)]
pub struct RotateOperator<'info> {
    /// The node's owner. Gets the old account's rent if its payer cannot be given it.
    #[account(mut)]
    pub owner: Signer<'info>,
    /// The new hot key. It signs, so that nobody takes a key that is another's.
    pub operator: Signer<'info>,
    /// Pays rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The node.
    #[account(
        mut,
        seeds = [NODE_SEED, node.owner.as_ref()],
        bump = node.bump,
        has_one = owner @ RegistryError::NotOwner,
    )]
    pub node: Box<Account<'info, Node>>,
    /// Ties the old hot key to the node.
    #[account(
        mut,
        seeds = [OPERATOR_SEED, node.operator.as_ref()],
        bump = previous.bump,
        constraint = previous.node == node.key() @ RegistryError::WrongOperatorAccount,
    )]
    pub previous: Box<Account<'info, Operator>>,
    /// CHECK: only receives the rent of the old account, which names it.
    #[account(mut, address = previous.rent_payer @ RegistryError::WrongRentPayer)]
    pub rent_payer: UncheckedAccount<'info>,
    /// Ties the new hot key to the node.
    #[account(
        init,
        payer = payer,
        space = 8 + Operator::INIT_SPACE,
        seeds = [OPERATOR_SEED, operator.key().as_ref()],
        bump,
    )]
    pub operator_account: Box<Account<'info, Operator>>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl RotateOperator<'_> {
    /// Puts a new hot key in the place of the old one, which is free for another node from now on.
    ///
    /// Errors: `NotOwner`, `WrongOperatorAccount`, `WrongRentPayer`, `InvalidOperator`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn rotate_operator(ctx: Context<Self>) -> Result<()> {
        let accounts = &mut *ctx.accounts;
        let previous = accounts.node.operator;
        let operator = accounts.operator.key();
        accounts.node.rotate_operator(operator)?;
        accounts.operator_account.set_inner(Operator {
            bump: ctx.bumps.operator_account,
            node: accounts.node.key(),
            rent_payer: accounts.payer.key(),
        });
        accounts.node.check()?;
        emit_cpi!(OperatorRotated {
            node: ctx.accounts.node.key(),
            previous,
            operator,
        });
        // After the last call, because it moves lamports without one.
        let rent = rent_receiver(&ctx.accounts.rent_payer, &ctx.accounts.owner);
        ctx.accounts.previous.close(rent)
    }
}
