import { createHash } from 'node:crypto';
import { expect } from 'chai';
import {
  bytesToField,
  decodeFromEngine,
  encodeJobSpec,
  encodeToEngine,
  engineOffer,
  isFailure,
  type JobSpec,
  MAX_ENGINE_LINE_BYTES,
  type ProcessJobSpec,
  parseJobSpec,
  processDatasetRoot,
  processStart,
  processWeightsCommitment,
  type ToEngine,
  toHex,
} from '../src/index.ts';

const spec: ProcessJobSpec = {
  version: 1,
  engine: 'process',
  program: { name: 'numpy', config: { hidden: 32, rate: 0.5, layers: [1, 2], note: null } },
  seed: '01'.repeat(32),
  epochs: 50,
  checkpointInterval: 1,
  datasetRoot: '02'.repeat(32),
  initialWeights: '03'.repeat(32),
  estimatedSeconds: 30,
  clientKey: '04'.repeat(32),
};

function refusal(action: () => unknown, code: string): string {
  try {
    action();
  } catch (error) {
    if (isFailure(error, code)) return error.message;
    throw error;
  }
  throw new Error('accepted');
}

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });

describe('the specification of a process job', () => {
  it('survives its canonical form, and is offered by the name of its program', () => {
    expect(parseJobSpec(encodeJobSpec(spec))).to.deep.equal(spec);
    expect(engineOffer(spec)).to.equal('process:numpy');
    expect(engineOffer({ engine: 'exact' })).to.equal('exact');
  });

  const shape = { inputs: 64, hidden: 32, outputs: 10, batch: 8 };
  const exact = { circuit: 2, keyVersion: 1, steps: 4, batches: 4 };
  const wrong: [string, object, RegExp][] = [
    ['no program', { program: undefined }, /program/],
    ['a shape', { shape }, /shape/],
    ['steps to prove: the exact tier needs the exact engine', { exact }, /exact/],
    ['a name with a path in it', { program: { name: '../sh', config: {} } }, /program\.name/],
    ['a name in capitals', { program: { name: 'Numpy', config: {} } }, /program\.name/],
    ['a command', { program: { name: 'numpy', config: {}, command: ['sh'] } }, /command/],
    ['a configuration that is a list', { program: { name: 'numpy', config: [] } }, /config/],
    ['nine levels', { program: { name: 'numpy', config: { a: nested(8) } } }, /levels/],
    [
      'a number without an end',
      { program: { name: 'numpy', config: { a: Number.POSITIVE_INFINITY } } },
      /JSON/,
    ],
    ['too long a text', { program: { name: 'numpy', config: { a: 'x'.repeat(2048) } } }, /2048 bytes/],
    ['more than 64 checkpoints', { epochs: 65 }, /checkpointInterval/],
  ];
  for (const [name, change, message] of wrong) {
    it(`is refused with ${name}`, () => {
      const changed = { ...spec, ...change } as JobSpec;
      expect(refusal(() => encodeJobSpec(changed), 'INVALID_JOB_SPEC')).to.match(message);
    });
  }

  it('takes eight levels', () => {
    const config = { a: nested(7) };
    expect(() => encodeJobSpec({ ...spec, program: { name: 'numpy', config } })).not.to.throw();
  });

  it('has no program when the engine is exact', () => {
    const changed = { ...spec, engine: 'exact', shape } as unknown as JobSpec;
    expect(refusal(() => encodeJobSpec(changed), 'INVALID_JOB_SPEC')).to.match(/program/);
  });
});

describe('commitments of a process job', () => {
  const digest = createHash('sha256').update('file').digest();

  it('are field elements, one for each kind of file', () => {
    // sha256("cyxwiz:process-weights:v1" || sha256("file")) with its top three bits cleared, from Python's hashlib.
    expect(toHex(processWeightsCommitment(digest))).to.equal(
      '0ce0f479ac47ec778bd8fc8cad09a4779ea72348c0104b2817c84f3f10e9a9df',
    );
    expect(toHex(processDatasetRoot(digest))).to.equal(
      '1f6888f0aaae16bdbc11ba021268afce022609622afabc9cac7eaa94e253b60a',
    );
    const most = [processWeightsCommitment, processDatasetRoot].flatMap((commit) =>
      Array.from({ length: 64 }, (_, i) => commit(createHash('sha256').update(`${i}`).digest())),
    );
    for (const commitment of most) expect(() => bytesToField(commitment)).not.to.throw();
    expect(new Set(most.map(toHex)).size).to.equal(128);
    expect(() => processWeightsCommitment(new Uint8Array(31))).to.throw(RangeError);
  });

  it('of the start change with name, configuration and seed, and not with the order of keys', () => {
    const { program, seed } = spec;
    const base = toHex(processStart(program, seed));
    const others = [
      processStart({ ...program, name: 'torch' }, seed),
      processStart({ ...program, config: { ...program.config, hidden: 33 } }, seed),
      processStart(program, '02'.repeat(32)),
    ];
    expect(new Set([base, ...others.map(toHex)]).size).to.equal(4);
    const turned = Object.fromEntries(Object.entries(program.config).reverse());
    expect(toHex(processStart({ config: turned, name: program.name }, seed))).to.equal(base);
  });
});

describe('messages between node and engine', () => {
  const line = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const epoch = { type: 'epoch', epoch: 1, loss: 0.5, accuracy: 0.25, checkpoint: 'epoch-1.safetensors' };

  it('are read back, one a line', () => {
    for (const message of [
      { type: 'hello', version: 1, name: 'x', abilities: ['pause', 'later'] },
      { type: 'ready' },
      epoch,
      { type: 'heartbeat', paused: false },
      { type: 'done' },
      { type: 'error', message: 'why' },
    ])
      expect(decodeFromEngine(line(message))).to.deep.equal(message);
    const train: ToEngine = { type: 'train', epoch: 3 };
    expect(new TextDecoder().decode(encodeToEngine(train))).to.equal('{"type":"train","epoch":3}\n');
  });

  const bad: [string, Uint8Array][] = [
    ['nothing', new Uint8Array(0)],
    ['no JSON', new TextEncoder().encode('epoch 1 done')],
    ['not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['a list', line([epoch])],
    ['an unknown type', line({ type: 'exec', command: 'sh' })],
    ['an unknown field', line({ ...epoch, more: 1 })],
    ['another version', line({ type: 'hello', version: 2, name: 'x', abilities: [] })],
    ['epoch zero', line({ ...epoch, epoch: 0 })],
    ['a negative loss', line({ ...epoch, loss: -0.1 })],
    ['a loss that is no number', new TextEncoder().encode(JSON.stringify(epoch).replace('0.5', 'NaN'))],
    ['a loss without an end', new TextEncoder().encode(JSON.stringify(epoch).replace('0.5', '1e999'))],
    ['a loss that no checkpoint holds', line({ ...epoch, loss: 281_474_976 })],
    ['an accuracy above one', line({ ...epoch, accuracy: 1.01 })],
    ['a path', line({ ...epoch, checkpoint: '../journal.json' })],
    ['an absolute path', line({ ...epoch, checkpoint: '/etc/passwd' })],
    ['a hidden file', line({ ...epoch, checkpoint: '.x' })],
    ['a name with a zero byte', line({ ...epoch, checkpoint: 'a\0b' })],
    ['a long error', line({ type: 'error', message: 'x'.repeat(2001) })],
    ['an oversized line', line({ type: 'error', message: 'x'.repeat(MAX_ENGINE_LINE_BYTES) })],
  ];
  for (const [name, bytes] of bad) {
    it(`are refused: ${name}`, () => {
      expect(refusal(() => decodeFromEngine(bytes), 'ENGINE_MESSAGE')).to.match(/is refused/);
    });
  }

  it('to the engine fit the longest specification', () => {
    const program = { name: 'numpy', config: { a: 'x'.repeat(2000) } };
    const job = { program, seed: spec.seed, epochs: 1 };
    const bytes = encodeToEngine({
      ...{ type: 'start', version: 1, job, checkpoint: null },
      ...{ dataset: '/d'.repeat(2048), folder: '/f'.repeat(2048) },
    });
    expect(bytes.length).to.be.lessThan(MAX_ENGINE_LINE_BYTES);
  });
});
