import { expect } from 'chai';
import { compareTensors } from '../src/compare-tensors.ts';

type Tensor = { dtype: string; shape: number[]; data: Uint8Array };

function file(tensors: Record<string, Tensor>): Uint8Array {
  let at = 0;
  const header: Record<string, unknown> = { __metadata__: { n: String(Object.keys(tensors).length) } };
  for (const [name, { dtype, shape, data }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [at, at + data.length] };
    at += data.length;
  }
  const json = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(json.length));
  return new Uint8Array(Buffer.concat([size, json, ...Object.values(tensors).map(({ data }) => data)]));
}
const bytes = (values: Float32Array | Float64Array | Int32Array | BigInt64Array | Uint16Array) =>
  new Uint8Array(values.buffer);
const f32 = (...values: number[]): Tensor => ({
  dtype: 'F32',
  shape: [values.length],
  data: bytes(Float32Array.from(values)),
});
const f64 = (...values: number[]): Tensor => ({
  dtype: 'F64',
  shape: [values.length],
  data: bytes(Float64Array.from(values)),
});
const half = (dtype: 'F16' | 'BF16', ...bits: number[]): Tensor => ({
  dtype,
  shape: [bits.length],
  data: bytes(Uint16Array.from(bits)),
});
const eight = (dtype: string, ...bits: number[]): Tensor => ({
  dtype,
  shape: [bits.length],
  data: Uint8Array.from(bits),
});
const LOOSE = { absolute: 0.25, relative: 0.125 };
const compare = (a: Tensor, b: Tensor, tolerance: typeof LOOSE | null = LOOSE) =>
  compareTensors(file({ w: a }), file({ w: b }), tolerance);

describe('two checkpoints', () => {
  it('agree up to absolute + relative · |b|, and not a bit further', () => {
    // 0.25 + 0.125 · 8 = 1.25, exactly.
    expect(compare(f64(9.25), f64(8)).agree).to.equal(true);
    expect(compare(f64(6.75), f64(8)).agree).to.equal(true);
    expect(compare(f64(9.250000000000002), f64(8)).agree).to.equal(false);
    expect(compare(f64(-9.25), f64(-8)).agree).to.equal(true);
    // The share is of the second: 0.25 + 0.125 · 9.25 would still reach.
    expect(compare(f64(8), f64(9.35)).agree).to.equal(true);
    expect(compare(f64(9.35), f64(8)).agree).to.equal(false);
  });

  it('agree on what is not finite only when it is the same', () => {
    const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
    for (const value of [nan, inf, -inf]) expect(compare(f64(value), f64(value)).agree).to.equal(true);
    const pairs: [number, number][] = [
      [1, nan],
      [nan, 1],
      [1, inf],
      [inf, 1],
      [inf, -inf],
      [nan, inf],
    ];
    for (const [a, b] of pairs) expect(compare(f64(a), f64(b)).agree, `${a} ${b}`).to.equal(false);
  });

  it('say which tensors differ, in how many elements, and where most', () => {
    const before = { a: f32(1, 2, 3), b: f32(1, 2, 3) };
    const after = { b: f32(1, 9, 4), a: f32(1, 2, 3.125) };
    const found = compareTensors(file(before), file(after), LOOSE);
    expect(found).to.deep.include({ agree: false, tensors: 2, elements: 6, faults: [], largest: 7 });
    expect(found.differences).to.deep.equal([
      {
        tensor: 'b',
        dtype: 'F32',
        shape: [3],
        elements: 3,
        differing: 2,
        worst: { index: 1, a: 2, b: 9, difference: 7 },
      },
    ]);
  });

  it('must have the same names, types and shapes', () => {
    const one = file({ a: f32(1, 2), b: f32(1) });
    expect(compareTensors(one, file({ a: f32(1, 2) }), LOOSE).faults).to.deep.equal([
      'b is in the first only',
    ]);
    expect(compareTensors(file({ a: f32(1, 2) }), one, LOOSE).faults).to.deep.equal([
      'b is in the second only',
    ]);
    expect(compare(f32(1), f64(1)).faults).to.deep.equal(['w is F32 in the first and F64 in the second']);
    const wide = { ...f32(1, 2), shape: [1, 2] };
    expect(compare(f32(1, 2), wide).faults).to.deep.equal(['w is 2 in the first and 1×2 in the second']);
  });

  it('agree on whole numbers and truths only to the bit', () => {
    const i32 = (value: number): Tensor => ({ dtype: 'I32', shape: [1], data: bytes(Int32Array.of(value)) });
    const i64 = (value: bigint): Tensor => ({
      dtype: 'I64',
      shape: [],
      data: bytes(BigInt64Array.of(value)),
    });
    expect(compare(i32(1_000_000), i32(1_000_001)).agree).to.equal(false);
    // As numbers the two are the same.
    expect(compare(i64(2n ** 60n), i64(2n ** 60n + 1n)).agree).to.equal(false);
    expect(compare(eight('BOOL', 1), eight('BOOL', 0)).agree).to.equal(false);
    expect(compare(i64(-5n), i64(-5n)).agree).to.equal(true);
  });

  it('agree to the bit where no tolerance is given', () => {
    expect(compare(f64(0.1 + 0.2), f64(0.3), null).agree).to.equal(false);
    expect(compare(f64(0), f64(-0), null).agree).to.equal(false);
    expect(compare(f64(0.3), f64(0.3), null).agree).to.equal(true);
  });

  it('are read in every small type', () => {
    const worst = (tensor: Tensor, zero: Tensor) =>
      compare(tensor, zero, { absolute: 0, relative: 0 }).differences[0]?.worst.a;
    const cases: [string, number, number][] = [
      ['F16', 0x3c00, 1],
      ['F16', 0xc500, -5],
      ['F16', 0x0001, 2 ** -24],
      ['BF16', 0x3fc0, 1.5],
      ['BF16', 0xff80, Number.NEGATIVE_INFINITY],
    ];
    for (const [dtype, bits, value] of cases)
      expect(worst(half(dtype as 'F16', bits), half(dtype as 'F16', 0)), `${dtype} ${bits}`).to.equal(value);
    const small: [string, number, number][] = [
      ['F8_E5M2', 0x3c, 1],
      ['F8_E5M2', 0x7c, Number.POSITIVE_INFINITY],
      ['F8_E4M3', 0x38, 1],
      ['F8_E4M3', 0x7e, 448],
      ['F8_E4M3', 0x01, 2 ** -9],
    ];
    for (const [dtype, bits, value] of small)
      expect(worst(eight(dtype, bits), eight(dtype, 0)), `${dtype} ${bits}`).to.equal(value);
    expect(worst(eight('F8_E4M3', 0xff), eight('F8_E4M3', 0))).to.satisfy(Number.isNaN);
  });

  it('are refused when one is no safetensors file', () => {
    expect(() => compareTensors(Buffer.from('a pickle'), file({ w: f32(1) }), LOOSE)).to.throw(/safetensors/);
  });
});
