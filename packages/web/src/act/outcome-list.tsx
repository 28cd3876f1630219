import { useState } from 'preact/hooks';
import { wordsOf } from '../sign/unsafe.ts';
import { durationText } from '../ui/format.ts';
import { Address, Amount, Loading, Notice, Time } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { type Outcomes, readOutcomes, type SeenOutcome } from './outcomes.ts';

const KINDS: Readonly<Record<string, string>> = {
  Settled: 'paid',
  Failed: 'failed',
  TimedOut: 'timed out',
  Cancelled: 'cancelled by its client',
  DisputeLost: 'dispute lost',
  DisputeWon: 'dispute won',
  Rated: 'rated',
};

/** Each outcome that a node's score came from, as the chain recorded it. */
export function OutcomeList({ node, index }: { node: string; index: number }) {
  const [older, setOlder] = useState<readonly string[]>([]);
  const loaded = useLoaded(`${node}:${older.join()}`, () => readAll(node, index, older));
  if (loaded.state === 'loading') return <Loading what="Reading each outcome from the chain…" />;
  if (loaded.state === 'failed') {
    return <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />;
  }
  const { found, before } = loaded.value;
  return (
    <>
      {found.length > 0 && <Table found={found} />}
      {found.length === 0 && (
        <p class="small">No outcome of this node in the transactions that were looked through.</p>
      )}
      {before !== undefined && (
        <button type="button" class="quiet" onClick={() => setOlder([...older, before])}>
          Look further back
        </button>
      )}
    </>
  );
}

async function readAll(node: string, index: number, older: readonly string[]): Promise<Outcomes> {
  const looks: Outcomes[] = [];
  for (const before of [undefined, ...older]) looks.push(await readOutcomes(node, index, before));
  return { found: looks.flatMap(({ found }) => found), before: looks.at(-1)?.before };
}

function Table({ found }: { found: readonly SeenOutcome[] }) {
  return (
    <div class="scroll">
      <table class="cards">
        <caption>Each outcome as the chain recorded it, newest first</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Outcome</th>
            <th scope="col" class="number">
              Price
            </th>
            <th scope="col">Took</th>
            <th scope="col">Proofs</th>
            <th scope="col">Transaction</th>
          </tr>
        </thead>
        <tbody>
          {found.map(({ outcome, transaction }) => (
            <tr key={String(outcome.sequence)}>
              <td data-label="When">
                <Time ms={Number(outcome.recordedAt) * 1000} />
              </td>
              <td data-label="Outcome">
                {KINDS[outcome.kind] ?? outcome.kind}
                {outcome.stars > 0 && `, ${outcome.stars} of 5 stars`}
              </td>
              <td data-label="Price" class="number">
                <Amount units={outcome.price} decimals={outcome.decimals} unit="tokens" />
              </td>
              <td data-label="Took">
                {outcome.actualSeconds > 0
                  ? `${durationText(outcome.actualSeconds)} of ${durationText(outcome.estimatedSeconds)}`
                  : '–'}
              </td>
              <td data-label="Proofs">
                {outcome.proofsTotal > 0 ? `${outcome.proofsValid} of ${outcome.proofsTotal} held` : '–'}
              </td>
              <td data-label="Transaction">
                <Address of={transaction} label="the transaction’s signature" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
