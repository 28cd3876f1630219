import { readJobs, readNodes } from '../rest/api.ts';
import { wordsOf } from '../sign/unsafe.ts';
import { Loading, Notice } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { WalletBar } from '../ui/wallet-bar.tsx';

/** Of each phase that may need somebody, the newest. */
const MOST = '100';
const REFRESH_MS = 15_000;

async function load() {
  const [open, nodes] = await Promise.all([
    Promise.all(['FUNDED', 'RUNNING', 'PROVING'].map((phase) => readJobs({ phase, limit: MOST }))),
    readNodes(),
  ]);
  return { jobs: open.flat().map(({ job }) => job), nodes: nodes.map(({ node }) => node) };
}

export default function AnyonePage() {
  const known = useLoaded('open', load, REFRESH_MS);
  const list = useLoaded('list', () => import('../act/due-list.tsx'));
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
      <p class="small">
        Looked through: the open jobs and the nodes that this coordinator knows, the newest 100 of each
        standing. Others are done with <code>cyxwiz crank</code>.
      </p>
    </>
  );
}
