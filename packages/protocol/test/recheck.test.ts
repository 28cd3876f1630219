import { expect } from 'chai';
import { sha256 } from '../src/bytes.ts';
import { jobId } from '../src/ids.ts';
import { drawnCheckpoints, missProbability, stretchOf } from '../src/training/recheck.ts';

const JOB = jobId('So11111111111111111111111111111111111111112');
const OTHER = jobId('SysvarC1ock11111111111111111111111111111111');

describe('the draw of a recheck', () => {
  it('gives different checkpoints of the job, all of them when as many are asked for', () => {
    for (const count of [1, 4, 7, 50]) {
      const drawn = drawnCheckpoints(sha256('slot'), JOB, 7, count);
      expect(new Set(drawn).size).to.equal(Math.min(count, 7));
      expect(drawn).to.deep.equal([...drawn].sort((a, b) => a - b));
      for (const checkpoint of drawn) expect(checkpoint).to.be.within(1, 7);
    }
  });

  it('follows from slot and job alone', () => {
    const draw = (slot: string, job = JOB) => drawnCheckpoints(sha256(slot), job, 64, 8).join();
    expect(draw('slot')).to.equal(draw('slot'));
    expect(draw('slot')).not.to.equal(draw('another'));
    expect(draw('slot')).not.to.equal(draw('slot', OTHER));
  });

  it('takes every checkpoint as often as another', () => {
    const times = new Array<number>(8).fill(0);
    for (let slot = 0; slot < 8_000; slot += 1) {
      for (const checkpoint of drawnCheckpoints(sha256(`slot ${slot}`), JOB, 8, 2))
        times[checkpoint - 1] = (times[checkpoint - 1] ?? 0) + 1;
    }
    // 2,000 each, with a standard deviation of 39.
    for (const count of times) expect(count).to.be.within(1_800, 2_200);
  });

  it('misses a cheat as often as is stated', () => {
    expect(missProbability(50, 1, 4)).to.be.closeTo(46 / 50, 1e-12);
    expect(missProbability(50, 50, 1)).to.equal(0);
    expect(missProbability(4, 2, 3)).to.equal(0);
    expect(missProbability(50, 5, 0)).to.equal(1);
    const slots = 4_000;
    let missed = 0;
    for (let slot = 0; slot < slots; slot += 1) {
      if (!drawnCheckpoints(sha256(`slot ${slot}`), JOB, 10, 3).some((checkpoint) => checkpoint <= 2))
        missed += 1;
    }
    // 8/10 · 7/9 · 6/8 = 0.467, standard deviation 0.008.
    expect(missed / slots).to.be.closeTo(missProbability(10, 2, 3), 0.04);
  });

  it('knows which epochs lead to a checkpoint, the last of which may be shorter', () => {
    const spec = { epochs: 10, checkpointInterval: 4 };
    expect([1, 2, 3].map((checkpoint) => stretchOf(spec, checkpoint))).to.deep.equal([
      { checkpoint: 1, from: 1, to: 4 },
      { checkpoint: 2, from: 5, to: 8 },
      { checkpoint: 3, from: 9, to: 10 },
    ]);
    for (const none of [0, 4, 1.5]) expect(() => stretchOf(spec, none)).to.throw(/no checkpoint/);
  });
});
