import {
  auditAddress,
  clientRecordAddress,
  jobEscrow,
  lockAddress,
  lockVaultAddress,
  operatorAddress,
  proposalAddress,
  reputation,
  scorePageAddress,
  stakeVaultAddress,
  vestingAddress,
  vestingVaultAddress,
  voteAddress,
} from '@cyxwiz/protocol';
import type { PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import * as coordinators from '../fixtures/coordinators.ts';
import * as disputes from '../fixtures/disputes.ts';
import * as funds from '../fixtures/funds.ts';
import * as audits from '../fixtures/job-escrow/audits.ts';
import * as ofJobs from '../fixtures/job-escrow/disputes.ts';
import { holdings, jobOf, vaultOf } from '../fixtures/job-escrow/job.ts';
import { readNode } from '../fixtures/job-escrow/state.ts';
import * as escrow from '../fixtures/job-escrow.ts';
import * as registry from '../fixtures/node-registry.ts';
import * as scores from '../fixtures/reputation.ts';
import * as votes from '../fixtures/votes.ts';
import { TOKEN, type World } from '../fixtures/world.ts';
import { read, run } from '../support/case.ts';
import { balance } from '../support/tokens.ts';

/** People in the middle of something. */
export interface Situation {
  /** Name of its file. */
  readonly name: string;
  /** Gets there by instructions alone. */
  readonly make: () => World;
  /** What they do next, and what must come of it. */
  readonly goOn: (world: World) => void;
  /** Accounts that are gone afterwards, for which the world's payer had paid. */
  readonly closed: (world: World) => readonly PublicKey[];
}

const AUDITS_LEFT = 3;

const jobAccounts = (world: World) => [jobOf(world), vaultOf(world)];

function lockAccounts({ publicKey }: { publicKey: PublicKey }): readonly PublicKey[] {
  return [lockAddress(publicKey), lockVaultAddress(publicKey)];
}

function scoreOf(world: World) {
  const { nodes } = read(world.chain, reputation, 'ScorePage', scorePageAddress(0));
  return nodes[readNode(world).index];
}

/** A dispute over a job, in which the first of three people with locks has voted. */
function voting(): World {
  const world = disputes.withTreasury(escrow.running());
  const everybody = disputes.voters(world);
  for (const [at, owner] of everybody.entries()) {
    world.once(`lock ${at}`, () => votes.lockTokens({ world, owner }));
  }
  world.chain.warp(1);
  const { evidenceEnds } = disputes.readDispute(ofJobs.disputed(world), jobOf(world));
  disputes.warpTo(world, evidenceEnds + 1n);
  run(disputes.voteDispute({ world, job: jobOf(world) }));
  return world;
}

function voteOut(world: World): void {
  const job = jobOf(world);
  const [first, second, third] = disputes.voters(world);
  run(disputes.voteDispute({ world, job, voter: second }));
  run(disputes.voteDispute({ world, job, voter: third, forClient: false }));
  disputes.warpTo(world, disputes.readDispute(world, job).appealEnds + 1n);
  const { client } = holdings(world);
  run(ofJobs.resolveDispute({ world }));
  expect(holdings(world).client - client).to.equal(escrow.PRICE + registry.STAKE / 4n);
  for (const voter of [first, second]) run(disputes.claimVoteReward({ world, job, voter }));
  run(disputes.closeDisputeVote({ world, job, voter: third }));
  run(disputes.releaseBonds({ world, job }));
  run(disputes.closeDispute({ world, job }));
  run(escrow.closeJob({ world }));
  for (const owner of [first, second, third]) run(votes.unlockTokens({ world: world.skip('lock'), owner }));
  expect(balance(world.chain, disputes.cyxwizOf(world, first))).to.equal(votes.LOCKED + TOKEN / 10n);
}

export const situations: readonly Situation[] = [
  {
    name: 'job-running',
    make: () => escrow.running(),
    goOn: (world) => {
      run(escrow.settle({ world: escrow.due(world) }));
      run(escrow.rate({ world }));
      run(escrow.closeJob({ world }));
      run(scores.applyOutcomes({ world: world.skip('outcome') }));
      expect(scoreOf(world)).to.deep.include({ settled: 1, ratings: 1 });
      const record = clientRecordAddress(world.client.publicKey);
      expect(read(world.chain, jobEscrow, 'Client', record)).to.include({ jobsSettled: 1n, score: 90 });
    },
    closed: jobAccounts,
  },
  {
    name: 'job-half-proven',
    make: () => escrow.halfway(),
    goOn: (world) => {
      const { stake } = readNode(world);
      const before = holdings(world);
      run(escrow.timeoutRefund({ world: escrow.late(world) }));
      const earned = (escrow.PRICE * BigInt(escrow.AT_ONCE)) / BigInt(escrow.CHECKPOINTS);
      const node = disputes.cyxwizOf(world, world.owner);
      expect(balance(world.chain, node) - before.owner).to.equal(earned - earned / 10n);
      expect(readNode(world).stake).to.equal(stake - stake / 10n);
    },
    closed: jobAccounts,
  },
  {
    name: 'job-half-audited',
    make: () => audits.passAudits(audits.exactProven(), AUDITS_LEFT),
    goOn: (world) => {
      for (let left = 1; left <= AUDITS_LEFT; left++) {
        run(audits.proveAudit({ world, index: audits.AUDITS - left }));
      }
      const { owner } = holdings(world);
      world.chain.warp(escrow.OBJECTION_WINDOW + 1);
      run(escrow.settle({ world }));
      expect(holdings(world).owner - owner).to.equal(escrow.PRICE - escrow.PRICE / 10n);
      run(escrow.closeJob({ world }));
    },
    closed: (world) => [...jobAccounts(world), auditAddress(jobOf(world))],
  },
  {
    name: 'withdrawal-due',
    make: () => registry.cooled(),
    goOn: (world) => {
      const owned = balance(world.chain, disputes.cyxwizOf(world, world.owner));
      run(registry.claimWithdrawal({ world }));
      run(registry.closeNode({ world }));
      expect(balance(world.chain, disputes.cyxwizOf(world, world.owner)) - owned).to.equal(registry.STAKE);
    },
    closed: (world) => [
      registry.nodeOf(world),
      stakeVaultAddress(registry.nodeOf(world)),
      operatorAddress(world.operator.publicKey),
    ],
  },
  {
    name: 'dispute-voting',
    make: voting,
    goOn: voteOut,
    closed: (world) => [
      ...jobAccounts(world),
      disputes.disputeOf(jobOf(world)),
      disputes.vaultOfDispute(jobOf(world)),
      voteAddress(disputes.disputeOf(jobOf(world)), disputes.voters(world)[0].publicKey, 1),
      ...disputes.voters(world).flatMap(lockAccounts),
    ],
  },
  {
    name: 'proposal-voted',
    make: () => votes.voted(),
    goOn: (world) => {
      votes.sovereign(world);
      expect(votes.proposalOf(world).state).to.equal('Executed');
      run(votes.closeProposal({ world }));
      run(votes.closeVote({ world }));
      run(votes.unlockTokens({ world }));
    },
    closed: ({ owner }) => [
      proposalAddress(0n),
      voteAddress(proposalAddress(0n), owner.publicKey),
      ...lockAccounts(owner),
    ],
  },
  {
    name: 'vesting-half-paid',
    make: () => {
      const world = funds.vesting();
      world.chain.warp(500);
      run(funds.claimVesting({ world }));
      return world;
    },
    goOn: (world) => {
      world.chain.warp(500);
      run(funds.claimVesting({ world }));
      expect(balance(world.chain, disputes.cyxwizOf(world, world.owner))).to.equal(funds.VESTING);
    },
    closed: ({ owner }) => {
      const vesting = vestingAddress(owner.publicKey, 0n);
      return [vesting, vestingVaultAddress(vesting)];
    },
  },
  {
    name: 'token-key-rotating',
    make: () => {
      const world = coordinators.coordinating();
      run(coordinators.setCoordinatorKeys({ world }));
      return world;
    },
    goOn: (world) => {
      const [, next = ''] = coordinators.tokenKeys;
      run(coordinators.setCoordinatorKeys({ world, keys: [next] }));
      expect(coordinators.readCoordinator(world).keys).to.deep.equal(coordinators.inPlaces([next]));
      run(coordinators.closeCoordinator({ world }));
    },
    closed: (world) => [coordinators.coordinatorOf(world)],
  },
  {
    name: 'outcomes-waiting',
    make: () => scores.recorded(),
    goOn: (world) => {
      run(scores.applyOutcomes({ world }));
      run(scores.recordOutcome({ world, kind: 'Rated' }));
      run(scores.applyOutcomes({ world }));
      expect(scoreOf(world)).to.deep.include({ settled: 1, ratings: 1 });
    },
    closed: () => [],
  },
];
