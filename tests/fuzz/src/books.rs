//! The books: every token account, every account of the programs and who paid its rent, kept beside the chain and
//! compared with it after every instruction.
use std::collections::{BTreeMap, BTreeSet};

use anchor_lang::{prelude::Pubkey, AccountDeserialize, Discriminator};
use governance::{Config, Dispute, Proposal, TokenLock, Vesting, VoteRecord};
use job_escrow::{Audit, Client, Job};
use node_registry::{Coordinator, Node, Registry};
use solana_account::{AccountSharedData, ReadableAccount};

use crate::{
    chain::{Chain, Receipt, TOKEN, TOKEN_2022},
    keys,
    ledger::{Ledger, Split},
    tokens::{self, Holding, Kind},
};

/// Our four programs.
pub const PROGRAMS: [Pubkey; 4] = [governance::ID, node_registry::ID, job_escrow::ID, reputation::ID];

/// What is written down.
#[derive(Clone, Default)]
pub struct Books {
    pub tokens: BTreeMap<Pubkey, Holding>,
    pub mints: BTreeMap<Pubkey, Supply>,
    /// Supply of each mint in the beginning.
    pub issued: BTreeMap<Pubkey, u64>,
    pub config: Option<Config>,
    pub registry: Option<Registry>,
    pub jobs: BTreeMap<Pubkey, Job>,
    /// What became of each job's price.
    pub ledgers: BTreeMap<Pubkey, Ledger>,
    /// Audits of exact jobs.
    pub audits: BTreeMap<Pubkey, Audit>,
    pub clients: BTreeMap<Pubkey, Client>,
    pub nodes: BTreeMap<Pubkey, Node>,
    pub coordinators: BTreeMap<Pubkey, Coordinator>,
    pub disputes: BTreeMap<Pubkey, Dispute>,
    pub locks: BTreeMap<Pubkey, TokenLock>,
    /// On proposals and disputes.
    pub votes: BTreeMap<Pubkey, VoteRecord>,
    pub proposals: BTreeMap<Pubkey, Proposal>,
    pub vestings: BTreeMap<Pubkey, Vesting>,
    /// What fee vaults, treasuries, liquidity funds and the rewards vault must hold besides gifts.
    pub funds: BTreeMap<Pubkey, u128>,
    /// Token account of a job, node, dispute, lock or vesting, worked out once.
    pub vaults: BTreeMap<Pubkey, Pubkey>,
    /// Who paid the rent of an account.
    pub rents: BTreeMap<Pubkey, Pubkey>,
    /// Tokens given to vaults, which count for nothing.
    pub gifts: BTreeMap<Pubkey, u64>,
    /// CYXWIZ burned out of fees.
    pub fees_burned: u128,
    /// Stake that slashes brought to the insurance, and that they burned.
    pub insured: u128,
    pub slashes_burned: u128,
    /// What jobs did with their prices, by mint.
    pub totals: BTreeMap<Pubkey, Totals>,
    /// What has become of audits, by `coverage::TURNS`.
    pub turns: BTreeSet<&'static str>,
}

/// A mint's supply, and the transfer fees that were brought to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supply {
    pub supply: u64,
    pub withheld: u64,
}

/// Money of one mint that went through escrow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Arrived in vaults as prices.
    pub deposited: u128,
    /// Left them.
    pub paid: Split,
}

fn decode<T: AccountDeserialize + Discriminator>(account: &AccountSharedData) -> Option<T> {
    let mut data = account.data();
    data.starts_with(T::DISCRIMINATOR)
        .then(|| T::try_deserialize(&mut data).ok())
        .flatten()
}

/// An entry before and after.
pub type Moved<T> = (Pubkey, Option<T>, Option<T>);

/// What a transaction changed.
#[derive(Default)]
pub struct Moves {
    pub tokens: Vec<Moved<Holding>>,
    pub jobs: Vec<Moved<Job>>,
    pub audits: Vec<Moved<Audit>>,
    pub nodes: Vec<Moved<Node>>,
    pub disputes: Vec<Moved<Dispute>>,
    pub locks: Vec<Moved<TokenLock>>,
    pub votes: Vec<Moved<VoteRecord>>,
    pub vestings: Vec<Moved<Vesting>>,
}

/// Sets the entry of an account to what the account says now; a closed one has none. Returns what it was.
fn set<T>(entries: &mut BTreeMap<Pubkey, T>, key: Pubkey, value: Option<T>) -> Option<T> {
    match value {
        Some(value) => entries.insert(key, value),
        None => entries.remove(&key),
    }
}

/// The same, noting the move.
fn note<T: Clone>(
    entries: &mut BTreeMap<Pubkey, T>,
    moves: &mut Vec<Moved<T>>,
    key: Pubkey,
    value: Option<T>,
) {
    let before = set(entries, key, value.clone());
    if before.is_some() || value.is_some() {
        moves.push((key, before, value));
    }
}

impl Books {
    /// Opens them with what the chain holds.
    pub fn open(chain: &Chain) -> Self {
        let mut books = Self::default();
        for program in PROGRAMS.iter().chain([&TOKEN, &TOKEN_2022]) {
            for (key, account) in chain.owned_by(program) {
                books.note(key, Some(&account.into()), &mut Moves::default());
            }
        }
        books.issued = books
            .mints
            .iter()
            .map(|(key, mint)| (*key, mint.supply))
            .collect();
        books
    }

    /// Writes down what one account is now.
    fn note(&mut self, key: Pubkey, account: Option<&AccountSharedData>, moves: &mut Moves) {
        let account = account.filter(|account| account.lamports() > 0);
        let owner = account.map(|account| *account.owner());
        let of = |program: Pubkey| account.filter(|_| owner == Some(program));
        let (governance, escrow, registry) = (of(governance::ID), of(job_escrow::ID), of(node_registry::ID));
        let (mint, holding) = match account.and_then(tokens::read) {
            Some(Kind::Mint { supply, withheld }) => (Some(Supply { supply, withheld }), None),
            Some(Kind::Account(holding)) => (None, Some(holding)),
            None => (None, None),
        };
        set(&mut self.mints, key, mint);
        note(&mut self.tokens, &mut moves.tokens, key, holding);
        if let Some(config) = governance.and_then(decode) {
            self.config = Some(config);
        }
        if let Some(registry) = registry.and_then(decode) {
            self.registry = Some(registry);
        }
        note(&mut self.jobs, &mut moves.jobs, key, escrow.and_then(decode));
        note(&mut self.audits, &mut moves.audits, key, escrow.and_then(decode));
        set(&mut self.clients, key, escrow.and_then(decode));
        note(&mut self.nodes, &mut moves.nodes, key, registry.and_then(decode));
        set(&mut self.coordinators, key, registry.and_then(decode));
        note(
            &mut self.disputes,
            &mut moves.disputes,
            key,
            governance.and_then(decode),
        );
        note(
            &mut self.locks,
            &mut moves.locks,
            key,
            governance.and_then(decode),
        );
        note(
            &mut self.votes,
            &mut moves.votes,
            key,
            governance.and_then(decode),
        );
        note(
            &mut self.vestings,
            &mut moves.vestings,
            key,
            governance.and_then(decode),
        );
        set(&mut self.proposals, key, governance.and_then(decode));
        self.find_vault(key);
    }

    fn find_vault(&mut self, key: Pubkey) {
        let find = if self.jobs.contains_key(&key) {
            keys::vault
        } else if self.nodes.contains_key(&key) {
            keys::stake_vault
        } else if self.disputes.contains_key(&key) {
            keys::dispute_vault
        } else if self.locks.contains_key(&key) {
            keys::lock_vault
        } else if self.vestings.contains_key(&key) {
            keys::vesting_vault
        } else {
            return;
        };
        self.vaults.entry(key).or_insert_with(|| find(&key));
    }

    /// Writes down what a transaction changed.
    pub fn enter(&mut self, receipt: &Receipt) -> Moves {
        let mut moves = Moves::default();
        for change in &receipt.changes {
            self.note(change.key, change.after.as_ref(), &mut moves);
        }
        moves
    }

    /// The audit of a job.
    pub fn audit_of(&self, job: &Pubkey) -> Option<&Audit> {
        self.audits.values().find(|audit| audit.job == *job)
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
            && fresh.mints == self.mints
            && fresh.jobs == self.jobs
            && fresh.audits == self.audits
            && fresh.nodes.keys().eq(self.nodes.keys())
            && fresh.coordinators.keys().eq(self.coordinators.keys())
            && fresh.clients.keys().eq(self.clients.keys())
            && fresh.disputes == self.disputes
            && fresh.locks.keys().eq(self.locks.keys())
            && fresh.votes.keys().eq(self.votes.keys())
            && fresh.vestings.keys().eq(self.vestings.keys())
            && fresh.proposals.keys().eq(self.proposals.keys());
        same.then_some(())
            .ok_or_else(|| "the chain changed behind an instruction's back".into())
    }
}
