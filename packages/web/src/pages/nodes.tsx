import { useState } from 'preact/hooks';
import { type Node, readNodes } from '../rest/api.ts';
import { wordsOf } from '../sign/unsafe.ts';
import { amountText, percent } from '../ui/format.ts';
import { Address, Loading, Notice } from '../ui/parts.tsx';
import { Link } from '../ui/router.tsx';
import { useLoaded } from '../ui/use.ts';

const REFRESH_MS = 10_000;
const TIERS = ['Bronze', 'Silver', 'Gold', 'Diamond'];
const CYXWIZ_DECIMALS = 9;

export default function NodesPage() {
  const loaded = useLoaded('nodes', readNodes, REFRESH_MS);
  const [tier, setTier] = useState(0);
  const [engine, setEngine] = useState('');
  const [free, setFree] = useState(false);
  const all = loaded.state === 'ready' ? loaded.value : [];
  const engines = [...new Set(all.flatMap((node) => node.engines))].sort();
  const shown = all.filter(
    (node) =>
      TIERS.indexOf(node.tier) >= tier &&
      (engine === '' || node.engines.includes(engine)) &&
      (!free || (node.online && node.freeSlots > 0 && !node.banned)),
  );
  return (
    <>
      <h1 tabIndex={-1}>Nodes</h1>
      <p>
        The machines that this coordinator can choose from, best score first. Yours is under{' '}
        <Link to="/nodes/mine">My node</Link>.
      </p>
      <div class="filters">
        <label>
          Tier
          <select value={tier} onChange={(event) => setTier(Number(event.currentTarget.value))}>
            {TIERS.map((name, at) => (
              <option key={name} value={at}>
                {at === 0 ? 'all' : `${name} or better`}
              </option>
            ))}
          </select>
        </label>
        <label>
          Engine
          <select value={engine} onChange={(event) => setEngine(event.currentTarget.value)}>
            <option value="">all</option>
            {engines.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label class="check">
          <input type="checkbox" checked={free} onChange={(event) => setFree(event.currentTarget.checked)} />
          free now
        </label>
      </div>
      {loaded.state === 'loading' && <Loading what="Reading the nodes…" />}
      {loaded.state === 'failed' && (
        <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />
      )}
      {loaded.state === 'ready' && shown.length === 0 && (
        <Notice
          kind="info"
          title="No such node"
          next={all.length > 0 ? 'ask for less above' : 'wait until one reports to this coordinator'}
        />
      )}
      {shown.map((node) => (
        <NodeCard key={node.node} node={node} />
      ))}
    </>
  );
}

function standing(node: Node): [string, string] {
  if (node.banned) return ['banned', 'bad'];
  if (node.suspendedUntil * 1000 > Date.now()) return ['suspended', 'bad'];
  if (!node.online) return ['silent', ''];
  return node.freeSlots > 0 ? ['free', 'good'] : ['busy', 'live'];
}

function NodeCard({ node }: { node: Node }) {
  const [open, setOpen] = useState(false);
  const [name, tone] = standing(node);
  const { cpuCores, memoryMib, gpuCount, gpuMemoryMib, benchmark } = node.hardware;
  const gpus = gpuCount > 0 ? `, ${gpuCount} GPU${gpuCount === 1 ? '' : 's'} with ${gib(gpuMemoryMib)}` : '';
  return (
    <section class="card node">
      <h2>
        <Address of={node.node} label="the node’s address" /> <span class={`phase ${tone}`}>{name}</span>
      </h2>
      <dl class="figures">
        <Figure name="Score" value={`${node.score} of 1,000`} more={node.tier} />
        <Figure name="Stake" value={amountText(BigInt(node.stake), CYXWIZ_DECIMALS)} more="CYXWIZ" />
        <Figure name="Asks" value={percent(node.priceBps)} more="of the list price" />
        <Figure name="Uptime" value={percent(node.uptime * 10_000)} more="seen by this coordinator" />
        <Figure
          name="Verified power"
          value={node.verifiedPower.toLocaleString()}
          more={`by ${node.proofsValid} proof${node.proofsValid === 1 ? '' : 's'} that held`}
        />
        <Figure name="Slots" value={`${node.freeSlots} of ${node.slots}`} more="free" />
      </dl>
      <p class="small">
        {cpuCores} core{cpuCores === 1 ? '' : 's'}, {gib(memoryMib)}
        {gpus}; benchmark {BigInt(benchmark).toLocaleString()}, as its owner says. Engines:{' '}
        {node.engines.join(', ') || 'none'}.
      </p>
      <button type="button" class="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        How the score came about
      </button>
      {open && <Score node={node.node} />}
    </section>
  );
}

function Score({ node }: { node: string }) {
  const part = useLoaded('score', () => import('../act/node-score.tsx'));
  return part.state === 'ready' ? (
    <part.value.NodeScore node={node} />
  ) : (
    <Loading what="Reading the score…" />
  );
}

function Figure({ name, value, more }: { name: string; value: string; more: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong> <span class="unit">{more}</span>
      </dd>
    </div>
  );
}

const gib = (mib: number) => `${(mib / 1024).toLocaleString(undefined, { maximumFractionDigits: 1 })} GiB`;
