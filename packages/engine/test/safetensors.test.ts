import { expect } from 'chai';
import {
  commitmentOfSafetensors,
  commitWeights,
  decodeSafetensors,
  decodeWeights,
  EngineError,
  encodeSafetensors,
  encodeWeights,
  evaluate,
  type IntTensor,
  initialWeights,
  readLayout,
  SAFETENSORS_LIMITS,
  SAFETENSORS_TYPES,
} from '../src/index.ts';
import { DIGITS, digits, numbers, SMALL, seedOf } from './digits.ts';
import { refused } from './refused.ts';

/** A file with this header and so many bytes of data. */
function file(header: unknown, dataBytes = 0, declared?: bigint): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(declared ?? BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(dataBytes)]);
}
const tensor = (shape: unknown, from: unknown, to: unknown, dtype: unknown = 'I32') => ({
  dtype,
  shape,
  data_offsets: [from, to],
});

describe('safetensors', () => {
  it('go there and back, the same bytes for the same content', () => {
    const tensors: Record<string, IntTensor> = {
      z: { dtype: 'I64', shape: [2], data: BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n) },
      a: { dtype: 'I32', shape: [2, 3], data: Int32Array.of(-(2 ** 31), 2 ** 31 - 1, 0, 1, -1, 7) },
      empty: { dtype: 'I32', shape: [0, 4], data: new Int32Array(0) },
      scalar: { dtype: 'I32', shape: [], data: Int32Array.of(42) },
      'name "with" ünïcode': { dtype: 'I32', shape: [1], data: Int32Array.of(5) },
    };
    const metadata = { b: 'two', a: 'one "quoted" ü' };
    const bytes = encodeSafetensors({ tensors, metadata });
    const back = decodeSafetensors(bytes);
    expect({ ...back.tensors }).to.deep.equal(tensors);
    expect({ ...back.metadata }).to.deep.equal(metadata);
    expect(encodeSafetensors(back)).to.deep.equal(bytes);
    const turned = Object.fromEntries(Object.entries(tensors).reverse());
    expect(encodeSafetensors({ tensors: turned, metadata: { a: metadata.a, b: 'two' } })).to.deep.equal(
      bytes,
    );
    expect((8 + Number(Buffer.from(bytes).readBigUInt64LE(0))) % 8).to.equal(0);
    expect({ ...decodeSafetensors(encodeSafetensors({ tensors: {}, metadata: {} })) }).to.deep.include({});
  });

  it('read from an unaligned view do not share memory with it', () => {
    const bytes = encodeWeights(initialWeights(SMALL, seedOf(1)));
    const outer = Buffer.concat([Buffer.alloc(3), bytes]);
    const weights = decodeWeights(outer.subarray(3));
    outer.fill(0);
    expect(weights).to.deep.equal(initialWeights(SMALL, seedOf(1)));
  });

  it('of a tensor that does not fill its shape are not written', () => {
    refused('SAFETENSORS_INVALID', () =>
      encodeSafetensors({
        tensors: { a: { dtype: 'I32', shape: [3], data: new Int32Array(2) } },
        metadata: {},
      }),
    );
    refused('SAFETENSORS_INVALID', () =>
      encodeSafetensors({
        tensors: { __metadata__: { dtype: 'I32', shape: [0], data: new Int32Array(0) } },
        metadata: {},
      }),
    );
  });

  const bad: [string, Uint8Array, RegExp][] = [
    ['nothing', new Uint8Array(0), /too short/],
    ['nine bytes', new Uint8Array(9), /too short/],
    ['a header beyond the end', file('{}', 0, 100n), /beyond its end/],
    ['a header of 2^64−1 bytes', file('{}', 0, 2n ** 64n - 1n), /too long/],
    ['a header over the limit', file('{}', 0, BigInt(SAFETENSORS_LIMITS.headerBytes + 1)), /too long/],
    ['an empty header', file('', 8, 0n), /not a JSON object/],
    ['no JSON', file('{"a":'), /not JSON/],
    ['a list', file('[]'), /not a JSON object/],
    ['leading spaces', file('  {}'), /not a JSON object/],
    ['broken UTF-8', Buffer.concat([file('{"a'.padEnd(3)), Buffer.of(0xff)]), /not JSON/],
    ['JSON nested without end', file(`{"a":${'['.repeat(30_000)}`), /not JSON/],
    ['deep but valid JSON', file(`{"a":${'['.repeat(9000)}${']'.repeat(9000)}}`), /not an object|not JSON/],
    [
      'a tensor named twice',
      file(
        '{"a":{"dtype":"I32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"I32","shape":[0],"data_offsets":[4,4]}}',
        4,
      ),
      /twice/,
    ],
    [
      'a tensor named twice in other letters',
      file(
        '{"a":{"dtype":"I32","shape":[0],"data_offsets":[0,0]},"\\u0061":{"dtype":"I32","shape":[0],"data_offsets":[0,0]}}',
      ),
      /twice/,
    ],
    ['a tensor that is a number', file({ a: 1 }), /not an object/],
    ['a tensor that is null', file({ a: null }), /not an object/],
    ['floats', file({ a: tensor([1], 0, 4, 'F32') }, 4), /type I32 or I64/],
    ['no type', file({ a: { shape: [1], data_offsets: [0, 4] } }, 4), /type/],
    ['a type that is a list', file({ a: tensor([1], 0, 4, ['I32']) }, 4), /type/],
    ['an unknown field', file({ a: { ...tensor([1], 0, 4), more: 1 } }, 4), /unknown field/],
    ['no shape', file({ a: { dtype: 'I32', data_offsets: [0, 4] } }, 4), /shape/],
    ['a negative dimension', file({ a: tensor([-1], 0, 4) }, 4), /shape/],
    ['a fractional dimension', file({ a: tensor([0.5], 0, 4) }, 4), /shape/],
    ['a huge dimension', file({ a: tensor([2 ** 53], 0, 4) }, 4), /shape/],
    [
      'dimensions whose product is beyond all numbers',
      file({ a: tensor(Array(8).fill(2 ** 52), 0, 4) }, 4),
      /fill/,
    ],
    ['too many dimensions', file({ a: tensor(Array(9).fill(1), 0, 4) }, 4), /shape/],
    ['no offsets', file({ a: { dtype: 'I32', shape: [1] } }, 4), /offsets/],
    ['one offset', file({ a: { dtype: 'I32', shape: [1], data_offsets: [0] } }, 4), /offsets/],
    ['offsets as text', file({ a: tensor([1], '0', '4') }, 4), /offsets/],
    ['negative offsets', file({ a: tensor([1], -4, 0) }, 4), /offsets/],
    ['offsets the wrong way round', file({ a: tensor([1], 4, 0) }, 4), /outside/],
    ['offsets beyond the end', file({ a: tensor([2], 0, 8) }, 4), /outside/],
    ['a shape smaller than its offsets', file({ a: tensor([1], 0, 8) }, 8), /fill/],
    ['a shape larger than its offsets', file({ a: tensor([3], 0, 8) }, 8), /fill/],
    ['I64 data of I32 length', file({ a: tensor([1], 0, 4, 'I64') }, 4), /fill/],
    ['overlapping tensors', file({ a: tensor([2], 0, 8), b: tensor([2], 4, 12) }, 12), /overlaps/],
    ['the same span twice', file({ a: tensor([1], 0, 4), b: tensor([1], 0, 4) }, 4), /overlaps/],
    ['a gap', file({ a: tensor([1], 0, 4), b: tensor([1], 8, 12) }, 12), /gap/],
    ['a gap at the start', file({ a: tensor([1], 4, 8) }, 8), /gap/],
    ['bytes behind the last tensor', file({ a: tensor([1], 0, 4) }, 5), /follow/],
    ['metadata that is a list', file({ __metadata__: [] }), /metadata/],
    ['metadata that holds a number', file({ __metadata__: { a: 1 } }), /metadata/],
    [
      'too many tensors',
      file(Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`t${i}`, tensor([0], 0, 0)]))),
      /too many/,
    ],
  ];
  for (const [name, bytes, reason] of bad) {
    it(`refuse ${name}`, () => {
      expect(refused('SAFETENSORS_INVALID', () => decodeSafetensors(bytes)))
        .to.have.property('reason')
        .that.matches(reason);
    });
  }

  it('refuse a file over the limit', () => {
    refused('SAFETENSORS_INVALID', () => decodeSafetensors(new Uint8Array(SAFETENSORS_LIMITS.fileBytes + 1)));
  });

  it('cannot reach a prototype by a name', () => {
    const bytes = file(
      '{"__proto__":{"dtype":"I32","shape":[1],"data_offsets":[0,4]},"__metadata__":{"__proto__":"x"}}',
      4,
    );
    const { tensors, metadata } = decodeSafetensors(bytes);
    expect(Object.keys(tensors)).to.deep.equal(['__proto__']);
    expect(Object.keys(metadata)).to.deep.equal(['__proto__']);
    expect(({} as Record<string, unknown>).dtype).to.equal(undefined);
  });

  it('damaged at random give a typed error or a file, never anything else', () => {
    const bytes = encodeWeights(initialWeights(SMALL, seedOf(2)), { job: 'x' });
    const next = numbers(7);
    for (let i = 0; i < 4000; i++) {
      const damaged = bytes.slice(0, next(4) === 0 ? next(bytes.length + 1) : bytes.length);
      for (let j = next(4); j >= 0 && damaged.length > 0; j--)
        damaged[next(Math.min(damaged.length, 300))] = next(256);
      for (const read of [decodeSafetensors, decodeWeights, commitmentOfSafetensors]) {
        try {
          read(damaged);
        } catch (error) {
          expect(error, String(error)).to.be.instanceOf(EngineError);
        }
      }
    }
  });
});

describe('weights files', () => {
  const weights = initialWeights(SMALL, seedOf(3));
  const parts = decodeSafetensors(encodeWeights(weights));
  const w1 = parts.tensors.w1 as IntTensor;
  const w2 = parts.tensors.w2 as IntTensor;
  const i32 = (shape: number[], data = new Int32Array(shape.reduce((a, b) => a * b, 1))): IntTensor => ({
    dtype: 'I32',
    shape,
    data,
  });

  it('carry the commitment of their weights, whatever their metadata says', () => {
    const bytes = encodeWeights(weights, { job: 'abc', epoch: '3' });
    expect(decodeWeights(bytes)).to.deep.equal(weights);
    expect(commitmentOfSafetensors(bytes)).to.equal(commitWeights(weights));
    expect(commitmentOfSafetensors(encodeWeights(weights))).to.equal(commitWeights(weights));
    const other = encodeWeights({ ...weights, w2: weights.w2.map((w, i) => (i === 3 ? w + 1 : w)) });
    expect(commitmentOfSafetensors(other)).to.not.equal(commitWeights(weights));
    expect(decodeSafetensors(bytes).metadata).to.include({
      job: 'abc',
      format: 'cyxwiz-exact',
      w1_fraction_bits: '15',
      w2_fraction_bits: '16',
    });
    expect(decodeSafetensors(encodeWeights(weights, { format: 'mine' })).metadata.format).to.equal(
      'cyxwiz-exact',
    );
  });

  const bad: [string, Record<string, IntTensor>, Record<string, string>?][] = [
    ['without w2', { w1 }],
    ['with a third tensor', { w1, w2, w3: w1 }],
    ['of I64', { w1, w2: { dtype: 'I64', shape: w2.shape, data: new BigInt64Array(w2.data.length) } }],
    ['of one dimension', { w1: i32([20]), w2 }],
    ['of three dimensions', { w1: i32([5, 4, 1]), w2 }],
    ['that do not join', { w1, w2: i32([3, 4]) }],
    ['of another format', { w1, w2 }, { ...parts.metadata, format: 'other' }],
    ['of another version', { w1, w2 }, { ...parts.metadata, format_version: '1' }],
    ['of another scale', { w1, w2 }, { ...parts.metadata, w1_fraction_bits: '18' }],
    ['of another scale in the second layer', { w1, w2 }, { ...parts.metadata, w2_fraction_bits: '18' }],
    ['without metadata', { w1, w2 }, {}],
  ];
  for (const [name, tensors, metadata] of bad) {
    it(`${name} are refused`, () => {
      const bytes = encodeSafetensors({ tensors, metadata: metadata ?? parts.metadata });
      refused('WEIGHTS_INVALID', () => commitmentOfSafetensors(bytes));
    });
  }
  it('of an impossible size or with a weight out of its slot are refused', () => {
    const { metadata } = parts;
    refused('SHAPE_INVALID', () =>
      decodeWeights(encodeSafetensors({ tensors: { w1: i32([0, 4]), w2: i32([3, 0]) }, metadata })),
    );
    refused('SHAPE_INVALID', () =>
      decodeWeights(encodeSafetensors({ tensors: { w1: i32([5, 4]), w2: i32([65, 5]) }, metadata })),
    );
    const wide = i32([5, 4], new Int32Array(20).fill(-(2 ** 31)));
    refused('WEIGHT_OUT_OF_SLOT', () =>
      decodeWeights(encodeSafetensors({ tensors: { w1: wide, w2 }, metadata })),
    );
  });
});

describe('evaluate', () => {
  it('counts what it classifies right, takes any committed weights, and nothing of another width', () => {
    const { heldOut } = digits();
    const weights = initialWeights(DIGITS, seedOf(4));
    const { correct, total, accuracyPpm } = evaluate(weights, heldOut);
    expect([total, accuracyPpm]).to.deep.equal([357, Math.floor((correct * 1e6) / 357)]);
    const widest = {
      ...weights,
      w1: weights.w1.map(() => 2 ** 22 - 1),
      w2: weights.w2.map(() => 1 - 2 ** 24),
    };
    // Every output is the same number, so the first class wins every time.
    expect(evaluate(widest, heldOut).correct).to.equal(heldOut.labels.filter((y) => y === 0).length);
    expect(evaluate(weights, { pixels: new Uint8Array(0), labels: new Uint8Array(0) })).to.deep.equal({
      correct: 0,
      total: 0,
      accuracyPpm: 0,
    });
    refused('DATASET_SHAPE_MISMATCH', () => evaluate(initialWeights(SMALL, seedOf(1)), heldOut));
  });

  it('holds hidden values at their limit of 8.0', () => {
    // Hidden values of 300/32 and 256/32; the outputs are the first and 1.1 times the second: 281 wins over 256, not over 300.
    const unit = 2 ** 10;
    const w1 = Int32Array.of(300 * unit, 256 * unit);
    const w2 = Int32Array.of(2 ** 16, 0, 0, Math.round(1.1 * 2 ** 16));
    const rows = { pixels: Uint8Array.of(16), labels: Uint8Array.of(1) };
    expect(evaluate({ inputs: 1, hidden: 2, outputs: 2, w1, w2 }, rows).correct).to.equal(1);
  });
});

describe('the layout of a file of any types', () => {
  const layout = (bytes: Uint8Array) => readLayout(bytes, SAFETENSORS_TYPES, SAFETENSORS_LIMITS);

  it('is read without the values', () => {
    const bytes = file(
      { b: tensor([2, 3], 2, 14, 'BF16'), a: tensor([], 0, 2, 'F16'), __metadata__: { k: 'v' } },
      14,
    );
    const { tensors, metadata, headerEnd } = layout(bytes);
    expect(tensors.map(({ name, dtype, start, end }) => [name, dtype, start, end])).to.deep.equal([
      ['b', 'BF16', 2, 14],
      ['a', 'F16', 0, 2],
    ]);
    expect({ ...metadata }).to.deep.equal({ k: 'v' });
    expect(headerEnd).to.equal(bytes.length - 14);
  });

  it('knows what each type takes', () => {
    for (const [dtype, size] of Object.entries(SAFETENSORS_TYPES)) {
      expect(layout(file({ t: tensor([3], 0, 3 * size, dtype) }, 3 * size)).tensors).to.have.length(1);
      refused('SAFETENSORS_INVALID', () => layout(file({ t: tensor([4], 0, 3 * size, dtype) }, 3 * size)));
    }
  });

  it('is refused for types that are none, also when objects have that name', () => {
    for (const dtype of ['F128', 'toString', '__proto__', 7, null]) {
      refused('SAFETENSORS_INVALID', () => layout(file({ t: tensor([1], 0, 4, dtype) }, 4)));
    }
  });

  it('is refused when the file was cut off', () => {
    const bytes = file({ t: tensor([2], 0, 8, 'F32') }, 8);
    for (let length = 0; length < bytes.length; length++) {
      refused('SAFETENSORS_INVALID', () => layout(bytes.subarray(0, length)));
    }
  });
});
