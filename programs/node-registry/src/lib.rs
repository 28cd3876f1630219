//! CyxWiz node registry: who offers machines, what they have at stake, and what failing costs them.
use anchor_lang::prelude::*;

pub mod constants;
pub mod error;
pub mod events;
pub mod instructions;
pub mod math;
pub mod state;
pub mod transfers;

pub use constants::*;
pub use error::RegistryError;
pub use events::*;
pub use instructions::*;
pub use state::*;

declare_id!("C8ySPXRVfZmANFtBUiZM6nd9hrqzaa98oN12SRJDycJB");

#[cfg(not(feature = "no-entrypoint"))]
governance::security_contact!("CyxWiz node-registry");

// governance pays rewards to, and takes orders for, the program with this id.
const _: () = assert!(governance::same_key(&governance::NODE_REGISTRY_ID, &ID_CONST));
const _: () = assert!(governance::same_key(
    &governance::REWARDS_VAULT,
    &Pubkey::new_from_array(anchor_lang::derive_program_address(&[REWARDS_SEED], &ID_CONST.to_bytes()).0)
));

#[program]
pub mod node_registry {
    use super::*;

    /// Creates the registry, its insurance vault and its rewards vault. Anyone, once.
    pub fn init_registry(ctx: Context<InitRegistry>) -> Result<()> {
        InitRegistry::init_registry(ctx)
    }

    /// Registers the signer's node and takes its stake. One node for each owner and for each hot key, which signs.
    pub fn register_node(ctx: Context<RegisterNode>, args: RegisterNodeArgs) -> Result<()> {
        RegisterNode::register_node(ctx, args)
    }

    /// Changes TLS key hash or hardware, or ends the time of the TLS key before. Owner only.
    pub fn update_node(ctx: Context<UpdateNode>, args: UpdateNodeArgs) -> Result<()> {
        UpdateNode::update_node(ctx, args)
    }

    /// Shows that the node lives. Operator only.
    pub fn heartbeat(ctx: Context<SendHeartbeat>) -> Result<()> {
        SendHeartbeat::heartbeat(ctx)
    }

    /// Takes on a job of `price` (base units of a mint with `decimals`). job-escrow only.
    pub fn begin_job(ctx: Context<BeginJob>, price: u64, decimals: u8) -> Result<()> {
        BeginJob::begin_job(ctx, price, decimals)
    }

    /// Lets go of a job that ended without the node's fault. job-escrow only.
    pub fn end_job(ctx: Context<EndJob>) -> Result<()> {
        EndJob::end_job(ctx)
    }

    /// Lets go of a job of `price` (base units of a mint with `decimals`) that the node failed, and slashes its
    /// stake: by price for a failure, by a rate of its own for an audit that did not hold. job-escrow only.
    pub fn fail_job(ctx: Context<FailJob>, price: u64, decimals: u8, fault: Fault) -> Result<()> {
        FailJob::fail_job(ctx, price, decimals, fault)
    }

    /// Lets go of a job whose dispute the node lost: half its stake goes to client and treasury, and the node is
    /// banned. job-escrow only.
    pub fn lose_dispute(ctx: Context<LoseDispute>) -> Result<()> {
        LoseDispute::lose_dispute(ctx)
    }

    /// Puts a new hot key in the place of the old one. Owner and new key.
    pub fn rotate_operator(ctx: Context<RotateOperator>) -> Result<()> {
        RotateOperator::rotate_operator(ctx)
    }

    /// Adds `amount` (base units) to the stake. Owner only.
    pub fn add_stake(ctx: Context<AddStake>, amount: u64) -> Result<()> {
        AddStake::add_stake(ctx, amount)
    }

    /// Starts the cooldown of `amount` (base units) of the stake, once its lock is over. Owner only.
    pub fn request_withdrawal(ctx: Context<RequestWithdrawal>, amount: u64) -> Result<()> {
        RequestWithdrawal::request_withdrawal(ctx, amount)
    }

    /// Puts what was being withdrawn back to work. Owner only.
    pub fn cancel_withdrawal(ctx: Context<CancelWithdrawal>) -> Result<()> {
        CancelWithdrawal::cancel_withdrawal(ctx)
    }

    /// Pays out what was requested and has cooled down. Owner only.
    pub fn claim_withdrawal(ctx: Context<ClaimWithdrawal>) -> Result<()> {
        ClaimWithdrawal::claim_withdrawal(ctx)
    }

    /// Pays what a stake has earned into it, as far as the rewards vault holds it. Anyone.
    pub fn compound_rewards(ctx: Context<CompoundRewards>) -> Result<()> {
        CompoundRewards::compound_rewards(ctx)
    }

    /// Pays `amount` (base units) out of the insurance vault. Governance authority only.
    pub fn pay_insurance(ctx: Context<PayInsurance>, amount: u64) -> Result<()> {
        PayInsurance::pay_insurance(ctx, amount)
    }

    /// Closes a node without stake. Owner only.
    pub fn close_node(ctx: Context<CloseNode>) -> Result<()> {
        CloseNode::close_node(ctx)
    }

    /// Says which keys sign the tokens of the signer's coordinator. Anyone, once for each authority.
    pub fn register_coordinator(ctx: Context<RegisterCoordinator>, keys: Vec<Pubkey>) -> Result<()> {
        RegisterCoordinator::register_coordinator(ctx, &keys)
    }

    /// Puts other keys in the place of a coordinator's present ones. Its authority only.
    pub fn set_coordinator_keys(ctx: Context<SetCoordinatorKeys>, keys: Vec<Pubkey>) -> Result<()> {
        SetCoordinatorKeys::set_coordinator_keys(ctx, &keys)
    }

    /// Closes a coordinator's account, and with it the doors that its tokens opened. Its authority only.
    pub fn close_coordinator(ctx: Context<CloseCoordinator>) -> Result<()> {
        CloseCoordinator::close_coordinator(ctx)
    }
}
