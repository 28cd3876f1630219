//! A chain, its people and its books, and what may happen next.
use std::collections::{BTreeMap, BTreeSet};

use anchor_lang::prelude::Pubkey;
use job_escrow::Job;
use node_registry::Node;

use crate::{
    audit::audit,
    books::Books,
    chain::{Chain, Fault},
    rng::Rng,
    setup::{Ground, Wallet},
    step::{Gift, Step},
};

/// Instructions sent and gone through, by name.
pub type Counts = BTreeMap<&'static str, (u64, u64)>;

/// What a proposal is about.
#[derive(Clone, Debug)]
pub struct Draft {
    pub name: &'static str,
    pub data: Vec<u8>,
    pub grant: Option<Gift>,
}

#[derive(Clone)]
pub struct World {
    pub chain: Chain,
    pub ground: Ground,
    pub books: Books,
    pub rng: Rng,
    /// Which wallet's node a job was meant for.
    pub meant_for: BTreeMap<Pubkey, usize>,
    pub nonce: u64,
    /// The job that people mostly think of.
    pub focus: Option<Pubkey>,
    /// By proposal.
    pub drafts: BTreeMap<Pubkey, Draft>,
    pub counts: Counts,
    /// What went through since this world and those that it was copied from began.
    pub through: BTreeSet<&'static str>,
    /// What votes have carried and somebody executed, by name.
    pub carried: BTreeMap<&'static str, u64>,
    /// Refusals by instruction and reason, for those who tune the fuzzer.
    pub refusals: BTreeMap<(&'static str, String), u64>,
}

impl World {
    pub fn new(chain: Chain, ground: Ground, seed: u64) -> Self {
        let mut books = Books::open(&chain);
        for mint in &ground.mints {
            for fund in [mint.fee_vault, mint.treasury, mint.liquidity] {
                books.funds.insert(fund, 0);
            }
        }
        books.funds.insert(governance::REWARDS_VAULT, 0);
        // What the setting up created stays for good.
        for program in crate::books::PROGRAMS {
            for (key, _) in chain.owned_by(&program) {
                books.rents.insert(key, ground.authority);
            }
        }
        Self {
            chain,
            ground,
            books,
            rng: Rng::new(seed),
            meant_for: BTreeMap::new(),
            nonce: 0,
            focus: None,
            drafts: BTreeMap::new(),
            counts: Counts::new(),
            through: BTreeSet::new(),
            carried: BTreeMap::new(),
            refusals: BTreeMap::new(),
        }
    }

    pub fn now(&self) -> i64 {
        self.chain.now()
    }

    pub fn anyone(&mut self) -> Wallet {
        let at = self.rng.index(self.ground.wallets.len());
        self.ground.wallets[at].clone()
    }

    /// One of the jobs that this is asked of, if any.
    pub fn some_job(&mut self, wanted: impl Fn(&Job) -> bool) -> Option<(Pubkey, Job)> {
        let found: Vec<Pubkey> = self
            .books
            .jobs
            .iter()
            .filter(|(_, job)| wanted(job))
            .map(|(key, _)| *key)
            .collect();
        let key = *found.get(self.rng.index(found.len()))?;
        Some((key, self.books.jobs.get(&key)?.clone()))
    }

    pub fn some_node(&mut self) -> Option<(Pubkey, Node)> {
        let at = self.rng.index(self.books.nodes.len());
        self.books
            .nodes
            .iter()
            .nth(at)
            .map(|(key, node)| (*key, node.clone()))
    }

    /// Sends a step and checks the books. `Ok(false)`: the chain refused it. `Err`: something is wrong.
    pub fn take(&mut self, step: &Step) -> Result<bool, String> {
        let count = self.counts.entry(step.name).or_default();
        count.0 += 1;
        match self.chain.send(std::slice::from_ref(&step.instruction)) {
            Ok(receipt) => {
                count.1 += 1;
                self.through.insert(step.name);
                if step.unsigned {
                    return Err("went through without a signature".into());
                }
                audit(&mut self.books, &self.ground, step, &receipt)?;
                self.note_carried(step);
                Ok(true)
            }
            Err(fault) => {
                let reason = match &fault {
                    Fault::Code(code) => code.to_string(),
                    Fault::Runtime(text) => text.clone(),
                };
                *self.refusals.entry((step.name, reason)).or_default() += 1;
                self.harmless(&fault)?;
                self.forget(step);
                Ok(false)
            }
        }
    }

    /// A node that cannot accept a job is not asked again.
    fn forget(&mut self, step: &Step) {
        let job = step.instruction.accounts.get(1).map(|meta| meta.pubkey);
        if let Some(job) = job.filter(|_| step.name == "accept_job") {
            self.meant_for.remove(&job);
            self.focus = None;
        }
    }

    fn note_carried(&mut self, step: &Step) {
        let proposal = step.instruction.accounts.get(1).map(|meta| meta.pubkey);
        let draft = proposal.filter(|_| step.name == "execute_proposal");
        if let Some(draft) = draft.and_then(|key| self.drafts.get(&key)) {
            *self.carried.entry(draft.name).or_default() += 1;
            self.through.insert(draft.name);
        }
    }

    /// Some refusals are never right: a program must not run into its own invariant, run out of compute or crash.
    fn harmless(&self, fault: &Fault) -> Result<(), String> {
        let invariants = [
            u32::from(governance::GovernanceError::InvariantViolated),
            u32::from(node_registry::RegistryError::InvariantViolated),
            u32::from(job_escrow::JobEscrowError::InvariantViolated),
            u32::from(reputation::ReputationError::InvariantViolated),
        ];
        match fault {
            Fault::Code(code) if invariants.contains(code) => {
                Err(format!("a program broke its invariant: {code}"))
            }
            Fault::Runtime(text)
                if text.contains("ProgramFailedToComplete") || text.contains("Computational") =>
            {
                Err(format!("a program crashed: {text}"))
            }
            _ => Ok(()),
        }
    }
}
