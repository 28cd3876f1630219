import { jobEscrow, nodeRegistry } from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import {
  closeCoordinator,
  coordinating,
  coordinatorOf,
  inPlaces,
  readCoordinator,
  registerCoordinator,
  setCoordinatorKeys,
  tokenKeys,
} from '../fixtures/coordinators.ts';
import { World } from '../fixtures/world.ts';
import { rejects, run } from '../support/case.ts';
import { doctor } from '../support/doctor.ts';

const [first = '', second = ''] = tokenKeys;
/** Sets of keys that no coordinator can have, and what they are refused with. */
const wrong: readonly [string, readonly string[], string][] = [
  ['no key', [], 'NoTokenKey'],
  ['five keys', tokenKeys, 'TooManyTokenKeys'],
  ['the zero address', [first, PublicKey.default.toBase58()], 'InvalidTokenKey'],
  ['a key twice', [first, second, first], 'RepeatedTokenKey'],
];

describe('node-registry: register_coordinator', () => {
  it('keeps the keys of anyone who asks, and nothing before', () => {
    const world = new World();
    const { events } = run(registerCoordinator({ world, keys: tokenKeys.slice(0, 4) }));
    const { authority, keys, rentPayer } = readCoordinator(world);
    expect(authority).to.equal(world.owner.publicKey.toBase58());
    expect(keys).to.deep.equal(tokenKeys.slice(0, 4));
    expect(rentPayer).to.equal(world.payer.publicKey.toBase58());
    expect(events.map(({ name }) => name)).to.deep.equal(['CoordinatorRegistered']);
  });

  for (const [what, keys, error] of wrong) {
    it(`refuses ${what}`, () => rejects(registerCoordinator({ keys }), error));
  }

  it('refuses a second time', () => {
    rejects(registerCoordinator({ world: coordinating() }), 'Custom 0');
  });

  it('refuses an authority that does not sign', () => {
    const test = registerCoordinator();
    test.instruction.keys = test.instruction.keys.map((key, at) =>
      at === 0 ? { ...key, isSigner: false } : key,
    );
    rejects(test, 'AccountNotSigner');
  });
});

describe('node-registry: set_coordinator_keys', () => {
  it('puts a key beside the present one, then leaves the old one out', () => {
    const world = coordinating();
    const { events } = run(setCoordinatorKeys({ world, keys: [first, second] }));
    expect(readCoordinator(world).keys).to.deep.equal(inPlaces([first, second]));
    expect(events.map(({ name }) => name)).to.deep.equal(['CoordinatorKeysSet']);
    run(setCoordinatorKeys({ world, keys: [second] }));
    expect(readCoordinator(world).keys).to.deep.equal(inPlaces([second]));
  });

  for (const [what, keys, error] of wrong) {
    it(`refuses ${what}`, () => rejects(setCoordinatorKeys({ keys }), error));
  }

  it('refuses a stranger', () => {
    const world = coordinating();
    const accounts = { authority: world.stranger.publicKey };
    rejects(setCoordinatorKeys({ world, accounts }), 'NotCoordinator');
  });

  it('refuses to go on from a broken state', () => {
    const world = coordinating();
    doctor(world.chain, nodeRegistry, 'Coordinator', coordinatorOf(world), { version: 0 });
    rejects(setCoordinatorKeys({ world }), 'InvariantViolated');
  });
});

describe('node-registry: close_coordinator', () => {
  it('ends it and gives the rent back to who paid it', () => {
    const world = coordinating();
    const { chain, payer } = world;
    const rent = chain.account(coordinatorOf(world))?.lamports ?? 0n;
    const held = chain.account(payer.publicKey)?.lamports ?? 0n;
    const { events } = run(closeCoordinator({ world }));
    expect(chain.account(coordinatorOf(world))).to.equal(undefined);
    expect((chain.account(payer.publicKey)?.lamports ?? 0n) - held).to.equal(rent);
    expect(events.map(({ name }) => name)).to.deep.equal(['CoordinatorClosed']);
    run(registerCoordinator({ world, keys: [second] }));
  });

  it('gives it to the authority when its payer has become a program', () => {
    const world = coordinating();
    const { chain, owner } = world;
    const rent = chain.account(coordinatorOf(world))?.lamports ?? 0n;
    doctor(chain, nodeRegistry, 'Coordinator', coordinatorOf(world), { rentPayer: jobEscrow.id.toBase58() });
    const held = chain.account(owner.publicKey)?.lamports ?? 0n;
    run(closeCoordinator({ world, accounts: { rentPayer: jobEscrow.id } }));
    expect((chain.account(owner.publicKey)?.lamports ?? 0n) - held).to.equal(rent);
  });

  it('refuses a stranger, and to give the rent to anyone else', () => {
    const world = coordinating();
    const { publicKey } = world.stranger;
    rejects(closeCoordinator({ world, accounts: { authority: publicKey } }), 'NotCoordinator');
    rejects(closeCoordinator({ world, accounts: { rentPayer: publicKey } }), 'WrongRentPayer');
  });
});
