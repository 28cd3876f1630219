import { useState } from 'preact/hooks';
import { type Earning, readEarnings } from '../rest/api.ts';
import { wordsOf } from '../sign/unsafe.ts';
import { Chart, type Point } from './chart.tsx';
import { short, timeText } from './format.ts';
import { JobMoney, useUnit } from './money.tsx';
import { Address, Card, Loading, Notice, Time } from './parts.tsx';
import { Link } from './router.tsx';
import { useLoaded } from './use.ts';

const PAGE = 100;
const REFRESH_MS = 15_000;

/** What an owner was paid, over time and one by one. */
export function Earnings({ owner }: { owner: string }) {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const loaded = useLoaded(
    `${owner}:${cursors.join()}`,
    async () =>
      (await Promise.all([undefined, ...cursors].map((before) => readEarnings(owner, before)))).flat(),
    REFRESH_MS,
  );
  const all = loaded.state === 'ready' ? loaded.value : [];
  const more = all.length === PAGE * (cursors.length + 1);
  return (
    <Card title="Earnings">
      {loaded.state === 'loading' && <Loading what="Reading what you were paid…" />}
      {loaded.state === 'failed' && (
        <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />
      )}
      {loaded.state === 'ready' && all.length === 0 && (
        <Notice kind="info" title="Nothing was paid to this wallet yet">
          What jobs of this coordinator pay to you appears here, each with its transaction.
        </Notice>
      )}
      {all.length > 0 && (
        <>
          <div class="charts">
            {[...new Set(all.map(({ mint }) => mint))].map((mint) => (
              <Sum key={mint} mint={mint} earnings={all.filter((one) => one.mint === mint)} />
            ))}
          </div>
          <Table earnings={all} />
        </>
      )}
      {more && (
        <button
          type="button"
          class="quiet"
          onClick={() => setCursors([...cursors, all.at(-1)?.cursor ?? ''])}
        >
          Older
        </button>
      )}
    </Card>
  );
}

/** What came in of one token so far, payment by payment. */
function Sum({ mint, earnings }: { mint: string; earnings: readonly Earning[] }) {
  const { points, total } = runningSum(earnings);
  const decimals = earnings[0]?.decimals ?? 0;
  const unit = useUnit(mint);
  return (
    <div>
      <p>
        Together: <JobMoney units={String(total)} decimals={decimals} mint={mint} />
      </p>
      <Chart
        title="Earned so far"
        points={points}
        format={(y) => `${y.toLocaleString(undefined, { maximumFractionDigits: 4 })} ${unit}`}
        axis={(from, to) => (from === to ? timeText(from) : `${timeText(from)} to ${timeText(to)}`)}
      />
    </div>
  );
}

/** Oldest first; payments of unknown time count in the sum and have no point of their own. */
export function runningSum(earnings: readonly Earning[]): { points: Point[]; total: bigint } {
  let total = 0n;
  const points: Point[] = [];
  for (const { amount, decimals, at } of [...earnings].reverse()) {
    total += BigInt(amount);
    if (at !== undefined) points.push({ x: Date.parse(at), y: Number(total) / 10 ** decimals });
  }
  return { points, total };
}

function Table({ earnings }: { earnings: readonly Earning[] }) {
  return (
    <div class="scroll">
      <table class="cards">
        <caption>Every payment, newest first</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Job</th>
            <th scope="col" class="number">
              Amount
            </th>
            <th scope="col">Transaction</th>
          </tr>
        </thead>
        <tbody>
          {earnings.map((one) => (
            <tr key={one.cursor}>
              <td data-label="When">{one.at ? <Time ms={Date.parse(one.at)} /> : 'unknown'}</td>
              <td data-label="Job">
                <Link to={`/jobs/${one.job}`}>
                  <code>{short(one.job)}</code>
                </Link>
              </td>
              <td data-label="Amount" class="number">
                <JobMoney units={one.amount} decimals={one.decimals} mint={one.mint} />
              </td>
              <td data-label="Transaction">
                <Address of={one.transaction} label="the transaction’s signature" />
                {!one.finalized && <span class="small"> not final yet</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
