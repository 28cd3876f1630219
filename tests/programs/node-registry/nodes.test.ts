import { nodeRegistry, type nodeRegistryTypes, registryAddress, stakeVaultAddress } from '@cyxwiz/protocol';
import { TOKEN_2022_PROGRAM_ID } from '@solana/spl-token';
import { PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import { configured } from '../fixtures/governance.ts';
import {
  hardware,
  heartbeat,
  initRegistry,
  nodeOf,
  registered,
  registerNode,
  registryReady,
  STAKE,
  tlsKeyHash,
  updateNode,
} from '../fixtures/node-registry.ts';
import { designParams } from '../fixtures/params.ts';
import { TOKEN, World } from '../fixtures/world.ts';
import { read, rejects, run } from '../support/case.ts';
import { START } from '../support/chain.ts';
import { doctor } from '../support/doctor.ts';
import { balance, createMint, giveTokens } from '../support/tokens.ts';

const DAY = 86_400n;

function node(world: World): nodeRegistryTypes.Node {
  return read(world.chain, nodeRegistry, 'Node', nodeOf(world));
}

describe('node-registry: init_registry', () => {
  it('starts at nothing', () => {
    const world = new World();
    run(initRegistry({ world }));
    const registry = read(world.chain, nodeRegistry, 'Registry', registryAddress());
    expect([registry.nodeCount, registry.insured, registry.burned]).to.deep.equal([0, 0n, 0n]);
    expect(registry.mint).to.equal(world.mint.toBase58());
  });

  it('refuses another mint', () => {
    const world = configured();
    rejects(initRegistry({ world, accounts: { mint: createMint(world.chain) } }), 'WrongMint');
  });

  it('refuses the other token program', () => {
    rejects(initRegistry({ accounts: { tokenProgram: TOKEN_2022_PROGRAM_ID } }), 'IncorrectProgramId');
  });

  it('refuses a second time', () => {
    rejects(initRegistry({ world: registryReady() }), 'Custom 0');
  });
});

describe('node-registry: register_node', () => {
  it('takes the stake and locks it', () => {
    const world = new World();
    const { events } = run(registerNode({ world }));
    const stored = node(world);
    expect([stored.stake, stored.index, stored.activeJobs]).to.deep.equal([STAKE, 0, 0]);
    expect(stored.lockedUntil).to.equal(START + 30n * DAY);
    expect(stored.rentPayer).to.equal(world.payer.publicKey.toBase58());
    expect(balance(world.chain, stakeVaultAddress(nodeOf(world)))).to.equal(STAKE);
    expect(events.map(({ name }) => name)).to.deep.equal(['NodeRegistered']);
  });

  it('numbers nodes', () => {
    const world = registered();
    const other = world.chain.wallet();
    const ownerToken = giveTokens(world.chain, world.mint, other.publicKey, STAKE);
    const [owner, operator] = [other.publicKey, world.stranger.publicKey];
    const test = registerNode({ world, accounts: { owner, operator, ownerToken } });
    run({ ...test, signers: [...test.signers, other] });
    expect(read(world.chain, nodeRegistry, 'Registry', registryAddress()).nodeCount).to.equal(2);
  });

  it('refuses a second node of one owner', () => {
    rejects(registerNode({ world: registered() }), 'Custom 0');
  });

  it('takes exactly the minimum', () => {
    run(registerNode({ stake: 50n * TOKEN }));
  });

  it('refuses a stake below the minimum', () =>
    rejects(registerNode({ stake: 50n * TOKEN - 1n }), 'StakeBelowMinimum'));
  it('refuses a stake of nothing', () => rejects(registerNode({ stake: 0n }), 'StakeBelowMinimum'));
  it('refuses a stake the owner does not have', () =>
    rejects(registerNode({ stake: STAKE + 1n }), 'InsufficientFunds'));
  it('refuses the largest stake', () =>
    rejects(registerNode({ stake: 2n ** 64n - 1n }), 'InsufficientFunds'));
  it('refuses no operator', () => {
    const test = registerNode({ accounts: { operator: PublicKey.default } });
    rejects({ ...test, options: { asProgram: true } }, 'InvalidOperator');
  });
  it('refuses no TLS key', () =>
    rejects(registerNode({ tlsKeyHash: new Uint8Array(32) }), 'InvalidTlsKeyHash'));

  const machines: readonly [string, Partial<nodeRegistryTypes.Hardware>][] = [
    ['no cores', { cpuCores: 0 }],
    ['no memory', { memoryMib: 0 }],
    ['a GPU without memory', { gpuMemoryMib: 0 }],
    ['GPU memory without a GPU', { gpuCount: 0 }],
  ];
  for (const [what, part] of machines) {
    it(`refuses ${what}`, () =>
      rejects(registerNode({ hardware: { ...hardware, ...part } }), 'InvalidHardware'));
  }

  it("refuses somebody else's tokens", () => {
    const world = registryReady();
    const ownerToken = giveTokens(world.chain, world.mint, world.stranger.publicKey, STAKE);
    rejects(registerNode({ world, accounts: { ownerToken } }), 'NotOwner');
  });

  it('refuses tokens of another mint', () => {
    const world = registryReady();
    const mint = createMint(world.chain);
    const ownerToken = giveTokens(world.chain, mint, world.owner.publicKey, STAKE);
    rejects(registerNode({ world, accounts: { ownerToken } }), 'WrongMint');
    rejects(registerNode({ world, accounts: { ownerToken, mint } }), 'WrongMint');
  });

  it('refuses when indices are used up', () => {
    const world = registryReady();
    doctor(world.chain, nodeRegistry, 'Registry', registryAddress(), { nodeCount: 2 ** 32 - 1 });
    rejects(registerNode({ world }), 'Overflow');
  });
});

describe('node-registry: update_node', () => {
  it('changes what is named and nothing else', () => {
    const world = registered();
    const before = node(world);
    run(updateNode({ world, hardware: { ...hardware, cpuCores: 2 } }));
    expect(node(world)).to.deep.equal({ ...before, hardware: { ...hardware, cpuCores: 2 } });
  });

  it('keeps the last TLS key beside the new one for a day, and no third', () => {
    const world = registered();
    const [second, third] = [new Uint8Array(32).fill(8), new Uint8Array(32).fill(9)];
    run(updateNode({ world, tlsKeyHash: second }));
    world.chain.warp(60);
    const { events } = run(updateNode({ world, tlsKeyHash: third }));
    const pins = {
      tlsKeyHash: third,
      previousTlsKeyHash: second,
      previousTlsUntil: START + 60n + (nodeRegistry.constant('TLS_OVERLAP') as bigint),
    };
    expect(node(world)).to.deep.include(pins);
    expect(nodeRegistry.constant('TLS_OVERLAP')).to.equal(DAY);
    expect(events.map(({ data }) => data)).to.deep.equal([{ node: nodeOf(world).toBase58(), ...pins }]);
  });

  it('drops a leaked TLS key at once, with its successor or later', () => {
    const world = registered();
    const [second, third] = [new Uint8Array(32).fill(8), new Uint8Array(32).fill(9)];
    const alone = { previousTlsKeyHash: new Uint8Array(32), previousTlsUntil: 0n };
    run(updateNode({ world, tlsKeyHash: second, revokePrevious: true }));
    expect(node(world)).to.deep.include({ tlsKeyHash: second, ...alone });
    run(updateNode({ world, tlsKeyHash: third }));
    run(updateNode({ world, revokePrevious: true }));
    expect(node(world)).to.deep.include({ tlsKeyHash: third, ...alone });
  });

  it('refuses an update of nothing', () => rejects(updateNode({ hardware: null }), 'NothingToUpdate'));
  it('refuses no TLS key', () =>
    rejects(updateNode({ tlsKeyHash: new Uint8Array(32) }), 'InvalidTlsKeyHash'));
  it('refuses no cores', () =>
    rejects(updateNode({ hardware: { ...hardware, cpuCores: 0 } }), 'InvalidHardware'));

  it('refuses a stranger and the operator', () => {
    const world = registered();
    rejects(updateNode({ world, accounts: { owner: world.stranger.publicKey } }), 'NotOwner');
    const test = updateNode({ world, tlsKeyHash, accounts: { owner: world.operator.publicKey } });
    rejects({ ...test, signers: [world.operator] }, 'NotOwner');
  });

  it('refuses to go on from a broken state', () => {
    const world = registered();
    doctor(world.chain, nodeRegistry, 'Node', nodeOf(world), { activeJobs: 1 });
    rejects(updateNode({ world }), 'InvariantViolated');
  });
});

describe('node-registry: heartbeat', () => {
  it('notes the time', () => {
    const world = registered();
    world.chain.warp(60);
    const { events } = run(heartbeat({ world }));
    expect(node(world).lastHeartbeat).to.equal(START + 60n);
    expect(node(world).uptimeSeconds).to.equal(60n);
    expect(events.map(({ name }) => name)).to.deep.equal(['Heartbeat']);
  });

  it('counts the time between beats, but no silence longer than a node may keep', () => {
    const world = registered();
    const silence = designParams.escrow.silence;
    for (const gap of [0n, silence, 0n, silence + 1n, 30n]) {
      world.chain.warp(gap);
      run(heartbeat({ world }));
    }
    const { uptimeSeconds, aliveSince, breaks } = node(world);
    expect([uptimeSeconds, aliveSince, breaks]).to.deep.equal([silence + 30n, START + 2n * silence + 1n, 1]);
  });

  it('refuses the owner and a stranger', () => {
    const world = registered();
    rejects(heartbeat({ world, accounts: { operator: world.stranger.publicKey } }), 'NotOperator');
    const test = heartbeat({ world, accounts: { operator: world.owner.publicKey } });
    rejects({ ...test, signers: [world.owner] }, 'NotOperator');
  });
});
