use anchor_lang::prelude::*;

use super::Node;
use crate::{constants::TLS_OVERLAP, error::RegistryError};

const NONE: [u8; 32] = [0; 32];

impl Node {
    /// Puts another TLS key in the place of the present one, which clients accept for another `TLS_OVERLAP` seconds
    /// from `now` (unix seconds): the agent serves it until it restarts. Two are the most, so one from before is no
    /// longer good. The present key again changes nothing.
    pub(super) fn rotate_tls_key(&mut self, hash: [u8; 32], now: i64) -> Result<()> {
        if hash == self.tls_key_hash {
            return Ok(());
        }
        self.previous_tls_until = now.checked_add(TLS_OVERLAP).ok_or(RegistryError::Overflow)?;
        self.previous_tls_key_hash = self.tls_key_hash;
        self.tls_key_hash = hash;
        Ok(())
    }

    /// Leaves the present TLS key alone.
    pub(super) fn revoke_previous_tls_key(&mut self) {
        self.previous_tls_key_hash = NONE;
        self.previous_tls_until = 0;
    }

    /// There is a key; one before it is another one, and has an end.
    pub(super) fn tls_keys_are_sound(&self) -> bool {
        self.tls_key_hash != NONE
            && self.previous_tls_key_hash != self.tls_key_hash
            && (self.previous_tls_key_hash == NONE) == (self.previous_tls_until == 0)
    }
}
