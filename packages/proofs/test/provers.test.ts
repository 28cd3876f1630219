// SPDX-License-Identifier: GPL-3.0-or-later
//
// Both provers and both verifiers on the deployed circuit. The two proofs are made once and shared.
import { bytesToField, checkpointBinding, jobId, nodeId } from '@cyxwiz/protocol';
import { expect } from 'chai';
import {
  ArkworksBackend,
  checkpointChainCircuit,
  type MadeProof,
  type Proof,
  ProverPool,
  type ProvingBackend,
  proveSampleChain,
  SnarkjsBackend,
  verifyCheckpointChain,
} from '../src/index.ts';

const parts = {
  program: 'BPFLoaderUpgradeab1e11111111111111111111111',
  job: jobId('SysvarC1ock11111111111111111111111111111111'),
  node: nodeId('SysvarRent111111111111111111111111111111111'),
  datasetRoot: new Uint8Array(32).fill(1),
  initialWeights: new Uint8Array(32).fill(2),
  specHash: new Uint8Array(32).fill(3),
  acceptedSlot: 1234n,
};
const otherParts: Record<string, Partial<typeof parts>> = {
  program: { program: '11111111111111111111111111111111' },
  job: { job: jobId('SysvarRent111111111111111111111111111111111') },
  node: { node: nodeId('SysvarC1ock11111111111111111111111111111111') },
  'data set': { datasetRoot: new Uint8Array(32).fill(9) },
  'initial weights': { initialWeights: new Uint8Array(32).fill(9) },
  specification: { specHash: new Uint8Array(32).fill(9) },
  'acceptance slot': { acceptedSlot: 1235n },
};
const bindingOf = (change: Partial<typeof parts> = {}) =>
  bytesToField(checkpointBinding({ ...parts, ...change }));

const circuit = checkpointChainCircuit();

describe('checkpoint_chain proofs', function () {
  this.timeout(240_000);
  const pools = (['arkworks', 'snarkjs'] as const).map((backend) => new ProverPool({ backend }));
  const verifiers: ProvingBackend[] = [new ArkworksBackend(), new SnarkjsBackend()];
  const proofs: MadeProof[] = [];

  before(async () => {
    for (const pool of pools) proofs.push(await proveSampleChain(bindingOf(), 5, pool));
  });

  after(async () => {
    await Promise.all([...pools, ...verifiers].map((each) => each.close()));
  });

  /** What every verifier says; they must agree. */
  async function verdict(signals: readonly string[], proof: Proof): Promise<boolean> {
    const verdicts = await Promise.all(verifiers.map((each) => each.verify(circuit, signals, proof)));
    verdicts.push(await verifyCheckpointChain(signals, proof));
    expect(new Set(verdicts), `verifiers disagree: ${verdicts}`).to.have.length(1);
    return verdicts[0] ?? false;
  }

  for (const [index, name] of ['arkworks', 'snarkjs'].entries()) {
    const made = () => {
      const found = proofs[index];
      if (!found) throw new Error('no proof was made');
      return found;
    };

    it(`${name}: the proof holds for every verifier`, async () => {
      expect(made().backend).to.equal(name);
      expect(made().publicSignals[0]).to.equal(String(bindingOf()));
      expect(await verdict(made().publicSignals, made().proof)).to.equal(true);
    });

    for (const [what, change] of Object.entries(otherParts)) {
      it(`${name}: the proof does not hold for another ${what}`, async () => {
        const signals = made().publicSignals.with(0, String(bindingOf(change)));
        expect(await verdict(signals, made().proof)).to.equal(false);
      });
    }

    it(`${name}: the proof does not hold with any public signal changed`, async () => {
      for (const [i, signal] of made().publicSignals.entries()) {
        const changed = made().publicSignals.with(i, String(BigInt(signal) + 1n));
        expect(await verdict(changed, made().proof), circuit.publicSignals[i]).to.equal(false);
      }
    });

    it(`${name}: the proof does not hold with its points changed`, async () => {
      const { proof, publicSignals } = made();
      const negated = (point: Proof['pi_a']): Proof['pi_a'] => {
        const modulus = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
        return [point[0], String(modulus - BigInt(point[1])), point[2]];
      };
      const other = proofs[1 - index]?.proof ?? proof;
      const changed: Proof[] = [
        { ...proof, pi_a: negated(proof.pi_a) },
        { ...proof, pi_c: negated(proof.pi_c) },
        { ...proof, pi_a: proof.pi_c, pi_c: proof.pi_a },
        { ...proof, pi_a: other.pi_a },
        { ...proof, pi_b: other.pi_b },
        { ...proof, pi_c: other.pi_c },
      ];
      for (const each of changed) expect(await verdict(publicSignals, each)).to.equal(false);
    });
  }

  it('calls malformed proofs and signals invalid', async () => {
    const [made] = proofs;
    if (!made) throw new Error('no proof was made');
    const { proof, publicSignals } = made;
    const malformed: [readonly string[], Proof][] = [
      [publicSignals.slice(1), proof],
      [[...publicSignals, '0'], proof],
      [publicSignals.with(1, 'five'), proof],
      [publicSignals.with(1, '05'), proof],
      [publicSignals.with(1, String(BigInt(publicSignals[1] ?? 0) + 2n ** 254n)), proof],
      [publicSignals, { ...proof, pi_a: ['1', '1', '1'] }],
      [publicSignals, { ...proof, pi_a: ['0', '1', '0'] }],
      [publicSignals, { ...proof, pi_a: ['a', '1', '1'] }],
      [publicSignals, { ...proof, curve: 'bls12381' }],
      [publicSignals, {} as Proof],
    ];
    for (const [signals, each] of malformed) expect(await verdict(signals, each)).to.equal(false);
  });
});
