import { expect } from 'chai';
import { NodeError } from '../src/domain/errors.ts';
import type { EscrowJob } from '../src/ports/chain.ts';
import { MemoryChain } from './support/memory-chain.ts';
import { eventually, TestNode } from './support/test-node.ts';

/** A provider behind which several nodes stand, one of them late. */
class LaggingChain extends MemoryChain {
  /** Readings that do not show a proven job at all. */
  blind = 0;

  get accepts(): number {
    return this.calls.filter((call) => call.name === 'acceptJob').length;
  }

  override async acceptJob(address: string, salt: Uint8Array): Promise<string> {
    const signature = await super.acceptJob(address, salt);
    if (this.accepts > 1) return signature;
    throw new NodeError('CHAIN_UNAVAILABLE', 'the answer got lost');
  }

  override async readJob(address: string): Promise<EscrowJob | null> {
    const job = await super.readJob(address);
    if (job !== null && job.provenCheckpoints === job.checkpoints && this.blind-- > 0) return null;
    const late = job !== null && job.state === 'Running' && this.accepts === 1;
    return late ? { ...job, state: 'Funded', node: null } : job;
  }
}

describe('a chain that lags behind itself', function () {
  this.timeout(60_000);
  let node: TestNode;
  let chain: LaggingChain;
  beforeEach(async () => {
    node = await TestNode.create({}, LaggingChain);
    chain = node.chain as LaggingChain;
    await node.start();
  });
  afterEach(() => node.remove());

  it('does not make the node drop a job that it has accepted, nor forget its pay', async () => {
    const job = node.assign();
    const client = await node.ready(job);
    const stream = client.train().on('error', () => undefined);
    stream.resume().write({ start: {} });
    chain.blind = 2;
    await eventually(() => chain.jobs.get(job.address)?.provenCheckpoints === 20, 'proven');
    expect(chain.accepts).to.equal(2);
    const escrow = chain.jobs.get(job.address);
    if (escrow !== undefined) escrow.objectionWaived = true;
    await eventually(() => escrow?.state === 'Settled', 'settled');
    expect(chain.blind).to.be.lessThan(1);
  });
});
