import { expect } from 'chai';
import { poseidon4 } from 'poseidon-lite/poseidon4';
import {
  batchLeaf,
  batchTree,
  type EngineErrorCode,
  type ExactShape,
  FIELD_MODULUS,
  fieldFromBytes,
  fieldFromHex,
  fieldToBytes,
  fieldToHex,
  MAX_BATCHES,
  MAX_DATASET_BYTES,
  packBatch,
  prepareDataset,
  rowOrder,
  trainingBatches,
} from '../src/index.ts';
import { DIGITS, digits, digitsCsv, numbers, SMALL, smallCsv } from './digits.ts';
import { refused } from './refused.ts';

const good = '1,2,3,16,2';
const csv = (...lines: string[]): Uint8Array => Buffer.from(lines.join('\n'));
/** A good data set with one line (the third) replaced. */
const with3 = (line: string): Uint8Array => csv(good, good, line, good, good, good, good);

describe('prepareDataset', () => {
  const bad: [string, Uint8Array, EngineErrorCode, object][] = [
    ['nothing', csv(''), 'DATASET_NO_ROWS', {}],
    ['too few rows', csv(good, good, good, good), 'DATASET_TOO_FEW_ROWS', { found: 4, needed: 5 }],
    ['a line too short', with3('1,2,3,4'), 'DATASET_WRONG_WIDTH', { line: 3, found: 4, expected: 5 }],
    ['a line too long', with3('1,2,3,4,1,1'), 'DATASET_WRONG_WIDTH', { line: 3, found: 6, expected: 5 }],
    ['an empty line', with3(''), 'DATASET_WRONG_WIDTH', { line: 3, found: 0, expected: 5 }],
    [
      'an empty last line',
      csv(good, good, good, good, good, '', ''),
      'DATASET_WRONG_WIDTH',
      { line: 6, found: 0 },
    ],
    ['other separators', with3('1;2;3;4;1'), 'DATASET_WRONG_WIDTH', { line: 3, found: 1 }],
    [
      'a header',
      csv('a,b,c,d,label', good, good, good, good),
      'DATASET_NOT_A_NUMBER',
      { line: 1, column: 1 },
    ],
    ['a word', with3('1,2,x,4,1'), 'DATASET_NOT_A_NUMBER', { line: 3, column: 3 }],
    ['an empty value', with3('1,,3,4,1'), 'DATASET_NOT_A_NUMBER', { line: 3, column: 2 }],
    ['a space', with3('1, 2,3,4,1'), 'DATASET_NOT_A_NUMBER', { line: 3, column: 2 }],
    ['a quote', with3('"1",2,3,4,1'), 'DATASET_NOT_A_NUMBER', { line: 3, column: 1 }],
    ['NaN', with3('NaN,2,3,4,1'), 'DATASET_NOT_A_NUMBER', { line: 3, column: 1 }],
    ['Infinity', with3('1,2,3,Infinity,1'), 'DATASET_NOT_A_NUMBER', { line: 3, column: 4 }],
    ['an exponent', with3('1e1,2,3,4,1'), 'DATASET_NOT_A_NUMBER', { line: 3, column: 1 }],
    ['hexadecimal', with3('0x1,2,3,4,1'), 'DATASET_NOT_A_NUMBER', { line: 3, column: 1 }],
    ['a lone sign', with3('-,2,3,4,1'), 'DATASET_NOT_A_NUMBER', { line: 3, column: 1 }],
    [
      'a byte order mark',
      Buffer.from(`\ufeff${good}\n`.repeat(6)),
      'DATASET_NOT_A_NUMBER',
      { line: 1, column: 1 },
    ],
    ['a zero byte', with3('1,2,3\0,4,1'), 'DATASET_NOT_A_NUMBER', { line: 3, column: 3 }],
    ['a fraction', with3('1,2.5,3,4,1'), 'DATASET_FRACTIONAL', { line: 3, column: 2 }],
    ['a fraction of nought', with3('1,2.0,3,4,1'), 'DATASET_FRACTIONAL', { line: 3, column: 2 }],
    ['a fraction without a whole', with3('1,-.5,3,4,1'), 'DATASET_FRACTIONAL', { line: 3, column: 2 }],
    ['a fractional label', with3('1,2,3,4,1.5'), 'DATASET_FRACTIONAL', { line: 3, column: 5 }],
    ['a value above 16', with3('1,2,3,17,1'), 'DATASET_VALUE_OUT_OF_RANGE', { line: 3, column: 4, max: 16 }],
    ['a negative value', with3('-1,2,3,4,1'), 'DATASET_VALUE_OUT_OF_RANGE', { line: 3, column: 1, max: 16 }],
    [
      'a huge value',
      with3(`1,${'9'.repeat(400)},3,4,1`),
      'DATASET_VALUE_OUT_OF_RANGE',
      { line: 3, column: 2 },
    ],
    ['a label too large', with3('1,2,3,4,3'), 'DATASET_LABEL_OUT_OF_RANGE', { line: 3, column: 5, max: 2 }],
    ['a negative label', with3('1,2,3,4,-1'), 'DATASET_LABEL_OUT_OF_RANGE', { line: 3, column: 5, max: 2 }],
    ['a missing label', with3('1,2,3,4,'), 'DATASET_NOT_A_NUMBER', { line: 3, column: 5 }],
    ['too many rows', smallCsv(1281), 'DATASET_TOO_LARGE', { unit: 'rows', found: 1281, limit: 1280 }],
    ['too many bytes', new Uint8Array(MAX_DATASET_BYTES + 1), 'DATASET_TOO_LARGE', { unit: 'bytes' }],
  ];
  for (const [name, bytes, code, detail] of bad) {
    it(`refuses ${name}: ${code}`, () => {
      expect(refused(code, () => prepareDataset(bytes, SMALL))).to.include(detail);
    });
  }

  it('refuses random bytes with a typed error, and serves the next good data set', () => {
    const next = numbers(8);
    for (let i = 0; i < 300; i++) {
      const bytes = Buffer.from(smallCsv(8));
      for (let j = 0; j < 3; j++) bytes[next(bytes.length)] = next(256);
      try {
        prepareDataset(bytes, SMALL);
      } catch (error) {
        expect((error as { code?: string }).code).to.match(/^DATASET_/);
      }
    }
    expect(prepareDataset(smallCsv(8), SMALL).batches).to.have.length(1);
  });

  it('keeps a long bad value out of its message', () => {
    const line = `${'z'.repeat(5000)},2,3,4,1`;
    try {
      prepareDataset(with3(line), SMALL);
      expect.fail('not refused');
    } catch (error) {
      expect((error as Error).message.length).to.be.lessThan(200);
    }
  });

  it('takes CRLF, no last line end, leading zeros, and the smallest and the largest number of rows', () => {
    const plain = prepareDataset(smallCsv(20), SMALL).root;
    const text = smallCsv(20).toString();
    expect(prepareDataset(Buffer.from(text.replaceAll('\n', '\r\n')), SMALL).root).to.equal(plain);
    expect(prepareDataset(Buffer.from(text.trimEnd()), SMALL).root).to.equal(plain);
    expect(prepareDataset(Buffer.from(text.replace(/^(\d)/gm, '00$1')), SMALL).root).to.equal(plain);
    const smallest = prepareDataset(smallCsv(5), SMALL);
    expect([smallest.batches.length, smallest.heldOut.labels.length]).to.deep.equal([1, 1]);
    const tiny: ExactShape = { ...SMALL, batch: 1 };
    const largest = prepareDataset(smallCsv(320), tiny);
    expect([largest.batches.length, largest.heldOut.labels.length]).to.deep.equal([MAX_BATCHES, 64]);
  });

  it('accepts a view into a larger buffer', () => {
    const inner = smallCsv(20);
    const outer = Buffer.concat([Buffer.from('junk'), inner, Buffer.from('junk')]);
    const view = outer.subarray(4, 4 + inner.length);
    expect(prepareDataset(view, SMALL).root).to.equal(prepareDataset(inner, SMALL).root);
  });

  it('splits digits into 180 batches and 357 rows held out; every row is used once', () => {
    const { batches, heldOut, shape } = digits();
    expect(shape).to.deep.equal(DIGITS);
    expect([batches.length, heldOut.labels.length]).to.deep.equal([180, 357]);
    const line = (pixels: Uint8Array, labels: Uint8Array, i: number): string =>
      [...pixels.subarray(i * 64, (i + 1) * 64), labels[i]].join(',');
    const used = [...batches, heldOut].flatMap(({ pixels, labels }) =>
      [...labels].map((_, i) => line(pixels, labels, i)),
    );
    const given = digitsCsv().toString().trimEnd().split('\n');
    expect([...used].sort()).to.deep.equal([...given].sort());
    expect(used[0]).to.equal(given[rowOrder(1797)[0] as number]);
  });

  it('splits by the same rule for every size', () => {
    for (let rows = 2; rows <= 2560; rows++) {
      const batches = trainingBatches(rows, 8);
      if (rows < 9) continue;
      expect(batches).to.be.within(1, 256);
      expect(batches * 8).to.be.lessThan(rows);
      expect(Math.abs(batches * 8 - (rows * 4) / 5)).to.be.lessThan(8);
    }
  });
});

describe('dataset commitment', () => {
  it('changes with every pixel, label and order of batches, and with nothing else', () => {
    const { batches, leaves, root, tree } = prepareDataset(smallCsv(50), SMALL);
    expect(batchTree(leaves).root).to.equal(root);
    expect(batchTree([...leaves].reverse()).root).to.not.equal(root);
    expect(tree.root).to.equal(root);
    const [batch] = batches;
    if (batch === undefined) throw new Error('no batch');
    const leaf = batchLeaf(batch, SMALL.outputs);
    expect(leaf).to.equal(leaves[0]);
    for (let i = 0; i < batch.pixels.length; i++) {
      const pixels = batch.pixels.slice();
      pixels[i] = (pixels[i] as number) ^ 1;
      expect(batchLeaf({ ...batch, pixels }, SMALL.outputs)).to.not.equal(leaf);
    }
    for (let i = 0; i < batch.labels.length; i++) {
      const labels = batch.labels.slice();
      labels[i] = ((labels[i] as number) + 1) % SMALL.outputs;
      expect(batchLeaf({ ...batch, labels }, SMALL.outputs)).to.not.equal(leaf);
    }
  });

  it('packs a digits batch as the trial circuit does: 50 pixels a word, the labels behind the last twelve', () => {
    const { pixels, labels } = digits().batches[17] as { pixels: Uint8Array; labels: Uint8Array };
    const expected: bigint[] = [];
    for (let e = 0; e < 11; e++) {
      let word = 0n;
      for (let f = e * 50; f < Math.min(512, (e + 1) * 50); f++)
        word += BigInt(pixels[f] as number) << BigInt(5 * (f - e * 50));
      expected.push(word);
    }
    labels.forEach((label, b) => {
      expected[10] = (expected[10] as bigint) + (BigInt(label) << BigInt(60 + 4 * b));
    });
    expect(packBatch(pixels, labels, 10)).to.deep.equal(expected);
  });

  it('opens every batch by its path of sibling groups', () => {
    const { leaves, root, tree } = digits();
    for (const index of [0, 1, 5, 63, 64, 179]) {
      let node = leaves[index] as bigint;
      tree.path(index).forEach((group, level) => {
        expect(group[Math.floor(index / 4 ** level) % 4]).to.equal(node);
        node = poseidon4(group);
      });
      expect(node).to.equal(root);
    }
  });
});

describe('field elements', () => {
  it('go to 32 bytes and back', () => {
    for (const value of [0n, 1n, 255n, FIELD_MODULUS - 1n]) {
      expect(fieldToBytes(value)).to.have.length(32);
      expect(fieldFromBytes(fieldToBytes(value))).to.equal(value);
      expect(fieldFromHex(fieldToHex(value))).to.equal(value);
    }
  });
  it('outside the field, or of another length, are refused', () => {
    refused('NOT_A_FIELD_ELEMENT', () => fieldToBytes(FIELD_MODULUS));
    refused('NOT_A_FIELD_ELEMENT', () => fieldToHex(-1n));
    refused('NOT_A_FIELD_ELEMENT', () => fieldFromBytes(new Uint8Array(31)));
    refused('NOT_A_FIELD_ELEMENT', () => fieldFromBytes(new Uint8Array(32).fill(255)));
    refused('NOT_A_FIELD_ELEMENT', () => fieldFromHex(FIELD_MODULUS.toString(16)));
    refused('NOT_A_FIELD_ELEMENT', () => fieldFromHex('0x00'));
  });
});
