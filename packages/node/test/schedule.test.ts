import { expect } from 'chai';
import { anchorStep, earliestFinalAnchor, isAnchorDue } from '../src/domain/anchor-schedule.ts';
import { advance, end, withCheckpoint } from '../src/domain/job-machine.ts';
import { JOB_PHASES, newJobRecord } from '../src/domain/job-record.ts';

const TERMS = { anchorMaxEpochs: 50, anchorPartBps: 1000 };

describe('the anchor schedule', () => {
  const cases: [checkpoints: number, interval: number, step: number][] = [
    [1, 1, 1],
    [50, 1, 5],
    [64, 1, 7],
    [64, 10, 5],
    [64, 100, 1],
    [9, 1, 1],
    [11, 1, 2],
  ];
  for (const [checkpoints, interval, step] of cases) {
    it(`${checkpoints} checkpoints every ${interval} epochs: every ${step}`, () => {
      expect(anchorStep(checkpoints, interval, TERMS)).to.equal(step);
    });
  }

  it('is due after a step, or at the end, and only for something new', () => {
    expect(isAnchorDue({ done: 4, anchored: 0, total: 50, step: 5 })).to.equal(false);
    expect(isAnchorDue({ done: 5, anchored: 0, total: 50, step: 5 })).to.equal(true);
    expect(isAnchorDue({ done: 50, anchored: 49, total: 50, step: 5 })).to.equal(true);
    expect(isAnchorDue({ done: 50, anchored: 50, total: 50, step: 5 })).to.equal(false);
  });

  it('puts the final anchor where the escrow accepts the time taken', () => {
    const terms = { timeMinBps: 5000, timeGraceSeconds: 120 };
    expect(earliestFinalAnchor(1000, 60, terms)).to.equal(1000);
    expect(earliestFinalAnchor(1000, 3600, terms)).to.equal(1000 + 1800 - 120);
    expect(earliestFinalAnchor(1000, 241, terms)).to.equal(1001);
  });
});

describe('the journal of a job', () => {
  const record = newJobRecord({
    job: 'j',
    clientWallet: 'w',
    clientKey: '',
    salt: '',
    specJson: '',
    acceptByMs: 0,
  });

  it('goes through its phases in order and never back', () => {
    const way = ['accepted', 'training', 'trained', 'anchored', 'proven', 'settled'] as const;
    let now = record;
    for (const phase of way) now = advance(now, phase);
    for (const phase of JOB_PHASES.filter((other) => other !== 'settled')) {
      expect(() => advance(now, phase)).to.throw(/cannot go from settled/);
    }
    expect(() => advance(record, 'training')).to.throw(/cannot go from assigned to training/);
  });

  it('keeps the first reason for which it ended', () => {
    const failed = end(record, 'failed', { code: 'A', message: 'a' });
    expect(end(failed, 'stopped', { code: 'B', message: 'b' })).to.equal(failed);
  });

  it('makes times rise strictly', () => {
    const checkpoint = { weights: '', lossMicros: 0, accuracyPpm: 0 };
    const one = withCheckpoint(record, { ...checkpoint, timeMs: 7 });
    const two = withCheckpoint(one, { ...checkpoint, timeMs: 7 });
    const three = withCheckpoint(two, { ...checkpoint, timeMs: 3 });
    expect(three.checkpoints.map(({ timeMs }) => timeMs)).to.deep.equal([7, 8, 9]);
  });
});
