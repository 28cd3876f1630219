use crate::{
    binding::require_field_element,
    constants::{
        CHECKPOINT_CHAIN_CIRCUIT, CHECKPOINT_CHAIN_INPUTS, CLIENT_SEED, JOB_SEED, JOB_VERSION, MAX_AUDITS,
        VAULT_SEED,
    },
    error::JobEscrowError,
    events::{emit_by_cpi, JobCreated},
    exact::ExactTerms,
    instructions::no_surplus,
    math,
    state::{Client, ClientRules, Job, JobState, JobTerms, VerificationTier},
};
use anchor_lang::prelude::*;
use anchor_spl::{
    token::accessor,
    token_interface::{transfer_checked, Mint, TokenAccount, TokenInterface, TransferChecked},
};
use governance::{
    token_account::{open_token_account, NewTokenAccount},
    Config, MintPolicy, VerifyingKey, FEE_VAULT_SEED,
};

/// What the client fixes for good.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct CreateJobArgs {
    /// The client's number of this job; random, so that the address tells nothing.
    pub nonce: u64,
    /// Base units to put into the vault.
    pub price: u64,
    /// sha256("cyxwiz:assignment:v1" ‖ node account ‖ salt).
    pub assignment_hash: [u8; 32],
    /// sha256 of the job spec's canonical JSON.
    pub spec_hash: [u8; 32],
    /// Commitment to the data set; a field element, big endian.
    pub dataset_root: [u8; 32],
    /// Commitment to the weights before the first step; a field element, big endian.
    pub initial_weights: [u8; 32],
    /// Epochs to train.
    pub epochs: u32,
    /// Epochs from one checkpoint to the next; at most 64 checkpoints.
    pub checkpoint_interval: u16,
    /// Seconds that the training should take.
    pub estimated_seconds: u32,
    /// Seconds from now to the deadline.
    pub deadline_seconds: i64,
    /// What has to be proven.
    pub tier: VerificationTier,
    /// Audits; 0 for governance's default.
    pub audits: u8,
    /// sha256 of the client's secret share of the audit challenge.
    pub client_nonce_hash: [u8; 32],
    /// Order and number of the batches of an exact job; none for a committed one.
    pub exact: Option<ExactTerms>,
}

#[event_cpi]
#[derive(Accounts)]
#[instruction(args: CreateJobArgs)]
pub struct CreateJob<'info> {
    /// Pays the price.
    pub client: Signer<'info>,
    /// Pays the rent, and gets it back when the job is closed.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Parameters.
    #[account(address = governance::CONFIG_ID)]
    pub config: Box<Account<'info, Config>>,
    /// Whether the mint is allowed. One policy a mint exists, so naming the mint identifies it.
    #[account(
        constraint = mint_policy.mint == mint.key() @ JobEscrowError::WrongMint,
        constraint = mint_policy.allowed @ JobEscrowError::MintNotAllowed,
    )]
    pub mint_policy: Box<Account<'info, MintPolicy>>,
    /// The key that this job's proofs will be checked with.
    pub verifying_key: Box<Account<'info, VerifyingKey>>,
    /// The key that proofs of an exact job's steps will be checked with.
    pub step_key: Option<Box<Account<'info, VerifyingKey>>>,
    /// Counts the wallet's jobs; made with the first.
    #[account(
        init_if_needed,
        payer = payer,
        space = 8 + Client::INIT_SPACE,
        seeds = [CLIENT_SEED, client.key().as_ref()],
        bump,
    )]
    pub client_record: Box<Account<'info, Client>>,
    /// The job.
    #[account(
        init,
        payer = payer,
        space = 8 + Job::INIT_SPACE,
        seeds = [JOB_SEED, client.key().as_ref(), &args.nonce.to_le_bytes()],
        bump,
    )]
    pub job: Box<Account<'info, Job>>,
    /// Mint of the price.
    #[account(mint::token_program = token_program)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// CHECK: holds the price; made here, with room for what the mint's extensions ask for.
    #[account(mut, seeds = [VAULT_SEED, job.key().as_ref()], bump)]
    pub vault: UncheckedAccount<'info>,
    /// The client's token account.
    #[account(
        mut,
        constraint = client_token.owner == client.key() && client_token.mint == mint.key()
            @ JobEscrowError::WrongTokenAccount,
    )]
    pub client_token: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Owns mint and vault.
    pub token_program: Interface<'info, TokenInterface>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

impl CreateJob<'_> {
    fn validate(&self, args: &CreateJobArgs, now: i64) -> Result<()> {
        require!(!self.config.is_paused(now), JobEscrowError::NewJobsPaused);
        require!(args.price > 0, JobEscrowError::PriceIsZero);
        require!(args.audits <= MAX_AUDITS, JobEscrowError::TooManyAudits);
        let exact = args.tier == VerificationTier::Exact;
        require!(
            args.exact.is_some() == exact && self.step_key.is_some() == exact,
            JobEscrowError::ExactTermsMismatch
        );
        require_field_element(&args.dataset_root)?;
        require_field_element(&args.initial_weights)?;

        let escrow = &self.config.params.escrow;
        math::require_deadline(
            args.deadline_seconds,
            args.estimated_seconds,
            escrow.accept_window,
            escrow.max_deadline,
        )?;

        let key = &self.verifying_key;
        require!(
            key.circuit == CHECKPOINT_CHAIN_CIRCUIT
                && usize::from(key.public_inputs) == CHECKPOINT_CHAIN_INPUTS,
            JobEscrowError::WrongCircuit
        );
        self.require_current(key)
    }

    fn require_current(&self, key: &VerifyingKey) -> Result<()> {
        require!(!key.retired, JobEscrowError::VerifyingKeyRetired);
        require!(
            key.accepts_jobs(&self.config),
            JobEscrowError::DevelopmentKeyNotAllowed
        );
        Ok(())
    }

    /// What the job keeps of an exact order's terms, once they are such that a node can prove its work: zeros for a
    /// committed one.
    ///
    /// Errors: those of `require_current` and of `ExactTerms::segments`.
    fn exact_terms(&self, args: &CreateJobArgs) -> Result<[u8; 32]> {
        let (Some(terms), Some(key)) = (&args.exact, &self.step_key) else {
            return Ok([0; 32]);
        };
        self.require_current(key)?;
        terms.segments(key, args.epochs)?;
        Ok(terms.hash(&key.key()))
    }

    fn open_vault(&self, bump: u8) -> Result<()> {
        let job = self.job.key();
        let new = NewTokenAccount {
            payer: &self.payer,
            account: &self.vault,
            mint: &self.mint.to_account_info(),
            authority: &self.job.to_account_info(),
            token_program: &self.token_program,
            system_program: &self.system_program,
        };
        open_token_account(&new, &[VAULT_SEED, job.as_ref(), &[bump]])
    }

    /// Moves the price into the new vault and says what arrived, whatever a transfer fee took on the way.
    fn fund(&self, price: u64) -> Result<u64> {
        let accounts = TransferChecked {
            from: self.client_token.to_account_info(),
            mint: self.mint.to_account_info(),
            to: self.vault.to_account_info(),
            authority: self.client.to_account_info(),
        };
        transfer_checked(
            CpiContext::new(self.token_program.key(), accounts),
            price,
            self.mint.decimals,
        )?;
        let arrived = accessor::amount(&self.vault)?;
        require!(arrived > 0, JobEscrowError::PriceIsZero);
        Ok(arrived)
    }

    /// The job as its client ordered it; `price` is what arrived.
    fn new_job(
        &self,
        args: &CreateJobArgs,
        exact_terms: [u8; 32],
        price: u64,
        bumps: &CreateJobBumps,
        now: i64,
    ) -> Result<Job> {
        let (mint, config) = (self.mint.key(), &self.config);
        let escrow = &config.params.escrow;
        let after = |seconds: i64| {
            now.checked_add(seconds)
                .ok_or(error!(JobEscrowError::MathOverflow))
        };
        let fee_vault = Pubkey::create_program_address(
            &[FEE_VAULT_SEED, mint.as_ref(), &[self.mint_policy.fee_vault_bump]],
            &governance::ID,
        )
        .map_err(|_| JobEscrowError::WrongFeeVault)?;
        Ok(Job {
            version: JOB_VERSION,
            bump: bumps.job,
            state: JobState::Funded,
            tier: args.tier,
            client: self.client.key(),
            rent_payer: self.payer.key(),
            mint,
            decimals: self.mint.decimals,
            vault: self.vault.key(),
            fee_vault,
            nonce: args.nonce,
            price,
            stage_price: price,
            assignment_hash: args.assignment_hash,
            spec_hash: args.spec_hash,
            dataset_root: args.dataset_root,
            initial_weights: args.initial_weights,
            client_nonce_hash: args.client_nonce_hash,
            epochs: args.epochs,
            checkpoint_interval: args.checkpoint_interval,
            checkpoints: math::checkpoint_count(args.epochs, args.checkpoint_interval)?,
            estimated_seconds: args.estimated_seconds,
            audits: if args.audits == 0 {
                escrow.default_audits
            } else {
                args.audits
            },
            verifying_key: self.verifying_key.key(),
            development_key: self.verifying_key.development
                || self.step_key.as_ref().is_some_and(|key| key.development),
            exact_terms,
            created_at: now,
            accept_by: after(escrow.accept_window)?,
            deadline: after(args.deadline_seconds)?,
            terms: JobTerms::of(&config.params, self.mint.decimals, mint == config.cyxwiz_mint),
            ..Job::default()
        })
    }

    /// Opens the escrow and pays the price into it.
    ///
    /// Errors: those of `validate` and `exact_terms`, `TooManyJobsToday`, and the bounds of `math::checkpoint_count`.
    #[access_control(no_surplus(ctx.remaining_accounts))]
    pub fn create_job(ctx: Context<Self>, args: CreateJobArgs) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        ctx.accounts.validate(&args, now)?;
        let exact_terms = ctx.accounts.exact_terms(&args)?;

        let params = &ctx.accounts.config.params;
        let (max_per_day, rules) = (
            params.escrow.max_jobs_per_day,
            ClientRules::of(&params.reputation),
        );
        let (wallet, payer) = (ctx.accounts.client.key(), ctx.accounts.payer.key());
        let record = &mut ctx.accounts.client_record;
        if record.jobs_created == 0 {
            record.bump = ctx.bumps.client_record;
            record.wallet = wallet;
            record.rent_payer = payer;
        }
        record.count_created(now, max_per_day, rules)?;

        let client_before = ctx.accounts.client_token.amount;
        ctx.accounts.open_vault(ctx.bumps.vault)?;
        let price = ctx.accounts.fund(args.price)?;
        let job = ctx.accounts.new_job(&args, exact_terms, price, &ctx.bumps, now)?;
        ctx.accounts.job.set_inner(job);
        ctx.accounts.client_record.invariant()?;
        ctx.accounts.job.invariant()?;

        let job = &ctx.accounts.job;
        let event = JobCreated {
            job: job.key(),
            client: job.client,
            rent_payer: job.rent_payer,
            mint: job.mint,
            nonce: job.nonce,
            price,
            client_before,
            assignment_hash: job.assignment_hash,
            spec_hash: job.spec_hash,
            tier: job.tier,
            checkpoints: job.checkpoints,
            verifying_key: job.verifying_key,
            development_key: job.development_key,
            accept_by: job.accept_by,
            deadline: job.deadline,
            at: now,
        };
        emit_by_cpi(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
