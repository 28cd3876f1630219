import { useRef, useState } from 'preact/hooks';
import { type Job, type Report as ReportOf, readReports } from '../rest/api.ts';
import { PHASES } from '../rest/phases.ts';
import { Chart, type Point } from '../ui/chart.tsx';
import { short } from '../ui/format.ts';
import { JobMoney } from '../ui/money.tsx';
import { OrderCard } from '../ui/order.tsx';
import { Address, Card, Facts, Loading, Notice, Progress, Time } from '../ui/parts.tsx';
import { PhaseTag } from '../ui/phase.tsx';
import { useEvents, useLoaded } from '../ui/use.ts';

const KINDS: Readonly<Record<string, string>> = {
  escrowed: 'paid into the vault',
  node: 'to the node’s owner',
  fee: 'fee',
  refund: 'back to the client',
  burned: 'burned',
  surplus: 'gifts to the vault, to the client',
};

export default function JobPage({ id }: { id: string }) {
  const past = useLoaded(id, () => readReports(id));
  const [live, setLive] = useState<readonly ReportOf[]>([]);
  const epoch = useRef(0);
  const report = ({ reportedEpoch, lossMicros, accuracyPpm = 0 }: Job) => {
    if (reportedEpoch <= epoch.current || lossMicros === undefined) return;
    epoch.current = reportedEpoch;
    setLive((before) => [...before, { epoch: reportedEpoch, lossMicros, accuracyPpm }]);
  };
  const curves = curvesOf([...(past.state === 'ready' ? past.value : []), ...live]);
  const { value: job, lost } = useEvents<Job>(`/v1/jobs/${id}/events`, 'job', (now) => {
    report(now);
    return now.final;
  });
  const chain = useLoaded(id, () => import('../act/job-on-chain.tsx'));
  return (
    <>
      <h1 tabIndex={-1}>
        Job <code>{short(id)}</code> {job && <PhaseTag phase={job.phase} />}
      </h1>
      {!job && !lost && <Loading what="Reading the job…" />}
      {!job && lost && (
        <Notice
          kind="warn"
          title="This coordinator does not know the job"
          next="what the chain says of it is below; look at the address if that is empty, too"
        />
      )}
      {job && lost && (
        <Notice
          kind="warn"
          title="The coordinator does not answer; what you see is not new"
          next="wait: the page asks again by itself"
        />
      )}
      {job && <Report job={job} curves={curves} />}
      {job && <OrderCard job={id} client={job.clientWallet} />}
      {chain.state === 'ready' && <chain.value.JobOnChain id={id} phase={job?.phase ?? ''} />}
    </>
  );
}

/** Each epoch once: what came live is the same report, or a newer one. */
function curvesOf(reports: readonly ReportOf[]): { loss: Point[]; accuracy: Point[] } {
  const known = [...new Map(reports.map((one) => [one.epoch, one])).values()];
  const inOrder = known.sort((a, b) => a.epoch - b.epoch);
  return {
    loss: inOrder.map(({ epoch, lossMicros }) => ({ x: epoch, y: Number(lossMicros) / 1e6 })),
    accuracy: inOrder.map(({ epoch, accuracyPpm }) => ({ x: epoch, y: accuracyPpm / 1e4 })),
  };
}

function Report({ job, curves }: { job: Job; curves: { loss: Point[]; accuracy: Point[] } }) {
  const { checkpoints, anchoredCheckpoints, provenCheckpoints, auditsDue, auditsProven } = job;
  return (
    <>
      <p role="status">
        {PHASES[job.phase].words} {job.final && 'This is final.'}
      </p>
      {job.error && <Notice kind="warn" title={`The node reports: ${job.error}`} />}
      <Card title="Training">
        <div class="charts">
          <Chart title="Loss" points={curves.loss} format={(y) => y.toFixed(4)} />
          <Chart title="Accuracy" points={curves.accuracy} format={(y) => `${y.toFixed(2)} %`} />
        </div>
        <p class="small">
          As the node reports them. They are the node’s word; what is anchored and proven below is the
          chain’s. Pause, resume and stop go from the client’s own program to the node: on the page that{' '}
          <code>cyxwiz job submit --wallet browser</code> opened, or by <code>cyxwiz job pause</code>. No
          coordinator can press them.
        </p>
        <Facts
          rows={[
            [
              'Anchored',
              <Progress key="a" value={anchoredCheckpoints} max={checkpoints} label="checkpoints anchored" />,
            ],
            [
              'Proven',
              <Progress key="p" value={provenCheckpoints} max={checkpoints} label="checkpoints proven" />,
            ],
            job.tier === 'Exact' && [
              'Audits passed',
              auditsDue > 0 ? (
                <Progress key="u" value={auditsProven} max={auditsDue} label="audits passed" />
              ) : (
                'not drawn yet'
              ),
            ],
          ]}
        />
      </Card>
      <Card title="Money">
        <Facts
          rows={[
            ['Price', <JobMoney key="m" units={job.price} decimals={job.decimals} mint={job.mint} />],
            ['Client', <Address key="c" of={job.clientWallet} label="the client’s address" />],
            [
              'Node',
              job.node ? (
                <Address key="n" of={job.node} label="the node’s address" />
              ) : (
                'hidden until it accepts'
              ),
            ],
            ['Ordered', <Time key="t" ms={Date.parse(job.createdAt)} />],
          ]}
        />
        {job.movements.length > 0 && <Movements job={job} />}
      </Card>
    </>
  );
}

function Movements({ job }: { job: Job }) {
  return (
    <div class="scroll">
      <table class="cards titled">
        <caption>Every movement, with the transaction that made it</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" class="number">
              Amount
            </th>
            <th scope="col">Transaction</th>
            <th scope="col">Final</th>
          </tr>
        </thead>
        <tbody>
          {job.movements.map((movement) => (
            <tr key={`${movement.transaction}:${movement.kind}:${movement.to}`}>
              <td data-label="What">
                <span>{KINDS[movement.kind] ?? movement.kind}</span>
              </td>
              <td data-label="Amount" class="number">
                <JobMoney units={movement.amount} decimals={job.decimals} mint={job.mint} />
              </td>
              <td data-label="Transaction">
                <Address of={movement.transaction} label="the transaction’s signature" />
              </td>
              <td data-label="Final">{movement.finalized ? 'yes' : 'in some seconds'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
