//! The four programs in a virtual machine in this process, with a clock that obeys.
use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use anchor_lang::{prelude::Pubkey, Discriminator};
use litesvm::LiteSVM;
use solana_account::{Account, AccountSharedData};
use solana_clock::Clock;
use solana_compute_budget::compute_budget::ComputeBudget;
use solana_hash::Hash;
use solana_instruction::Instruction;
use solana_instruction_error::InstructionError;
use solana_message::{Message, VersionedMessage};
use solana_signature::Signature;
use solana_transaction::versioned::VersionedTransaction;
use solana_transaction_error::TransactionError;

use crate::slots;

/// Where every chain's clock starts.
pub const START: i64 = 1_800_000_000;
const START_SLOT: u64 = 1_000;
pub const SLOTS_PER_SECOND: u64 = 5;

pub const SYSTEM: Pubkey = Pubkey::from_str_const("11111111111111111111111111111111");
pub const TOKEN: Pubkey = Pubkey::from_str_const("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
pub const TOKEN_2022: Pubkey = Pubkey::from_str_const("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
pub const LOADER: Pubkey = Pubkey::from_str_const("BPFLoaderUpgradeab1e11111111111111111111111");

/// Why a transaction was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The number of a program's own error, or of Anchor's or a token program's.
    Code(u32),
    /// An error of the runtime.
    Runtime(String),
}

/// An account before and after a transaction.
pub struct Change {
    pub key: Pubkey,
    pub before: Option<AccountSharedData>,
    pub after: Option<AccountSharedData>,
}

/// A transaction that went through: what it could write, and what it cost.
pub struct Receipt {
    pub changes: Vec<Change>,
    pub fee: u64,
    pub units: u64,
    /// Unix seconds.
    pub at: i64,
    pub slot: u64,
}

/// A chain of its own.
#[derive(Clone)]
pub struct Chain {
    svm: LiteSVM,
    clock: Clock,
    /// The slot that the sysvar with the hashes of earlier slots is of.
    hashed: u64,
    /// Whether refused transactions print their logs.
    talks: bool,
    /// Pays fees and nothing else.
    pub fee_payer: Pubkey,
}

/// The folder of the built programs.
pub fn deployed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/deploy")
}

impl Chain {
    pub fn new(fee_payer: Pubkey) -> Result<Self, String> {
        let svm = LiteSVM::new()
            .with_sigverify(false)
            .with_blockhash_check(false)
            .with_transaction_history(0)
            .with_log_bytes_limit(Some(0))
            .with_compute_budget(ComputeBudget {
                compute_unit_limit: 1_400_000,
                ..ComputeBudget::new_with_defaults(true)
            });
        let mut chain = Self {
            svm,
            clock: Clock::default(),
            hashed: 0,
            talks: false,
            fee_payer,
        };
        for (id, file) in [
            (governance::ID, "governance.so"),
            (node_registry::ID, "node_registry.so"),
            (job_escrow::ID, "job_escrow.so"),
            (reputation::ID, "reputation.so"),
        ] {
            let path = deployed().join(file);
            chain.svm.add_program_from_file(id, &path).map_err(|error| {
                format!(
                    "{}: {error}; build it with toolchain/build-programs",
                    path.display()
                )
            })?;
        }
        chain.set_clock(START, START_SLOT);
        chain.give_lamports(fee_payer, 1_000_000_000_000_000);
        Ok(chain)
    }

    /// Writes log lines of the programs, to look into one transaction.
    pub fn with_logs(mut self) -> Self {
        self.svm = self.svm.with_log_bytes_limit(None);
        self.talks = true;
        self
    }

    pub fn now(&self) -> i64 {
        self.clock.unix_timestamp
    }

    pub fn slot(&self) -> u64 {
        self.clock.slot
    }

    fn set_clock(&mut self, now: i64, slot: u64) {
        self.clock = Clock {
            slot,
            unix_timestamp: now,
            epoch_start_timestamp: START,
            epoch: 2,
            leader_schedule_epoch: 3,
        };
        self.svm.set_sysvar(&self.clock);
    }

    /// Lets so many seconds pass.
    pub fn warp(&mut self, seconds: u64) {
        let now = self.clock.unix_timestamp.saturating_add_unsigned(seconds);
        let slot = self.clock.slot + seconds * SLOTS_PER_SECOND;
        self.set_clock(now, slot);
    }

    /// Lets time pass until `then`; never turns it back.
    pub fn warp_to(&mut self, then: i64) {
        self.warp(u64::try_from(then.saturating_sub(self.now())).unwrap_or(0));
    }

    /// Brings the hashes of slots up to now. Only who reads them needs them: they are 20 kB.
    fn hash_slots(&mut self, instructions: &[Instruction]) {
        let read = |one: &Instruction| one.data == job_escrow::instruction::RecordSlotHash::DISCRIMINATOR;
        if self.hashed != self.slot() && instructions.iter().any(read) {
            self.hashed = self.slot();
            self.put(slots::ADDRESS, slots::sysvar(self.hashed));
        }
    }

    pub fn account(&self, key: &Pubkey) -> Option<AccountSharedData> {
        self.svm.accounts_db().get_account(key)
    }

    pub fn owned_by(&self, program: &Pubkey) -> Vec<(Pubkey, Account)> {
        self.svm.get_program_accounts(program)
    }

    /// Puts an account there from nowhere.
    pub fn put(&mut self, key: Pubkey, account: Account) {
        if let Err(error) = self.svm.set_account(key, account) {
            panic!("{key}: {error:?}");
        }
    }

    pub fn give_lamports(&mut self, key: Pubkey, lamports: u64) {
        self.put(
            key,
            Account {
                lamports,
                owner: SYSTEM,
                rent_epoch: u64::MAX,
                ..Account::default()
            },
        );
    }

    pub fn rent(&self, size: usize) -> u64 {
        self.svm.minimum_balance_for_rent_exemption(size)
    }

    /// Sends one transaction. Nobody checks signatures: who is marked as signer has signed.
    pub fn send(&mut self, instructions: &[Instruction]) -> Result<Receipt, Fault> {
        self.hash_slots(instructions);
        let message = Message::new_with_blockhash(instructions, Some(&self.fee_payer), &Hash::default());
        let signatures = vec![Signature::default(); usize::from(message.header.num_required_signatures)];
        let writable: Vec<(Pubkey, Option<AccountSharedData>)> = message
            .account_keys
            .iter()
            .enumerate()
            .filter(|(at, _)| {
                message.is_maybe_writable_with_reserved_addresses(*at, None::<&HashSet<Pubkey>>)
            })
            .map(|(_, key)| (*key, self.account(key)))
            .collect();
        let transaction = VersionedTransaction {
            signatures,
            message: VersionedMessage::Legacy(message),
        };
        match self.svm.send_transaction(transaction) {
            Ok(meta) => Ok(Receipt {
                changes: writable
                    .into_iter()
                    .map(|(key, before)| Change {
                        after: self.account(&key),
                        key,
                        before,
                    })
                    .collect(),
                fee: meta.fee,
                units: meta.compute_units_consumed,
                at: self.now(),
                slot: self.slot(),
            }),
            Err(failed) => {
                for line in failed.meta.logs.iter().filter(|_| self.talks) {
                    eprintln!("{line}");
                }
                Err(match failed.err {
                    TransactionError::InstructionError(_, InstructionError::Custom(code)) => {
                        Fault::Code(code)
                    }
                    other => Fault::Runtime(format!("{other:?}")),
                })
            }
        }
    }
}
