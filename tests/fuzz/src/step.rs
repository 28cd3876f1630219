//! One thing that somebody tries.
use anchor_lang::prelude::Pubkey;
use solana_instruction::Instruction;

/// Tokens or lamports that move because somebody said so, and not by a rule.
#[derive(Clone, Copy, Debug)]
pub enum Gift {
    /// Tokens of a wallet to a vault.
    Tokens {
        from: Pubkey,
        to: Pubkey,
        mint: Pubkey,
        amount: u64,
    },
    /// What governance pays out of a fund or the insurance.
    Grant {
        fund: Pubkey,
        to: Pubkey,
        mint: Pubkey,
        amount: u64,
    },
    /// Lamports to anything.
    Lamports { from: Pubkey, to: Pubkey, amount: u64 },
}

/// An instruction, and what the books need to know about it.
#[derive(Clone, Debug)]
pub struct Step {
    pub name: &'static str,
    pub instruction: Instruction,
    /// Pays the rent of what is created.
    pub payer: Pubkey,
    pub gift: Option<Gift>,
    /// A signature was taken away that the instruction asks for.
    pub unsigned: bool,
}

impl Step {
    pub fn new(name: &'static str, instruction: Instruction, payer: Pubkey) -> Self {
        Self {
            name,
            instruction,
            payer,
            gift: None,
            unsigned: false,
        }
    }

    pub fn giving(self, gift: Gift) -> Self {
        Self {
            gift: Some(gift),
            ..self
        }
    }
}
