//! CyxWiz node registry: who offers machines, what they have at stake, and what failing costs them.
use anchor_lang::prelude::*;

pub mod constants;
pub mod error;
pub mod events;
pub mod instructions;
pub mod math;
pub mod state;

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

    /// Registers the signer's node and takes its stake. One node for each owner.
    pub fn register_node(ctx: Context<RegisterNode>, args: RegisterNodeArgs) -> Result<()> {
        RegisterNode::register_node(ctx, args)
    }

    /// Changes operator, TLS key hash or hardware. Owner only.
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
}
