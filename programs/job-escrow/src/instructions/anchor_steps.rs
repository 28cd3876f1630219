use crate::{
    constants::AUDIT_SEED,
    error::JobEscrowError,
    events::{emit_by_cpi, StepsAnchored},
    exact::ExactTerms,
    instructions::no_surplus,
    state::{Audit, Job, StepsAnchor},
};
use anchor_lang::prelude::*;
use governance::VerifyingKey;
use node_registry::Node;

#[event_cpi]
#[derive(Accounts)]
pub struct AnchorSteps<'info> {
    /// The node's hot key.
    pub operator: Signer<'info>,
    /// Pays the audit's rent, and gets it back when the job is closed.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The job.
    #[account(mut)]
    pub job: Box<Account<'info, Job>>,
    /// The job's node.
    #[account(
        address = job.node @ JobEscrowError::WrongNode,
        has_one = operator @ JobEscrowError::WrongOperator,
    )]
    pub node: Box<Account<'info, Node>>,
    /// The key for proofs of steps, which the job's exact terms name. A key retired since then still serves it.
    pub step_key: Box<Account<'info, VerifyingKey>>,
    /// The audit; a job has one, so steps are anchored once.
    #[account(
        init,
        payer = payer,
        space = 8 + Audit::INIT_SPACE,
        seeds = [AUDIT_SEED, job.key().as_ref()],
        bump,
    )]
    pub audit: Box<Account<'info, Audit>>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl AnchorSteps<'_> {
    fn audit(&self, bump: u8, steps_root: [u8; 32], terms: ExactTerms, clock: &Clock) -> Result<Audit> {
        let step_key = self.step_key.key();
        require!(
            terms.hash(&step_key) == self.job.exact_terms,
            JobEscrowError::WrongExactTerms
        );
        Audit::new(&StepsAnchor {
            bump,
            job: self.job.key(),
            rent_payer: self.payer.key(),
            step_key,
            steps: self.step_key.steps,
            terms,
            segments: terms.segments(&self.step_key, self.job.epochs)?,
            steps_root,
            audits: self.job.audits_due,
            slot: clock.slot,
            now: clock.unix_timestamp,
        })
    }

    /// Fixes what the audits are about, and the slot whose hash chooses them.
    ///
    /// Errors: the account names, those of `Job::require_auditable`, `WrongExactTerms`, `NotAFieldElement`. A second root
    /// finds the account taken.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn anchor_steps(ctx: Context<Self>, steps_root: [u8; 32], terms: ExactTerms) -> Result<()> {
        let clock = Clock::get()?;
        let now = clock.unix_timestamp;
        let accounts = &mut *ctx.accounts;
        accounts.job.require_auditable(now)?;
        let audit = accounts.audit(ctx.bumps.audit, steps_root, terms, &clock)?;
        accounts.audit.set_inner(audit);
        accounts.job.anchor_steps(now);
        accounts.audit.invariant()?;
        accounts.job.invariant()?;

        let (job, audit) = (&ctx.accounts.job, &ctx.accounts.audit);
        let event = StepsAnchored {
            job: job.key(),
            node: job.node,
            audit: audit.key(),
            rent_payer: audit.rent_payer,
            step_key: audit.step_key,
            steps: audit.steps,
            terms: audit.terms,
            segments: audit.segments,
            steps_root: audit.steps_root,
            audits: audit.audits,
            challenge_slot: audit.challenge_slot,
            deadline: job.deadline,
            at: now,
        };
        emit_by_cpi(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
