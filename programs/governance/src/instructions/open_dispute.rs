use anchor_lang::prelude::*;
use anchor_spl::token_interface::{transfer_checked, Mint, TokenAccount, TokenInterface, TransferChecked};

use crate::{
    constants::{CONFIG_SEED, DISPUTE_SEED, DISPUTE_VAULT_SEED, ESCROW_AUTHORITY},
    error::GovernanceError,
    events::DisputeOpened,
    instructions::no_surplus,
    state::{Config, Dispute, DisputeIdentity, DisputeTerms, OpenDisputeArgs},
};

/// Accounts of `open_dispute`.
#[event_cpi]
#[derive(Accounts)]
pub struct OpenDispute<'info> {
    /// job-escrow's authority account.
    #[account(address = ESCROW_AUTHORITY @ GovernanceError::NotJobEscrow)]
    pub escrow_authority: Signer<'info>,
    /// The party that opens it and puts down the bond.
    pub opener: Signer<'info>,
    /// Pays rent, and gets it back when the dispute is closed.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Parameters.
    #[account(seeds = [CONFIG_SEED], bump = config.bump)]
    pub config: Box<Account<'info, Config>>,
    /// CHECK: the job, which job-escrow has checked before it signed; here it is a name alone.
    pub job: UncheckedAccount<'info>,
    /// The CYXWIZ mint.
    #[account(
        address = config.cyxwiz_mint @ GovernanceError::WrongMint,
        mint::token_program = token_program,
    )]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The new account.
    #[account(
        init,
        payer = payer,
        space = 8 + Dispute::INIT_SPACE,
        seeds = [DISPUTE_SEED, job.key().as_ref()],
        bump,
    )]
    pub dispute: Box<Account<'info, Dispute>>,
    /// Holds bond and deposit.
    #[account(
        init,
        payer = payer,
        seeds = [DISPUTE_VAULT_SEED, dispute.key().as_ref()],
        bump,
        token::mint = mint,
        token::authority = dispute,
        token::token_program = token_program,
    )]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The opener's CYXWIZ.
    #[account(
        mut,
        constraint = opener_token.owner == opener.key() && opener_token.mint == mint.key()
            @ GovernanceError::WrongTokenAccount,
    )]
    pub opener_token: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

impl OpenDispute<'_> {
    fn identity(&self, bumps: &OpenDisputeBumps) -> DisputeIdentity {
        DisputeIdentity {
            bump: bumps.dispute,
            vault_bump: bumps.vault,
            job: self.job.key(),
            rent_payer: self.payer.key(),
            mint: self.mint.key(),
            supply: self.mint.supply,
        }
    }

    fn take_bond(&mut self) -> Result<()> {
        let accounts = TransferChecked {
            from: self.opener_token.to_account_info(),
            mint: self.mint.to_account_info(),
            to: self.vault.to_account_info(),
            authority: self.opener.to_account_info(),
        };
        let cpi = CpiContext::new(self.token_program.key(), accounts);
        transfer_checked(cpi, self.dispute.bond, self.mint.decimals)?;
        self.vault.reload()
    }

    /// Opens a dispute over a job and takes the opener's bond.
    ///
    /// Errors: `NotJobEscrow`, `WrongMint`, `WrongTokenAccount`, `NotAParty`, `EvidenceMissing`, `Overflow`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn open_dispute(ctx: Context<Self>, args: OpenDisputeArgs) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        let terms = DisputeTerms::of(&accounts.config.params.voting);
        let dispute = Dispute::open(accounts.identity(&ctx.bumps), &args, terms, now)?;
        require_keys_eq!(
            dispute.wallet_of(args.opener),
            accounts.opener.key(),
            GovernanceError::NotAParty
        );
        accounts.dispute.set_inner(dispute);
        accounts.take_bond()?;
        accounts.dispute.invariant(accounts.vault.amount)?;

        let dispute = &ctx.accounts.dispute;
        let event = DisputeOpened {
            dispute: dispute.key(),
            job: dispute.job,
            node: dispute.node,
            client: dispute.client,
            node_owner: dispute.node_owner,
            opener: dispute.opener,
            evidence_hash: args.evidence_hash,
            bond: dispute.bond,
            supply: dispute.supply,
            evidence_ends: dispute.evidence_ends,
            voting_ends: dispute.voting_ends(),
            appeal_ends: dispute.appeal_ends,
            at: now,
        };
        emit_cpi!(event);
        Ok(())
    }
}
