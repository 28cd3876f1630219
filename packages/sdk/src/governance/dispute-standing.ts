import type { Dispute, governanceTypes, VoteRecord } from '@cyxwiz/protocol';

type Party = governanceTypes.Party;
type Round = governanceTypes.Round;
type Verdict = governanceTypes.Verdict;

export type DisputePhase =
  | 'evidence'
  | 'vote'
  | 'time to appeal'
  | 'vote on the appeal'
  | 'verdict final'
  | 'verdict executed';

const WHOLE = 10_000n;

/** Where a dispute stands at `now` (unix seconds). */
export function disputePhase(dispute: Dispute, now: bigint): DisputePhase {
  const [first, second] = dispute.rounds;
  if (dispute.verdict !== null) return 'verdict executed';
  if (dispute.appellant !== null) return now <= (second?.ends ?? 0n) ? 'vote on the appeal' : 'verdict final';
  if (now <= dispute.evidenceEnds) return 'evidence';
  if (now <= (first?.ends ?? 0n)) return 'vote';
  return now <= dispute.appealEnds ? 'time to appeal' : 'verdict final';
}

/** Votes in base units that a round of a dispute takes to decide anything. */
export function quorumOf({ supply, terms }: Dispute, round: number): bigint {
  const bps = BigInt(round === 1 ? terms.quorumBps : terms.appealQuorumBps);
  return (supply * bps + WHOLE - 1n) / WHOLE;
}

/** The side that more than half of the votes are for, if enough voted. Round 1 is the vote, 2 that on the appeal. */
export function majorityOf(dispute: Dispute, round: number): Party | undefined {
  const { forClient, forNode } = roundNumbered(dispute, round);
  const votes = forClient + forNode;
  if (votes === 0n || votes < quorumOf(dispute, round) || forClient === forNode) return undefined;
  return forClient > forNode ? 'Client' : 'Node';
}

/** What the votes so far come to; once the last of them is over, the verdict. A vote that decides nothing leaves the first. */
export function verdictOf(dispute: Dispute): Verdict {
  const winner = (dispute.appellant === null ? undefined : majorityOf(dispute, 2)) ?? majorityOf(dispute, 1);
  if (winner === undefined) return 'NoQuorum';
  return winner === 'Client' ? 'ForClient' : 'ForNode';
}

/** What the treasury owes a vote for the winning side, in base units: 0 for any other, and before the verdict. */
export function voteReward(
  dispute: Dispute,
  vote: Pick<VoteRecord, 'round' | 'weight' | 'inFavour'>,
): bigint {
  const { verdict, appellant, terms } = dispute;
  const won = verdict === (vote.inFavour ? 'ForClient' : 'ForNode');
  const deciding = appellant !== null && majorityOf(dispute, 2) !== undefined ? 2 : 1;
  if (!won || vote.round !== deciding) return 0n;
  const { forClient, forNode } = roundNumbered(dispute, deciding);
  const part = (terms.bond * vote.weight) / (vote.inFavour ? forClient : forNode);
  if (part > terms.voterReward) return terms.voterReward;
  return part;
}

function roundNumbered(dispute: Dispute, round: number): Round {
  const found = dispute.rounds[round - 1];
  if (!found) throw new RangeError(`a dispute has no round ${round}`);
  return found;
}
