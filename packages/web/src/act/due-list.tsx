import { useState } from 'preact/hooks';
import { wordsOf } from '../sign/unsafe.ts';
import { short } from '../ui/format.ts';
import { Loading, Notice } from '../ui/parts.tsx';
import { Link } from '../ui/router.tsx';
import { useLoaded } from '../ui/use.ts';
import { Action } from './action.tsx';
import { readDue } from './read-due.ts';

const REFRESH_MS = 10_000;

/** What can be done now, each with its button. What was done stays shown until the page is left. */
export function DueList({ jobs, nodes }: { jobs: readonly string[]; nodes: readonly string[] }) {
  const loaded = useLoaded([...jobs, '|', ...nodes].join(), () => readDue(jobs, nodes), REFRESH_MS);
  const [done, setDone] = useState<readonly string[]>([]);
  if (loaded.state === 'loading') return <Loading what="Asking the chain what is due…" />;
  if (loaded.state === 'failed') {
    return <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />;
  }
  const open = loaded.value;
  return (
    <>
      {done.map((line) => (
        <Notice key={line} kind="good" title={line} />
      ))}
      {open.length === 0 && (
        <Notice kind="info" title="Nothing is due">
          Every job is on time, and every outcome has been counted. The page looks again every ten seconds.
        </Notice>
      )}
      {open.map(({ key, label, why, job, names, act }) => (
        <section class="card" key={key}>
          <Action
            label={label}
            act={act}
            {...(names && { names })}
            words={
              <>
                {job && (
                  <>
                    Job{' '}
                    <Link to={`/jobs/${job}`}>
                      <code>{short(job)}</code>
                    </Link>
                    .{' '}
                  </>
                )}
                {why}
              </>
            }
            onDone={() =>
              setDone((before) => [
                ...before,
                `Done: ${label.toLowerCase()}${job ? `, job ${short(job)}` : ''}`,
              ])
            }
          />
        </section>
      ))}
    </>
  );
}
