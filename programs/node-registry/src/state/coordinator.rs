use anchor_lang::prelude::*;

use crate::{
    constants::{COORDINATOR_VERSION, TOKEN_KEYS},
    error::RegistryError,
};

/// Who introduces clients to nodes, at ["coordinator", authority]. Anyone may be one. It says which keys sign the tokens
/// that admit clients: a node reads them here for the coordinator that its owner chose, never from the coordinator.
#[account]
#[derive(InitSpace, Debug)]
pub struct Coordinator {
    /// Layout version.
    pub version: u8,
    /// Canonical bump of this account.
    pub bump: u8,
    /// Who may change the keys. Best kept away from the machines that hold them.
    pub authority: Pubkey,
    /// Public ed25519 keys that sign tokens, without gaps from the first place on; the zero address is an empty place.
    pub keys: [Pubkey; TOKEN_KEYS],
    /// Who paid the rent of this account.
    pub rent_payer: Pubkey,
}

impl Coordinator {
    /// The state of a fresh account.
    pub fn new(bump: u8, authority: Pubkey, rent_payer: Pubkey, keys: &[Pubkey]) -> Result<Self> {
        Ok(Self {
            version: COORDINATOR_VERSION,
            bump,
            authority,
            keys: places(keys)?,
            rent_payer,
        })
    }

    /// Puts these keys in the place of the present ones.
    pub fn set_keys(&mut self, keys: &[Pubkey]) -> Result<()> {
        self.keys = places(keys)?;
        Ok(())
    }

    /// Holds after every instruction: there is a key, none twice, and no gap between them.
    pub fn invariant(&self) -> Result<()> {
        let empty = Pubkey::default();
        let count = self.keys.iter().take_while(|key| **key != empty).count();
        let (keys, rest) = self.keys.split_at_checked(count).ok_or(RegistryError::Overflow)?;
        let sound = self.version == COORDINATOR_VERSION
            && !keys.is_empty()
            && rest.iter().all(|key| *key == empty)
            && !repeated(keys);
        require!(sound, RegistryError::InvariantViolated);
        Ok(())
    }
}

/// The keys in their places.
///
/// Errors: `NoTokenKey`, `TooManyTokenKeys`, `InvalidTokenKey`, `RepeatedTokenKey`.
fn places(keys: &[Pubkey]) -> Result<[Pubkey; TOKEN_KEYS]> {
    require!(!keys.is_empty(), RegistryError::NoTokenKey);
    let mut places = [Pubkey::default(); TOKEN_KEYS];
    let taken = places
        .get_mut(..keys.len())
        .ok_or(RegistryError::TooManyTokenKeys)?;
    require!(!keys.contains(&Pubkey::default()), RegistryError::InvalidTokenKey);
    require!(!repeated(keys), RegistryError::RepeatedTokenKey);
    taken.copy_from_slice(keys);
    Ok(places)
}

fn repeated(keys: &[Pubkey]) -> bool {
    (1..keys.len()).any(|at| keys.iter().take(at).any(|key| Some(key) == keys.get(at)))
}

#[cfg(test)]
mod tests;
