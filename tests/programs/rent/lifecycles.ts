import {
  auditAddress,
  lockAddress,
  lockVaultAddress,
  operatorAddress,
  proposalAddress,
  stakeVaultAddress,
  vestingAddress,
  vestingVaultAddress,
  voteAddress,
} from '@cyxwiz/protocol';
import type { PublicKey } from '@solana/web3.js';
import * as coordinators from '../fixtures/coordinators.ts';
import * as disputes from '../fixtures/disputes.ts';
import * as funds from '../fixtures/funds.ts';
import { configured, forgeable } from '../fixtures/governance.ts';
import * as audits from '../fixtures/job-escrow/audits.ts';
import { jobOf, vaultOf } from '../fixtures/job-escrow/job.ts';
import * as escrow from '../fixtures/job-escrow.ts';
import * as registry from '../fixtures/node-registry.ts';
import * as votes from '../fixtures/votes.ts';
import type { World } from '../fixtures/world.ts';
import { run } from '../support/case.ts';

/** From before an account is made to when it is gone. */
export interface Lifecycle {
  readonly name: string;
  /** Types in the IDLs of the accounts that come and go. */
  readonly kinds: readonly string[];
  /** What has to be there before; what it costs is not looked at. */
  readonly prepare: (world: World) => void;
  /** Makes them; the world's payer pays. */
  readonly begin: (world: World) => void;
  readonly accounts: (world: World) => readonly PublicKey[];
  /** Ends all of them. */
  readonly finish: (world: World) => void;
}

const jobAccounts = (world: World) => [jobOf(world), vaultOf(world)];

/** A world in which a job can be ordered by a client who has ordered before: its record stays. */
function regular(world: World): void {
  escrow.open(forgeable(world));
  run(escrow.createJob({ world, nonce: 7n }));
}

function settleAndClose(world: World): void {
  run(escrow.settle({ world: escrow.cleared(escrow.halfway(world, escrow.CHECKPOINTS)) }));
  run(escrow.closeJob({ world }));
}

const disputeAccounts = (world: World) => [
  disputes.disputeOf(),
  disputes.vaultOfDispute(),
  ...disputes.voters(world).map(({ publicKey }) => voteAddress(disputes.disputeOf(), publicKey, 1)),
];

export const lifecycles: readonly Lifecycle[] = [
  {
    name: 'a job that is settled',
    kinds: ['Job'],
    prepare: regular,
    begin: (world) => void escrow.funded(world),
    accounts: jobAccounts,
    finish: (world) => {
      escrow.running(world);
      world.chain.warp(escrow.ESTIMATE / 2);
      settleAndClose(world);
    },
  },
  {
    name: 'a job that times out',
    kinds: ['Job'],
    prepare: regular,
    begin: (world) => void escrow.funded(world),
    accounts: jobAccounts,
    finish: (world) => void run(escrow.timeoutRefund({ world: escrow.late(escrow.running(world)) })),
  },
  {
    name: 'a job that nobody accepts',
    kinds: ['Job'],
    prepare: regular,
    begin: (world) => void escrow.funded(world),
    accounts: jobAccounts,
    finish: (world) => {
      world.chain.warp(301);
      run(escrow.cancel({ world }));
      run(escrow.closeJob({ world }));
    },
  },
  {
    name: 'an exact job and its audit',
    kinds: ['Job', 'Audit'],
    prepare: (world) => regular(audits.exactReady(world)),
    begin: (world) => void audits.stepsAnchored(world),
    accounts: (world) => [...jobAccounts(world), auditAddress(jobOf(world))],
    finish: (world) => void run(escrow.closeJob({ world: audits.exactSettled(world) })),
  },
  {
    name: 'a node',
    kinds: ['Node', 'Operator'],
    prepare: (world) => void registry.registryReady(world),
    begin: (world) => void registry.registered(world),
    accounts: (world) => {
      const node = registry.nodeOf(world);
      return [node, stakeVaultAddress(node), operatorAddress(world.operator.publicKey)];
    },
    finish: (world) => void run(registry.closeNode({ world: registry.emptied(world) })),
  },
  {
    name: 'a coordinator',
    kinds: ['Coordinator'],
    prepare: () => undefined,
    begin: (world) => void coordinators.coordinating(world),
    accounts: (world) => [coordinators.coordinatorOf(world)],
    finish: (world) => void run(coordinators.closeCoordinator({ world })),
  },
  {
    name: 'a lock',
    kinds: ['TokenLock'],
    prepare: (world) => void configured(world),
    begin: (world) => void votes.locked(world),
    accounts: ({ owner }) => [lockAddress(owner.publicKey), lockVaultAddress(owner.publicKey)],
    finish: (world) => void run(votes.unlockTokens({ world })),
  },
  {
    name: 'a proposal and a vote on it',
    kinds: ['Proposal', 'VoteRecord'],
    prepare: (world) => void votes.locked(world),
    begin: (world) => void votes.voted(world),
    accounts: ({ owner }) => [proposalAddress(0n), voteAddress(proposalAddress(0n), owner.publicKey)],
    finish: (world) => {
      votes.sovereign(world);
      run(votes.closeProposal({ world }));
      run(votes.closeVote({ world }));
    },
  },
  {
    name: 'a dispute and the votes in it',
    kinds: ['Dispute', 'VoteRecord'],
    prepare: (world) => {
      disputes.withTreasury(world);
      for (const [at, owner] of disputes.voters(world).entries()) {
        world.once(`lock ${at}`, () => votes.lockTokens({ world, owner }));
      }
    },
    begin: (world) => void disputes.balloted(disputes.debated(world)),
    accounts: disputeAccounts,
    finish: (world) => {
      disputes.victorious(world);
      const [first, second] = disputes.voters(world);
      for (const voter of [first, second]) run(disputes.claimVoteReward({ world, voter }));
      run(disputes.closeDisputeVote({ world }));
      run(disputes.releaseBonds({ world }));
      run(disputes.closeDispute({ world }));
    },
  },
  {
    name: 'a vesting',
    kinds: ['Vesting'],
    prepare: (world) => void configured(world),
    begin: (world) => void funds.vesting(world),
    accounts: ({ owner }) => {
      const vesting = vestingAddress(owner.publicKey, 0n);
      return [vesting, vestingVaultAddress(vesting)];
    },
    finish: (world) => {
      world.chain.warp(1_000);
      run(funds.claimVesting({ world }));
    },
  },
];
