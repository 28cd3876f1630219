import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { poseidon1 } from 'poseidon-lite/poseidon1';
import { poseidon2 } from 'poseidon-lite/poseidon2';
import { poseidon4 } from 'poseidon-lite/poseidon4';
import {
  assignmentHash,
  bytesToField,
  CheckpointChain,
  checkpointBinding,
  encodeJobSpec,
  exactOrderOf,
  exactTermsHash,
  exactTermsOf,
  FIELD_MODULUS,
  isFailure,
  type JobSpec,
  jobId,
  nodeId,
  parseJobSpec,
  segmentsOf,
  specHash,
  toHex,
  verifyingKeyAddress,
} from '../src/index.ts';

const spec: JobSpec = {
  version: 1,
  engine: 'exact',
  shape: { inputs: 64, hidden: 32, outputs: 10, batch: 8 },
  seed: '01'.repeat(32),
  epochs: 50,
  checkpointInterval: 1,
  datasetRoot: '02'.repeat(32),
  initialWeights: '03'.repeat(32),
  estimatedSeconds: 30,
  clientKey: '04'.repeat(32),
};

const exact = { circuit: 2, keyVersion: 1, steps: 4, batches: 8 };
/** Segments of two steps in epochs of so many batches. */
const halves = (batches: number) => ({ ...exact, steps: 2, batches });

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (isFailure(error)) return error.code;
    throw error;
  }
  return 'no failure';
}

describe('job specification', () => {
  it('survives its canonical form, whose keys are sorted', () => {
    const bytes = encodeJobSpec(spec);
    expect(new TextDecoder().decode(bytes)).to.match(/^\{"checkpointInterval":1,"clientKey":"04/);
    expect(parseJobSpec(bytes)).to.deep.equal(spec);
    expect(toHex(specHash(spec))).to.equal(toHex(specHash(bytes)));
  });

  const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const wrong: [string, Uint8Array][] = [
    ['not JSON', new TextEncoder().encode('{')],
    ['not UTF-8', Uint8Array.of(0xff, 0xfe)],
    ['not canonical', encode(spec)],
    ['too long', new Uint8Array(5000).fill(32)],
    ['null', encode(null)],
  ];
  for (const [name, bytes] of wrong) {
    it(`is refused when ${name}`, () =>
      expect(codeOf(() => parseJobSpec(bytes))).to.equal('INVALID_JOB_SPEC'));
  }

  const fields: [string, Record<string, unknown>][] = [
    ['an unknown field', { extra: 1 }],
    ['a missing seed', { seed: undefined }],
    ['a seed in capitals', { seed: 'AB'.repeat(32) }],
    ['zero epochs', { epochs: 0 }],
    ['negative epochs', { epochs: -1 }],
    ['half an epoch', { epochs: 1.5 }],
    ['not a number of epochs', { epochs: Number.NaN }],
    ['too many epochs', { epochs: 2 ** 32 }],
    ['more than 64 checkpoints', { epochs: 65 }],
    ['another engine', { engine: 'other' }],
    ['another version', { version: 2 }],
    ['no hidden layer', { shape: { inputs: 64, hidden: 0, outputs: 10, batch: 8 } }],
    ['batches that no whole number of proofs covers', { exact: { ...exact, batches: 10 } }],
    ['a proof of no steps', { exact: { ...exact, steps: 0 } }],
    ['more batches than the tree of them holds', { exact: { ...exact, batches: 260 } }],
    ['a segment more than can be proven', { epochs: 128, checkpointInterval: 2, exact: halves(256) }],
    ['a root that is no field element', { datasetRoot: FIELD_MODULUS.toString(16) }],
  ];
  for (const [name, change] of fields) {
    it(`is refused with ${name}`, () =>
      expect(codeOf(() => encodeJobSpec({ ...spec, ...change } as JobSpec))).to.equal('INVALID_JOB_SPEC'));
  }
});

describe('an exact job specification', () => {
  it('is one with terms of its steps, and its escrow says so', () => {
    const { tier, exactTerms } = exactTermsOf({ ...spec, exact });
    const order = exactOrderOf({ ...spec, exact });
    expect(tier).to.equal('Exact');
    expect(exactTerms).to.deep.equal(
      exactTermsHash(verifyingKeyAddress(2, 1).toBase58(), {
        seed: new Uint8Array(32).fill(1),
        batches: 8,
      }),
    );
    expect(order?.stepKey.toString()).to.equal(verifyingKeyAddress(2, 1).toBase58());
    expect(exactTermsOf(spec)).to.deep.equal({ tier: 'Committed', exactTerms: new Uint8Array(32) });
  });

  it('may have as many segments as can be proven', () => {
    const most = { ...spec, epochs: 127, checkpointInterval: 2, exact: halves(258) };
    expect(codeOf(() => encodeJobSpec(most))).to.equal('INVALID_JOB_SPEC');
    const fewer = { ...most, exact: halves(256) };
    expect(segmentsOf(fewer.epochs, fewer.exact)).to.equal(16_256);
    expect(parseJobSpec(encodeJobSpec(fewer))).to.deep.equal(fewer);
  });
});

describe('binding', () => {
  const program = Keypair.generate().publicKey.toBase58();
  const parts = {
    program,
    job: jobId(Keypair.generate().publicKey),
    node: nodeId(Keypair.generate().publicKey),
    datasetRoot: new Uint8Array(32).fill(1),
    initialWeights: new Uint8Array(32).fill(2),
    specHash: new Uint8Array(32).fill(3),
    acceptedSlot: 7n,
  };
  it('is a field element that every part changes', () => {
    const base = bytesToField(checkpointBinding(parts));
    const others = [
      { ...parts, program: Keypair.generate().publicKey.toBase58() },
      { ...parts, job: jobId(Keypair.generate().publicKey) },
      { ...parts, node: nodeId(Keypair.generate().publicKey) },
      { ...parts, datasetRoot: new Uint8Array(32).fill(9) },
      { ...parts, initialWeights: new Uint8Array(32).fill(9) },
      { ...parts, specHash: new Uint8Array(32).fill(9) },
      { ...parts, acceptedSlot: 8n },
    ].map((other) => bytesToField(checkpointBinding(other)));
    expect(new Set([base, ...others]).size).to.equal(8);
  });

  it('an assignment opens only with its node and salt', () => {
    const salt = new Uint8Array(32).fill(5);
    const hash = toHex(assignmentHash(parts.node, salt));
    expect(hash).to.not.equal(toHex(assignmentHash(parts.node, new Uint8Array(32))));
    expect(hash).to.not.equal(toHex(assignmentHash(nodeId(Keypair.generate().publicKey), salt)));
  });
});

describe('checkpoint chain', () => {
  const at = (i: number) => ({
    weights: BigInt(1000 + i),
    lossMicros: BigInt(900_000 - i),
    accuracyPpm: 500_000 + i,
    elapsedMs: BigInt(10 * i + 10),
  });

  it('hashes as the circuit states it', () => {
    const chain = new CheckpointChain(42n, [at(0)]);
    const h1 = poseidon4([poseidon1([42n]), 1000n, 900_000n + 500_000n * 2n ** 48n, 10n]);
    expect(chain.head).to.equal(h1);
    let [left, empty] = [h1, 0n];
    for (let level = 0; level < 6; level++)
      [left, empty] = [poseidon2([left, empty]), poseidon2([empty, empty])];
    expect(chain.root()).to.equal(left);
    expect(chain.publicSignals()).to.deep.equal([42n, 1n, 10n, left, 1000n]);
  });

  it('gives the root of every prefix and the padded input', () => {
    const chain = new CheckpointChain(42n, [at(0), at(1), at(2)]);
    expect(chain.root(2)).to.equal(chain.prefix(2).root());
    expect(chain.root(2)).to.not.equal(chain.root());
    const input = chain.circuitInput();
    expect(input.weights).to.have.length(64);
    expect(input.timesMs.slice(0, 4)).to.deep.equal(['10', '20', '30', '0']);
    expect(input.root).to.equal(chain.root().toString());
  });

  const wrong: [string, Partial<ReturnType<typeof at>>][] = [
    ['the time stands still', { elapsedMs: 10n }],
    ['the time goes back', { elapsedMs: 9n }],
    ['the time is huge', { elapsedMs: 1n << 48n }],
    ['the loss is negative', { lossMicros: -1n }],
    ['the loss is huge', { lossMicros: 1n << 48n }],
    ['the accuracy is above one', { accuracyPpm: 1_000_001 }],
    ['the accuracy is not a number', { accuracyPpm: Number.NaN }],
    ['the weights are no field element', { weights: FIELD_MODULUS }],
  ];
  for (const [name, change] of wrong) {
    it(`refuses a checkpoint when ${name}, and is unchanged`, () => {
      const chain = new CheckpointChain(42n, [at(0)]);
      expect(codeOf(() => chain.append({ ...at(1), ...change }))).to.equal('INVALID_CHECKPOINT');
      expect(chain.root()).to.equal(new CheckpointChain(42n, [at(0)]).root());
    });
  }

  it('refuses the 65th checkpoint and an empty proof', () => {
    const chain = new CheckpointChain(
      1n,
      Array.from({ length: 64 }, (_, i) => at(i)),
    );
    expect(codeOf(() => chain.append(at(64)))).to.equal('INVALID_CHECKPOINT');
    expect(codeOf(() => new CheckpointChain(1n).publicSignals())).to.equal('INVALID_CHECKPOINT');
  });
});
