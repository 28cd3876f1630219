use anchor_lang::prelude::*;

use crate::{constants::DISPUTE_SEED, events::EvidenceSubmitted, instructions::no_surplus, state::Dispute};

/// Accounts of `submit_evidence`.
#[event_cpi]
#[derive(Accounts)]
pub struct SubmitEvidence<'info> {
    /// The client or the node's owner.
    pub party: Signer<'info>,
    /// The dispute.
    #[account(mut, seeds = [DISPUTE_SEED, dispute.job.as_ref()], bump = dispute.bump)]
    pub dispute: Box<Account<'info, Dispute>>,
}

impl SubmitEvidence<'_> {
    /// Takes the hash of a party's evidence; the latest counts, and every one is in an event.
    ///
    /// Errors: `NotAParty`, `EvidenceMissing`, `EvidenceClosed`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn submit_evidence(ctx: Context<Self>, evidence_hash: [u8; 32]) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let dispute = &mut ctx.accounts.dispute;
        let party = dispute.party_of(ctx.accounts.party.key)?;
        dispute.submit_evidence(party, evidence_hash, now)?;
        dispute.check()?;
        let dispute = ctx.accounts.dispute.key();
        emit_cpi!(EvidenceSubmitted {
            dispute,
            party,
            evidence_hash,
            at: now,
        });
        Ok(())
    }
}
