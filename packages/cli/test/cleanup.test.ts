import { expect } from 'chai';
import { Cleanup } from '../src/demo/cleanup.ts';

describe('what a demo started is stopped', () => {
  it('in the opposite order, once', async () => {
    const cleanup = new Cleanup();
    const stopped: string[] = [];
    for (const what of ['chain', 'coordinator', 'node']) cleanup.add(what, () => void stopped.push(what));
    await Promise.all([cleanup.run(), cleanup.run()]);
    expect(stopped).to.deep.equal(['node', 'coordinator', 'chain']);
  });

  it('also what had not started yet when the rest was stopped', async () => {
    const cleanup = new Cleanup();
    const stopped: string[] = [];
    cleanup.add('chain', async () => {
      await new Promise((resolve) => setImmediate(resolve));
      stopped.push('chain');
    });
    const running = cleanup.run();
    cleanup.add('coordinator', () => void stopped.push('coordinator'));
    await running;
    await cleanup.run();
    expect(stopped).to.deep.equal(['chain', 'coordinator']);
  });
});
