use anchor_lang::{prelude::*, solana_program::program::invoke_signed};

use crate::{
    constants::{EXECUTOR_BUMP, EXECUTOR_SEED, PROPOSAL_SEED},
    error::GovernanceError,
    events::ProposalExecuted,
    instructions::no_surplus,
    state::Proposal,
};

/// Accounts of `execute_proposal`. The accounts of the proposal's instruction follow, in their order.
#[event_cpi]
#[derive(Accounts)]
pub struct ExecuteProposal<'info> {
    /// Anyone. Stands where the instruction asks for a payer, and signs there: read the proposal first.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The proposal.
    #[account(mut, seeds = [PROPOSAL_SEED, &proposal.number.to_le_bytes()], bump = proposal.bump)]
    pub proposal: Box<Account<'info, Proposal>>,
    /// CHECK: the program that was voted on, one of the four; the runtime runs nothing that is no program.
    #[account(address = proposal.program @ GovernanceError::WrongProgram)]
    pub target: UncheckedAccount<'info>,
}

impl<'info> ExecuteProposal<'info> {
    /// What was voted on is what runs: each account in its place, none that would make more of the instruction
    /// than it says.
    fn validate(&self, remaining: &[AccountInfo]) -> Result<()> {
        let payer = self.payer.key();
        let instruction = self.proposal.instruction(payer);
        let count = instruction.accounts.len();
        require!(remaining.len() >= count, ErrorCode::AccountNotEnoughKeys);
        no_surplus(remaining.get(count..).unwrap_or_default())?;
        let same = remaining
            .iter()
            .zip(&instruction.accounts)
            .all(|(given, voted)| *given.key == voted.pubkey);
        require!(same, GovernanceError::AccountMismatch);
        // The runtime adds up what an account may do over all its places: the payer signs only where a payer stands.
        require!(!self.proposal.names(&payer), GovernanceError::PayerNamed);
        require!(
            !self.proposal.names(&self.proposal.key()),
            GovernanceError::ProposalNamesItself
        );
        Ok(())
    }

    /// Runs a carried proposal's instruction, signed by the executor. Errors: `ProposalNotOpen`, `StillVoting`,
    /// `ProposalDefeated`, `TimelockRunning`, `ProposalExpired`, `AccountMismatch`, `PayerNamed`,
    /// `ProposalNamesItself`, and whatever the instruction raises.
    #[access_control(ctx.accounts.validate(ctx.remaining_accounts))]
    pub fn execute_proposal(ctx: Context<'info, Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        accounts.proposal.execute(now)?;
        accounts.proposal.invariant()?;
        // Stored before the call: nothing that it runs can find the proposal still open.
        accounts.proposal.exit(&crate::ID)?;
        let instruction = accounts.proposal.instruction(accounts.payer.key());
        let mut infos = ctx.remaining_accounts.to_vec();
        infos.push(accounts.target.to_account_info());
        invoke_signed(&instruction, &infos, &[&[EXECUTOR_SEED, &[EXECUTOR_BUMP]]])?;
        let (number, program) = (accounts.proposal.number, accounts.proposal.program);
        emit_cpi!(ProposalExecuted {
            proposal: ctx.accounts.proposal.key(),
            number,
            program
        });
        Ok(())
    }
}
