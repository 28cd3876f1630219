import {
  auditAddress,
  configAddress,
  governance,
  proposalAddress,
  registryAddress,
  scorePageAddress,
  verifyingKeyAddress,
} from '@cyxwiz/protocol';
import type { PublicKey } from '@solana/web3.js';
import { registerCoordinator } from '../fixtures/coordinators.ts';
import { createVesting } from '../fixtures/funds.ts';
import { addVerifyingKey, allowMint, smallKey } from '../fixtures/governance.ts';
import { anchorSteps, exactFunded } from '../fixtures/job-escrow/audits.ts';
import { jobOf } from '../fixtures/job-escrow/job.ts';
import { acceptJob, anchored, anchorProgress, CHECKPOINTS, createJob } from '../fixtures/job-escrow.ts';
import { initPage } from '../fixtures/reputation.ts';
import { lockTokens } from '../fixtures/votes.ts';
import { World } from '../fixtures/world.ts';
import { read, run } from '../support/case.ts';
import type { Chain } from '../support/chain.ts';
import { createMint } from '../support/tokens.ts';
import { settleDisputes } from './neighbour-disputes.ts';
import { settleProposals } from './neighbour-proposals.ts';

export interface Neighbourhood {
  /** People with accounts of their own, as far as the chain is ready; nobody without a Config. */
  readonly worlds: readonly World[];
  /** A mint that escrows may be paid in, and nothing is. */
  readonly mint: PublicKey;
}

const has = (chain: Chain, address: PublicKey) => chain.account(address) !== undefined;

/**
 * Fills a chain with what attackers have at hand: accounts of every type, real ones, that belong to somebody else, and
 * of those that pass through states one in each state that an instruction asks for, so that no check of a state
 * speaks before the check that is meant. It makes only what the chain is ready for, so that instructions which set a
 * chain up find it as they need it; the clock stands afterwards where it stood.
 */
export function settleNeighbours(world: World): Neighbourhood {
  const { chain } = world;
  const mint = createMint(chain);
  if (!has(chain, configAddress())) return { worlds: [], mint };
  const clock = chain.svm.getClock();
  const { authority } = read(chain, governance, 'Config', configAddress());
  const rules = authority === world.authority.publicKey.toBase58();
  if (rules) run(allowMint({ world, accounts: { mint } }));
  if (rules && has(chain, verifyingKeyAddress(1, 1)))
    run(addVerifyingKey({ world, keyVersion: 2, ...smallKey }));
  if (has(chain, scorePageAddress(0))) run(initPage({ world, page: 1 }));
  const neighbour = new World(world);
  run(registerCoordinator({ world: neighbour }));
  run(createVesting({ world: neighbour }));
  run(lockTokens({ world: neighbour }));
  chain.warp(1);
  const worlds = [
    neighbour,
    ...(has(chain, registryAddress()) ? settleJobs(neighbour, has(chain, auditAddress(jobOf(world)))) : []),
    ...settleDisputes(neighbour),
  ];
  if (has(chain, proposalAddress(0n))) settleProposals(neighbour);
  chain.svm.setClock(clock);
  return { worlds, mint };
}

/** A job that runs or is audited next door, one that waits for its node, and one whose node has anchored its last checkpoint. */
function settleJobs(neighbour: World, audited: boolean): readonly World[] {
  // A minute's work may be done at once.
  if (audited) exactFunded(neighbour, { estimatedSeconds: 60 });
  run(acceptJob({ world: neighbour }));
  if (audited) {
    const all = { checkpoints: CHECKPOINTS, elapsedMs: 1n };
    run(anchorProgress({ world: neighbour.skip('running'), ...all }));
    run(anchorSteps({ world: neighbour.skip('anchored') }));
  }
  const waiting = new World(neighbour);
  run(createJob({ world: waiting }));
  return [waiting, anchored(new World(neighbour))];
}
