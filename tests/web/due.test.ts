import { type Audit, auditAddress, type Job, jobEscrow } from '@cyxwiz/protocol';
import { Keypair, type TransactionInstruction } from '@solana/web3.js';
import { expect } from 'chai';
import { auditDueOf } from '../../packages/web/src/act/audit-due.ts';
import { dueOf } from '../../packages/web/src/act/due.ts';
import { NEWEST, readOpenJobs } from '../../packages/web/src/rest/open-jobs.ts';

const JOB = Keypair.generate().publicKey.toBase58();

describe('what the page says is due', () => {
  const audit = (changes: Partial<Audit>) =>
    ({ challengeSlot: 500n, recordedAt: 0n, openedAt: 0n, audits: 4, ...changes }) as Audit;
  const job = { state: 'Proving', auditsProven: 0, terms: { revealWindow: 600n } } as Parameters<
    typeof auditDueOf
  >[1];

  /** The instruction that its button would send. */
  async function sentBy(due: ReturnType<typeof auditDueOf>) {
    let sent: readonly TransactionInstruction[] = [];
    const send = async (instructions: readonly TransactionInstruction[]) => {
      sent = instructions;
    };
    await due?.act({ send } as never);
    expect(sent).to.have.length(1);
    expect(sent[0]?.keys.map(({ pubkey }) => pubkey.toBase58())).to.include(auditAddress(JOB).toBase58());
    return jobEscrow.decodeInstruction(sent[0]?.data ?? Buffer.alloc(0));
  }

  it('is the slot’s hash, once the slot has passed', async () => {
    expect(auditDueOf(JOB, job, audit({}), 500n, 0n)).to.equal(undefined);
    const due = auditDueOf(JOB, job, audit({}), 501n, 0n);
    expect((await sentBy(due))?.name).to.equal('recordSlotHash');
  });

  it('is the draw without a nonce, once the client had its time, and never sooner', async () => {
    const recorded = audit({ recordedAt: 1_000n });
    expect(auditDueOf(JOB, job, recorded, 900n, 1_600n)).to.equal(undefined);
    const due = auditDueOf(JOB, job, recorded, 900n, 1_601n);
    expect(await sentBy(due)).to.deep.include({ name: 'openChallenge', args: { nonce: null } });
  });

  it('is nothing when the audits are drawn, or the job has ended', () => {
    const opened = audit({ recordedAt: 1_000n, openedAt: 1_100n });
    expect(auditDueOf(JOB, job, opened, 900n, 9_999n)).to.equal(undefined);
    expect(auditDueOf(JOB, { ...job, state: 'Settled' }, audit({}), 900n, 9_999n)).to.equal(undefined);
  });

  describe('of a job that is proven', () => {
    const address = () => Keypair.generate().publicKey.toBase58();
    const terms = { objectionWindow: 600n, silence: 7_200n, timeMaxBps: 20_000, timeGrace: 120n };
    const proven = {
      ...{ state: 'Proving', tier: 'Committed', checkpoints: 10, provenCheckpoints: 10, auditsDue: 0 },
      ...{ auditsProven: 0, objectionWaived: false, estimatedSeconds: 100, terms, deadline: 50_000n },
      ...{ acceptedAt: 1_000n, anchoredAt: 1_100n, provenAt: 1_200n },
      ...{ client: address(), node: address(), nodeOwner: address(), vault: address(), feeVault: address() },
    } as unknown as Job;
    const exact = { ...proven, tier: 'Exact', auditsDue: 4, auditsProven: 4 } as Job;
    const label = (job: Job, now = 1_801n) => dueOf(JOB, job, undefined, now)?.label;

    it('is its pay, once nobody can object', () => {
      expect(label(proven, 1_800n)).to.equal(undefined);
      expect(label(proven)).to.equal('Pay the node');
      expect(label({ ...proven, objectionWaived: true }, 1_200n)).to.equal('Pay the node');
      expect(label({ ...proven, provenCheckpoints: 9 })).to.equal(undefined);
    });

    it('is the pay of an exact job only when its audits have passed', () => {
      expect(label(exact)).to.equal('Pay the node');
      expect(label({ ...exact, auditsProven: 3 })).to.equal(undefined);
      expect(label({ ...exact, auditsDue: 0, auditsProven: 0 })).to.equal(undefined);
      expect(label({ ...exact, auditsProven: 3, objectionWaived: true })).to.equal(undefined);
    });

    it('is no refund while the work holds, and one where the audits do not pass in time', () => {
      expect(label({ ...proven, provenAt: 49_900n }, 50_001n)).to.equal(undefined);
      expect(label(exact, 50_001n)).to.equal('Pay the node');
      expect(label({ ...exact, auditsProven: 3 }, 50_001n)).to.equal('Send the refund');
    });

    it('is no pay for work that took longer than may be paid, but the refund', () => {
      expect(label({ ...proven, anchoredAt: 1_320n })).to.equal('Pay the node');
      expect(label({ ...proven, anchoredAt: 1_321n })).to.equal(undefined);
      expect(label({ ...proven, anchoredAt: 1_321n }, 50_001n)).to.equal('Send the refund');
    });
  });

  it('is looked for beyond the newest hundred', async () => {
    const all = Array.from({ length: 250 }, (_, at) => ({
      job: `job${at}`,
      createdAt: new Date(1_000_000 - at * 1000).toISOString(),
    }));
    const read = async ({ phase, before }: Readonly<Record<string, string>>) =>
      phase === 'RUNNING'
        ? all.filter(({ createdAt }) => before === undefined || createdAt < before).slice(0, 100)
        : [];
    const seen: string[] = [];
    let window: typeof NEWEST | undefined = NEWEST;
    let looks = 0;
    while (window) {
      const { jobs, older } = await readOpenJobs(window, read);
      seen.push(...jobs);
      window = older;
      looks++;
    }
    expect(looks).to.equal(3);
    expect(seen).to.deep.equal(all.map((one) => one.job));
  });
});
