use anchor_lang::prelude::*;
use anchor_spl::token_interface::{transfer_checked, Mint, TokenAccount, TokenInterface, TransferChecked};

use crate::{
    constants::{DISPUTE_SEED, DISPUTE_VAULT_SEED},
    error::GovernanceError,
    events::DisputeAppealed,
    instructions::no_surplus,
    state::Dispute,
};

/// Accounts of `appeal`.
#[event_cpi]
#[derive(Accounts)]
pub struct Appeal<'info> {
    /// The client or the node's owner, whoever lost the vote.
    pub appellant: Signer<'info>,
    /// The dispute.
    #[account(mut, seeds = [DISPUTE_SEED, dispute.job.as_ref()], bump = dispute.bump)]
    pub dispute: Box<Account<'info, Dispute>>,
    /// Takes the deposit.
    #[account(mut, seeds = [DISPUTE_VAULT_SEED, dispute.key().as_ref()], bump = dispute.vault_bump)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The CYXWIZ mint.
    #[account(address = dispute.mint @ GovernanceError::WrongMint, mint::token_program = token_program)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The appellant's CYXWIZ.
    #[account(
        mut,
        constraint = appellant_token.owner == appellant.key() && appellant_token.mint == mint.key()
            @ GovernanceError::WrongTokenAccount,
    )]
    pub appellant_token: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
}

impl Appeal<'_> {
    fn take_deposit(&mut self) -> Result<()> {
        let accounts = TransferChecked {
            from: self.appellant_token.to_account_info(),
            mint: self.mint.to_account_info(),
            to: self.vault.to_account_info(),
            authority: self.appellant.to_account_info(),
        };
        let cpi = CpiContext::new(self.token_program.key(), accounts);
        transfer_checked(cpi, self.dispute.deposit, self.mint.decimals)?;
        self.vault.reload()
    }

    /// Calls for a second vote, which needs the larger quorum, and takes the deposit.
    ///
    /// Errors: `NotAParty`, `AppealClosed`, `OnlyLoserMayAppeal`, `EvidenceMissing`, `EvidenceNotNew`, `WrongMint`,
    /// `WrongTokenAccount`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn appeal(ctx: Context<Self>, evidence_hash: [u8; 32]) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        let party = accounts.dispute.party_of(accounts.appellant.key)?;
        accounts.dispute.appeal(party, evidence_hash, now)?;
        accounts.take_deposit()?;
        accounts.dispute.invariant(accounts.vault.amount)?;

        let dispute = &ctx.accounts.dispute;
        let event = DisputeAppealed {
            dispute: dispute.key(),
            appellant: party,
            evidence_hash,
            deposit: dispute.deposit,
            evidence_ends: dispute.evidence_ends,
            voting_ends: dispute.voting_ends(),
            at: now,
        };
        emit_cpi!(event);
        Ok(())
    }
}
