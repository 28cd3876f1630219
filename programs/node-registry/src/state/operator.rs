use anchor_lang::prelude::*;

/// Ties a hot key to its node, at ["operator", hot key]: while it exists, the key works for no other node.
#[account]
#[derive(InitSpace, Debug)]
pub struct Operator {
    /// Canonical bump of this account.
    pub bump: u8,
    /// The node that the key works for.
    pub node: Pubkey,
    /// Who paid the rent of this account.
    pub rent_payer: Pubkey,
}
