use anchor_lang::prelude::*;

use crate::error::GovernanceError;

/// Whether escrows may be paid in a mint, at ["mint_policy", mint].
#[account]
#[derive(InitSpace, Debug)]
pub struct MintPolicy {
    /// Canonical bump of this account.
    pub bump: u8,
    /// Canonical bump of the mint's fee vault.
    pub fee_vault_bump: u8,
    /// The mint.
    pub mint: Pubkey,
    /// Decimals of the mint, at most 18.
    pub decimals: u8,
    /// The token program that owns the mint.
    pub token_program: Pubkey,
    /// Whether new escrows may use it. Running ones always finish.
    pub allowed: bool,
}

impl MintPolicy {
    /// Allows the mint; the account may be fresh or hold an earlier, withdrawn permission.
    pub fn allow(
        &mut self,
        bump: u8,
        fee_vault_bump: u8,
        mint: Pubkey,
        decimals: u8,
        token_program: Pubkey,
    ) -> Result<()> {
        require!(!self.allowed, GovernanceError::MintAlreadyAllowed);
        *self = Self {
            bump,
            fee_vault_bump,
            mint,
            decimals,
            token_program,
            allowed: true,
        };
        Ok(())
    }

    /// Withdraws the permission.
    pub fn disallow(&mut self) -> Result<()> {
        require!(self.allowed, GovernanceError::MintNotAllowed);
        self.allowed = false;
        Ok(())
    }

    /// Holds after every instruction.
    pub fn invariant(&self, mint: &Pubkey, token_program: &Pubkey) -> Result<()> {
        let sound = self.mint == *mint
            && self.token_program == *token_program
            && self.decimals <= crate::constants::MAX_DECIMALS;
        require!(sound, GovernanceError::InvariantViolated);
        Ok(())
    }
}
