import './style.css';
import { type ComponentType, render } from 'preact';
import { useState } from 'preact/hooks';
import { Loading, Notice } from './ui/parts.tsx';
import { Link, usePath } from './ui/router.tsx';
import { useLoaded } from './ui/use.ts';

type Page = ComponentType<{ id: string }>;
type Source = () => Promise<{ default: Page }>;

const ROUTES: readonly (readonly [RegExp, string, Source])[] = [
  [/^\/(?:jobs)?$/, 'Jobs', () => import('./pages/jobs.tsx') as Promise<{ default: Page }>],
  [/^\/jobs\/(\w+)$/, 'Job', () => import('./pages/job.tsx')],
  [/^\/nodes$/, 'Nodes', () => import('./pages/nodes.tsx') as Promise<{ default: Page }>],
  [/^\/nodes\/mine$/, 'My node', () => import('./pages/my-node.tsx') as Promise<{ default: Page }>],
  [/^\/anyone$/, 'Anyone', () => import('./pages/anyone.tsx') as Promise<{ default: Page }>],
  [/^\/governance$/, 'Governance', () => import('./pages/governance.tsx') as Promise<{ default: Page }>],
  [/^\/governance\/propose$/, 'Propose', () => import('./pages/propose.tsx') as Promise<{ default: Page }>],
  [
    /^\/governance\/parameters$/,
    'Parameters',
    () => import('./pages/parameters.tsx') as Promise<{ default: Page }>,
  ],
  [/^\/governance\/proposals\/(\d{1,19})$/, 'Proposal', () => import('./pages/proposal.tsx')],
  [
    /^\/governance\/disputes$/,
    'Disputes',
    () => import('./pages/disputes.tsx') as Promise<{ default: Page }>,
  ],
  [/^\/governance\/disputes\/(\w{32,44})$/, 'Dispute', () => import('./pages/dispute.tsx')],
  [/^\/receipt$/, 'Receipt', () => import('./pages/receipt.tsx') as Promise<{ default: Page }>],
  [/^\/sign\/([0-9a-f]{32})$/, 'Sign', () => import('./pages/sign.tsx')],
];

function App() {
  const path = usePath();
  const found = ROUTES.map(([pattern, name, source]) => ({ match: pattern.exec(path), name, source })).find(
    ({ match }) => match,
  );
  document.title = found ? `${found.name} – CyxWiz` : 'CyxWiz';
  // A signing page is served by a program that knows no jobs but its own.
  const alone = found?.name === 'Sign';
  return (
    <>
      <a class="skip" href="#main">
        To the content
      </a>
      <header>
        <span class="brand">CyxWiz</span>
        {!alone && (
          <nav aria-label="Pages">
            <Link to="/jobs" current={found?.name === 'Jobs' || found?.name === 'Job'}>
              Jobs
            </Link>
            <Link to="/nodes" current={found?.name === 'Nodes' || found?.name === 'My node'}>
              Nodes
            </Link>
            <Link to="/anyone" current={found?.name === 'Anyone'}>
              Anyone
            </Link>
            <Link to="/governance" current={path.startsWith('/governance')}>
              Governance
            </Link>
            <Link to="/receipt" current={found?.name === 'Receipt'}>
              Receipt
            </Link>
          </nav>
        )}
      </header>
      <main id="main">
        {found ? <Shown key={path} source={found.source} id={found.match?.[1] ?? ''} /> : <Nothing />}
      </main>
      <footer>
        A development release: nothing here has been audited, and its proofs come from keys that anyone can
        forge. Do not put real money in.
      </footer>
    </>
  );
}

function Shown({ source, id }: { source: Source; id: string }) {
  const [key] = useState(() => String(Math.random()));
  const loaded = useLoaded(key, source);
  if (loaded.state === 'loading') return <Loading what="Loading…" />;
  if (loaded.state === 'failed') {
    return <Notice kind="bad" title="This part of the page did not load" next="load the page again" />;
  }
  const { default: Page } = loaded.value;
  return <Page id={id} />;
}

function Nothing() {
  return (
    <>
      <h1 tabIndex={-1}>There is no such page</h1>
      <p>
        Go to the <Link to="/jobs">jobs</Link>, or to the <Link to="/nodes">nodes</Link>.
      </p>
    </>
  );
}

const root = document.getElementById('page');
if (root) {
  root.replaceChildren();
  render(<App />, root);
}
