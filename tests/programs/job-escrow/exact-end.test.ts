import { auditAddress, insuranceAddress, reputation, scorePageAddress } from '@cyxwiz/protocol';
import { expect } from 'chai';
import {
  AUDITS,
  challenged,
  exactAnchored,
  exactDue,
  exactProven,
  exactRunning,
  exactSettled,
  passAudits,
  proveAudit,
  readAudit,
  slotRecorded,
  stepsAnchored,
} from '../fixtures/job-escrow/audits.ts';
import {
  byOwner,
  decided,
  disputedByNode,
  openDispute,
  resolveDispute,
} from '../fixtures/job-escrow/disputes.ts';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { holdings, jobOf, readJob } from '../fixtures/job-escrow/job.ts';
import { lamportsOf, readNode, setScore } from '../fixtures/job-escrow/state.ts';
import {
  AT_ONCE,
  acceptJob,
  anchorProgress,
  CHECKPOINTS,
  cancel,
  claimProgress,
  closeJob,
  ESTIMATE,
  late,
  OBJECTION_WINDOW,
  PRICE,
  proveCheckpoints,
  reassign,
  SILENCE,
  settle,
  timeoutRefund,
  waiveObjection,
} from '../fixtures/job-escrow.ts';
import { heartbeat, STAKE } from '../fixtures/node-registry.ts';
import { applyOutcomes } from '../fixtures/reputation.ts';
import type { World } from '../fixtures/world.ts';
import { read, rejects, run } from '../support/case.ts';
import { forgedProof } from '../support/forged-proofs.ts';
import { balance } from '../support/tokens.ts';

function scoreOf(world: World) {
  run(applyOutcomes({ world: world.skip('outcome') }));
  return read(world.chain, reputation, 'ScorePage', scorePageAddress(0)).nodes[0];
}

describe('job-escrow: an exact job', () => {
  describe('that goes well', () => {
    it('pays once checkpoints and audits are proven', () => {
      const world = exactDue();
      const before = holdings(world);
      const ended = eventOf(run(settle({ world })), 'JobEnded');
      expect(ended).to.include({ state: 'Settled', tier: 'Exact', auditsProven: AUDITS });
      expect(holdings(world).owner - before.owner).to.equal(PRICE - PRICE / 10n);
      expect(scoreOf(world)).to.include({ settled: 1, proofsTotal: AUDITS + 1, proofsValid: AUDITS + 1 });
    });

    it('does not ask which was proven first', () => {
      const world = passAudits(exactAnchored());
      run(proveCheckpoints({ world, proof: forgedProof(readJob(world)) }));
      rejects(settle({ world }), 'ObjectionWindowOpen');
      run(waiveObjection({ world }));
      run(settle({ world }));
    });

    it('gives the client its objection window after the last audit', () => {
      const world = passAudits(exactProven(), 1);
      world.chain.warp(OBJECTION_WINDOW + 1);
      rejects(settle({ world }), 'AuditsNotProven');
      run(proveAudit({ world, index: AUDITS - 1 }));
      world.chain.warp(OBJECTION_WINDOW);
      rejects(settle({ world }), 'ObjectionWindowOpen');
      world.chain.warp(1);
      run(settle({ world }));
    });
  });

  describe('is not paid', () => {
    it('before every audit has passed, even when the client waived its window', () => {
      const world = passAudits(exactProven(), 1);
      run(waiveObjection({ world }));
      rejects(settle({ world }), 'AuditsNotProven');
    });

    it('without its steps', () => {
      const world = exactProven();
      world.chain.warp(OBJECTION_WINDOW + 1);
      rejects(settle({ world }), 'AuditsNotProven');
    });

    it('for audits without checkpoints', () => {
      const world = passAudits(exactAnchored());
      world.chain.warp(OBJECTION_WINDOW + 1);
      rejects(settle({ world }), 'FinalRootNotProven');
    });

    it('in parts, before or after its audits', () => {
      const world = passAudits(exactProven());
      world.chain.warp(OBJECTION_WINDOW + 1);
      rejects(claimProgress({ world }), 'NotPaidInParts');
    });
  });

  describe('whose audits are not proven in time', () => {
    it('fails an audit: a quarter of the stake, and a proof against the node', () => {
      const world = late(passAudits(exactProven(), 1));
      const { client, owner } = holdings(world);
      const { payout } = eventOf(run(timeoutRefund({ world })), 'JobEnded');
      const burned = PRICE / 20n;
      expect(payout).to.deep.equal({ toNode: 0n, fee: 0n, toClient: PRICE - burned, burned });
      expect(holdings(world).client - client).to.equal(PRICE - burned);
      expect(holdings(world).owner).to.equal(owner);
      expect(readNode(world)).to.include({ activeJobs: 0, stake: STAKE - STAKE / 4n });
      expect(balance(world.chain, insuranceAddress())).to.equal(((STAKE / 4n) * 4n) / 5n);
      expect(scoreOf(world)).to.include({
        failed: 1,
        proofsTotal: AUDITS + 1,
        proofsValid: AUDITS,
        adjustment: -150,
      });
    });

    it('fails it from the moment its steps are anchored, whoever did not open the challenge', () => {
      for (const world of [stepsAnchored(), slotRecorded(), challenged()]) {
        run(timeoutRefund({ world: late(world) }));
        expect(readNode(world).stake).to.equal(STAKE - STAKE / 4n);
      }
    });

    it('fails as any job when its node never anchored its steps', () => {
      const world = late(exactProven());
      const { payout } = eventOf(run(timeoutRefund({ world })), 'JobEnded');
      expect(payout.toNode).to.equal(0n);
      expect(readNode(world).stake).to.equal(STAKE - STAKE / 10n);
      expect(scoreOf(world)).to.include({ failed: 1, proofsTotal: 2, proofsValid: 1 });
    });

    it('fails when its node falls silent', () => {
      const world = challenged();
      world.chain.warp(SILENCE + 1);
      run(timeoutRefund({ world }));
      expect(readNode(world).stake).to.equal(STAKE - STAKE / 4n);
    });

    it('is not refunded once they are', () => {
      const world = late(passAudits(exactProven()));
      rejects(timeoutRefund({ world }), 'SettleInstead');
      run(settle({ world }));
    });
  });

  describe('that stops on the way', () => {
    it('has earned nothing when its client cancels it, whatever is proven', () => {
      const world = exactRunning();
      run(anchorProgress({ world, checkpoints: AT_ONCE }));
      run(proveCheckpoints({ world: world.skip('anchored'), proof: forgedProof(readJob(world)) }));
      const { payout } = eventOf(run(cancel({ world })), 'JobEnded');
      const compensation = PRICE / 10n;
      expect(payout).to.deep.equal({
        toNode: compensation,
        fee: 0n,
        toClient: PRICE - compensation,
        burned: 0n,
      });
    });

    it('is not cancelled once its final root is anchored', () => {
      rejects(cancel({ world: stepsAnchored() }), 'JobIsProving');
    });

    it('begins anew with the next node, for the whole price', () => {
      const world = exactRunning();
      run(anchorProgress({ world, checkpoints: AT_ONCE }));
      run(proveCheckpoints({ world: world.skip('anchored'), proof: forgedProof(readJob(world)) }));
      const before = readJob(world);
      world.chain.warp(SILENCE + 1);
      const { payout } = eventOf(run(reassign({ world })), 'JobReassigned');
      expect(payout.toNode).to.equal(0n);
      const { initialWeights, epochs, checkpoints, exactTerms } = before;
      const job = readJob(world);
      expect(job).to.deep.include({ initialWeights, epochs, checkpoints, exactTerms });
      expect(job).to.include({ state: 'Funded', stagePrice: PRICE, epochsDone: 0, auditsDue: 0 });
    });

    it('is not given to another node once its final root is anchored', () => {
      const world = stepsAnchored();
      world.chain.warp(SILENCE + 1);
      rejects(reassign({ world }), 'JobNotRunning');
    });

    it('is audited under the binding of the node that finished it', () => {
      const world = exactRunning();
      world.chain.warp(SILENCE + 1);
      run(heartbeat({ world }));
      world.chain.warp(SILENCE + 1);
      run(reassign({ world }));
      setScore(world, 300);
      run(acceptJob({ world }));
      expect(readJob(world).auditsDue).to.equal(4);
      world.chain.warp(ESTIMATE / 2);
      run(anchorProgress({ world, checkpoints: CHECKPOINTS }));
      world.skip('anchored');
      passAudits(world);
      expect(readJob(world).auditsProven).to.equal(4);
    });
  });

  describe('that is disputed', () => {
    it('waits for its audits when the client disputes', () => {
      for (const world of [exactRunning(), exactProven(), passAudits(exactProven(), 1)]) {
        rejects(openDispute({ world }), 'AuditsDecide');
      }
      const world = passAudits(exactProven());
      run(openDispute({ world }));
    });

    it('can be disputed by its node before', () => {
      const world = challenged();
      run(openDispute({ world, accounts: byOwner(world) }));
      rejects(proveAudit({ world }), 'JobNotProving');
    });

    it('fails its audit when its node disputes and nobody votes', () => {
      const world = decided(disputedByNode(passAudits(exactProven(), 1)));
      const { payout } = eventOf(run(resolveDispute({ world, accounts: noForfeit })), 'JobEnded');
      expect(payout).to.deep.equal({ toNode: 0n, fee: 0n, toClient: PRICE, burned: 0n });
      expect(readNode(world).stake).to.equal(STAKE - STAKE / 4n);
    });
  });

  describe('is closed', () => {
    it('with its audit, whose rent goes back to who paid it', () => {
      const world = exactSettled();
      const audit = auditAddress(jobOf(world));
      const rents = lamportsOf(world, jobOf(world)) + lamportsOf(world, audit);
      const before = lamportsOf(world, world.payer.publicKey);
      const event = eventOf(run(closeJob({ world })), 'JobClosed');
      expect(lamportsOf(world, world.payer.publicKey) - before).to.equal(rents);
      expect(event.rent + event.auditRent).to.equal(rents);
      expect(event.auditRentPayer).to.equal(world.payer.publicKey.toBase58());
      expect(world.chain.account(audit)?.data.length ?? 0).to.equal(0);
    });

    it('not without it: the next job at this address could not have one', () => {
      const world = exactSettled();
      const none = { audit: null, auditRentPayer: null };
      rejects(closeJob({ world, accounts: none }), 'AuditMissing');
      rejects(closeJob({ world, accounts: { auditRentPayer: null } }), 'AuditMissing');
      rejects(closeJob({ world, accounts: { audit: null } }), 'AuditMissing');
    });

    it('with the rent of the audit to nobody else', () => {
      const world = exactSettled();
      const stranger = world.stranger.publicKey;
      rejects(closeJob({ world, accounts: { auditRentPayer: stranger } }), 'WrongRentPayer');
    });

    it('after a failure, too, and can be ordered and audited again', () => {
      const world = late(challenged());
      run(timeoutRefund({ world }));
      run(closeJob({ world }));
      expect(world.chain.account(auditAddress(jobOf(world)))?.data.length ?? 0).to.equal(0);
    });

    it('by its refund when it had no audit', () => {
      const world = late(exactProven());
      run(timeoutRefund({ world }));
      expect(lamportsOf(world, jobOf(world))).to.equal(0n);
    });
  });

  it('keeps the audit until it is closed', () => {
    expect(readAudit(exactSettled()).proven).to.equal(255n);
  });
});

/** A node that opened the dispute and finds no quorum is slashed as for a failure. */
const noForfeit = { clientStakeToken: null, treasury: null };
