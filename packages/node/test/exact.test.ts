import { auditedSegment, type nodeV1, sha256 } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { type JobRecord, jobRecordSchema, newJobRecord } from '../src/domain/job-record.ts';
import type { EscrowJob } from '../src/ports/chain.ts';
import { EXACT, type JobFixture, jobFixture } from './support/job-fixture.ts';
import { AUDITS } from './support/memory-audits.ts';
import { chunksOf, refusal } from './support/test-client.ts';
import { eventually, journalOf, TestNode } from './support/test-node.ts';

type Event = nodeV1.TrainResponse__Output;

/** Two segments. */
const ORDER = { exact: EXACT, epochs: 2 };
const NONCE = sha256('what the client keeps to itself');

describe('a job of the exact tier', function () {
  this.timeout(60_000);
  let node: TestNode;
  beforeEach(async () => {
    node = await TestNode.create();
    await node.start();
  });
  afterEach(() => node.remove());

  const of = (job: JobFixture, name: string) =>
    node.chain.calls.filter((call) => call.job === job.address && call.name === name);
  const audit = (job: JobFixture) => node.chain.audits.kept.get(job.address);
  const escrow = (job: JobFixture) => {
    const found = node.chain.jobs.get(job.address);
    if (found === undefined) throw new Error('the escrow is gone');
    return found;
  };
  const journal = (job: JobFixture) => journalOf(node.dir, job.address);
  const ended = (job: JobFixture) =>
    eventually(() => node.coordinator.completions.find((sent) => sent.job === job.address && sent.error));

  /** Events of a job that was ordered and started. */
  async function begun(job: JobFixture): Promise<Event[]> {
    const stream = (await node.ready(job)).train().on('error', () => undefined);
    const events: Event[] = [];
    stream.on('data', (event: Event) => events.push(event)).write({ start: {} });
    return events;
  }

  async function reveal(job: JobFixture): Promise<void> {
    await eventually(() => (audit(job)?.recordedAt ?? 0) > 0, 'recorded');
    node.chain.audits.open(job.address, NONCE, 600, node.chain.time());
  }

  async function paid(job: JobFixture): Promise<void> {
    await eventually(() => node.chain.audits.passed(job.address), 'audits passed');
    escrow(job).objectionWaived = true;
    await eventually(() => escrow(job).state === 'Settled', 'settled');
    await eventually(() => journal(job)?.phase === 'settled', 'written down');
  }

  it('is committed to, audited, settled and reported, and its client sees each step', async () => {
    const job = node.assign(ORDER);
    const events = await begun(job);
    await reveal(job);
    await paid(job);

    const audits = events.flatMap(({ audit: progress }) => (progress ? [progress] : []));
    const stages = audits.map(({ stage }) => stage).filter((stage, at, all) => stage !== all[at - 1]);
    expect(stages).to.deep.equal([
      'COMMITTING',
      'STEPS_ANCHORED',
      'SLOT_RECORDED',
      'CHALLENGE_OPENED',
      'PROVEN',
    ]);
    expect(audits.at(-1)).to.include({ done: AUDITS, of: AUDITS });
    expect(audits.filter(({ stage }) => stage === 'COMMITTING').at(-1)).to.include({ done: 2, of: 2 });
    expect(events.at(-1)?.ended).to.include({ ok: true, error: '' });

    expect(audit(job)?.nonceRevealed).to.equal(true);
    expect(escrow(job).provenCheckpoints).to.equal(2);
    expect(of(job, 'openChallenge')).to.have.length(0);
    expect(of(job, 'proveAudit')).to.have.length(AUDITS);
    // Two audits that ask for the same segment share a proof.
    const { challenge = new Uint8Array() } = audit(job) ?? {};
    const wanted = Array.from({ length: AUDITS }, (_, index) => auditedSegment(challenge, index, 2));
    expect([...node.stepProver.proven].sort()).to.deep.equal([...new Set(wanted)].sort());
    expect(node.stepProver.commits).to.equal(1);

    const report = await eventually(() =>
      node.coordinator.completions.find((sent) => sent.outcome === 'settled'),
    );
    expect(report.transactions).to.include.members(
      audits.map(({ transaction }) => transaction).filter((transaction) => transaction !== ''),
    );
  });

  const refused: [name: string, exact: boolean, escrow: Partial<EscrowJob>, message: RegExp][] = [
    ['whose escrow is committed', true, { tier: 'Committed' }, /differ in: tier$/],
    ['whose escrow has other terms', true, { exactTerms: sha256('other') }, /differ in: exact terms$/],
    ['whose specification is committed', false, { tier: 'Exact' }, /differ in: tier$/],
    ['that is committed with terms', false, { exactTerms: sha256('some') }, /differ in: exact terms$/],
  ];
  for (const [name, exact, changes, message] of refused) {
    it(`${name} is refused`, async () => {
      const job = jobFixture(node.chain.node, exact ? ORDER : {});
      node.chain.jobs.set(job.address, job.escrow(changes));
      node.coordinator.assign(job.assignment);
      expect((await ended(job)).error)
        .to.match(/^ASSIGNMENT_REFUSED: /)
        .and.match(message);
      expect(node.chain.calls.some((call) => call.job === job.address)).to.equal(false);
    });
  }

  it('is refused by a node that cannot prove its steps, or does not want to', async () => {
    node.stepProver.cannot = 'there is no circuit 2 here';
    const job = node.assign(ORDER);
    expect((await ended(job)).error).to.match(
      /^ASSIGNMENT_REFUSED: .*cannot prove its steps: there is no circuit 2 here$/,
    );
    expect(of(job, 'acceptJob')).to.have.length(0);
    const unwilling = await TestNode.create({ exactJobs: false });
    try {
      await unwilling.start();
      const other = unwilling.assign(ORDER);
      const report = await eventually(() => unwilling.coordinator.completions.find((sent) => sent.error));
      expect(report).to.include({ job: other.address });
      expect(report.error).to.match(/^ASSIGNMENT_REFUSED: .*which this node does not take$/);
    } finally {
      await unwilling.remove();
    }
  });

  it('whose specification has another number of batches than the data set is never accepted', async () => {
    const job = node.assign({ ...ORDER, exact: { ...EXACT, batches: 8 } });
    const client = await node.connected(job);
    await client.sendJob(job.specJson);
    const error = await refusal(client.upload(chunksOf(job.csv)));
    expect(error).to.include({ reason: 'DATASET_BATCHES' });
    expect(error.message).to.match(/has 4 batches, the specification says 8/);
    expect(of(job, 'acceptJob')).to.have.length(0);
  });

  it('of which engine and prover disagree is not anchored', async () => {
    node.stepProver.disagrees = true;
    const job = node.assign(ORDER);
    await begun(job);
    expect((await ended(job)).error).to.match(/^STEPS_FAILED: /);
    expect(node.stepProver.commits).to.equal(1);
    expect(escrow(job).state).to.equal('Running');
  });

  it('whose slot was missed waits for the one that counts then', async () => {
    node.chain.audits.missed = 1;
    const job = node.assign(ORDER);
    const events = await begun(job);
    await reveal(job);
    await paid(job);
    expect(audit(job)?.moved).to.equal(true);
    const stages = events.flatMap(({ audit: progress }) => (progress ? [progress.stage] : []));
    expect(stages.filter((stage) => stage === 'SLOT_MOVED')).to.have.length(1);
    expect(of(job, 'recordSlotHash')).to.have.length(2);
  });

  it('whose slot was missed twice ends: nothing can choose its audits', async () => {
    node.chain.audits.missed = 2;
    const job = node.assign(ORDER);
    await begun(job);
    expect((await ended(job)).error).to.match(/^AUDIT_REFUSED: .*the slot: .*SlotMissedTwice$/);
    expect(journal(job)?.error?.code).to.equal('AUDIT_REFUSED');
  });

  it('whose client reveals nothing is opened without it, after its window', async () => {
    const job = node.assign(ORDER);
    await begun(job);
    await eventually(() => journal(job)?.proof != null, 'recorded, and the checkpoints proven meanwhile');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(of(job, 'openChallenge')).to.have.length(0);
    node.chain.shiftSeconds = 601;
    await paid(job);
    expect(of(job, 'openChallenge')).to.have.length(1);
    expect(audit(job)?.nonceRevealed).to.equal(false);
  });

  it('leaves alone what somebody else has proven already', async () => {
    node.chain.audits.provenByOthers = 0b0101n;
    const job = node.assign(ORDER);
    await begun(job);
    await reveal(job);
    await paid(job);
    expect(of(job, 'proveAudit')).to.have.length(2);
  });

  it('takes it as its own when somebody else is quicker', async () => {
    const { promise, resolve: release } = Promise.withResolvers<void>();
    node.stepProver.held = promise;
    const job = node.assign(ORDER);
    await begun(job);
    await reveal(job);
    await eventually(() => node.stepProver.proven.length > 0, 'proving');
    const found = audit(job);
    if (found !== undefined) found.proven = 0b1111n;
    release();
    await paid(job);
    expect(of(job, 'proveAudit')).to.have.length(AUDITS);
    expect(journal(job)?.error).to.equal(null);
  });

  it('whose proof the chain refuses ends, and proves no more', async () => {
    node.stepProver.lies = true;
    const job = node.assign(ORDER);
    await begun(job);
    await reveal(job);
    expect((await ended(job)).error).to.match(/^AUDIT_REFUSED: .*proof of audit \d: .*AuditProofInvalid$/);
    expect(of(job, 'proveAudit').length).to.be.at.most(2);
  });

  it('is proven at the second try when the prover falls over', async () => {
    node.stepProver.failures = 1;
    const job = node.assign(ORDER);
    await begun(job);
    await reveal(job);
    await paid(job);
  });

  for (const call of [
    'anchorProgress',
    'anchorSteps',
    'recordSlotHash',
    'proveCheckpoints',
    'openChallenge',
    'proveAudit',
    'settle',
  ]) {
    it(`goes on after it was cut off right behind ${call}`, async () => {
      const job = node.assign(ORDER);
      node.chain.cutAfter = call;
      await begun(job);
      if (call === 'openChallenge') {
        await eventually(() => (audit(job)?.recordedAt ?? 0) > 0, 'recorded');
        node.chain.shiftSeconds = 601;
      }
      if (call === 'proveAudit') await reveal(job);
      if (call === 'settle') {
        escrow(job).objectionWaived = true;
        await reveal(job);
      }
      await eventually(() => node.chain.outage, 'cut off');
      await node.stop();
      node.chain.outage = null;
      await node.start();
      if ((audit(job)?.openedAt ?? 0) === 0) await reveal(job);
      await paid(job);
      const times = (name: string) => of(job, name).length;
      expect([times('acceptJob'), times('anchorSteps'), times('settle')]).to.deep.equal([1, 1, 1]);
      expect(times('proveAudit')).to.equal(AUDITS);
    });
  }

  it('goes on from every phase in which the agent is stopped', async () => {
    const job = node.assign(ORDER);
    const seen = new Set<string | undefined>();
    const again = async (phase: JobRecord['phase']) => {
      await eventually(() => journal(job)?.phase === phase, phase);
      await node.stop();
      seen.add(journal(job)?.phase);
      await node.start();
    };
    const { promise, resolve: release } = Promise.withResolvers<void>();
    node.stepProver.held = promise;
    await begun(job);
    await again('stepsAnchored');
    await again('slotRecorded');
    await reveal(job);
    await again('challenged');
    release();
    await again('proven');
    await paid(job);
    expect([...seen]).to.deep.equal(['stepsAnchored', 'slotRecorded', 'challenged', 'proven']);
    // Once for the anchor, and again for the proofs: what the prover held went with it.
    expect(node.stepProver.commits).to.be.at.least(2);
  });
});

describe('a journal of before the exact tier', () => {
  it('is one of a job without steps', () => {
    const fields = { clientWallet: '', clientKey: '00'.repeat(32), salt: '00'.repeat(32), specJson: '{}' };
    const { steps, ...old } = newJobRecord({ job: 'job', acceptByMs: 0, ...fields });
    expect(jobRecordSchema.parse(old)).to.deep.equal({ ...old, steps });
  });
});
