//! A chain where everything is ready: parameters, three mints, a key, a registry, a page of scores, and wallets.
use anchor_lang::prelude::Pubkey;
use governance::{ConfigParams, InitConfigArgs, CONFIG_ID};
use job_escrow::CHECKPOINT_CHAIN_CIRCUIT;
use solana_account::{Account, ReadableAccount};
use solana_instruction::Instruction;

use crate::{
    chain::{Chain, Fault, LOADER, SYSTEM, TOKEN, TOKEN_2022},
    keys::{self, call},
    params::design,
    proofs::Forger,
    rules,
    tokens::{self, Holding, NewMint, TransferFee},
};

/// One CYXWIZ.
pub const CYXWIZ: u64 = 1_000_000_000;
/// CYXWIZ that exist in the beginning.
pub const SUPPLY: u64 = 1_000_000_000 * CYXWIZ;
/// People of a chain.
pub const WALLETS: usize = 8;
/// Key version of the keys whose logarithms are known.
pub const KEY_VERSION: u16 = 1;
/// Stands in for a circuit that proves training steps.
pub const STEP_CIRCUIT: u16 = 2;
/// Steps in one of its proofs.
pub const STEPS: u8 = 4;

/// A mint that jobs are paid in.
#[derive(Clone, Copy, Debug)]
pub struct Mint {
    pub key: Pubkey,
    pub program: Pubkey,
    pub decimals: u8,
    pub policy: Pubkey,
    pub fee_vault: Pubkey,
    pub treasury: Pubkey,
    pub liquidity: Pubkey,
    pub fee: Option<TransferFee>,
}

impl Mint {
    /// What is there of `amount` after a transfer.
    pub fn arrives(&self, amount: u128) -> u128 {
        amount - self.fee.map_or(0, |fee| fee.of(amount))
    }
}

/// Somebody with tokens.
#[derive(Clone, Debug)]
pub struct Wallet {
    pub key: Pubkey,
    /// One for each mint.
    pub tokens: Vec<Pubkey>,
    /// The hot key of a node that this wallet may own.
    pub operator: Pubkey,
    pub node: Pubkey,
    pub stake_vault: Pubkey,
    pub client_record: Pubkey,
    /// Its locked tokens, which vote.
    pub lock: Pubkey,
}

/// What never changes on a chain.
#[derive(Clone)]
pub struct Ground {
    pub fee_payer: Pubkey,
    pub authority: Pubkey,
    pub guardians: [Pubkey; 5],
    /// Has no part in anything; sends what anyone may send.
    pub stranger: Pubkey,
    /// CYXWIZ first.
    pub mints: Vec<Mint>,
    pub wallets: Vec<Wallet>,
    pub registry: Pubkey,
    pub insurance: Pubkey,
    pub outcomes: Pubkey,
    pub scores: Pubkey,
    pub verifying_key: Pubkey,
    /// For the steps of exact jobs.
    pub step_key: Pubkey,
    pub forger: Forger,
}

impl Ground {
    /// Whether tokens of this owner are a wallet's and not a vault's.
    pub fn is_person(&self, key: &Pubkey) -> bool {
        self.wallets.iter().any(|wallet| wallet.key == *key)
    }

    pub fn wallet(&self, key: &Pubkey) -> Option<&Wallet> {
        self.wallets.iter().find(|wallet| wallet.key == *key)
    }

    pub fn mint(&self, key: &Pubkey) -> usize {
        self.mints.iter().position(|mint| mint.key == *key).unwrap_or(0)
    }
}

fn mint(name: &str, program: Pubkey, decimals: u8, fee: Option<TransferFee>) -> Mint {
    let key = keys::named(name);
    Mint {
        key,
        program,
        decimals,
        policy: keys::mint_policy(&key),
        fee_vault: keys::fee_vault(&key),
        treasury: keys::fund(&key, governance::TREASURY),
        liquidity: keys::fund(&key, governance::LIQUIDITY),
        fee,
    }
}

fn ground() -> Ground {
    let mints = vec![
        mint("cyxwiz", TOKEN, 9, None),
        mint("dollars", TOKEN, 6, None),
        mint("token 2022", TOKEN_2022, 0, None),
        // The cap lies within the prices of most jobs.
        mint("taxed", TOKEN_2022, 2, Some(TransferFee { bps: 125, most: 5 })),
    ];
    let wallets = (0..WALLETS)
        .map(|number| {
            let key = keys::named(&format!("wallet {number}"));
            let node = keys::node(&key);
            Wallet {
                tokens: (0..mints.len())
                    .map(|mint| keys::named(&format!("tokens {number} {mint}")))
                    .collect(),
                operator: keys::named(&format!("operator {number}")),
                stake_vault: keys::stake_vault(&node),
                client_record: keys::client(&key),
                lock: keys::lock(&key),
                node,
                key,
            }
        })
        .collect();
    Ground {
        fee_payer: keys::named("fee payer"),
        authority: keys::named("authority"),
        guardians: std::array::from_fn(|at| keys::named(&format!("guardian {at}"))),
        stranger: keys::named("stranger"),
        mints,
        wallets,
        registry: job_escrow::REGISTRY,
        insurance: job_escrow::INSURANCE,
        outcomes: keys::outcomes(0),
        scores: keys::scores(0),
        verifying_key: keys::verifying_key(CHECKPOINT_CHAIN_CIRCUIT, KEY_VERSION),
        step_key: keys::verifying_key(STEP_CIRCUIT, KEY_VERSION),
        forger: Forger::new(),
    }
}

/// Makes `authority` the one who may upgrade governance, as a deployment would.
fn name_upgrade_authority(chain: &mut Chain, authority: &Pubkey) -> Result<Pubkey, String> {
    let program_data = Pubkey::find_program_address(&[governance::ID.as_ref()], &LOADER).0;
    let stored = chain
        .account(&program_data)
        .ok_or("governance has no ProgramData")?;
    // A u32 tag, a u64 slot, then an optional key.
    let mut data = stored.data().to_vec();
    data[12] = 1;
    data[13..45].copy_from_slice(authority.as_ref());
    chain.put(
        program_data,
        Account {
            lamports: stored.lamports(),
            data,
            owner: LOADER,
            executable: false,
            rent_epoch: u64::MAX,
        },
    );
    Ok(program_data)
}

fn put_wealth(chain: &mut Chain, ground: &Ground) {
    for (at, mint) in ground.mints.iter().enumerate() {
        let supply = if at == 0 { SUPPLY } else { u64::MAX };
        let new = NewMint {
            key: mint.key,
            program: mint.program,
            decimals: mint.decimals,
            supply,
            fee: mint.fee,
        };
        tokens::put_mint(chain, &new);
        let each = supply / WALLETS as u64;
        for (number, wallet) in ground.wallets.iter().enumerate() {
            // The first takes what cannot be divided.
            let amount = if number == 0 {
                supply - each * (WALLETS as u64 - 1)
            } else {
                each
            };
            let holding = Holding {
                mint: mint.key,
                owner: wallet.key,
                amount,
                withheld: 0,
            };
            tokens::put_account(
                chain,
                wallet.tokens[at],
                mint.program,
                holding,
                mint.fee.is_some(),
            );
        }
    }
    let people = ground
        .wallets
        .iter()
        .flat_map(|wallet| [wallet.key, wallet.operator]);
    for key in people
        .chain([ground.authority, ground.stranger])
        .chain(ground.guardians)
    {
        chain.give_lamports(key, 1_000_000_000_000);
    }
}

fn first_steps(ground: &Ground, program_data: Pubkey, params: ConfigParams) -> Vec<Instruction> {
    let authority = ground.authority;
    let cyxwiz = ground.mints[0];
    let event_authority = governance::EVENT_AUTHORITY_AND_BUMP.0;
    let program = governance::ID;
    let mut steps = vec![call(
        program,
        governance::accounts::InitConfig {
            authority,
            config: CONFIG_ID,
            cyxwiz_mint: cyxwiz.key,
            program_data,
            system_program: SYSTEM,
            event_authority,
            program,
        },
        governance::instruction::InitConfig {
            args: InitConfigArgs {
                params,
                guardians: ground.guardians,
                guardian_threshold: 3,
                allow_development_keys: true,
            },
        },
    )];
    for mint in &ground.mints {
        let accounts = governance::accounts::AllowMint {
            payer: authority,
            authority,
            config: CONFIG_ID,
            mint: mint.key,
            policy: mint.policy,
            fee_vault: mint.fee_vault,
            token_program: mint.program,
            system_program: SYSTEM,
            event_authority,
            program,
        };
        steps.push(call(program, accounts, governance::instruction::AllowMint {}));
    }
    for mint in 0..ground.mints.len() {
        for kind in [governance::TREASURY, governance::LIQUIDITY] {
            steps.push(crate::disputes::init_fund(ground, mint, kind));
        }
    }
    for circuit in [CHECKPOINT_CHAIN_CIRCUIT, STEP_CIRCUIT] {
        let by = (authority, authority);
        steps.push(rules::add_verifying_key(ground, by, circuit, KEY_VERSION));
    }
    steps.push(call(
        node_registry::ID,
        node_registry::accounts::InitRegistry {
            payer: authority,
            config: CONFIG_ID,
            mint: cyxwiz.key,
            registry: ground.registry,
            insurance: ground.insurance,
            rewards: governance::REWARDS_VAULT,
            token_program: cyxwiz.program,
            system_program: SYSTEM,
            event_authority: node_registry::EVENT_AUTHORITY_AND_BUMP.0,
            program: node_registry::ID,
        },
        node_registry::instruction::InitRegistry {},
    ));
    steps.push(call(
        reputation::ID,
        reputation::accounts::InitPage {
            payer: authority,
            queue: ground.outcomes,
            scores: ground.scores,
            system_program: SYSTEM,
            event_authority: reputation::EVENT_AUTHORITY_AND_BUMP.0,
            program: reputation::ID,
        },
        reputation::instruction::InitPage { page: 0 },
    ));
    steps
}

/// A fresh chain with these parameters.
pub fn open(params: ConfigParams) -> Result<(Chain, Ground), String> {
    let ground = ground();
    let mut chain = Chain::new(ground.fee_payer)?;
    put_wealth(&mut chain, &ground);
    let program_data = name_upgrade_authority(&mut chain, &ground.authority)?;
    for (at, step) in first_steps(&ground, program_data, params).into_iter().enumerate() {
        chain
            .send(&[step])
            .map_err(|fault: Fault| format!("setting up, step {at}: {fault:?}"))?;
    }
    Ok((chain, ground))
}

/// The chain that every run begins with.
pub fn design_chain() -> Result<(Chain, Ground), String> {
    open(design())
}
