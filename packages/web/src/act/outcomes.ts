import { type OutcomeRecorded, outcomeQueueAddress, pageOf } from '@cyxwiz/protocol';
import { reader } from '../chain/rpc.ts';

/** Transactions of a page of scores that are read at a time, from the newest. */
const LOOK = 40;
const AT_ONCE = 5;

export interface SeenOutcome {
  readonly outcome: OutcomeRecorded;
  readonly transaction: string;
}

export interface Outcomes {
  readonly found: readonly SeenOutcome[];
  /** Where to look further back; undefined: the chain's node has no more. */
  readonly before: string | undefined;
}

/**
 * What was recorded of a node, from the events of the transactions that named its page of scores, newest first. 32
 * nodes share a page, so a look may find less than it read.
 */
export async function readOutcomes(node: string, index: number, before?: string): Promise<Outcomes> {
  const queue = outcomeQueueAddress(pageOf(index));
  const listed = await reader.signatures(queue, { limit: LOOK, ...(before !== undefined && { before }) });
  const worked = listed.filter(({ failed }) => !failed);
  const found: SeenOutcome[] = [];
  for (let at = 0; at < worked.length; at += AT_ONCE) {
    const some = worked.slice(at, at + AT_ONCE);
    const read = await Promise.all(some.map(({ signature }) => reader.transaction(signature)));
    for (const transaction of read) {
      for (const event of transaction?.events ?? []) {
        if (event.program !== 'reputation' || event.name !== 'OutcomeRecorded') continue;
        if (event.data.node !== node) continue;
        found.push({ outcome: event.data, transaction: transaction?.signature ?? '' });
      }
    }
  }
  return { found, before: listed.length === LOOK ? listed.at(-1)?.signature : undefined };
}
