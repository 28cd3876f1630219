import { createHash } from 'node:crypto';
import { DEFAULT_TOLERANCE, parseJobSpec, processDatasetRoot, processStart, toHex } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { ClientError } from '../src/errors.ts';
import { prepareJob } from '../src/job-request.ts';
import type { JobRequest } from '../src/job-request-schema.ts';
import { provableDataset, smallDataset } from './small-dataset.ts';

const good = (): JobRequest => ({ ...smallDataset(), epochs: 5, estimatedSeconds: 10 });
const text = (csv: string) => new TextEncoder().encode(csv);

describe('a job request', () => {
  it('commits to the data and the first weights, the same each time for the same seed', () => {
    const seed = 'ab'.repeat(32);
    const [a, b] = [prepareJob({ ...good(), seed }), prepareJob({ ...good(), seed })];
    expect(a.spec.datasetRoot).to.equal(b.spec.datasetRoot);
    expect(a.spec.initialWeights).to.equal(b.spec.initialWeights);
    expect(a.spec.clientKey).not.to.equal(b.spec.clientKey);
    expect(prepareJob(good()).spec.seed).not.to.equal(prepareJob(good()).spec.seed);
  });

  it('spaces checkpoints so that at most 64 are needed', () => {
    expect(prepareJob({ ...good(), epochs: 640 }).spec.checkpointInterval).to.equal(10);
    expect(prepareJob({ ...good(), epochs: 64 }).spec.checkpointInterval).to.equal(1);
  });

  describe('of the exact tier', () => {
    const exact = (rows: number, change: Partial<JobRequest> = {}): JobRequest => ({
      ...provableDataset(rows),
      ...{ epochs: 5, estimatedSeconds: 10, seed: 'ab'.repeat(32), tier: 'exact' as const },
      ...change,
    });

    it('takes the circuit with most steps, and as many batches as it can prove', () => {
      // 70 rows make 7 batches of 8; a proof covers 4 of them.
      const [proven, committed] = [prepareJob(exact(70)), prepareJob(exact(70, { tier: 'committed' }))];
      expect(proven.spec.exact).to.deep.equal({ circuit: 2, keyVersion: 1, steps: 4, batches: 4 });
      expect(proven.dataset?.batches).to.have.length(4);
      expect(committed.dataset?.batches).to.have.length(7);
      expect(proven.spec.datasetRoot).not.to.equal(committed.spec.datasetRoot);
      expect(committed.spec).not.to.have.property('exact');
    });

    it('takes one with fewer steps when there are too few rows', () => {
      const { spec } = prepareJob(exact(20));
      expect(spec.exact).to.deep.equal({ circuit: 3, keyVersion: 1, steps: 1, batches: 2 });
    });

    it('asks for the audits that the client wants, or for those of governance', () => {
      expect(prepareJob(exact(40, { audits: 64 })).audits).to.equal(64);
      expect(prepareJob(exact(40)).audits).to.equal(0);
    });

    it('takes as many segments as the tree of states holds, and no more', () => {
      expect(prepareJob(exact(40, { epochs: 16_383, checkpointInterval: 300 })).spec.epochs).to.equal(16_383);
    });

    const refused: [string, () => JobRequest, string, RegExp][] = [
      [
        'a segment more than the tree of states holds',
        () => exact(40, { epochs: 16_384, checkpointInterval: 300 }),
        'epochs',
        /16384 epochs of 4 batches/,
      ],
      [
        'a network that no circuit proves, naming one that can be',
        () => ({ ...good(), tier: 'exact' }),
        'shape',
        /4-4-2 in batches of 4/,
      ],
      ['too few rows for any circuit', () => exact(8), 'dataset', /8 rows/],
      ['a fault in the data', () => ({ ...exact(40), dataset: text('1,2\n') }), 'dataset', /line 1|column/],
      ['65 audits', () => exact(40, { audits: 65 }), 'audits', /64/],
      ['audits below zero', () => exact(40, { audits: -1 }), 'audits', /0/],
      ['an unknown tier', () => exact(40, { tier: 'certain' as 'exact' }), 'tier', /exact/],
      ['audits of a committed job', () => ({ ...good(), audits: 4 }), 'audits', /exact tier only/],
    ];
    for (const [name, request, field, message] of refused) {
      it(`refuses ${name}`, () => {
        expect(() => prepareJob(request()))
          .to.throw(ClientError, message)
          .satisfies(({ code, failure }: ClientError) => {
            expect({ code, field: failure.details?.field }).to.deep.equal({ code: 'BAD_INPUT', field });
            return true;
          });
      });
    }
  });

  describe('for a program', () => {
    const program = { name: 'numpy', config: { hidden: 8, rates: [0.1, 0.01] } };
    const process = (change: object = {}): JobRequest =>
      ({
        engine: 'process',
        dataset: Uint8Array.of(0, 255, 10, 13),
        program,
        ...{ epochs: 5, estimatedSeconds: 10, seed: 'ab'.repeat(32) },
        ...change,
      }) as JobRequest;

    it('commits to the bytes of the file as they are, the program, its configuration and the seed', () => {
      const { spec, specJson, dataset } = prepareJob(process());
      const hash = new Uint8Array(
        createHash('sha256')
          .update(Uint8Array.of(0, 255, 10, 13))
          .digest(),
      );
      expect(spec).to.include({ engine: 'process', datasetRoot: toHex(processDatasetRoot(hash)) });
      expect(spec.initialWeights).to.equal(toHex(processStart(program, 'ab'.repeat(32))));
      expect(spec.program).to.deep.equal(program);
      expect(parseJobSpec(specJson)).to.deep.equal(spec);
      expect(dataset).to.equal(undefined);
      const other = prepareJob(process({ program: { ...program, config: {} } })).spec;
      expect(other.initialWeights).not.to.equal(spec.initialWeights);
    });

    it('writes the tolerance into the specification, the default too', () => {
      expect(prepareJob(process()).spec.tolerance).to.deep.equal(DEFAULT_TOLERANCE);
      const tolerance = { absolute: 0, relative: 1e-7 };
      const { spec, specJson } = prepareJob(process({ tolerance }));
      expect(spec.tolerance).to.deep.equal(tolerance);
      expect(parseJobSpec(specJson).tolerance).to.deep.equal(tolerance);
    });

    const shape = { inputs: 4, hidden: 4, outputs: 2, batch: 4 };
    const refused: [string, JobRequest, string, RegExp][] = [
      ['the exact tier', process({ tier: 'exact' }), 'tier', /committed tier/],
      ['audits', process({ audits: 4 }), 'audits', /exact tier only/],
      ['no program', process({ program: undefined }), 'program', /missing/],
      ['a shape', process({ shape }), 'shape', /configuration/],
      ['no data', process({ dataset: new Uint8Array() }), 'dataset', /empty/],
      [
        'a program with a path for a name',
        process({ program: { name: '../sh', config: {} } }),
        'program.name',
        /lower-case/,
      ],
      [
        'a configuration too long',
        process({ program: { name: 'a', config: { a: 'x'.repeat(2048) } } }),
        'program.config',
        /2048/,
      ],
      [
        'a tolerance above one',
        process({ tolerance: { absolute: 2, relative: 0 } }),
        'tolerance.absolute',
        /1/,
      ],
      ['a program for the exact engine', { ...good(), program }, 'program', /exact/],
      [
        'a tolerance for the exact engine',
        { ...good(), tolerance: DEFAULT_TOLERANCE },
        'tolerance',
        /to the bit/,
      ],
      ['no shape for the exact engine', { ...good(), shape: undefined }, 'shape', /layers/],
    ];
    for (const [name, request, field, message] of refused) {
      it(`refuses ${name}`, () => {
        expect(() => prepareJob(request))
          .to.throw(ClientError, message)
          .satisfies(({ code, failure }: ClientError) => {
            expect({ code, field: failure.details?.field }).to.deep.equal({ code: 'BAD_INPUT', field });
            return true;
          });
      });
    }
  });

  const table: [string, object, string][] = [
    ['no epochs', { epochs: undefined }, 'epochs'],
    ['zero epochs', { epochs: 0 }, 'epochs'],
    ['negative epochs', { epochs: -1 }, 'epochs'],
    ['half an epoch', { epochs: 1.5 }, 'epochs'],
    ['epochs that are text', { epochs: '5' }, 'epochs'],
    ['epochs that are not a number', { epochs: Number.NaN }, 'epochs'],
    ['too many epochs', { epochs: 2 ** 32 }, 'epochs'],
    ['zero estimate', { estimatedSeconds: 0 }, 'estimatedSeconds'],
    ['infinite estimate', { estimatedSeconds: Number.POSITIVE_INFINITY }, 'estimatedSeconds'],
    ['zero price limit', { maxPrice: 0n }, 'maxPrice'],
    ['negative price limit', { maxPrice: -1n }, 'maxPrice'],
    ['price limit above 64 bits', { maxPrice: 1n << 64n }, 'maxPrice'],
    ['price limit as number', { maxPrice: 5 }, 'maxPrice'],
    ['deadline beyond a week', { deadlineSeconds: 604_801n }, 'deadlineSeconds'],
    ['short seed', { seed: 'ab' }, 'seed'],
    ['upper-case seed', { seed: 'AB'.repeat(32) }, 'seed'],
    ['unknown priority', { priority: 'urgent' }, 'priority'],
    ['no cores', { resources: { cpuCores: 0 } }, 'resources.cpuCores'],
    ['unknown field', { epoch: 5 }, 'request'],
    ['data set that is text', { dataset: '1,2' }, 'dataset'],
    ['no rows', { dataset: text('') }, 'dataset'],
    ['one row', { dataset: text('1,2,3,4,0\n') }, 'dataset'],
    ['wrong width', { dataset: text('1,2,3,0\n'.repeat(40)) }, 'dataset'],
    ['ragged rows', { dataset: text(`${'1,2,3,4,0\n'.repeat(39)}1,2,3,0\n`) }, 'dataset'],
    ['a word among numbers', { dataset: text(`${'1,2,3,4,0\n'.repeat(39)}1,x,3,4,0\n`) }, 'dataset'],
    ['a class beyond the outputs', { dataset: text(`${'1,2,3,4,0\n'.repeat(39)}1,2,3,4,2\n`) }, 'dataset'],
    ['a negative value', { dataset: text(`${'1,2,3,4,0\n'.repeat(39)}-1,2,3,4,0\n`) }, 'dataset'],
    ['an impossible interval', { epochs: 65, checkpointInterval: 1 }, ''],
  ];
  for (const [name, change, field] of table) {
    it(`refuses ${name}`, () => {
      expect(() => prepareJob({ ...good(), ...change } as JobRequest))
        .to.throw(ClientError)
        .satisfies((e: ClientError) => {
          expect(e.code).to.equal('BAD_INPUT');
          expect(e.next).not.to.equal('');
          if (field) expect(e.failure.details?.field).to.equal(field);
          return true;
        });
    });
  }
});
