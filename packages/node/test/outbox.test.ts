import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { Outbox } from '../src/adapters/grpc/outbox.ts';
import type { JobEvent } from '../src/domain/events.ts';

class SlowSink extends EventEmitter {
  readonly written: string[] = [];
  room = 0;
  write(message: string): boolean {
    this.written.push(message);
    this.room -= 1;
    return this.room > 0;
  }
  drain(room: number): void {
    this.room = room;
    this.emit('drain');
  }
}

const status = (epoch: number): JobEvent => ({
  kind: 'status',
  status: {
    ...{ state: 'TRAINING', epoch, epochs: 9, elapsedMs: 0, etaMs: 0, cpuLoad: 0, memoryUsedMib: 0 },
    ...{ lossMicros: 0, accuracyPpm: 0, stateEpoch: 0 },
  },
});
const epochOf = (epoch: number): JobEvent => ({
  kind: 'epoch',
  epochs: 9,
  metrics: { epoch, lossMicros: 0, accuracyPpm: 0, elapsedMs: 0, weights: '', checkpointHash: '' },
});
const anchored = (checkpoints: number): JobEvent => ({
  kind: 'anchored',
  checkpoints,
  root: '',
  transaction: '',
});
const audit = (stage: 'COMMITTING' | 'PROVEN', done: number): JobEvent => ({
  kind: 'audit',
  progress: { stage, done, of: 9, transaction: '' },
});
const name = (event: JobEvent): string => {
  if (event.kind === 'status') return `s${event.status.epoch}`;
  if (event.kind === 'epoch') return `e${event.metrics.epoch}`;
  if (event.kind === 'audit') return `${event.progress.stage} ${event.progress.done}`;
  return event.kind === 'anchored' ? `a${event.checkpoints}` : event.kind;
};

describe('the outbox of a watcher', () => {
  it('keeps only the newest status and epoch for a slow reader, and every anchor', () => {
    const sink = new SlowSink();
    const outbox = new Outbox(sink, name);
    sink.room = 2;
    for (let i = 1; i <= 1000; i += 1) {
      outbox.push(epochOf(i));
      outbox.push(status(i));
      if (i % 250 === 0) outbox.push(anchored(i));
      expect(outbox.waiting).to.be.at.most(6);
    }
    let empty = false;
    outbox.push({ kind: 'ended', ended: { ok: true, error: '', finalWeights: '', weightsBytes: 0 } });
    outbox.whenEmpty(() => {
      empty = true;
    });
    expect(sink.written).to.deep.equal(['e1', 's1']);
    sink.drain(3);
    expect(empty).to.equal(false);
    sink.drain(100);
    expect(sink.written).to.deep.equal([
      'e1',
      's1',
      'a250',
      'a500',
      'a750',
      'e1000',
      's1000',
      'a1000',
      'ended',
    ]);
    expect(empty).to.equal(true);
  });

  it('passes everything on to a quick reader', () => {
    const sink = new SlowSink();
    sink.room = 10_000;
    const outbox = new Outbox(sink, name);
    for (let i = 1; i <= 100; i += 1) outbox.push(epochOf(i));
    expect(sink.written).to.have.length(100);
  });

  it('keeps the newest of commitments under way, and every proven audit', () => {
    const sink = new SlowSink();
    const outbox = new Outbox(sink, name);
    outbox.push(audit('COMMITTING', 1));
    for (const done of [2, 3]) outbox.push(audit('COMMITTING', done));
    for (const done of [1, 2]) outbox.push(audit('PROVEN', done));
    sink.drain(9);
    expect(sink.written).to.deep.equal(['COMMITTING 1', 'COMMITTING 3', 'PROVEN 1', 'PROVEN 2']);
  });
});
