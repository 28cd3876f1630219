import { useState } from 'preact/hooks';
import { type Job, type Phase, readJobs } from '../rest/api.ts';
import { PHASES } from '../rest/phases.ts';
import { wordsOf } from '../sign/unsafe.ts';
import { short } from '../ui/format.ts';
import { JobMoney } from '../ui/money.tsx';
import { Loading, Notice, Progress, Time } from '../ui/parts.tsx';
import { PhaseTag } from '../ui/phase.tsx';
import { Link } from '../ui/router.tsx';
import { useLoaded } from '../ui/use.ts';
import { useWallet } from '../wallet/store.ts';

const PAGE = 20;
const REFRESH_MS = 5_000;

export default function JobsPage() {
  const { account } = useWallet();
  const [phase, setPhase] = useState('');
  const [mine, setMine] = useState(false);
  const [older, setOlder] = useState<string[]>([]);
  const filter: Record<string, string> = { limit: String(PAGE) };
  if (phase) filter['phase'] = phase;
  if (mine && account) filter['clientWallet'] = account.address;
  const before = older.at(-1);
  if (before !== undefined) filter['before'] = before;
  const loaded = useLoaded(JSON.stringify(filter), () => readJobs(filter), REFRESH_MS);
  const restart = (set: () => void) => {
    setOlder([]);
    set();
  };
  return (
    <>
      <h1 tabIndex={-1}>Jobs</h1>
      <p>
        What this coordinator has introduced, newest first. Order one with{' '}
        <code>cyxwiz job submit --wallet browser</code>.
      </p>
      <div class="filters">
        <label>
          Standing
          <select value={phase} onChange={(event) => restart(() => setPhase(event.currentTarget.value))}>
            <option value="">all</option>
            {(Object.keys(PHASES) as Phase[]).map((one) => (
              <option key={one} value={one}>
                {PHASES[one].name}
              </option>
            ))}
          </select>
        </label>
        {account && (
          <label class="check">
            <input
              type="checkbox"
              checked={mine}
              onChange={(event) => restart(() => setMine(event.currentTarget.checked))}
            />
            only of {short(account.address)}
          </label>
        )}
      </div>
      {loaded.state === 'loading' && <Loading what="Reading the jobs…" />}
      {loaded.state === 'failed' && (
        <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />
      )}
      {loaded.state === 'ready' && <Table jobs={loaded.value} />}
      <div class="actions">
        {older.length > 0 && (
          <button type="button" class="quiet" onClick={() => setOlder(older.slice(0, -1))}>
            Newer
          </button>
        )}
        {loaded.state === 'ready' && loaded.value.length === PAGE && (
          <button
            type="button"
            class="quiet"
            onClick={() => setOlder([...older, loaded.value.at(-1)?.createdAt ?? ''])}
          >
            Older
          </button>
        )}
      </div>
    </>
  );
}

function Table({ jobs }: { jobs: readonly Job[] }) {
  if (jobs.length === 0) {
    return <Notice kind="info" title="No such job" next="choose another standing, or order one" />;
  }
  return (
    <div class="scroll">
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">Job</th>
            <th scope="col">Standing</th>
            <th scope="col">Proven</th>
            <th scope="col" class="number">
              Price
            </th>
            <th scope="col">Ordered</th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <tr key={job.job}>
              <td data-label="Job">
                <Link to={`/jobs/${job.job}`}>
                  <code>{short(job.job)}</code>
                </Link>
              </td>
              <td data-label="Standing">
                <PhaseTag phase={job.phase} />
              </td>
              <td data-label="Proven">
                <Progress value={job.provenCheckpoints} max={job.checkpoints} label="checkpoints proven" />
              </td>
              <td data-label="Price" class="number">
                <JobMoney units={job.price} decimals={job.decimals} mint={job.mint} />
              </td>
              <td data-label="Ordered">
                <Time ms={Date.parse(job.createdAt)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
