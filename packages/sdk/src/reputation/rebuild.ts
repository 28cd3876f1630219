import {
  type ChainReader,
  historyOf,
  type NodeScore,
  outcomeQueueAddress,
  type PageHistory,
  type ProgramEvent,
  rebuildScores,
  type ScoreDifference,
  scoreDifferences,
} from '@cyxwiz/protocol';

/** Signatures that one RPC call returns at most. */
const LIMIT = 1000;

/** A page of scores, rebuilt from the events of its transactions. */
export interface RebuiltPage {
  readonly page: number;
  /** Outcomes that were folded. */
  readonly applied: bigint;
  /** Outcomes that were recorded since and wait. */
  readonly waiting: number;
  readonly transactions: number;
  readonly nodes: readonly NodeScore[];
  /** Where the chain has something else; none if all is well. */
  readonly differences: readonly ScoreDifference[];
}

/** Everything that an RPC node knows to have happened to a page. Every such transaction names the page's queue. */
async function readHistory(
  chain: ChainReader,
  page: number,
  onRead: (read: number, of: number) => void,
): Promise<PageHistory & { transactions: number }> {
  const queue = outcomeQueueAddress(page);
  const signatures: string[] = [];
  for (let before: string | undefined; ; ) {
    const found = await chain.signatures(queue, {
      limit: LIMIT,
      ...(before === undefined ? {} : { before }),
    });
    signatures.push(...found.filter(({ failed }) => !failed).map(({ signature }) => signature));
    before = found.at(-1)?.signature;
    if (found.length < LIMIT) break;
  }
  const events: ProgramEvent[] = [];
  for (const [at, signature] of signatures.entries()) {
    for (const event of (await chain.transaction(signature))?.events ?? []) events.push(event);
    onRead(at + 1, signatures.length);
  }
  return { ...historyOf(page, events), transactions: signatures.length };
}

/**
 * Rebuilds the scores of a page from its events and compares them with the chain's, field by field. Trusts the RPC node
 * to leave nothing out, which would show, and to make nothing up. Undefined where there is no such page.
 * @throws CyxwizError HISTORY_INCOMPLETE, and those of the reader
 */
export async function rebuildPage(
  chain: ChainReader,
  page: number,
  onRead: (read: number, of: number) => void = () => {},
): Promise<RebuiltPage | undefined> {
  // The page first: what is folded meanwhile lies behind the last outcome that it knows of.
  const kept = (await chain.scorePage(page))?.value;
  if (!kept) return undefined;
  const { transactions, ...history } = await readHistory(chain, page, onRead);
  const nodes = rebuildScores(page, kept.applied, history);
  const waiting = history.recorded.filter(({ sequence }) => sequence >= kept.applied).length;
  return {
    page,
    applied: kept.applied,
    waiting,
    transactions,
    nodes,
    differences: scoreDifferences(kept, nodes),
  };
}
