import { useRef, useState } from 'preact/hooks';
import type { Job } from '../rest/api.ts';
import { PHASES } from '../rest/phases.ts';
import { Chart, type Point } from '../ui/chart.tsx';
import { short } from '../ui/format.ts';
import { JobMoney } from '../ui/money.tsx';
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
  const [curves, setCurves] = useState<{ loss: Point[]; accuracy: Point[] }>({ loss: [], accuracy: [] });
  const epoch = useRef(0);
  const report = (now: Job) => {
    if (now.reportedEpoch <= epoch.current || now.lossMicros === undefined) return;
    epoch.current = now.reportedEpoch;
    const x = now.reportedEpoch;
    const [loss, accuracy] = [Number(now.lossMicros) / 1e6, (now.accuracyPpm ?? 0) / 1e4];
    setCurves((before) => ({
      loss: [...before.loss, { x, y: loss }],
      accuracy: [...before.accuracy, { x, y: accuracy }],
    }));
  };
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
      {chain.state === 'ready' && <chain.value.JobOnChain id={id} phase={job?.phase ?? ''} />}
    </>
  );
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
          As the node reports them, since you opened this page. They are the node’s word; what is anchored and
          proven below is the chain’s.
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
      <table>
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
              <td>{KINDS[movement.kind] ?? movement.kind}</td>
              <td class="number">
                <JobMoney units={movement.amount} decimals={job.decimals} mint={job.mint} />
              </td>
              <td>
                <Address of={movement.transaction} label="the transaction’s signature" />
              </td>
              <td>{movement.finalized ? 'yes' : 'in some seconds'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
