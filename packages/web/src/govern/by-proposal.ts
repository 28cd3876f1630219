import { ProposalActions } from '@cyxwiz/sdk';
import type { Act } from '../act/instructions.ts';

/** Something that the SDK can do about a proposal, for whatever wallet signs. */
export const byProposal =
  (act: (actions: ProposalActions) => Promise<unknown>): Act =>
  (_, { reader, sender, wallet }) =>
    act(new ProposalActions(reader, sender, wallet));
