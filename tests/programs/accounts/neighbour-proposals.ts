import { configAddress, governance, proposalAddress } from '@cyxwiz/protocol';
import {
  cancelProposal,
  createProposal,
  openProposal,
  takeover,
  voteProposal,
  writeProposal,
} from '../fixtures/votes.ts';
import type { World } from '../fixtures/world.ts';
import { read, run } from '../support/case.ts';
import { doctor } from '../support/doctor.ts';

/** Lets a proposal have been carried long since. */
function carry({ chain }: World, number: bigint): void {
  const now = chain.now();
  const times = {
    openedAt: now - 400n,
    votingEnds: now - 300n,
    executableFrom: now - 200n,
    expiresAt: now + 1_000n,
  };
  doctor(chain, governance, 'Proposal', proposalAddress(number), times);
}

/** Of somebody with a lock: a complete draft, a proposal that is voted on, one that may be executed, one that is over. */
export function settleProposals(neighbour: World): void {
  // The steps of a fixture's own proposal, number 0: these proposals have numbers of their own.
  for (const step of ['lock', 'successor', 'draft', 'written', 'open', 'vote']) neighbour.skip(step);
  const bytes = Uint8Array.from(takeover().data);
  for (const goes of ['draft', 'open', 'carried', 'over']) {
    const { proposalCount: number } = read(neighbour.chain, governance, 'Config', configAddress());
    run(createProposal({ world: neighbour }));
    run(writeProposal({ world: neighbour, number, bytes }));
    if (goes === 'draft') continue;
    run(openProposal({ world: neighbour, number }));
    run(voteProposal({ world: neighbour, number }));
    if (goes === 'carried') carry(neighbour, number);
    if (goes === 'over') run(cancelProposal({ world: neighbour, number }));
  }
}
