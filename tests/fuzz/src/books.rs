//! The books: every token account, every account of the programs and who paid its rent, kept beside the chain and
//! compared with it after every instruction.
use std::collections::BTreeMap;

use anchor_lang::{prelude::Pubkey, AccountDeserialize, Discriminator};
use governance::{Config, Dispute, TokenLock};
use job_escrow::{Client, Job};
use node_registry::{Node, Registry};
use solana_account::{AccountSharedData, ReadableAccount};

use crate::{
    chain::{Chain, Receipt, TOKEN, TOKEN_2022},
    keys,
    tokens::{self, Holding, Kind},
};

/// Our four programs.
pub const PROGRAMS: [Pubkey; 4] = [governance::ID, node_registry::ID, job_escrow::ID, reputation::ID];

/// What is written down.
#[derive(Clone, Default)]
pub struct Books {
    pub tokens: BTreeMap<Pubkey, Holding>,
    pub supplies: BTreeMap<Pubkey, u64>,
    /// Supply of each mint in the beginning.
    pub issued: BTreeMap<Pubkey, u64>,
    pub config: Option<Config>,
    pub registry: Option<Registry>,
    pub jobs: BTreeMap<Pubkey, Job>,
    pub clients: BTreeMap<Pubkey, Client>,
    pub nodes: BTreeMap<Pubkey, Node>,
    pub disputes: BTreeMap<Pubkey, Dispute>,
    pub locks: BTreeMap<Pubkey, TokenLock>,
    /// What fee vaults, treasuries, liquidity funds and the rewards vault must hold besides gifts.
    pub funds: BTreeMap<Pubkey, u128>,
    /// Token account of a job, node, dispute or lock, worked out once.
    pub vaults: BTreeMap<Pubkey, Pubkey>,
    /// Who paid the rent of an account.
    pub rents: BTreeMap<Pubkey, Pubkey>,
    /// Tokens given to vaults, which count for nothing.
    pub gifts: BTreeMap<Pubkey, u64>,
    /// CYXWIZ burned out of fees.
    pub fees_burned: u128,
    /// What jobs did with their prices, by mint.
    pub totals: BTreeMap<Pubkey, Totals>,
}

/// Money of one mint that went through escrow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Paid into vaults as prices.
    pub deposited: u128,
    /// Paid to nodes.
    pub paid: u128,
    /// Paid back to clients.
    pub refunded: u128,
    /// Paid to the fee vault.
    pub fees: u128,
    /// Burned from vaults.
    pub burned: u128,
}

fn decode<T: AccountDeserialize + Discriminator>(account: &AccountSharedData) -> Option<T> {
    let mut data = account.data();
    data.starts_with(T::DISCRIMINATOR)
        .then(|| T::try_deserialize(&mut data).ok())
        .flatten()
}

/// Sets the entry of an account to what the account says now; a closed one has none.
fn note<T>(entries: &mut BTreeMap<Pubkey, T>, key: Pubkey, value: Option<T>) {
    match value {
        Some(value) => entries.insert(key, value),
        None => entries.remove(&key),
    };
}

/// An entry before and after.
pub type Moved<T> = (Pubkey, Option<T>, Option<T>);

/// What a transaction changed.
#[derive(Default)]
pub struct Moves {
    pub tokens: Vec<Moved<Holding>>,
    pub jobs: Vec<Moved<Job>>,
    pub nodes: Vec<Moved<Node>>,
    pub disputes: Vec<Moved<Dispute>>,
    pub locks: Vec<Moved<TokenLock>>,
}

impl Books {
    /// Opens them with what the chain holds.
    pub fn open(chain: &Chain) -> Self {
        let mut books = Self::default();
        for program in PROGRAMS.iter().chain([&TOKEN, &TOKEN_2022]) {
            for (key, account) in chain.owned_by(program) {
                books.note(key, Some(&account.into()));
            }
        }
        books.issued = books.supplies.clone();
        books
    }

    /// Writes down what one account is now.
    fn note(&mut self, key: Pubkey, account: Option<&AccountSharedData>) {
        let account = account.filter(|account| account.lamports() > 0);
        let owner = account.map(|account| *account.owner());
        let of = |program: Pubkey| account.filter(|_| owner == Some(program));
        let (supply, holding) = match account.and_then(tokens::read) {
            Some(Kind::Mint { supply }) => (Some(supply), None),
            Some(Kind::Account(holding)) => (None, Some(holding)),
            None => (None, None),
        };
        note(&mut self.supplies, key, supply);
        note(&mut self.tokens, key, holding);
        if let Some(config) = of(governance::ID).and_then(decode) {
            self.config = Some(config);
        }
        if let Some(registry) = of(node_registry::ID).and_then(decode) {
            self.registry = Some(registry);
        }
        note(&mut self.jobs, key, of(job_escrow::ID).and_then(decode));
        note(&mut self.clients, key, of(job_escrow::ID).and_then(decode));
        note(&mut self.nodes, key, of(node_registry::ID).and_then(decode));
        note(&mut self.disputes, key, of(governance::ID).and_then(decode));
        note(&mut self.locks, key, of(governance::ID).and_then(decode));
        if self.disputes.contains_key(&key) {
            self.vaults
                .entry(key)
                .or_insert_with(|| keys::dispute_vault(&key));
        }
        if self.locks.contains_key(&key) {
            self.vaults.entry(key).or_insert_with(|| keys::lock_vault(&key));
        }
        if self.jobs.contains_key(&key) {
            self.vaults.entry(key).or_insert_with(|| keys::vault(&key));
        }
        if self.nodes.contains_key(&key) {
            self.vaults.entry(key).or_insert_with(|| keys::stake_vault(&key));
        }
    }

    /// Writes down what a transaction changed.
    pub fn enter(&mut self, receipt: &Receipt) -> Moves {
        let mut moves = Moves::default();
        for change in &receipt.changes {
            let key = change.key;
            let token = self.tokens.get(&key).copied();
            let job = self.jobs.get(&key).cloned();
            let node = self.nodes.get(&key).cloned();
            let dispute = self.disputes.get(&key).cloned();
            let lock = self.locks.get(&key).cloned();
            self.note(key, change.after.as_ref());
            push(
                &mut moves.disputes,
                key,
                dispute,
                self.disputes.get(&key).cloned(),
            );
            push(&mut moves.locks, key, lock, self.locks.get(&key).cloned());
            push(&mut moves.tokens, key, token, self.tokens.get(&key).copied());
            push(&mut moves.jobs, key, job, self.jobs.get(&key).cloned());
            push(&mut moves.nodes, key, node, self.nodes.get(&key).cloned());
        }
        moves
    }

    /// Tokens that an account holds.
    pub fn held(&self, key: &Pubkey) -> u64 {
        self.tokens.get(key).map_or(0, |holding| holding.amount)
    }

    /// Tokens that were given to a vault.
    pub fn given(&self, vault: &Pubkey) -> u64 {
        self.gifts.get(vault).copied().unwrap_or(0)
    }

    /// Compares everything with the chain itself.
    pub fn compare(&self, chain: &Chain) -> Result<(), String> {
        let fresh = Self::open(chain);
        let same = fresh.tokens == self.tokens
            && fresh.supplies == self.supplies
            && fresh.jobs == self.jobs
            && fresh.nodes.keys().eq(self.nodes.keys())
            && fresh.clients.keys().eq(self.clients.keys());
        same.then_some(())
            .ok_or_else(|| "the chain changed behind an instruction's back".into())
    }
}

fn push<T>(moves: &mut Vec<Moved<T>>, key: Pubkey, before: Option<T>, after: Option<T>) {
    if before.is_some() || after.is_some() {
        moves.push((key, before, after));
    }
}
