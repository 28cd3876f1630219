use crate::{
    binding::field_element,
    error::JobEscrowError,
    events::{emit_by_cpi, CheckpointsProven},
    instructions::no_surplus,
    state::Job,
};
use anchor_lang::prelude::*;
use governance::VerifyingKey;

#[event_cpi]
#[derive(Accounts)]
pub struct ProveCheckpoints<'info> {
    /// The job.
    #[account(mut)]
    pub job: Box<Account<'info, Job>>,
    /// The key that the job named when it was created. A key retired since then still serves it.
    #[account(address = job.verifying_key @ JobEscrowError::WrongVerifyingKey)]
    pub verifying_key: Box<Account<'info, VerifyingKey>>,
}

impl ProveCheckpoints<'_> {
    /// Verifies a proof whose public inputs all come from the job: its prover chooses none of them.
    ///
    /// Errors: `WrongVerifyingKey`, `JobNotRunning`, `DeadlinePassed`, `NothingToProve`, `ProofInvalid`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn prove_checkpoints(
        ctx: Context<Self>,
        proof_a: [u8; 64],
        proof_b: [u8; 128],
        proof_c: [u8; 64],
    ) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let job = &mut ctx.accounts.job;
        job.require_provable(now)?;
        let inputs = [
            job.binding,
            field_element(u64::from(job.anchored_checkpoints)),
            field_element(job.anchored_elapsed_ms),
            job.anchored_root,
            job.anchored_weights,
        ];
        let holds = ctx
            .accounts
            .verifying_key
            .verify(&proof_a, &proof_b, &proof_c, &inputs)?;
        require!(holds, JobEscrowError::ProofInvalid);

        let proven_before = job.proven_checkpoints;
        job.prove(now)?;
        job.invariant()?;

        let job = &ctx.accounts.job;
        let event = CheckpointsProven {
            job: job.key(),
            proven_before,
            proven: job.proven_checkpoints,
            checkpoints: job.checkpoints,
            root: job.anchored_root,
            weights: job.anchored_weights,
            development_key: job.development_key,
            earned: job.earned()?,
            at: now,
        };
        emit_by_cpi(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
