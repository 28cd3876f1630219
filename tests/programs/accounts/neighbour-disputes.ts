import { equalBytes, governance, registryAddress } from '@cyxwiz/protocol';
import { address as kitAddress } from '@solana/kit';
import { PublicKey } from '@solana/web3.js';
import {
  openDispute,
  readDispute,
  setDispute,
  voteDispute,
  warpTo,
  withTreasury,
} from '../fixtures/disputes.ts';
import * as ofJobs from '../fixtures/job-escrow/disputes.ts';
import { jobOf } from '../fixtures/job-escrow/job.ts';
import { running } from '../fixtures/job-escrow.ts';
import { lockTokens } from '../fixtures/votes.ts';
import { World } from '../fixtures/world.ts';
import { run } from '../support/case.ts';
import type { Chain } from '../support/chain.ts';

function hasDispute(chain: Chain): boolean {
  const kind = governance.accountDiscriminator('Dispute');
  return chain.svm
    .getProgramAccounts(kitAddress(governance.id.toBase58()))
    .some(({ data }) => equalBytes(Uint8Array.from(data).subarray(0, 8), kind));
}

/** A name for a job that only governance knows of. */
const bareJob = (fill: number) => new PublicKey(new Uint8Array(32).fill(fill));

/** Lets a dispute's vote and the time to appeal have been over long since. */
function end(world: World, job: PublicKey): void {
  const [first, second] = readDispute(world, job).rounds;
  if (!first || !second) throw new Error('a dispute has two rounds');
  const now = world.chain.now();
  const times = { openedAt: now - 400n, appealEnds: now - 100n };
  setDispute(world, { ...times, rounds: [{ ...first, begins: now - 300n, ends: now - 200n }, second] }, job);
}

/**
 * Where somebody disputes already: a dispute in which evidence may be handed in, one that was voted on and whose
 * verdict is final, and where there are jobs, one over a job.
 */
export function settleDisputes(neighbour: World): readonly World[] {
  const { chain } = neighbour;
  if (!hasDispute(chain)) return [];
  const began = chain.now();
  const voter = withTreasury(neighbour).stranger;
  run(lockTokens({ world: neighbour, owner: voter }));
  chain.warp(1);
  const [fresh, final] = [bareJob(3), bareJob(5)];
  run(openDispute({ world: neighbour, accounts: { job: fresh } }));
  run(openDispute({ world: neighbour, accounts: { job: final } }));
  warpTo(neighbour, readDispute(neighbour, final).evidenceEnds + 1n);
  run(voteDispute({ world: neighbour, voter, job: final }));
  warpTo(neighbour, began);
  end(neighbour, final);
  if (!chain.account(registryAddress())) return [];
  const litigant = ofJobs.disputed(running(new World(neighbour)));
  end(litigant, jobOf(litigant));
  return [litigant];
}
