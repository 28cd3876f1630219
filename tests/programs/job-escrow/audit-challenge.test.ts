import { auditChallenge, type JobId } from '@cyxwiz/protocol';
import { expect } from 'chai';
import {
  AUDIT_WINDOW,
  challenged,
  DELAY,
  hashOf,
  openChallenge,
  passSlots,
  REVEAL_WINDOW,
  readAudit,
  recordSlotHash,
  rememberSlots,
  SECRET,
  slotDue,
  slotRecorded,
  stepsAnchored,
} from '../fixtures/job-escrow/audits.ts';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { jobOf, readJob } from '../fixtures/job-escrow/job.ts';
import { setJob } from '../fixtures/job-escrow/state.ts';
import { late, timeoutRefund } from '../fixtures/job-escrow.ts';
import { heartbeat } from '../fixtures/node-registry.ts';
import { World } from '../fixtures/world.ts';
import { rejects, run } from '../support/case.ts';

describe('job-escrow: record_slot_hash', () => {
  it("keeps the challenge slot's hash, whoever sends it", () => {
    const world = slotDue();
    const { challengeSlot } = readAudit(world);
    const event = eventOf(run(recordSlotHash({ world })), 'AuditSlotRecorded');
    expect(event.slot).to.equal(challengeSlot);
    expect(event.hash).to.deep.equal(hashOf(challengeSlot));
    expect(readAudit(world)).to.include({ slot: challengeSlot, recordedAt: world.chain.now() });
  });

  it('waits until the slot is over', () => {
    const world = stepsAnchored();
    passSlots(world, DELAY);
    rejects(recordSlotHash({ world }), 'SlotAhead');
    passSlots(world, 1);
    run(recordSlotHash({ world }));
  });

  it('takes the next slot with a block when the challenge slot had none', () => {
    const world = stepsAnchored();
    const { challengeSlot } = readAudit(world);
    passSlots(world, DELAY + 2, [challengeSlot, challengeSlot + 1n]);
    rejects(recordSlotHash({ world }), 'SlotAhead');
    passSlots(world, 2, [challengeSlot, challengeSlot + 1n]);
    run(recordSlotHash({ world }));
    expect(readAudit(world).slot).to.equal(challengeSlot + 2n);
    expect(readAudit(world).slotHash).to.deep.equal(hashOf(challengeSlot + 2n));
  });

  it('finds the slot as long as the chain remembers it', () => {
    const world = stepsAnchored();
    passSlots(world, DELAY + 512);
    const { slot } = world.chain.svm.getClock();
    expect(slot - readAudit(world).challengeSlot).to.equal(512n);
    run(recordSlotHash({ world }));
    expect(readAudit(world)).to.include({ moved: false, slot: slot - 512n });
  });

  it('moves a slot that was missed, once and visibly', () => {
    const world = stepsAnchored();
    const { challengeSlot: missed } = readAudit(world);
    passSlots(world, DELAY + 513);
    const { slot } = world.chain.svm.getClock();
    const event = eventOf(run(recordSlotHash({ world })), 'AuditSlotMoved');
    expect(event).to.include({ missed, challengeSlot: slot + BigInt(DELAY) });
    expect(readAudit(world)).to.include({ moved: true, recordedAt: 0n });
    rejects(recordSlotHash({ world }), 'SlotAhead');
    rejects(openChallenge({ world }), 'SlotHashNotRecorded');
    passSlots(world, DELAY + 1);
    run(recordSlotHash({ world }));
    expect(readAudit(world).slot).to.equal(slot + BigInt(DELAY));
  });

  it('does not move it twice; the job then ends by its deadline', () => {
    const world = stepsAnchored();
    passSlots(world, DELAY + 513);
    run(recordSlotHash({ world }));
    passSlots(world, DELAY + 513);
    rejects(recordSlotHash({ world }), 'SlotMissedTwice');
    run(timeoutRefund({ world: late(world) }));
    expect(readJob(world)).to.include({ state: 'TimedOut' });
  });

  it('keeps the first hash, whatever the chain says later', () => {
    const world = slotRecorded();
    const { slotHash } = readAudit(world);
    rememberSlots(world, 5_000n);
    rejects(recordSlotHash({ world }), 'SlotHashRecorded');
    expect(readAudit(world).slotHash).to.deep.equal(slotHash);
  });

  it('says nothing about a chain without hashes', () => {
    const world = stepsAnchored();
    world.chain.svm.setSlotHashes([]);
    rejects(recordSlotHash({ world }), 'SlotAhead');
  });

  it('comes before the deadline, and leaves time to reveal and to prove', () => {
    const world = stepsAnchored();
    late(world);
    rememberSlots(world, readAudit(world).challengeSlot);
    rejects(recordSlotHash({ world }), 'DeadlinePassed');
    world.chain.warp(-1);
    run(recordSlotHash({ world }));
    const window = BigInt(REVEAL_WINDOW + AUDIT_WINDOW);
    expect(readJob(world).deadline).to.equal(world.chain.now() + window);
  });

  it('refuses the audit of another job', () => {
    const world = slotDue();
    const neighbour = stepsAnchored(new World(world));
    const { job, audit } = { job: jobOf(neighbour), audit: recordSlotHash({ world }).instruction.keys[1] };
    if (!audit) throw new Error('record_slot_hash names an audit');
    rejects(recordSlotHash({ world, accounts: { job, audit: audit.pubkey } }), 'WrongAudit');
  });

  it('stops while a dispute runs', () => {
    const world = slotDue();
    setJob(world, { state: 'Disputed', disputedFrom: 'Proving', dispute: jobOf(world).toBase58() });
    rejects(recordSlotHash({ world }), 'JobNotProving');
  });
});

describe('job-escrow: open_challenge', () => {
  it('chooses the audits from hash, nonce and job', () => {
    const world = slotRecorded();
    const event = eventOf(run(openChallenge({ world })), 'ChallengeOpened');
    const { slot } = readAudit(world);
    const expected = auditChallenge(hashOf(slot), SECRET, jobOf(world).toBase58() as JobId);
    expect(event.challenge).to.deep.equal(expected);
    expect(event.nonce).to.deep.equal(SECRET);
    expect(readAudit(world)).to.include({ nonceRevealed: true, openedAt: world.chain.now() });
  });

  it('waits for the hash: who knew the nonce before could choose the hash to it', () => {
    rejects(openChallenge({ world: slotDue() }), 'SlotHashNotRecorded');
    rejects(openChallenge({ world: slotDue(), nonce: null }), 'SlotHashNotRecorded');
  });

  it('refuses a nonce that the client did not commit to', () => {
    const world = slotRecorded();
    for (const nonce of [new Uint8Array(32), SECRET.map((byte) => byte ^ 1)]) {
      rejects(openChallenge({ world, nonce }), 'WrongNonce');
    }
  });

  it('opens without a nonce once the client had its time, to the second', () => {
    const world = slotRecorded();
    world.chain.warp(REVEAL_WINDOW);
    rejects(openChallenge({ world, nonce: null }), 'RevealWindowOpen');
    world.chain.warp(1);
    const event = eventOf(run(openChallenge({ world, nonce: null })), 'ChallengeOpened');
    expect(event.nonce).to.equal(null);
    const { slot, nonceRevealed } = readAudit(world);
    expect(nonceRevealed).to.equal(false);
    expect(event.challenge).to.deep.equal(
      auditChallenge(hashOf(slot), null, jobOf(world).toBase58() as JobId),
    );
  });

  it('takes a late nonce as long as nobody opened without it', () => {
    const world = slotRecorded();
    world.chain.warp(REVEAL_WINDOW + 100);
    run(openChallenge({ world }));
    expect(readAudit(world).nonceRevealed).to.equal(true);
  });

  it('opens once', () => {
    const world = challenged();
    const { challenge } = readAudit(world);
    rejects(openChallenge({ world }), 'ChallengeOpen');
    world.chain.warp(REVEAL_WINDOW + 1);
    rejects(openChallenge({ world, nonce: null }), 'ChallengeOpen');
    expect(readAudit(world).challenge).to.deep.equal(challenge);
  });

  it('leaves the node time, however late the client reveals', () => {
    const world = slotRecorded();
    const { deadline } = readJob(world);
    world.chain.warp(deadline - world.chain.now());
    run(heartbeat({ world }));
    run(openChallenge({ world }));
    expect(readJob(world).deadline).to.equal(deadline + BigInt(AUDIT_WINDOW));
    world.chain.warp(1);
    rejects(timeoutRefund({ world }), 'NotTimedOut');
  });

  it('comes before the deadline', () => {
    rejects(openChallenge({ world: late(slotRecorded()) }), 'DeadlinePassed');
  });

  it('stops while a dispute runs', () => {
    const world = slotRecorded();
    setJob(world, { state: 'Disputed', disputedFrom: 'Proving', dispute: jobOf(world).toBase58() });
    rejects(openChallenge({ world }), 'JobNotProving');
  });
});
