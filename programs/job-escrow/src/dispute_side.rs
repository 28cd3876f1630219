//! What a verdict asks of other programs: calls to governance and node-registry, signed by this program's ["authority"].

use crate::node_side::{NodeSide, SIGNER};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenAccount;
use governance::Dispute;

/// The accounts that governance needs to note a verdict as executed.
pub struct VerdictSide<'a, 'info> {
    /// The dispute.
    pub dispute: &'a Account<'info, Dispute>,
    /// Signs for this program.
    pub authority: &'a AccountInfo<'info>,
    /// governance's event authority.
    pub events: &'a AccountInfo<'info>,
    /// governance.
    pub program: &'a AccountInfo<'info>,
}

/// The accounts that a lost dispute touches besides the node.
pub struct ForfeitSide<'a, 'info> {
    /// Governance's parameters.
    pub config: &'a AccountInfo<'info>,
    /// Counts slashed tokens.
    pub registry: &'a AccountInfo<'info>,
    /// The node's stake.
    pub stake_vault: &'a AccountInfo<'info>,
    /// Gets the client's part.
    pub client_token: &'a InterfaceAccount<'info, TokenAccount>,
    /// Gets the rest.
    pub treasury: &'a AccountInfo<'info>,
    /// Mint of stakes.
    pub cyxwiz_mint: &'a AccountInfo<'info>,
    /// Owns that mint.
    pub cyxwiz_token_program: &'a AccountInfo<'info>,
}

impl VerdictSide<'_, '_> {
    /// Notes the verdict as executed.
    pub fn execute(&self) -> Result<()> {
        let accounts = governance::cpi::accounts::ExecuteVerdict {
            escrow_authority: self.authority.clone(),
            dispute: self.dispute.to_account_info(),
            event_authority: self.events.clone(),
            program: self.program.clone(),
        };
        governance::cpi::execute_verdict(CpiContext::new_with_signer(governance::ID, accounts, SIGNER))
    }
}

impl<'info> NodeSide<'_, 'info> {
    /// The node lost the dispute: it loses stake and is banned.
    pub fn forfeit(&self, side: &ForfeitSide<'_, 'info>) -> Result<()> {
        let accounts = node_registry::cpi::accounts::LoseDispute {
            escrow_authority: self.authority.clone(),
            config: side.config.clone(),
            registry: side.registry.clone(),
            node: self.node.to_account_info(),
            stake_vault: side.stake_vault.clone(),
            client_token: side.client_token.to_account_info(),
            treasury: side.treasury.clone(),
            cyxwiz_mint: side.cyxwiz_mint.clone(),
            token_program: side.cyxwiz_token_program.clone(),
            event_authority: self.registry_events.clone(),
            program: self.registry_program.clone(),
        };
        node_registry::cpi::lose_dispute(CpiContext::new_with_signer(node_registry::ID, accounts, SIGNER))
    }
}
