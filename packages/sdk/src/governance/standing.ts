import { type DecodedInstruction, isFailure, type Proposal, programs } from '@cyxwiz/protocol';

export type ProposalStage =
  | 'draft'
  | 'voting'
  | 'defeated: too few voted'
  | 'defeated'
  | 'carried, timelock running'
  | 'carried, to be executed'
  | 'expired'
  | 'executed'
  | 'cancelled';

/** Where a proposal stands at `now` (unix seconds), as the program would say. */
export function proposalStage(proposal: Proposal, now: bigint): ProposalStage {
  const { state, votesFor, votesAgainst, quorum } = proposal;
  if (state !== 'Open') return state.toLowerCase() as 'draft' | 'executed' | 'cancelled';
  if (now < proposal.votingEnds) return 'voting';
  if (votesFor + votesAgainst < quorum) return 'defeated: too few voted';
  if (votesFor <= votesAgainst) return 'defeated';
  if (now < proposal.executableFrom) return 'carried, timelock running';
  return now < proposal.expiresAt ? 'carried, to be executed' : 'expired';
}

/** A proposal's instruction as its program reads it, or undefined when the program could not. */
export function proposalInstruction({
  program,
  data,
}: Pick<Proposal, 'program' | 'data'>): (DecodedInstruction & { program: string }) | undefined {
  const known = Object.values(programs).find(({ id }) => id.toBase58() === program);
  try {
    const decoded = known?.decodeInstruction(data);
    return known && decoded && { ...decoded, program: known.idl.metadata.name };
  } catch (error) {
    if (isFailure(error)) return undefined;
    throw error;
  }
}
