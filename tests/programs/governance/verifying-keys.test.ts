import { governance, type KeyPoints, verifyingKeyAddress } from '@cyxwiz/protocol';
import { expect } from 'chai';
import {
  addVerifyingKey,
  configured,
  developmentKey,
  keyed,
  retireVerifyingKey,
  smallKey,
  updateConfig,
} from '../fixtures/governance.ts';
import { World } from '../fixtures/world.ts';
import { read, rejects, run } from '../support/case.ts';
import { doctor } from '../support/doctor.ts';

function points(change: Partial<KeyPoints>): { points: KeyPoints } {
  return { points: { ...developmentKey, ...change } };
}

/** The points with one in the IC replaced. */
function withInput(index: number, point: Uint8Array): { points: KeyPoints } {
  return points({ ic: developmentKey.ic.map((old, at) => (at === index ? point : old)) });
}

describe('governance: add_verifying_key', () => {
  it('stores the key to the byte', () => {
    const world = new World();
    const { events } = run(addVerifyingKey({ world }));
    const stored = read(world.chain, governance, 'VerifyingKey', verifyingKeyAddress(1, 1));
    for (const name of ['alphaG1', 'betaG2', 'gammaG2', 'deltaG2'] as const) {
      expect(Buffer.from(stored[name])).to.deep.equal(Buffer.from(developmentKey[name]));
    }
    expect(stored.ic.map((point) => Buffer.from(point))).to.deep.equal(
      developmentKey.ic.map((point) => Buffer.from(point)),
    );
    expect([stored.development, stored.retired, stored.publicInputs]).to.deep.equal([true, false, 5]);
    expect(events.map(({ name }) => name)).to.deep.equal(['VerifyingKeyAdded']);
  });

  it('keeps versions apart and never overwrites one', () => {
    const world = keyed();
    run(addVerifyingKey({ world, keyVersion: 2, ...smallKey }));
    rejects(addVerifyingKey({ world }), 'Custom 0');
  });

  it('refuses gamma = delta, which anyone can forge for', () => {
    rejects(addVerifyingKey(points({ deltaG2: developmentKey.gammaG2 })), 'GammaEqualsDelta');
  });

  it('refuses points at infinity', () => {
    rejects(addVerifyingKey(points({ alphaG1: new Uint8Array(64) })), 'IdentityPoint');
    rejects(addVerifyingKey(points({ deltaG2: new Uint8Array(128) })), 'IdentityPoint');
    rejects(addVerifyingKey(withInput(3, new Uint8Array(64))), 'IdentityPoint');
  });

  it('refuses points off their curves', () => {
    const g1 = new Uint8Array(64).fill(1);
    rejects(addVerifyingKey(points({ alphaG1: g1 })), 'PointNotOnCurve');
    rejects(addVerifyingKey(withInput(5, g1)), 'PointNotOnCurve');
    rejects(addVerifyingKey(points({ betaG2: new Uint8Array(128).fill(1) })), 'PointNotOnCurve');
    const swapped = Uint8Array.from([
      ...developmentKey.deltaG2.subarray(64),
      ...developmentKey.deltaG2.subarray(0, 64),
    ]);
    rejects(addVerifyingKey(points({ deltaG2: swapped })), 'PointNotOnCurve');
  });

  it('refuses a number of points that does not fit the inputs', () => {
    rejects(addVerifyingKey({ publicInputs: 4 }), 'KeyShapeMismatch');
    rejects(addVerifyingKey({ publicInputs: 6 }), 'KeyShapeMismatch');
    rejects(
      addVerifyingKey({ publicInputs: 0, ...points({ ic: developmentKey.ic.slice(0, 1) }) }),
      'KeyShapeMismatch',
    );
    rejects(addVerifyingKey({ publicInputs: 9 }), 'KeyShapeMismatch');
  });

  it('refuses circuit or version 0', () => {
    rejects(addVerifyingKey({ circuit: 0 }), 'CircuitOutOfRange');
    rejects(addVerifyingKey({ keyVersion: 0 }), 'CircuitOutOfRange');
  });

  it('refuses a development key where Config does', () => {
    const world = configured();
    run(updateConfig({ world, allowDevelopmentKeys: false }));
    rejects(addVerifyingKey({ world }), 'DevelopmentKeysRefused');
    run(addVerifyingKey({ world, development: false }));
  });

  it('refuses a stranger', () => {
    const world = new World();
    rejects(
      addVerifyingKey({ world, ...smallKey, accounts: { authority: world.stranger.publicKey } }),
      'NotAuthority',
    );
  });
});

describe('governance: retire_verifying_key', () => {
  it('retires once', () => {
    const world = new World();
    const { events } = run(retireVerifyingKey({ world }));
    expect(read(world.chain, governance, 'VerifyingKey', verifyingKeyAddress(1, 1)).retired).to.equal(true);
    expect(events.map(({ name }) => name)).to.deep.equal(['VerifyingKeyRetired']);
    rejects(retireVerifyingKey({ world }), 'KeyAlreadyRetired');
  });

  it('refuses a stranger', () => {
    const world = new World();
    rejects(retireVerifyingKey({ world, accounts: { authority: world.stranger.publicKey } }), 'NotAuthority');
  });

  it('refuses to go on from a broken state', () => {
    const world = keyed();
    doctor(world.chain, governance, 'VerifyingKey', verifyingKeyAddress(1, 1), { publicInputs: 4 });
    rejects(retireVerifyingKey({ world }), 'InvariantViolated');
  });
});
