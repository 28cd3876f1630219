use anchor_lang::prelude::*;
use anchor_spl::token_interface::{transfer_checked, Mint, TokenAccount, TokenInterface, TransferChecked};

use crate::{
    constants::{CONFIG_SEED, DISPUTE_SEED, FUND_SEED, REWARD_KEPT, TREASURY, VOTE_SEED},
    error::GovernanceError,
    events::VoteRewarded,
    instructions::no_surplus,
    state::{Config, Dispute, Party, VoteRecord},
};

/// Accounts of `claim_vote_reward`.
#[event_cpi]
#[derive(Accounts)]
pub struct ClaimVoteReward<'info> {
    /// Anyone; the voter itself to take less than the reward from a treasury that holds less.
    pub claimer: Signer<'info>,
    /// Parameters; owns the treasury.
    #[account(seeds = [CONFIG_SEED], bump = config.bump)]
    pub config: Box<Account<'info, Config>>,
    /// The dispute.
    #[account(mut, seeds = [DISPUTE_SEED, dispute.job.as_ref()], bump = dispute.bump)]
    pub dispute: Box<Account<'info, Dispute>>,
    /// The vote.
    #[account(
        mut,
        close = rent_payer,
        seeds = [VOTE_SEED, dispute.key().as_ref(), &[record.round], record.owner.as_ref()],
        bump = record.bump,
    )]
    pub record: Box<Account<'info, VoteRecord>>,
    /// Pays the reward.
    #[account(mut, seeds = [FUND_SEED, dispute.mint.as_ref(), &[TREASURY]], bump)]
    pub treasury: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The CYXWIZ mint.
    #[account(address = dispute.mint @ GovernanceError::WrongMint, mint::token_program = token_program)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// Any CYXWIZ account of the voter.
    #[account(
        mut,
        constraint = voter_token.owner == record.owner && voter_token.mint == dispute.mint
            @ GovernanceError::WrongTokenAccount,
    )]
    pub voter_token: Box<InterfaceAccount<'info, TokenAccount>>,
    /// CHECK: only receives lamports; the record names it.
    #[account(mut, address = record.rent_payer @ GovernanceError::WrongRentPayer)]
    pub rent_payer: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
}

impl ClaimVoteReward<'_> {
    /// What the treasury pays of `reward`. Nobody else makes a voter take less than it earned.
    fn payable(&self, reward: u64, now: i64) -> Result<u64> {
        let kept_until = self
            .dispute
            .resolved_at
            .checked_add(REWARD_KEPT)
            .ok_or(GovernanceError::Overflow)?;
        require!(
            self.treasury.amount >= reward || self.claimer.key() == self.record.owner || now > kept_until,
            GovernanceError::TreasuryShort
        );
        Ok(reward.min(self.treasury.amount))
    }

    fn pay(&self, amount: u64) -> Result<()> {
        let accounts = TransferChecked {
            from: self.treasury.to_account_info(),
            mint: self.mint.to_account_info(),
            to: self.voter_token.to_account_info(),
            authority: self.config.to_account_info(),
        };
        let seeds: &[&[u8]] = &[CONFIG_SEED, &[self.config.bump]];
        let signer = &[seeds];
        let cpi = CpiContext::new_with_signer(self.token_program.key(), accounts, signer);
        transfer_checked(cpi, amount, self.mint.decimals)
    }

    /// Pays a voter of the winning side out of the treasury and closes the vote's record.
    ///
    /// Errors: `NotResolved`, `NoReward`, `TreasuryShort`, `WrongMint`, `WrongTokenAccount`, `WrongRentPayer`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn claim_vote_reward(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        let record = &accounts.record;
        let reward = accounts
            .dispute
            .reward(record.round, record.weight, Party::voted(record.in_favour))?;
        require!(reward > 0, GovernanceError::NoReward);
        let paid = accounts.payable(reward, now)?;
        accounts.dispute.close_vote()?;
        accounts.pay(paid)?;
        accounts.dispute.check()?;

        let record = &ctx.accounts.record;
        let event = VoteRewarded {
            dispute: record.subject,
            voter: record.owner,
            round: record.round,
            reward,
            paid,
        };
        emit_cpi!(event);
        Ok(())
    }
}
