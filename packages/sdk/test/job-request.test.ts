import { expect } from 'chai';
import { ClientError } from '../src/errors.ts';
import { type JobRequest, prepareJob } from '../src/job-request.ts';
import { smallDataset } from './small-dataset.ts';

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
