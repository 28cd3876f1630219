import {
  jobEscrow,
  nodeRegistry,
  operatorAddress,
  registryAddress,
  stakeVaultAddress,
  tokenAccountOf,
} from '@cyxwiz/protocol';
import type { PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import {
  closeNode,
  cooled,
  emptied,
  nodeOf,
  registered,
  registerNode,
  rotateOperator,
} from '../fixtures/node-registry.ts';
import type { World } from '../fixtures/world.ts';
import { read, rejects, run } from '../support/case.ts';
import { doctor } from '../support/doctor.ts';
import { balance, createMint, giveTokens, mintTo } from '../support/tokens.ts';

const DAY = 86_400n;

function lamports(world: World, address: PublicKey): bigint {
  return world.chain.account(address)?.lamports ?? 0n;
}

/** The three accounts that make a node. */
function accountsOf(world: World): readonly PublicKey[] {
  const node = nodeOf(world);
  return [node, stakeVaultAddress(node), operatorAddress(world.operator.publicKey)];
}

function spoilt(change: object): World {
  const world = emptied();
  doctor(world.chain, nodeRegistry, 'Node', nodeOf(world), change);
  return world;
}

describe('node-registry: close_node', () => {
  it('leaves nothing behind and gives the rent back to who paid it', () => {
    const world = emptied();
    const rents = accountsOf(world).reduce((sum, address) => sum + lamports(world, address), 0n);
    const before = lamports(world, world.payer.publicKey);
    const { events } = run(closeNode({ world }));
    for (const address of accountsOf(world)) expect(world.chain.account(address)).to.equal(undefined);
    expect(lamports(world, world.payer.publicKey) - before).to.equal(rents);
    expect(events.map(({ name }) => name)).to.deep.equal(['NodeClosed']);
  });

  it('gives gifts in the vault to the owner', () => {
    const world = emptied();
    mintTo(world.chain, world.mint, stakeVaultAddress(nodeOf(world)), 5n);
    const tokens = tokenAccountOf(world.owner.publicKey, world.mint);
    const before = balance(world.chain, tokens);
    const { events } = run(closeNode({ world }));
    expect(balance(world.chain, tokens) - before).to.equal(5n);
    expect(events.map(({ data }) => (data as { gifts: bigint }).gifts)).to.deep.equal([5n]);
  });

  it('gives the rents to their two payers when they differ', () => {
    const world = emptied();
    const { chain, owner, stranger } = world;
    run(rotateOperator({ world, accounts: { payer: owner.publicKey } }));
    const own = lamports(world, operatorAddress(stranger.publicKey));
    const before = lamports(world, owner.publicKey);
    const accounts = {
      operatorAccount: operatorAddress(stranger.publicKey),
      operatorRentPayer: owner.publicKey,
    };
    rejects(closeNode({ world }), 'AccountNotInitialized');
    run(closeNode({ world, accounts }));
    expect(lamports(world, owner.publicKey) - before).to.equal(own);
    expect(chain.account(nodeOf(world))).to.equal(undefined);
  });

  it('gives them to the owner when the payer has become a program', () => {
    const world = emptied();
    const rents = accountsOf(world).reduce((sum, address) => sum + lamports(world, address), 0n);
    const program = jobEscrow.id;
    const rentPayer = program.toBase58();
    doctor(world.chain, nodeRegistry, 'Node', nodeOf(world), { rentPayer });
    const operator = operatorAddress(world.operator.publicKey);
    doctor(world.chain, nodeRegistry, 'Operator', operator, { rentPayer });
    const before = lamports(world, world.owner.publicKey);
    run(closeNode({ world, accounts: { rentPayer: program, operatorRentPayer: program } }));
    expect(lamports(world, world.owner.publicKey) - before).to.equal(rents);
  });

  it('lets the owner register anew, with another index and a new lock', () => {
    const world = emptied();
    run(closeNode({ world }));
    run(registerNode({ world }));
    const node = read(world.chain, nodeRegistry, 'Node', nodeOf(world));
    expect([node.index, node.jobsAccepted]).to.deep.equal([1, 0]);
    expect(node.lockedUntil).to.equal(world.chain.now() + 30n * DAY);
    expect(read(world.chain, nodeRegistry, 'Registry', registryAddress()).nodeCount).to.equal(2);
  });

  it('refuses with stake, even one that has cooled down', () => {
    rejects(closeNode({ world: registered() }), 'StakeLeft');
    rejects(closeNode({ world: cooled() }), 'StakeLeft');
  });

  it('refuses with a job', () => {
    rejects(closeNode({ world: spoilt({ activeJobs: 1, jobsAccepted: 1 }) }), 'JobsActive');
  });

  it('refuses a banned node, for good', () => {
    const world = spoilt({ banned: true });
    world.chain.warp(10_000n * DAY);
    rejects(closeNode({ world }), 'NodeBanned');
  });

  it('refuses a suspended node until its time is over', () => {
    const world = emptied();
    const until = world.chain.now() + DAY;
    doctor(world.chain, nodeRegistry, 'Node', nodeOf(world), { suspendedUntil: until });
    world.chain.warp(DAY - 1n);
    rejects(closeNode({ world }), 'NodeSuspended');
    world.chain.warp(1n);
    run(closeNode({ world }));
  });

  it('refuses for seven days after a failure, which would be forgotten', () => {
    const world = emptied();
    const recentFailures = [world.chain.now(), 0n, 0n];
    doctor(world.chain, nodeRegistry, 'Node', nodeOf(world), { recentFailures });
    world.chain.warp(7n * DAY - 1n);
    rejects(closeNode({ world }), 'RecentFailure');
    world.chain.warp(1n);
    run(closeNode({ world }));
  });

  it('refuses anyone but the owner, and accounts that are not the owner’s', () => {
    const world = emptied();
    const { publicKey } = world.stranger;
    const ownerToken = giveTokens(world.chain, world.mint, publicKey, 0n);
    rejects(closeNode({ world, accounts: { owner: publicKey, ownerToken } }), 'NotOwner');
    rejects(closeNode({ world, accounts: { ownerToken } }), 'NotOwner');
  });

  it('refuses another mint', () => {
    const world = emptied();
    const mint = createMint(world.chain);
    const ownerToken = giveTokens(world.chain, mint, world.owner.publicKey, 0n);
    rejects(closeNode({ world, accounts: { ownerToken } }), 'WrongMint');
    rejects(closeNode({ world, accounts: { ownerToken, mint } }), 'WrongMint');
  });

  it('refuses to give the rent to anyone else', () => {
    const world = emptied();
    const { publicKey } = world.stranger;
    rejects(closeNode({ world, accounts: { rentPayer: publicKey } }), 'WrongRentPayer');
    rejects(closeNode({ world, accounts: { operatorRentPayer: publicKey } }), 'WrongRentPayer');
  });

  it('refuses an operator account that names another node', () => {
    const world = emptied();
    const own = operatorAddress(world.operator.publicKey);
    doctor(world.chain, nodeRegistry, 'Operator', own, { node: world.stranger.publicKey.toBase58() });
    rejects(closeNode({ world }), 'WrongOperatorAccount');
  });

  it('refuses to go on when the account is broken', () => {
    rejects(closeNode({ world: spoilt({ version: 1 }) }), 'InvariantViolated');
  });
});
