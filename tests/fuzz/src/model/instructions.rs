//! The instruction that does what an operation says.
use anchor_lang::prelude::Pubkey;
use governance::{Dispute, DisputeTerms, Party, Round, VoteRecord};
use job_escrow::{
    binding::assignment_hash, Audit, CreateJobArgs, ExactTerms, Job, Progress, ReassignArgs, VerificationTier,
};
use node_registry::{Hardware, RegisterNodeArgs};
use solana_instruction::Instruction;

use super::{compare, sequences::Course, Disputed, Model, Op, Order, Side};
use crate::{audits, disputes, escrow, keys, registry, rules, setup::Ground, votes};

/// As much of a dispute as an instruction names; of none, anything.
fn named_dispute(model: &Model, at: usize, ground: &Ground) -> Dispute {
    let party = |side: Side| match side {
        Side::Client => Party::Client,
        Side::Node => Party::Node,
    };
    let wallet = |at: usize| ground.wallets[at].key;
    let (client, node_owner, opener, appellant) = match &model.disputes[at] {
        Disputed::Open(now) => (
            wallet(now.client),
            wallet(now.node),
            party(now.opener),
            now.appellant.map(party),
        ),
        _ => (wallet(0), wallet(0), Party::Client, None),
    };
    let rent_payer = match opener {
        Party::Client => client,
        Party::Node => node_owner,
    };
    Dispute {
        version: 0,
        bump: 0,
        vault_bump: 0,
        job: Pubkey::default(),
        node: Pubkey::default(),
        client,
        node_owner,
        operator: Pubkey::default(),
        opener,
        appellant,
        rent_payer,
        mint: Pubkey::default(),
        supply: 0,
        opened_at: 0,
        evidence_ends: 0,
        appeal_ends: 0,
        rounds: [Round::default(); 2],
        client_evidence: [0; 32],
        node_evidence: [0; 32],
        bond: 0,
        deposit: 0,
        verdict: None,
        resolved_at: 0,
        bonds_released: false,
        open_votes: 0,
        terms: DisputeTerms::of(&crate::params::design().voting),
    }
}

impl Course<'_> {
    pub(super) fn instruction(&self, model: &Model, op: &Op) -> Option<Instruction> {
        let ground = self.ground;
        let wallet = |at: usize| &ground.wallets[at];
        let job = |at: usize| &self.jobs[at];
        // Beyond the field's modulus.
        let element = |sound: bool| if sound { [1; 32] } else { [255; 32] };
        Some(match *op {
            Op::Wait(_) => return None,
            Op::Create(order) => {
                let args = self.order(&order, element(order.sound));
                let key = |steps: bool| {
                    if steps {
                        ground.step_key
                    } else {
                        ground.verifying_key
                    }
                };
                let step_key = order.step_key.map(key);
                escrow::create_job(ground, wallet(order.client), order.mint, step_key, args)
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
            Op::Claim { job: at } => escrow::claim_progress(ground, job(at).0, &job(at).1),
            Op::Reassign {
                job: at,
                by,
                node,
                estimate,
                deadline,
            } => {
                let (key, account) = job(at);
                let args = ReassignArgs {
                    assignment_hash: assignment_hash(&wallet(node).node, &escrow::salt(key)),
                    estimated_seconds: estimate,
                    deadline_seconds: deadline,
                };
                escrow::reassign(ground, *key, account, wallet(by).key, args)
            }
            Op::Waive { job: at, by } => escrow::waive_objection(job(at).0, wallet(by).key),
            Op::Settle { job: at } => escrow::settle(ground, job(at).0, &job(at).1),
            Op::Cancel { job: at, by } => escrow::cancel(ground, job(at).0, &job(at).1, wallet(by).key),
            Op::Timeout { job: at } => escrow::timeout_refund(ground, job(at).0, &job(at).1),
            Op::Close { job: at, by, whole } => {
                let closer = by.map_or(ground.stranger, |by| wallet(by).key);
                // Strangers pay for audits.
                let payer = (whole && job(at).1.steps_anchored).then_some(ground.stranger);
                escrow::close_job(job(at).0, &job(at).1, closer, payer)
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
            Op::AddStake { node, amount } => registry::add_stake(ground, wallet(node), amount),
            Op::Request { node, amount } => registry::request_withdrawal(wallet(node), amount),
            Op::Recall { node } => registry::cancel_withdrawal(wallet(node)),
            Op::Withdraw { node } => registry::claim_withdrawal(ground, wallet(node)),
            Op::Heartbeat { node, by } => registry::heartbeat(wallet(by).operator, wallet(node).node),
            Op::Apply { max } => registry::apply_outcomes(ground, max),
            Op::Pause { on, until } => rules::set_pause(ground.authority, on, until),
            Op::Steps { .. } | Op::Record { .. } | Op::Challenge { .. } | Op::Audit { .. } => {
                return self.of_audit(model, op);
            }
            _ => return self.of_dispute(model, op),
        })
    }

    /// The instructions of audits.
    fn of_audit(&self, model: &Model, op: &Op) -> Option<Instruction> {
        let ground = self.ground;
        Some(match *op {
            Op::Steps {
                job: at,
                by,
                right,
                sound,
            } => {
                let (key, account) = &self.jobs[at];
                let job = model.jobs[at].as_ref();
                let node = job.map_or(0, |job| job.node.unwrap_or(job.meant_for));
                let named = Job {
                    node: ground.wallets[node].node,
                    ..account.clone()
                };
                let terms = ExactTerms {
                    seed: audits::terms(key).seed,
                    batches: job.map_or(0, |job| job.batches) + u16::from(!right),
                };
                let root = if sound { [1; 32] } else { [255; 32] };
                let by = (ground.wallets[by].operator, ground.stranger);
                audits::anchor_steps((*key, &named), by, ground.step_key, root, terms)
            }
            Op::Record { job: at } => audits::record_slot_hash(self.jobs[at].0),
            Op::Challenge { job: at, nonce } => {
                let key = self.jobs[at].0;
                let own = |own: bool| if own { audits::secret(&key) } else { [7; 32] };
                audits::open_challenge(key, nonce.map(own))
            }
            Op::Audit {
                job: at,
                index,
                holds,
                keyed,
            } => {
                let (key, account) = &self.jobs[at];
                let audit: Audit = compare::read(&self.chain, &keys::audit(key)).unwrap_or_default();
                let mut statement = audits::statement(account, &audit, index);
                statement[31] ^= u8::from(!holds);
                let proof = ground.forger.prove(&[statement]);
                let step_key = if keyed {
                    ground.step_key
                } else {
                    ground.verifying_key
                };
                audits::prove_audit(*key, step_key, index, proof)
            }
            _ => return None,
        })
    }

    /// The instructions of disputes.
    fn of_dispute(&self, model: &Model, op: &Op) -> Option<Instruction> {
        let ground = self.ground;
        let wallet = |at: usize| &ground.wallets[at];
        // As the model has it, for the fields that an instruction is made of.
        let dispute = |at: usize| named_dispute(model, at, ground);
        let vote = |at: usize, voter: usize, round: u8| {
            let subject = self.jobs[at].1.dispute;
            let record = VoteRecord {
                bump: 0,
                subject,
                round,
                owner: wallet(voter).key,
                in_favour: false,
                weight: 0,
                ends: 0,
                rent_payer: wallet(voter).key,
            };
            (keys::vote(&subject, round, &wallet(voter).key), record)
        };
        Some(match *op {
            Op::Dispute {
                job: at,
                by,
                evidence,
            } => {
                let (key, account) = &self.jobs[at];
                disputes::open_dispute(ground, *key, account, wallet(by).key, [evidence; 32])
            }
            Op::Evidence {
                job: at,
                by,
                evidence,
            } => disputes::submit_evidence(wallet(by).key, self.jobs[at].1.dispute, [evidence; 32]),
            Op::Vote {
                job: at,
                by,
                for_client,
            } => votes::vote_dispute(self.jobs[at].1.dispute, &dispute(at), wallet(by), for_client),
            Op::Appeal {
                job: at,
                by,
                evidence,
            } => disputes::appeal(ground, wallet(by).key, self.jobs[at].1.dispute, [evidence; 32]),
            Op::Resolve { job: at } => disputes::resolve_dispute(ground, self.jobs[at].0, &self.jobs[at].1),
            Op::Release { job: at } => disputes::release_bonds(ground, self.jobs[at].1.dispute, &dispute(at)),
            Op::Reward {
                job: at,
                voter,
                round,
                own,
            } => {
                let (key, record) = vote(at, voter, round);
                let claimer = if own { record.owner } else { ground.stranger };
                votes::claim_vote_reward(ground, key, &record, claimer)
            }
            Op::Discard {
                job: at,
                voter,
                round,
            } => {
                let (key, record) = vote(at, voter, round);
                votes::close_dispute_vote(key, &record)
            }
            Op::Bury { job: at } => disputes::close_dispute(self.jobs[at].1.dispute, &dispute(at)),
            _ => return None,
        })
    }

    fn order(&self, order: &Order, element: [u8; 32]) -> CreateJobArgs {
        let job = keys::job(&self.ground.wallets[order.client].key, order.nonce);
        let node = self.ground.wallets[order.node].node;
        CreateJobArgs {
            nonce: order.nonce,
            price: order.price,
            assignment_hash: assignment_hash(&node, &escrow::salt(&job)),
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
            client_nonce_hash: audits::secret_hash(&job),
            exact: order.batches.map(|batches| ExactTerms {
                batches,
                ..audits::terms(&job)
            }),
        }
    }
}
