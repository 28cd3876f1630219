import type { AgentStatus } from '@cyxwiz/node';
import { expect } from 'chai';
import { jobText, liveView } from '../src/commands/node/live-view.ts';

const NOW = 1_700_000_000_000;
const training: AgentStatus['jobs'][number] = {
  ...{ job: 'BFd9uyRmp22ACSWbQSwJYyf9s7peL2zydc37e8VxqEww', phase: 'training', state: 'TRAINING' },
  ...{ engine: 'process:sum', epoch: 50, epochs: 200, loss: 0.123456, accuracy: 0.98765 },
  ...{ elapsedMs: 60_000, etaMs: 3_725_000, provenCheckpoints: 0, checkpoints: 50, error: null },
};
const status: AgentStatus = {
  ...{ version: 1, agentVersion: '0.1.0', pid: 7, node: 'N0de', endpoint: '192.0.2.1:50052' },
  ...{ listening: '0.0.0.0:50052', relay: null },
  ...{
    startedAtMs: NOW - 65_000,
    atMs: NOW,
    introduced: true,
    draining: null,
    awaited: [],
    slots: 2,
    freeSlots: 1,
  },
  warnings: [],
  ...{ cpuLoad: 0.5, memoryMib: 128, gpus: [{ utilisation: 0.97, memoryMib: 4096 }], jobs: [training] },
};

describe('cyxwiz node watch', () => {
  it('shows machine, chain and jobs', () => {
    const facts = { stake: '60 CYXWIZ', score: '12 of 1000', jobs: '1 now', wallet: '5 CYXWIZ' };
    const text = liveView(status, facts, NOW);
    for (const part of [
      '1:05',
      'a coordinator knows it',
      'CPU 50%',
      'GPU 0 97% 4096 MiB',
      '60 CYXWIZ',
      '1 of 2 free',
    ])
      expect(text).to.contain(part);
    expect(text).to.contain(
      'BFd9uyRmp22A  training       process:sum  [####............] 50/200  loss 0.1235',
    );
    expect(text).to.contain('accuracy 98.77%  1:02:05 left');
  });

  it('shows what the owner forbids and the system allows', () => {
    const warnings = ['the program sum keeps the network'];
    expect(liveView({ ...status, warnings }, undefined, NOW)).to.match(/warning +the program sum keeps/);
  });

  it('shows that it drains, and until when', () => {
    const text = liveView({ ...status, draining: { sinceMs: NOW, deadlineMs: NOW + 1000 } }, undefined, NOW);
    expect(text).to.contain('since 2023-11-14T22:13:20.000Z, until 2023-11-14T22:13:21.000Z at the latest');
    const draining = { sinceMs: NOW, deadlineMs: null };
    const waiting = liveView({ ...status, draining, awaited: ['one', 'two'] }, undefined, NOW);
    expect(waiting).to.contain('since 2023-11-14T22:13:20.000Z; 2 reserved before may still come');
  });

  it('shows what ended a job, who holds one, and that none is there', () => {
    expect(jobText({ ...training, phase: 'failed', error: 'TRAINING_FAILED: no' })).to.contain(
      'TRAINING_FAILED: no',
    );
    expect(jobText({ ...training, state: 'PAUSED' })).to.contain('paused');
    expect(liveView({ ...status, jobs: [] }, undefined, NOW)).to.match(/no jobs$/);
    expect(liveView(null, undefined, NOW)).to.equal('no agent runs here');
  });
});
