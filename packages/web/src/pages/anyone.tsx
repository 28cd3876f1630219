import { useState } from 'preact/hooks';
import { readJobs, readNodes } from '../rest/api.ts';
import { NEWEST, readOpenJobs, type Window } from '../rest/open-jobs.ts';
import { wordsOf } from '../sign/unsafe.ts';
import { Loading, Notice } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { WalletBar } from '../ui/wallet-bar.tsx';

const REFRESH_MS = 15_000;

async function load(window: Window) {
  const [open, nodes] = await Promise.all([readOpenJobs(window, readJobs), readNodes()]);
  return { ...open, nodes: nodes.map(({ node }) => node) };
}

export default function AnyonePage() {
  const [older, setOlder] = useState<readonly Window[]>([]);
  const window = older.at(-1) ?? NEWEST;
  const known = useLoaded(JSON.stringify(window), () => load(window), REFRESH_MS);
  const further = known.state === 'ready' ? known.value.older : undefined;
  const list = useLoaded('list', () => import('../act/due-list.tsx'));
  const executions = useLoaded('executions', () => import('../govern/executions-due.tsx'));
  const failed = known.state === 'failed' ? known.error : list.state === 'failed' ? list.error : undefined;
  return (
    <>
      <h1 tabIndex={-1}>What anyone may do</h1>
      <p>
        Nothing here waits for one person: whoever sees that something is due may do it, with any wallet that
        holds a little SOL for the fee. The money goes where the escrow’s rules say, never to who presses the
        button.
      </p>
      <WalletBar reason="Connect any wallet; it pays the fee" />
      {failed !== undefined && (
        <Notice kind="bad" title={wordsOf(failed).message} next={wordsOf(failed).next} />
      )}
      {known.state === 'ready' && list.state === 'ready' ? (
        <list.value.DueList jobs={known.value.jobs} nodes={known.value.nodes} />
      ) : (
        failed === undefined && <Loading what="Reading the open jobs…" />
      )}
      <h2>What votes have decided</h2>
      {executions.state === 'ready' && <executions.value.ExecutionsDue />}
      {executions.state === 'failed' && (
        <Notice kind="bad" title={wordsOf(executions.error).message} next={wordsOf(executions.error).next} />
      )}
      <p class="small">
        Looked through: the newest 20 proposals, and the disputes, the nodes and the open jobs that this
        coordinator knows, 100 of each standing at a time,
        {older.length === 0 ? ' the newest first' : ' older ones now'}. Jobs of other coordinators are done
        with <code>cyxwiz crank</code>.
      </p>
      <div class="actions">
        {older.length > 0 && (
          <button type="button" class="quiet" onClick={() => setOlder(older.slice(0, -1))}>
            Newer jobs
          </button>
        )}
        {further && (
          <button type="button" class="quiet" onClick={() => setOlder([...older, further])}>
            Older jobs
          </button>
        )}
      </div>
    </>
  );
}
