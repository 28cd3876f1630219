import {
  auditChallenge,
  type ExactOrder,
  escapeProbability,
  type JobId,
  sha256,
  toHex,
  verifyingKeyAddress,
} from '@cyxwiz/protocol';
import type { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { TestChain } from '../../packages/cli/test/support/chain.ts';
import { CHECKPOINTS, ChainNode, orderJob, runningJob, TOKEN } from './support/chain-node.ts';

const NONCE = sha256('the client keeps this to itself');
const REVEAL_WINDOW = 600n;
const order: ExactOrder = {
  stepKey: verifyingKeyAddress(2, 1),
  terms: { seed: sha256('seed of the batches'), batches: 8 },
};

describe('audits of an exact job, by the command line alone', function () {
  this.timeout(120_000);
  let chain: TestChain;
  let client: Keypair;
  let node: ChainNode;
  let jobs = 0n;

  /** A job whose node has trained, and proven its checkpoints. */
  async function trained(): Promise<JobId> {
    const exact = { ...order, clientNonceHash: sha256(NONCE) };
    const { job, salt } = await orderJob(chain, client, node, ++jobs, exact);
    await node.accept(job, salt);
    await node.prove(job, CHECKPOINTS);
    return job;
  }
  async function stepsAnchored(): Promise<JobId> {
    const job = await trained();
    await node.anchorSteps(job, order);
    return job;
  }
  async function auditOf(job: JobId) {
    const seen = await chain.net.reader.audit(job);
    if (!seen) throw new Error('there is no audit');
    return seen.value;
  }
  /** Waits until the slot whose hash chooses the audits has passed. */
  async function slotPassed(job: JobId): Promise<void> {
    const { challengeSlot } = await auditOf(job);
    while (BigInt(await chain.net.reader.slot()) <= challengeSlot)
      await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const crank = (job: JobId) => chain.told('stranger', 'crank', 'audits', job);
  const reveal = (job: JobId, nonce = toHex(NONCE)) =>
    chain.said('stranger', 'job', 'reveal', job, '--nonce', nonce);

  before(async () => {
    chain = await TestChain.start();
    client = await chain.person('client', 1_000n * TOKEN);
    await chain.person('stranger');
    node = await ChainNode.register(chain, 'node');
  });
  after(() => chain.stop());

  it('are drawn with the nonce, after the hash is recorded, by whoever was given it', async () => {
    const job = await stepsAnchored();
    const { code, stdout, stderr } = await reveal(job);
    expect(code, stderr).to.equal(0);
    const told = ['steps anchored: 8 segments', 'recorded', 'with the client’s nonce: 8 audits'];
    for (const text of told) expect(stderr).to.contain(text);
    expect(stdout).to.contain('0 of 8 audits proven');
    const audit = await auditOf(job);
    expect(audit.nonceRevealed).to.equal(true);
    expect(audit.challenge).to.deep.equal(auditChallenge(audit.slotHash, NONCE, job));
    expect(escapeProbability(0.5, audit.audits)).to.equal(1 / 256);
    expect((await crank(job)).error.code, 'only the node can go on').to.equal('WRONG_STATE');
  });

  it('are drawn without it, by anyone, once the client had its time', async () => {
    const job = await stepsAnchored();
    expect((await crank(job)).error.code, 'before the slot').to.equal('WRONG_STATE');
    await slotPassed(job);
    expect(await crank(job)).to.include({ code: 0, step: 'record_slot_hash' });
    expect((await crank(job)).error.reason).to.equal('RevealWindowOpen');
    await chain.wait(REVEAL_WINDOW + 1n);
    expect(await crank(job)).to.include({ code: 0, step: 'open_challenge' });
    const audit = await auditOf(job);
    expect(audit.nonceRevealed).to.equal(false);
    expect(audit.challenge).to.deep.equal(auditChallenge(audit.slotHash, null, job));
  });

  it('are not drawn with the nonce of another job, which stays unknown', async () => {
    const job = await stepsAnchored();
    const { code, stderr } = await reveal(job, toHex(sha256('another job’s')));
    expect(code).to.not.equal(0);
    expect(stderr).to.contain('nonce');
    expect((await auditOf(job)).recordedAt).to.equal(0n);
  });

  it('wait for the node’s steps', async () => {
    const { error } = await crank(await trained());
    expect(error.code).to.equal('WRONG_STATE');
    expect(error.next).to.contain('anchor its steps');
  });

  it('are nothing that a committed job has', async () => {
    const job = await runningJob(chain, client, node, ++jobs);
    expect((await crank(job)).error.code).to.equal('BAD_INPUT');
    expect((await reveal(job)).stderr).to.contain('committed tier');
  });

  it('need the nonce, which only the client’s machine has', async () => {
    const { error } = await chain.told('stranger', 'job', 'reveal', await trained());
    expect(error.code).to.equal('NOT_YOUR_JOB');
  });
});
