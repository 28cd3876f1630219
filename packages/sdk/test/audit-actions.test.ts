import {
  type Audit,
  type ChainReader,
  CyxwizError,
  type Job,
  jobEscrow,
  type Sent,
  sha256,
  type TransactionSender,
} from '@cyxwiz/protocol';
import { Keypair, type TransactionInstruction } from '@solana/web3.js';
import { expect } from 'chai';
import { ClientError } from '../src/errors.ts';
import { AuditActions } from '../src/escrow/audit-actions.ts';
import type { AuditNews } from '../src/escrow/audit-news.ts';
import type { Wallet } from '../src/wallet.ts';

const JOB = Keypair.generate().publicKey.toBase58();
const NONCE = sha256('the client keeps this to itself');
const SLOT = 132n;

/** A chain on which one exact job waits for its audits; what is sent happens at once and is final when `finalize` says. */
class AuditedChain {
  slot = 100;
  job = {
    state: 'Proving',
    tier: 'Exact',
    stepsAnchored: true,
    auditsProven: 0,
    clientNonceHash: sha256(NONCE),
  } as Job;
  audit = {
    segments: 90,
    audits: 2,
    challengeSlot: SLOT,
    moved: false,
    recordedAt: 0n,
    openedAt: 0n,
    nonceRevealed: false,
  } as Audit;
  finalAudit: Audit = this.audit;
  readonly sent: string[] = [];
  /** What the next look at the job or the next transaction fails with. */
  failure: CyxwizError | undefined;
  /** Called at each look, so that time passes. */
  onLook: () => void = () => {};

  reader(): ChainReader {
    const seen = <T>(value: T) => ({ address: JOB, slot: this.slot, lamports: 1n, value });
    return {
      job: async () => {
        this.onLook();
        this.#fail();
        return seen(this.job);
      },
      mint: async () => undefined,
      audit: async (_job: string, level = 'confirmed') =>
        seen(level === 'finalized' ? this.finalAudit : this.audit),
      slot: async () => this.slot,
    } as unknown as ChainReader;
  }

  sender(): TransactionSender {
    const send = async ({ instructions: [instruction] }: { instructions: TransactionInstruction[] }) => {
      const name = this.#nameOf(instruction?.data ?? Buffer.alloc(0));
      this.sent.push(name);
      this.#fail();
      if (name === 'recordSlotHash') this.audit = { ...this.audit, recordedAt: 7n, slot: SLOT };
      else this.audit = { ...this.audit, openedAt: 8n, nonceRevealed: name.includes('with') };
      return { signature: name } as unknown as Sent;
    };
    return { send } as unknown as TransactionSender;
  }

  #nameOf(data: Uint8Array): string {
    const opens = jobEscrow.instruction('openChallenge', { nonce: NONCE }, { job: JOB, audit: JOB }).data;
    if (Buffer.compare(data.subarray(0, 8), opens.subarray(0, 8)) !== 0) return 'recordSlotHash';
    return Buffer.compare(data, opens) === 0 ? 'openChallenge with the nonce' : 'openChallenge';
  }

  #fail(): void {
    const { failure } = this;
    this.failure = undefined;
    if (failure) throw failure;
  }
}

function actionsOn(chain: AuditedChain): AuditActions {
  return new AuditActions(chain.reader(), chain.sender(), {
    publicKey: Keypair.generate().publicKey,
  } as unknown as Wallet);
}

async function attend(chain: AuditedChain, options = {}, nonce = NONCE): Promise<AuditNews['type'][]> {
  const told: AuditNews['type'][] = [];
  for await (const { type } of actionsOn(chain).attend(JOB, nonce, { pollMs: 1, ...options }))
    told.push(type);
  return told;
}

const programError = (error: string) =>
  new CyxwizError({ code: 'PROGRAM_ERROR', message: error, error, number: 6000, logs: [] } as never);

async function codeOf(action: Promise<unknown>): Promise<string> {
  const error = await action.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error instanceof ClientError) return error.reason ?? error.code;
  throw error ?? new Error('it was not refused');
}

describe('the client’s part in audits', () => {
  let chain: AuditedChain;
  let looks: number;
  beforeEach(() => {
    chain = new AuditedChain();
    looks = 0;
  });
  /** Lets a few looks pass, then does `then` at every further one. */
  const after = (count: number, then: () => void) => {
    chain.onLook = () => {
      looks++;
      if (looks > count) then();
    };
  };

  it('records the hash as soon as its slot has passed, and not before', async () => {
    const stop = new AbortController();
    after(5, () => stop.abort());
    chain.slot = Number(SLOT);
    expect(await attend(chain, { signal: stop.signal })).to.deep.equal(['steps']);
    expect(chain.sent).to.deep.equal([]);
    chain.slot++;
    await actionsOn(chain).crank(JOB);
    expect(chain.sent).to.deep.equal(['recordSlotHash']);
  });

  it('never sends the nonce before the record is final, however often it looks', async () => {
    const stop = new AbortController();
    chain.slot = 200;
    after(20, () => stop.abort());
    await attend(chain, { signal: stop.signal });
    expect(chain.sent).to.deep.equal(['recordSlotHash']);
  });

  it('sends it once the record is final, and ends when the audits are drawn', async () => {
    chain.slot = 200;
    after(5, () => {
      chain.finalAudit = { ...chain.audit };
    });
    expect(await attend(chain, { untilOpen: true })).to.deep.equal(['steps', 'recorded', 'opened']);
    expect(chain.sent).to.deep.equal(['recordSlotHash', 'openChallenge with the nonce']);
  });

  it('stays until the last audit is proven, and tells of each', async () => {
    chain.audit = { ...chain.audit, recordedAt: 7n, openedAt: 8n, nonceRevealed: true };
    after(2, () => {
      chain.job = { ...chain.job, auditsProven: Math.min(2, chain.job.auditsProven + 1) };
    });
    expect(await attend(chain)).to.deep.equal(['steps', 'recorded', 'opened', 'proven', 'proven']);
    expect(chain.sent).to.deep.equal([]);
  });

  it('tells of what passed since its last look, of a job that was paid for meanwhile', async () => {
    chain.audit = { ...chain.audit, recordedAt: 7n, openedAt: 8n, nonceRevealed: true };
    after(1, () => {
      chain.job = { ...chain.job, state: 'Settled', auditsProven: 2 };
    });
    expect(await attend(chain)).to.deep.equal(['steps', 'recorded', 'opened', 'proven']);
  });

  it('waits for steps that are not anchored yet', async () => {
    chain.job = { ...chain.job, state: 'Running', stepsAnchored: false };
    after(3, () => {
      chain.job = { ...chain.job, state: 'Settled' };
    });
    expect(await attend(chain)).to.deep.equal([]);
  });

  it('tells that the slot has moved', async () => {
    chain.audit = { ...chain.audit, moved: true };
    after(2, () => {
      chain.job = { ...chain.job, state: 'Disputed' };
    });
    expect(await attend(chain)).to.deep.equal(['steps', 'moved']);
  });

  for (const reason of ['SlotHashRecorded', 'SlotAhead', 'ChallengeOpen']) {
    it(`looks again when the chain says ${reason}`, async () => {
      chain.slot = 200;
      chain.finalAudit = { ...chain.audit, recordedAt: 7n };
      after(1, () => {
        if (looks === 2) chain.failure = programError(reason);
      });
      expect(await attend(chain, { untilOpen: true })).to.include('opened');
    });
  }

  it('looks again when nobody answers', async () => {
    chain.slot = 200;
    chain.finalAudit = { ...chain.audit, recordedAt: 7n };
    after(1, () => {
      if (looks === 3) chain.failure = new CyxwizError({ code: 'RPC_UNAVAILABLE', message: 'no answer' });
    });
    expect(await attend(chain, { untilOpen: true })).to.include('opened');
  });

  it('gives up when both slots were missed', async () => {
    chain.slot = 200;
    after(1, () => {
      chain.failure = programError('SlotMissedTwice');
    });
    expect(await codeOf(attend(chain))).to.equal('SlotMissedTwice');
  });

  it('keeps a nonce that is not this job’s', async () => {
    expect(await codeOf(attend(chain, {}, sha256('another job’s')))).to.equal('BAD_INPUT');
    expect(chain.sent).to.deep.equal([]);
  });

  it('has nothing to do for a committed job', async () => {
    chain.job = { ...chain.job, tier: 'Committed' };
    expect(await codeOf(attend(chain))).to.equal('BAD_INPUT');
    expect(await codeOf(actionsOn(chain).crank(JOB))).to.equal('BAD_INPUT');
  });

  describe('of anyone', () => {
    it('opens the challenge without a nonce', async () => {
      chain.audit = { ...chain.audit, recordedAt: 7n };
      expect((await actionsOn(chain).crank(JOB)).step).to.equal('open_challenge');
      expect(chain.sent).to.deep.equal(['openChallenge']);
    });

    const idle: [string, () => void, RegExp][] = [
      [
        'before the steps are anchored',
        () => {
          chain.job = { ...chain.job, stepsAnchored: false };
        },
        /anchor its steps/,
      ],
      ['before the slot', () => {}, /has not come yet/],
      [
        'once the audits are drawn',
        () => {
          chain.audit = { ...chain.audit, recordedAt: 7n, openedAt: 8n };
        },
        /node has to prove/,
      ],
      [
        'once they have passed',
        () => {
          chain.audit = { ...chain.audit, recordedAt: 7n, openedAt: 8n };
          chain.job = { ...chain.job, auditsProven: 2 };
        },
        /can be settled/,
      ],
    ];
    for (const [name, arrange, next] of idle) {
      it(`does nothing ${name}, and says what is awaited`, async () => {
        arrange();
        const error = (await actionsOn(chain)
          .crank(JOB)
          .catch((cause: unknown) => cause)) as ClientError;
        expect(error.code).to.equal('WRONG_STATE');
        expect(error.next).to.match(next);
        expect(chain.sent).to.deep.equal([]);
      });
    }
  });
});
