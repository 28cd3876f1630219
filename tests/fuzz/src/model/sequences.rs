//! Random sequences, done twice: by the model and by the programs in the virtual machine.
use governance::Config;
use job_escrow::{CreateJobArgs, Job, Progress, VerificationTier};
use node_registry::{Hardware, RegisterNodeArgs};

use super::{compare, generate, ClientModel, Code, Model, Op, Order, Rules};
use crate::{
    chain::{Chain, Fault},
    escrow, keys, params, registry,
    rng::Rng,
    rules,
    setup::{self, Ground},
};
use anchor_lang::prelude::Pubkey;
use solana_instruction::Instruction;

/// Wallets that take part.
pub const PEOPLE: usize = 4;

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
#[derive(Clone, Copy, Debug, Default)]
pub struct Done {
    pub operations: u64,
    pub succeeded: u64,
}

impl Done {
    pub fn add(&mut self, other: &Self) {
        self.operations += other.operations;
        self.succeeded += other.succeeded;
    }

    pub fn percent(&self) -> f64 {
        self.succeeded as f64 * 100.0 / self.operations.max(1) as f64
    }
}

impl Beginning {
    /// Four wallets with nodes of different stakes, and scores set to whatever a sequence wants.
    pub fn new() -> Result<Self, String> {
        let (chain, ground) = setup::design_chain()?;
        let rules = Rules::of(&params::design());
        let wallets = (0..PEOPLE)
            .map(|wallet| {
                let held = |mint: usize| compare::tokens(&chain, &ground.wallets[wallet].tokens[mint]);
                (0..ground.mints.len()).map(held).collect()
            })
            .collect();
        let model = Model {
            rules,
            now: chain.now(),
            jobs: Vec::new(),
            names: Vec::new(),
            nodes: vec![None; PEOPLE],
            clients: vec![ClientModel::default(); PEOPLE],
            wallets,
            fees: vec![0; ground.mints.len()],
            burned: vec![0; ground.mints.len()],
            decimals: ground.mints.iter().map(|mint| u32::from(mint.decimals)).collect(),
            insured: 0,
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

    fn instruction(&self, model: &Model, op: &Op) -> Option<Instruction> {
        let ground = self.ground;
        let wallet = |at: usize| &ground.wallets[at];
        let job = |at: usize| &self.jobs[at];
        // Beyond the field's modulus.
        let element = |sound: bool| if sound { [1; 32] } else { [255; 32] };
        Some(match *op {
            Op::Wait(_) => return None,
            Op::Create(order) => {
                let args = self.order(&order, element(order.sound));
                escrow::create_job(ground, wallet(order.client), order.mint, args)
            }
            Op::Accept {
                job: at,
                node,
                by,
                salted,
            } => {
                let (key, _) = job(at);
                let salt = if salted { escrow::salt(key) } else { [7; 32] };
                escrow::accept_job(ground, *key, wallet(node), wallet(by).operator, salt)
            }
            Op::Anchor {
                job: at,
                by,
                checkpoints,
                elapsed_ms,
                sound,
            } => {
                let (key, _) = job(at);
                let node = model.jobs[at]
                    .as_ref()
                    .map_or(0, |job| job.node.unwrap_or(job.meant_for));
                let progress = Progress {
                    root: element(sound),
                    checkpoints,
                    weights: [2; 32],
                    elapsed_ms,
                };
                escrow::anchor_progress(*key, wallet(node).node, wallet(by).operator, progress)
            }
            Op::Prove { job: at, holds } => {
                let (key, account) = job(at);
                let mut inputs = escrow::public_inputs(account);
                inputs[0][31] ^= u8::from(!holds);
                escrow::prove_checkpoints(*key, ground.verifying_key, ground.forger.prove(&inputs))
            }
            Op::Waive { job: at, by } => escrow::waive_objection(job(at).0, wallet(by).key),
            Op::Settle { job: at } => escrow::settle(ground, job(at).0, &job(at).1),
            Op::Cancel { job: at, by } => escrow::cancel(ground, job(at).0, &job(at).1, wallet(by).key),
            Op::Timeout { job: at } => escrow::timeout_refund(ground, job(at).0, &job(at).1),
            Op::Close { job: at, by } => {
                let closer = by.map_or(ground.stranger, |by| wallet(by).key);
                escrow::close_job(job(at).0, &job(at).1, closer)
            }
            Op::Rate { job: at, by, stars } => {
                escrow::rate(ground, job(at).0, &job(at).1, wallet(by).key, stars)
            }
            Op::Register {
                wallet: at,
                stake,
                sound,
            } => {
                let args = RegisterNodeArgs {
                    tls_key_hash: [1; 32],
                    hardware: Hardware {
                        cpu_cores: u16::from(sound),
                        memory_mib: 1,
                        gpu_count: 0,
                        gpu_memory_mib: 0,
                        benchmark: 1,
                    },
                    stake,
                };
                registry::register_node(ground, wallet(at), args)
            }
            Op::Heartbeat { node, by } => registry::heartbeat(wallet(by).operator, wallet(node).node),
            Op::Apply { max } => registry::apply_outcomes(ground, max),
            Op::Pause { on, until } => rules::set_pause(ground.authority, on, until),
        })
    }

    fn order(&self, order: &Order, element: [u8; 32]) -> CreateJobArgs {
        let job = keys::job(&self.ground.wallets[order.client].key, order.nonce);
        let node = self.ground.wallets[order.node].node;
        CreateJobArgs {
            nonce: order.nonce,
            price: order.price,
            assignment_hash: job_escrow::binding::assignment_hash(&node, &escrow::salt(&job)),
            spec_hash: [3; 32],
            dataset_root: element,
            initial_weights: [4; 32],
            epochs: order.epochs,
            checkpoint_interval: order.interval,
            estimated_seconds: order.estimate,
            deadline_seconds: order.deadline,
            tier: if order.exact {
                VerificationTier::Exact
            } else {
                VerificationTier::Committed
            },
            audits: order.audits,
            client_nonce_hash: [5; 32],
        }
    }
}

/// Whether the chain's configuration says that new jobs are paused, and until when.
pub fn pause_of(config: &Config) -> Option<i64> {
    config.paused.then_some(config.paused_until)
}
