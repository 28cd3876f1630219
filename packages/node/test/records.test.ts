import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { RecordFiles } from '../src/adapters/disk/records/record-files.ts';
import type { EpochEntry } from '../src/ports/job-records.ts';
import { readTfEvents } from './support/tf-reader.ts';

const EVENTS = 'events.out.tfevents.0.cyxwiz';

describe('the records of a job', () => {
  let folder: string;
  let records: RecordFiles;
  const file = (name: string) => join(folder, name);
  const lines = () =>
    readFileSync(file('metrics.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { epoch: number });
  const epochs = () => lines().map(({ epoch }) => epoch);
  const steps = () =>
    readTfEvents(readFileSync(file(EVENTS)))
      .slice(1)
      .map(({ step }) => step);
  const open = () =>
    new RecordFiles({
      path: (_, name) => file(name),
      removeFile: async (_, name) => rmSync(file(name), { force: true }),
    });

  const entry = (epoch: number): EpochEntry => ({
    ...{ epoch, epochs: 300, lossMicros: 1_000_000 / epoch, accuracyPpm: 900_000 + epoch },
    ...{ elapsedMs: 250 * epoch, atMs: 1_700_000_000_000 + 250 * epoch, cpuLoad: 0.5, memoryMib: 120 },
    gpus: [{ utilisation: 0.97, memoryMib: 4096 }],
  });
  const append = async (from: number, to: number) => {
    for (let epoch = from; epoch <= to; epoch += 1) await records.append('job', entry(epoch));
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cyxwiz-records-'));
    records = open();
  });
  afterEach(async () => {
    await records.close('job');
    rmSync(folder, { recursive: true });
  });

  it('are a line an epoch', async () => {
    await append(1, 3);
    expect(lines()[1]).to.deep.equal({
      ...{ epoch: 2, epochs: 300, loss: 0.5, accuracy: 0.900002, seconds: 0.5 },
      ...{ at: '2023-11-14T22:13:20.500Z', cpu: 0.5, memoryMib: 120 },
      gpus: [{ utilisation: 0.97, memoryMib: 4096 }],
    });
    expect(epochs()).to.deep.equal([1, 2, 3]);
  });

  it('are events that TensorBoard reads, with steps that need several bytes', async () => {
    await append(1, 300);
    const [first, ...events] = readTfEvents(readFileSync(file(EVENTS)));
    expect(first).to.include({ fileVersion: 'brain.Event:2', step: 0 });
    expect(events.map(({ step }) => step)).to.deep.equal(Array.from({ length: 300 }, (_, i) => i + 1));
    const last = events.at(-1);
    expect(last?.wallTime).to.equal(1_700_000_075);
    expect(last?.scalars['train/accuracy']).to.be.closeTo(0.9003, 1e-6);
    expect(last?.scalars).to.have.all.keys(
      ...['train/loss', 'train/accuracy', 'time/seconds', 'machine/cpu', 'machine/memory_mib'],
      ...['machine/gpu0', 'machine/gpu0_memory_mib'],
    );
  });

  it('hold every epoch once, however often it is trained again', async () => {
    await append(1, 20);
    await records.close('job');
    records = open();
    await append(15, 30);
    expect(epochs()).to.deep.equal(Array.from({ length: 30 }, (_, i) => i + 1));
    expect(steps()).to.deep.equal(epochs());
  });

  it('go on behind what a crash left half-written', async () => {
    await append(1, 10);
    await records.close('job');
    appendFileSync(file('metrics.jsonl'), '{"epoch":11,"epo');
    truncateSync(file(EVENTS), readFileSync(file(EVENTS)).length - 3);
    records = open();
    await append(9, 12);
    expect(epochs()).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(steps()).to.deep.equal(epochs());
  });

  it('are gone when they are removed', async () => {
    await append(1, 2);
    await records.remove('job');
    expect(() => lines()).to.throw(/ENOENT/);
  });
});
