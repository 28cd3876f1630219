import { assignmentHash, nodeAddress, reputation, scorePageAddress, sha256 } from '@cyxwiz/protocol';
import { TOKEN_2022_PROGRAM_ID } from '@solana/spl-token';
import { PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import { setPause } from '../fixtures/governance.ts';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { holdings, readJob, salt, tokenOf, vaultOf } from '../fixtures/job-escrow/job.ts';
import { donate, moveTokens, readNode, setJob } from '../fixtures/job-escrow/state.ts';
import {
  AT_ONCE,
  abandoned,
  acceptJob,
  anchored,
  anchorProgress,
  CHECKPOINTS,
  cancel,
  claimProgress,
  cleared,
  ESTIMATE,
  funded,
  halfway,
  OBJECTION_WINDOW,
  PRICE,
  proveCheckpoints,
  reassign,
  running,
  SILENCE,
  settle,
  timeoutRefund,
} from '../fixtures/job-escrow.ts';
import { heartbeat, nodeOf, STAKE } from '../fixtures/node-registry.ts';
import { applyOutcomes } from '../fixtures/reputation.ts';
import type { World } from '../fixtures/world.ts';
import { read, rejects, run } from '../support/case.ts';
import { forgedProof } from '../support/forged-proofs.ts';
import { createMint } from '../support/tokens.ts';

const EARNED = (PRICE * BigInt(AT_ONCE)) / BigInt(CHECKPOINTS);
const FEE = EARNED / 10n;
const REST = PRICE - EARNED;

/** A world whose job waits for its second node. */
function reassigned(world = abandoned()): World {
  run(reassign({ world }));
  return world;
}

function whereItWent(world: World): bigint {
  const { paidNode, paidFee, refunded, burned } = readJob(world);
  return paidNode + paidFee + refunded + burned;
}

describe('job-escrow: reassign', () => {
  it('pays the node that died what it has proven, and keeps the rest for the next', () => {
    const world = abandoned();
    const { owner, fees, client } = holdings(world);
    const moved = eventOf(run(reassign({ world })), 'JobReassigned');
    const after = holdings(world);
    expect([after.owner - owner, after.fees - fees]).to.deep.equal([EARNED - FEE, FEE]);
    expect([after.vault, after.client]).to.deep.equal([REST, client]);
    expect(moved.payout).to.deep.equal({ toNode: EARNED - FEE, fee: FEE, toClient: 0n, burned: 0n });
    expect(moved).to.deep.include({
      failedNode: nodeOf(world).toBase58(),
      stagePrice: REST,
      checkpoints: CHECKPOINTS - AT_ONCE,
      epochsDone: AT_ONCE,
    });
  });

  it('lets the next node start from the last proven checkpoint, not from the last anchored one', () => {
    const world = halfway();
    const before = readJob(world);
    world.chain.warp(ESTIMATE / 2);
    run(anchorProgress({ world, checkpoints: 12 }));
    world.chain.warp(SILENCE + 1);
    run(reassign({ world, estimatedSeconds: 400, deadlineSeconds: 3_600n }));
    const job = readJob(world);
    const now = world.chain.now();
    expect(job).to.include({
      state: 'Funded',
      node: PublicKey.default.toBase58(),
      price: PRICE,
      stagePrice: REST,
      claimed: 0n,
      epochs: CHECKPOINTS - AT_ONCE,
      epochsDone: AT_ONCE,
      checkpoints: CHECKPOINTS - AT_ONCE,
      anchoredCheckpoints: 0,
      provenCheckpoints: 0,
      proofs: 0,
      reassignments: 1,
      estimatedSeconds: 400,
      acceptBy: now + 300n,
      deadline: now + 3_600n,
    });
    expect(job.initialWeights).to.deep.equal(before.anchoredWeights);
  });

  it('slashes the node that died, lets it go and has it on record', () => {
    const world = reassigned();
    expect(readNode(world)).to.include({ activeJobs: 0, stake: STAKE - STAKE / 10n });
    run(applyOutcomes({ world: world.skip('outcome') }));
    const { nodes } = read(world.chain, reputation, 'ScorePage', scorePageAddress(0));
    expect(nodes[0]).to.include({ timedOut: 1 });
  });

  it('ends with every unit of the price where it belongs, when the second node does the rest', () => {
    const world = cleared();
    run(claimProgress({ world }));
    world.chain.warp(SILENCE);
    run(reassign({ world }));
    const { owner } = holdings(world);
    run(acceptJob({ world }));
    world.chain.warp(ESTIMATE / 2);
    run(anchorProgress({ world, checkpoints: CHECKPOINTS - AT_ONCE }));
    run(proveCheckpoints({ world: world.skip('anchored'), proof: forgedProof(readJob(world)) }));
    world.chain.warp(OBJECTION_WINDOW + 1);
    run(settle({ world }));
    expect(holdings(world).owner - owner).to.equal(REST - REST / 10n);
    expect(whereItWent(world)).to.equal(PRICE);
    expect(holdings(world).vault).to.equal(0n);
  });

  it('binds the second node to proofs of its own', () => {
    const world = abandoned();
    const first = readJob(world);
    const old = forgedProof(first);
    run(reassign({ world }));
    run(acceptJob({ world }));
    expect(readJob(world).binding).to.not.deep.equal(first.binding);
    world.chain.warp(ESTIMATE / 2);
    run(anchorProgress({ world, checkpoints: AT_ONCE }));
    rejects(proveCheckpoints({ world: world.skip('anchored'), proof: old }), 'ProofInvalid');
  });

  it('shuts the dead node out, should it come back', () => {
    const world = reassigned();
    run(heartbeat({ world }));
    rejects(anchorProgress({ world, checkpoints: 12 }), 'WrongNode');
    rejects(claimProgress({ world }), 'WrongTokenAccount');
  });

  it('works without any proof, and then needs no account of the owner', () => {
    const world = abandoned(running());
    run(reassign({ world, accounts: { nodeToken: null, feeVault: null } }));
    expect(readJob(world)).to.include({ stagePrice: PRICE, epochsDone: 0, checkpoints: CHECKPOINTS });
  });

  it('needs the accounts that are paid', () => {
    const world = abandoned();
    for (const name of ['nodeToken', 'feeVault'] as const) {
      rejects(reassign({ world, accounts: { [name]: null } }), 'NodeAccountsMissing');
    }
  });

  it('goes on and on, and everybody is paid once', () => {
    const world = abandoned();
    for (let round = 0; round < 2; round++) {
      run(reassign({ world }));
      run(acceptJob({ world }));
      world.chain.warp(ESTIMATE / 2);
      run(anchorProgress({ world, checkpoints: 4 }));
      run(proveCheckpoints({ world: world.skip('anchored'), proof: forgedProof(readJob(world)) }));
      world.chain.warp(SILENCE + 1);
    }
    expect(readJob(world)).to.include({ reassignments: 2, epochsDone: 12 });
    donate(world, 5n);
    const ended = eventOf(run(timeoutRefund({ world })), 'JobEnded');
    const parts = [ended.payout, ended.paidBefore].flatMap((p) => [p.toNode, p.fee, p.toClient, p.burned]);
    expect(parts.reduce((sum, part) => sum + part, 0n)).to.equal(PRICE);
    expect(ended.surplus).to.equal(5n);
  });

  describe('a second node that does not come', () => {
    it('lets the client take the rest back, less the part of a failed job that is burned', () => {
      const world = reassigned();
      rejects(cancel({ world }), 'AcceptWindowOpen');
      world.chain.warp(301);
      const { client } = holdings(world);
      run(cancel({ world }));
      expect(holdings(world).client - client).to.equal(REST - REST / 20n);
      expect(readJob(world)).to.include({ state: 'Cancelled', burned: REST / 20n });
      expect(whereItWent(world)).to.equal(PRICE);
    });

    it('lets anyone refund it after the new deadline', () => {
      const world = reassigned();
      world.chain.warp(86_400);
      rejects(timeoutRefund({ world }), 'NotTimedOut');
      world.chain.warp(1);
      const { payout } = eventOf(run(timeoutRefund({ world })), 'JobEnded');
      expect([payout.toClient, payout.burned]).to.deep.equal([REST - REST / 20n, REST / 20n]);
    });

    it('gains a client nothing that puts its own machine there to cancel', () => {
      const world = reassigned();
      run(acceptJob({ world }));
      const ended = eventOf(run(cancel({ world })), 'JobEnded');
      const back = REST - REST / 10n;
      expect(ended.payout).to.include({ toNode: REST / 10n, burned: back / 20n });
      expect(whereItWent(world)).to.equal(PRICE);
    });
  });

  describe('refuses', () => {
    it('to replace a node that lives, to the second', () => {
      const world = halfway();
      world.chain.warp(SILENCE);
      rejects(reassign({ world }), 'NotTimedOut');
      world.chain.warp(1);
      run(reassign({ world }));
    });

    it('to replace a node that sends heartbeats', () => {
      const world = halfway();
      world.chain.warp(SILENCE);
      run(heartbeat({ world }));
      world.chain.warp(1);
      rejects(reassign({ world }), 'NotTimedOut');
    });

    it('anyone but the client', () => {
      const world = abandoned();
      rejects(reassign({ world, accounts: { client: world.stranger.publicKey } }), 'WrongClient');
    });

    it('a job whose work is finished', () => {
      const world = anchored();
      world.chain.warp(SILENCE + 1);
      rejects(reassign({ world }), 'JobNotRunning');
    });

    it('a job that no node has accepted', () => {
      rejects(reassign({ world: funded() }), 'WrongTokenAccount');
    });

    it('while new jobs are paused', () => {
      const world = abandoned();
      run(setPause({ world }));
      rejects(reassign({ world }), 'NewJobsPaused');
    });

    for (const [what, change, error] of [
      ['no estimate', { estimatedSeconds: 0 }, 'EstimateIsZero'],
      ['a deadline that cuts it', { deadlineSeconds: 899n }, 'DeadlineOutOfRange'],
      ['a deadline beyond seven days', { deadlineSeconds: 604_801n }, 'DeadlineOutOfRange'],
    ] as const) {
      it(what, () => {
        const world = abandoned();
        rejects(reassign({ world, ...change }), error);
        run(reassign({ world, deadlineSeconds: 900n }));
      });
    }

    it('a node that the assignment does not hide', () => {
      const world = abandoned();
      run(reassign({ world, assignmentHash: assignmentHash(nodeAddress(world.client.publicKey), salt) }));
      rejects(acceptJob({ world }), 'WrongAssignment');
      rejects(acceptJob({ world, salt: sha256('another') }), 'WrongAssignment');
    });

    it('a vault that is short of the rest', () => {
      const world = abandoned();
      moveTokens(world, vaultOf(world), tokenOf(world, world.stranger), 1n);
      rejects(reassign({ world }), 'VaultShort');
    });

    it('a 256th node', () => {
      const world = abandoned();
      setJob(world, { reassignments: 255 });
      rejects(reassign({ world }), 'MathOverflow');
      run(timeoutRefund({ world }));
    });

    const wrong: [string, string, (world: World) => PublicKey][] = [
      ['vault', 'WrongVault', (world) => tokenOf(world, world.stranger)],
      ['mint', 'WrongMint', ({ chain }) => createMint(chain)],
      ['nodeToken', 'WrongTokenAccount', (world) => tokenOf(world, world.stranger)],
      ['feeVault', 'WrongFeeVault', (world) => tokenOf(world, world.stranger)],
      ['tokenProgram', 'WrongTokenProgram', () => TOKEN_2022_PROGRAM_ID],
    ];
    for (const [name, error, key] of wrong) {
      it(`another ${name}`, () => {
        const world = abandoned();
        rejects(reassign({ world, accounts: { [name]: key(world) } }), error);
      });
    }
  });

  it('fits a transaction, within half of the default budget', () => {
    const { units, bytes } = run(reassign());
    expect(units <= 75_000n, `${units} compute units`).to.equal(true);
    expect(bytes).to.be.at.most(1_232);
  });
});
