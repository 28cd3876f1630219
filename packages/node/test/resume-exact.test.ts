import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { fileChainOf, spawnAgent } from './support/agent-of.ts';
import type { FileChain } from './support/file-chain.ts';
import { EXACT, type JobFixture } from './support/job-fixture.ts';
import { eventually, journalOf, TestNode } from './support/test-node.ts';

/** Long enough to be met in the middle: 1,200 segments. */
const ORDER = { epochs: 60, rows: 799, exact: { ...EXACT, batches: 80 } };

describe('an agent that is interrupted while it commits to steps', function () {
  this.timeout(240_000);
  let node: TestNode;
  let job: JobFixture;
  let chain: FileChain;
  let child: ChildProcess | null = null;

  before(async () => {
    node = await TestNode.create();
    chain = fileChainOf(node);
    node.stepProver.stuck = true;
    await node.start({ chain });
    job = node.assign(ORDER);
    chain.jobs.set(job.address, job.escrow());
    const stream = (await node.ready(job)).train();
    stream.on('error', () => undefined).resume();
    stream.write({ start: {} });
    await eventually(() => record()?.phase === 'trained', 'trained');
    await node.stop();
  });
  after(async () => {
    child?.kill('SIGKILL');
    await node.remove();
  });

  const record = () => journalOf(node.dir, job.address);
  const left = () => readdirSync(join(node.dir, 'steps'));

  async function run(): Promise<ChildProcess> {
    child = await spawnAgent(node, true);
    return child;
  }

  /** Kills the agent while its prover works; the prover's process id. */
  async function killedWith(signal: NodeJS.Signals): Promise<{ code: number | null; prover: number }> {
    const running = await run();
    const prover = await eventually(() => childOf(running.pid ?? 0, 'cyxwiz-prover'), 'committing');
    await eventually(() => left().length > 0, 'with its data');
    const exit = once(running, 'exit');
    running.kill(signal);
    const [code] = (await exit) as [number | null];
    return { code, prover };
  }

  it('by SIGTERM leaves neither prover nor data behind', async () => {
    const { code, prover } = await killedWith('SIGTERM');
    expect(code).to.equal(0);
    expect(existsSync(`/proc/${prover}`)).to.equal(false);
    expect(left()).to.deep.equal([]);
    expect(record()?.phase).to.equal('trained');
  });

  it('by kill -9 leaves no prover, and goes on with a folder that is empty', async () => {
    const { prover } = await killedWith('SIGKILL');
    const [old] = left();
    await eventually(() => !existsSync(`/proc/${prover}`), 'the prover is gone');
    expect(record()?.phase).to.equal('trained');
    const running = await run();
    await eventually(() => record()?.phase === 'slotRecorded', 'recorded');
    expect(left()).to.have.length(1).and.not.include(old);
    expect(record()?.steps?.segments).to.equal(1_200);
    running.kill('SIGTERM');
    await once(running, 'exit');
    expect(left()).to.deep.equal([]);
  });
});

/** Process id of a child with this name. */
function childOf(parent: number, name: string): number | undefined {
  const found = readdirSync('/proc').find((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      const [, comm, ppid] = /^\d+ \((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${entry}/stat`, 'utf8')) ?? [];
      return comm === name && Number(ppid) === parent;
    } catch {
      return false;
    }
  });
  return found === undefined ? undefined : Number(found);
}
