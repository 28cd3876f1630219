use anchor_lang::prelude::*;

use crate::{
    constants::{CONFIG_SEED, PROPOSAL_SEED},
    events::ProposalCreated,
    instructions::no_surplus,
    state::{Config, CreateProposalArgs, Proposal},
};

/// Accounts of `create_proposal`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(args: CreateProposalArgs)]
pub struct CreateProposal<'info> {
    /// Pays rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Drafts it. Only its opening asks for locked tokens.
    pub proposer: Signer<'info>,
    /// Numbers proposals.
    #[account(mut, seeds = [CONFIG_SEED], bump = config.bump)]
    pub config: Box<Account<'info, Config>>,
    /// The new account.
    #[account(
        init,
        payer = payer,
        space = Proposal::space(args.slots.len(), args.data_len),
        seeds = [PROPOSAL_SEED, &args.number.to_le_bytes()],
        bump,
    )]
    pub proposal: Box<Account<'info, Proposal>>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl CreateProposal<'_> {
    /// Drafts a proposal; its data are written next. Errors: `WrongProposalNumber`, `TargetNotAllowed`,
    /// `ProposalTooLarge`, `ExecutorNamed`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn create_proposal(ctx: Context<Self>, args: CreateProposalArgs) -> Result<()> {
        let accounts = &mut *ctx.accounts;
        let (number, text_hash) = (args.number, args.text_hash);
        let (proposer, payer) = (accounts.proposer.key(), accounts.payer.key());
        accounts.config.next_proposal(number)?;
        let draft = Proposal::new(ctx.bumps.proposal, proposer, payer, args)?;
        accounts.proposal.set_inner(draft);
        accounts.proposal.invariant()?;
        emit_cpi!(ProposalCreated {
            proposal: ctx.accounts.proposal.key(),
            number,
            proposer,
            text_hash,
        });
        Ok(())
    }
}
