import { createHash } from 'node:crypto';
import { commitmentOfSafetensors } from '@cyxwiz/engine';
import { jobId } from '@cyxwiz/protocol';
import {
  type ClientError,
  memorySink,
  NodeSession,
  type ReceiptFacts,
  verifyCheckpoint,
  verifyNodeReceipt,
} from '@cyxwiz/sdk';
import { expect } from 'chai';
import type { JobFixture } from './support/job-fixture.ts';
import { eventually, TestNode } from './support/test-node.ts';

const EPOCHS = 800;

/** The SDK's session with an agent as it is: only chain and coordinator are played. */
describe('a client of the SDK', function () {
  this.timeout(120_000);
  let node: TestNode;
  let job: JobFixture;
  let session: NodeSession;
  beforeEach(async () => {
    node = await TestNode.create();
    await node.start();
    job = node.assign({ epochs: EPOCHS, checkpointInterval: 16 });
    session = await NodeSession.open({
      job: jobId(job.address),
      endpoint: node.agent?.grpcAddress ?? '',
      tlsKeyHash: node.identity.keyHash,
      token: await node.token(job),
      sessionKey: { publicKey: job.clientKey, secretKey: job.clientSecret },
    });
    await session.sendJob(job.specJson, job.csv, Buffer.from(job.spec.datasetRoot, 'hex'));
  });
  afterEach(async () => {
    session.close();
    await node.remove();
  });

  const facts = (): ReceiptFacts => {
    const escrow = node.chain.jobs.get(job.address);
    if (escrow === undefined) throw new Error('no escrow');
    const { client, specHash, binding, anchoredRoot, anchoredCheckpoints } = escrow;
    const seen = { node: escrow.node ?? '', client, specHash, binding, anchoredRoot, anchoredCheckpoints };
    return { job: jobId(job.address), escrow: seen, operator: node.chain.operator };
  };
  const failure = async (promise: Promise<unknown>): Promise<ClientError> =>
    promise.then(
      () => {
        throw new Error('did not fail');
      },
      (error: ClientError) => error,
    );
  const anchored = () => (node.chain.jobs.get(job.address)?.anchoredCheckpoints ?? 0) > 0;

  it('agrees on the highest version', () => {
    expect(session.protocolVersion).to.equal(3);
  });

  it('pauses, takes a checkpoint that the chain has, resumes, stops', async () => {
    const training = session.train();
    const seen: string[] = [];
    const watching = (async () => {
      for await (const event of training) seen.push(event.type);
    })();
    await eventually(anchored, 'an anchor');
    expect(await session.command('pause')).to.include({ state: 'PAUSED' });
    // Again changes nothing.
    expect(await session.command('pause')).to.include({ state: 'PAUSED' });

    const sink = memorySink();
    const { epoch } = await session.fetchCheckpoint(0, sink);
    const file = await sink.read();
    const receipt = verifyNodeReceipt(await session.receipt(), facts());
    const count = facts().escrow.anchoredCheckpoints;
    expect(verifyCheckpoint(file, epoch, receipt, count)).to.equal(commitmentOfSafetensors(file));
    const other = (await failure(Promise.resolve().then(() => verifyCheckpoint(file, epoch, receipt, 0))))
      .code;
    expect(other).to.equal('WEIGHTS_MISMATCH');
    const wrong = Uint8Array.from(file);
    wrong[wrong.length - 1] = (wrong.at(-1) ?? 0) ^ 1;
    expect(() => verifyCheckpoint(wrong, epoch, receipt, count)).to.throw(
      /not the one of epoch|cannot be read/,
    );

    const named = memorySink();
    expect((await session.fetchCheckpoint(epoch, named)).epoch).to.equal(epoch);
    const sum = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    expect(sum(await named.read())).to.equal(sum(file));

    expect(await session.command('resume')).to.include({ state: 'TRAINING' });
    expect((await session.command('stop', { reason: 'enough' })).epoch).to.be.greaterThan(0);
    await watching;
    expect(seen.at(-1)).to.equal('ended');
  });

  it('has the state written down on command', async () => {
    const training = session.train();
    const first = training[Symbol.asyncIterator]();
    await first.next();
    const { stateEpoch } = await session.command('checkpoint');
    expect(stateEpoch).to.be.greaterThan(0);
    training.close();
  });

  it('hears why a command or a checkpoint is refused', async () => {
    const early = await failure(session.command('pause'));
    expect(early).to.include({ code: 'NODE_REFUSED', reason: 'COMMAND_REFUSED' });
    const none = await failure(session.fetchCheckpoint(0, memorySink()));
    expect(none).to.include({ code: 'NODE_REFUSED', reason: 'CHECKPOINT_UNKNOWN' });
    const odd = await failure(session.fetchCheckpoint(17, memorySink()));
    expect(odd.reason).to.equal('CHECKPOINT_UNKNOWN');
    expect(odd.message).to.contain('a multiple of 16');
  });

  it('believes no receipt that is forged, of another job, or at odds with the chain', async () => {
    const training = session.train();
    await training[Symbol.asyncIterator]().next();
    await eventually(anchored, 'an anchor');
    await session.command('pause');
    await session.fetchCheckpoint(0, memorySink());
    const signed = await session.receipt();
    const good = facts();
    verifyNodeReceipt(signed, good);

    const forged = { ...signed, receiptJson: Buffer.from(`${Buffer.from(signed.receiptJson)} `) };
    expect(() => verifyNodeReceipt(forged, good)).to.throw(/not signed by the operator/);
    const escrow = (changes: Partial<ReceiptFacts['escrow']>) => ({
      ...good,
      escrow: { ...good.escrow, ...changes },
    });
    const cases: [ReceiptFacts, RegExp][] = [
      [{ ...good, operator: job.wallet }, /not signed by the operator/],
      [{ ...good, job: jobId(job.wallet) }, /its job is not/],
      [escrow({ node: job.wallet }), /its node is not/],
      [escrow({ client: good.operator }), /its client is not/],
      [escrow({ specHash: new Uint8Array(32) }), /its specification is not/],
      [escrow({ binding: new Uint8Array(32) }), /its binding is not/],
      [escrow({ anchoredRoot: new Uint8Array(32) }), /is not the one on chain/],
      [escrow({ anchoredCheckpoints: 60 }), /60 are anchored/],
    ];
    for (const [held, why] of cases) expect(() => verifyNodeReceipt(signed, held)).to.throw(why);
    training.close();
  });
});
