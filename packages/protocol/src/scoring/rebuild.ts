import { PublicKey } from '@solana/web3.js';
import { CyxwizError, type Failure } from '../failure.ts';
import type { NodeScore, OutcomeRecorded, OutcomesApplied, ScorePage } from '../idl/reputation.ts';
import type { ProgramEvent } from '../program/events.ts';
import { NODES_PER_PAGE } from '../program/well-known.ts';
import { blankScore, bucketOf, foldOutcome } from './fold.ts';

/** The events of one page, in any order. */
export interface PageHistory {
  readonly recorded: readonly OutcomeRecorded[];
  readonly applied: readonly OutcomesApplied[];
}

/** The events cannot be what led to the page: some are missing, or contradict it. */
export interface HistoryFailure extends Failure {
  readonly code: 'HISTORY_INCOMPLETE';
  readonly page: number;
}

/** A field in which a page is not what its events lead to. */
export interface ScoreDifference {
  readonly slot: number;
  readonly node: string;
  readonly field: string;
  readonly chain: unknown;
  readonly rebuilt: unknown;
}

/** What of some transactions' events is about a page. */
export function historyOf(page: number, events: readonly ProgramEvent[]): PageHistory {
  const recorded: OutcomeRecorded[] = [];
  const applied: OutcomesApplied[] = [];
  for (const event of events) {
    if (event.program !== 'reputation') continue;
    if (event.name === 'OutcomeRecorded' && event.data.page === page) recorded.push(event.data);
    if (event.name === 'OutcomesApplied' && event.data.page === page) applied.push(event.data);
  }
  return { recorded, applied };
}

function incomplete(page: number, what: string): CyxwizError<HistoryFailure> {
  const message = `the events of page ${page} are not complete: ${what}`;
  return new CyxwizError<HistoryFailure>({ code: 'HISTORY_INCOMPLETE', message, page });
}

/**
 * The scores that the first `count` outcomes of a page lead to, each by the rules under which it was applied.
 * @throws CyxwizError HISTORY_INCOMPLETE
 */
export function rebuildScores(page: number, count: bigint, history: PageHistory): NodeScore[] {
  const outcomes = new Map(history.recorded.map((outcome) => [outcome.sequence, outcome]));
  const batches = new Map(history.applied.map((batch) => [batch.first, batch]));
  const nodes = Array.from({ length: NODES_PER_PAGE }, blankScore);
  let next = 0n;
  while (next < count) {
    const batch = batches.get(next);
    if (!batch?.applied) throw incomplete(page, `no transaction applied outcome ${next}`);
    const end = next + BigInt(batch.applied);
    if (end > count) throw incomplete(page, `outcome ${count} was applied with those before it`);
    for (; next < end; next++) {
      const outcome = outcomes.get(next);
      const before = outcome && nodes[outcome.slot];
      if (!before) throw incomplete(page, `outcome ${next} is missing`);
      const bucket = bucketOf(new PublicKey(outcome.client).toBytes());
      nodes[outcome.slot] = foldOutcome(before, outcome, bucket, batch.rules);
    }
  }
  return nodes;
}

/** Every field in which two pages' nodes differ. */
export function scoreDifferences(page: ScorePage, rebuilt: readonly NodeScore[]): ScoreDifference[] {
  return page.nodes.flatMap((chain, slot) => {
    const ours = rebuilt[slot] ?? blankScore();
    return (Object.keys(chain) as (keyof NodeScore)[])
      .filter((field) => field !== 'padding' && String(chain[field]) !== String(ours[field]))
      .map((field) => ({ slot, node: chain.node, field, chain: chain[field], rebuilt: ours[field] }));
  });
}
