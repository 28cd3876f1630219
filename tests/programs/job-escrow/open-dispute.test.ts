import { disputeAddress } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { BOND, cyxwizOf, evidence, readDispute } from '../fixtures/disputes.ts';
import {
  byOwner,
  disputed,
  disputedByNode,
  disputeOfJob,
  half,
  openDispute,
} from '../fixtures/job-escrow/disputes.ts';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { jobOf, readJob, vaultOf } from '../fixtures/job-escrow/job.ts';
import { readNode, setJob } from '../fixtures/job-escrow/state.ts';
import {
  anchored,
  anchorProgress,
  cancel,
  closeJob,
  due,
  funded,
  late,
  OBJECTION_WINDOW,
  PRICE,
  proveCheckpoints,
  proven,
  running,
  settle,
  settled,
  timeoutRefund,
  waiveObjection,
} from '../fixtures/job-escrow.ts';
import { heartbeat } from '../fixtures/node-registry.ts';
import { rejects, run } from '../support/case.ts';
import { balance } from '../support/tokens.ts';

const SILENCE = 7_200;

describe('job-escrow: open_dispute', () => {
  it("freezes the job for the client and takes the client's bond", () => {
    const world = running();
    const test = openDispute({ world });
    const before = balance(world.chain, cyxwizOf(world, world.client));
    const sent = run(test);
    const job = readJob(world);
    expect(job).to.include({ state: 'Disputed', disputedFrom: 'Running' });
    expect(job.dispute).to.equal(disputeAddress(jobOf(world)).toBase58());
    expect(before - balance(world.chain, cyxwizOf(world, world.client))).to.equal(BOND);
    expect(balance(world.chain, vaultOf(world))).to.equal(PRICE);
    expect(eventOf(sent, 'JobDisputed')).to.include({ opener: 'Client', disputedFrom: 'Running' });
    expect(sent.events.map(({ name }) => name)).to.deep.equal(['DisputeOpened', 'JobDisputed']);
  });

  it('names the parties, none of whom may vote', () => {
    const world = disputed();
    const { client, nodeOwner, operator, node, opener, clientEvidence } = readDispute(world, jobOf(world));
    expect([client, nodeOwner, operator]).to.deep.equal(
      [world.client, world.owner, world.operator].map(({ publicKey }) => publicKey.toBase58()),
    );
    expect([node, opener]).to.deep.equal([readJob(world).node, 'Client']);
    expect(clientEvidence).to.deep.equal(evidence('of the opener'));
  });

  it("freezes it for the node's owner too, while the node is alive", () => {
    const world = disputedByNode();
    expect(readDispute(world, jobOf(world)).opener).to.equal('Node');
  });

  it('keeps in mind that the final root was anchored', () => {
    for (const world of [anchored(), proven()]) {
      expect(readJob(disputed(world)).disputedFrom).to.equal('Proving');
    }
    expect(readJob(disputed(half())).disputedFrom).to.equal('Running');
  });

  it('is the objection to proven work, up to the last second of the window', () => {
    const world = proven();
    const { provenAt } = readJob(world);
    world.chain.warp(provenAt + BigInt(OBJECTION_WINDOW) + 1n - world.chain.now());
    rejects(openDispute({ world }), 'ObjectionWindowOver');
    rejects(openDispute({ world, accounts: byOwner(world) }), 'ObjectionWindowOver');
    world.chain.warp(-1);
    rejects(settle({ world }), 'ObjectionWindowOpen');
    run(openDispute({ world }));
  });

  it('refuses a client who has waived the objection', () => {
    const world = proven();
    run(waiveObjection({ world }));
    rejects(openDispute({ world }), 'ObjectionWindowOver');
  });

  it('lets nobody but client and owner open it', () => {
    const world = running();
    for (const wallet of [world.stranger, world.operator]) {
      const accounts = { opener: wallet.publicKey, openerToken: cyxwizOf(world, world.stranger) };
      const test = openDispute({ world, accounts });
      rejects({ ...test, signers: [...test.signers, wallet] }, 'NotAParty');
    }
  });

  it('gives no shelter to a node that has failed', () => {
    const silent = running();
    silent.chain.warp(SILENCE);
    run(openDispute({ world: silent, accounts: byOwner(silent) }));
    for (const world of [running(), late()]) {
      if (!readJob(world).endedAt) world.chain.warp(SILENCE + 1);
      rejects(openDispute({ world, accounts: byOwner(world) }), 'NodeHasFailed');
      run(openDispute({ world }));
    }
    const alive = running();
    alive.chain.warp(SILENCE);
    run(heartbeat({ world: alive }));
    alive.chain.warp(1);
    run(openDispute({ world: alive, accounts: byOwner(alive) }));
  });

  it('refuses jobs that have no node, and jobs that have ended', () => {
    rejects(openDispute({ world: funded() }), 'WrongNode');
    const unaccepted = running();
    setJob(unaccepted, { state: 'Funded' });
    rejects(openDispute({ world: unaccepted }), 'JobNotRunning');
    rejects(openDispute({ world: settled() }), 'JobEnded');
    rejects(openDispute({ world: disputed() }), 'JobIsDisputed');
  });

  it('refuses an opener without the bond', () => {
    const world = running();
    const test = openDispute({ world, accounts: { openerToken: cyxwizOf(world, world.operator) } });
    rejects(test, 'AccountNotInitialized');
    rejects(
      openDispute({ world, accounts: { openerToken: cyxwizOf(world, world.owner) } }),
      'WrongTokenAccount',
    );
  });

  it('freezes everything else', () => {
    const world = disputed(half());
    rejects(settle({ world }), 'JobNotProving');
    rejects(cancel({ world }), 'JobIsDisputed');
    rejects(anchorProgress({ world, checkpoints: 20 }), 'JobNotRunning');
    rejects(proveCheckpoints({ world }), 'JobNotRunning');
    rejects(waiveObjection({ world }), 'JobNotProving');
    rejects(closeJob({ world }), 'JobStillOpen');
    rejects(timeoutRefund({ world: late(world) }), 'JobIsDisputed');
  });

  it('comes too late for settled work', () => {
    const world = due();
    rejects(openDispute({ world }), 'ObjectionWindowOver');
    run(settle({ world }));
    rejects(openDispute({ world }), 'JobEnded');
    expect(world.chain.account(disputeOfJob(world))).to.equal(undefined);
    expect(readNode(world).activeJobs).to.equal(0);
  });
});
