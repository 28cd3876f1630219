import { expect } from 'chai';
import {
  type Audit,
  auditChallenge,
  auditedSegment,
  auditStage,
  escapeProbability,
  exactTermsHash,
  type JobId,
  sha256,
} from '../src/index.ts';

const JOB = 'So11111111111111111111111111111111111111112' as JobId;

describe('protocol: audits', () => {
  it('says how likely a cheat gets through', () => {
    expect(escapeProbability(0, 4)).to.equal(1);
    expect(escapeProbability(1, 4)).to.equal(0);
    expect(escapeProbability(0.5, 8)).to.equal(1 / 256);
    expect(escapeProbability(0.1, 4)).to.be.closeTo(0.6561, 1e-12);
    for (const share of [-0.1, 1.1, Number.NaN])
      expect(() => escapeProbability(share, 4)).to.throw(RangeError);
  });

  it('draws every segment, and none beyond the last', () => {
    const drawn = new Set<number>();
    for (let round = 0; round < 4; round++) {
      for (let index = 0; index < 64; index++) drawn.add(auditedSegment(sha256(`${round}`), index, 20));
    }
    expect([...drawn].sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 20 }, (_, i) => i));
  });

  it('makes a challenge that is a field element, of hash, nonce and job', () => {
    const [hash, nonce] = [sha256('hash'), sha256('nonce')];
    const challenge = auditChallenge(hash, nonce, JOB);
    expect((challenge[0] ?? 255) < 0x20).to.equal(true);
    expect(auditChallenge(hash, null, JOB)).to.not.deep.equal(challenge);
    expect(auditChallenge(hash, null, JOB)).to.deep.equal(auditChallenge(hash, new Uint8Array(32), JOB));
  });

  it('waits for slot, record, nonce and proofs, in this order', () => {
    const audit = { challengeSlot: 40n, recordedAt: 0n, openedAt: 0n, audits: 2 } as Audit;
    const recorded = { ...audit, recordedAt: 5n };
    const opened = { ...recorded, openedAt: 6n };
    expect(auditStage(audit, 0, 40n)).to.equal('slot');
    expect(auditStage(audit, 0, 41n)).to.equal('record');
    expect(auditStage(recorded, 0, 41n)).to.equal('nonce');
    expect(auditStage(opened, 1, 41n)).to.equal('proofs');
    expect(auditStage(opened, 2, 41n)).to.equal('passed');
  });

  it('hashes batches as 16 bits', () => {
    const seed = sha256('seed');
    const hashes = [1, 256, 257].map((batches) => exactTermsHash(JOB, { seed, batches }).join());
    expect(new Set(hashes).size).to.equal(3);
  });
});
