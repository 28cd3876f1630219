import type { Candidate } from '../domain/matching.ts';
import { tierOf } from '../domain/policy.ts';
import type { TierName } from '../domain/pricing.ts';
import type { ChainReader } from '../ports/chain.ts';
import type { FindCandidates } from './find-candidates.ts';

export type NodeListing = Candidate & { readonly tier: TierName };

/** The nodes this coordinator could choose from, best score first. */
export function listNodes(deps: { readonly chain: ChainReader; readonly findCandidates: FindCandidates }) {
  return async (): Promise<readonly NodeListing[]> => {
    const [params, candidates] = await Promise.all([deps.chain.params(), deps.findCandidates()]);
    return candidates
      .map((candidate) => ({ ...candidate, tier: tierOf(candidate.score, params) }))
      .sort((a, b) => b.score - a.score || (a.address < b.address ? -1 : 1));
  };
}
