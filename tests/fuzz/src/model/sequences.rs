//! Random sequences, done twice: by the model and by the programs in the virtual machine.
use std::collections::BTreeMap;

use governance::Config;
use job_escrow::Job;

use super::{compare, generate, ClientModel, Code, Model, Op, Rules};
use crate::{
    chain::{Chain, Fault},
    disputes, keys, params,
    rng::Rng,
    setup::{self, Ground, CYXWIZ},
};
use anchor_lang::prelude::Pubkey;

/// Wallets that order and work; the others vote.
pub const PEOPLE: usize = 4;
/// Locked by the voters, in millions of CYXWIZ: two of them alone are a quorum, and it takes two for an appeal's.
const LOCKED: [u64; setup::WALLETS - PEOPLE] = [60, 50, 49, 1];

/// Every sequence begins with a copy of this.
pub struct Beginning {
    chain: Chain,
    ground: Ground,
    model: Model,
}

/// The chain of one sequence, and what must be remembered of it.
pub struct Course<'a> {
    pub chain: Chain,
    pub ground: &'a Ground,
    /// The address of each job and its last account.
    pub jobs: Vec<(Pubkey, Job)>,
}

/// Operations and refusals of some sequences.
#[derive(Clone, Debug, Default)]
pub struct Done {
    pub operations: u64,
    pub succeeded: u64,
    /// What both did, by name.
    pub by_name: BTreeMap<&'static str, u64>,
}

impl Done {
    pub fn add(&mut self, other: &Self) {
        self.operations += other.operations;
        self.succeeded += other.succeeded;
        for (name, times) in &other.by_name {
            *self.by_name.entry(name).or_default() += times;
        }
    }

    /// `settle 12, …`.
    pub fn names(&self) -> String {
        let names: Vec<String> = self
            .by_name
            .iter()
            .map(|(name, times)| format!("{name} {times}"))
            .collect();
        names.join(", ")
    }

    pub fn percent(&self) -> f64 {
        self.succeeded as f64 * 100.0 / self.operations.max(1) as f64
    }
}

impl Beginning {
    /// Four wallets with nodes of different stakes, and scores set to whatever a sequence wants.
    pub fn new() -> Result<Self, String> {
        let (mut chain, ground) = setup::design_chain()?;
        let mut locks = vec![0; PEOPLE];
        for (voter, millions) in ground.wallets[PEOPLE..].iter().zip(LOCKED) {
            let amount = millions * 1_000_000 * CYXWIZ;
            let lock = disputes::lock_tokens(&ground, voter, amount);
            chain
                .send(&[lock])
                .map_err(|fault| format!("locking: {fault:?}"))?;
            locks.push(amount);
        }
        // Tokens vote on what is opened later.
        chain.warp(1);
        let rules = Rules::of(&params::design());
        let wallets = (0..ground.wallets.len())
            .map(|wallet| {
                let held = |mint: usize| compare::tokens(&chain, &ground.wallets[wallet].tokens[mint]);
                (0..ground.mints.len()).map(held).collect()
            })
            .collect();
        let model = Model {
            rules,
            now: chain.now(),
            slot: chain.slot(),
            jobs: Vec::new(),
            disputes: Vec::new(),
            audits: Vec::new(),
            names: Vec::new(),
            nodes: vec![None; PEOPLE],
            clients: vec![ClientModel::default(); PEOPLE],
            wallets,
            locks,
            fees: vec![0; ground.mints.len()],
            burned: vec![0; ground.mints.len()],
            decimals: ground.mints.iter().map(|mint| u32::from(mint.decimals)).collect(),
            taxes: ground.mints.iter().map(|mint| mint.fee).collect(),
            insured: 0,
            treasury: 0,
            waiting: 0,
            paused: None,
        };
        let mut beginning = Self { chain, ground, model };
        let stakes = [49, 50, 1_000, 5_000].map(|tokens: u64| tokens * setup::CYXWIZ);
        for (wallet, stake) in stakes.into_iter().enumerate().skip(1) {
            beginning.begin_with(&Op::Register {
                wallet,
                stake,
                sound: true,
            })?;
        }
        Ok(beginning)
    }

    fn begin_with(&mut self, op: &Op) -> Result<(), String> {
        let mut course = Course {
            chain: self.chain.clone(),
            ground: &self.ground,
            jobs: Vec::new(),
        };
        course.step(&mut self.model, op)?;
        self.chain = course.chain;
        Ok(())
    }

    /// One sequence of this seed. `Err` says where model and programs differ.
    pub fn run(&self, seed: u64, length: u64) -> Result<Done, String> {
        let mut rng = Rng::new(seed);
        let mut model = self.model.clone();
        let mut course = Course {
            chain: self.chain.clone(),
            ground: &self.ground,
            jobs: Vec::new(),
        };
        generate::scores(&mut rng, &mut model, &mut course);
        let mut done = Done::default();
        let mut said = Vec::new();
        for _ in 0..length {
            let op = generate::next(&mut rng, &model);
            said.push(op);
            let went = course
                .step(&mut model, &op)
                .map_err(|what| format!("seed {seed}: {what}; after {said:?}"))?;
            done.operations += 1;
            done.succeeded += u64::from(went);
            *done.by_name.entry(op.name()).or_default() += u64::from(went);
        }
        Ok(done)
    }
}

impl Course<'_> {
    /// Does one operation on both sides. `Ok(true)`: both did it; `Ok(false)`: both refused it with the same error.
    fn step(&mut self, model: &mut Model, op: &Op) -> Result<bool, String> {
        let instruction = self.instruction(model, op);
        let expected = model.apply(op);
        let Some(instruction) = instruction else {
            self.chain.warp_to(model.now);
            return Ok(true);
        };
        let happened: Result<(), Code> = match self.chain.send(&[instruction]) {
            Ok(_) => Ok(()),
            Err(Fault::Code(code)) => Err(code),
            Err(Fault::Runtime(error)) => return Err(format!("{op:?}: runtime: {error}")),
        };
        if happened != expected {
            return Err(format!(
                "{op:?}: the model says {expected:?}, the programs {happened:?}"
            ));
        }
        if let (Op::Create(order), Ok(())) = (op, expected) {
            let key = keys::job(&self.ground.wallets[order.client].key, order.nonce);
            if self.jobs.iter().all(|(known, _)| *known != key) {
                self.jobs.push((key, Job::default()));
            }
        }
        if expected.is_ok() {
            compare::all(self, model).map_err(|difference| format!("{op:?}: {difference}"))?;
        }
        Ok(expected.is_ok())
    }
}

/// Whether the chain's configuration says that new jobs are paused, and until when.
pub fn pause_of(config: &Config) -> Option<i64> {
    config.paused.then_some(config.paused_until)
}
