import type { AgentStatus, JobLine } from '@cyxwiz/node';
import { type ChainReader, nodeAddress, tokenAccountOf } from '@cyxwiz/protocol';
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { chainOptions, leaf, withOptions } from '../../leaf.ts';
import { money } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { agentOf } from './agent-of.ts';
import { type NodeFolder, readNodeFolder } from './folder.ts';
import { type ChainFacts, jobText, liveView } from './live-view.ts';

interface WatchOptions extends ChainOptions {
  readonly dir: string;
  readonly once?: boolean;
}

const LOOK_MS = 1_000;
const CHAIN_MS = 10_000;

export function registerWatch(parent: Command, around: Surroundings): void {
  const command = leaf<WatchOptions>(
    parent,
    around,
    'watch',
    'jobs, machine, stake and earnings as they change; a line a change where nobody sits',
    watch,
    'service',
  );
  command
    .requiredOption('--dir <folder>', 'folder made by "node init"')
    .option('--once', 'show it once and end');
  withOptions(command, chainOptions());
}

async function watch(context: Context, { once, ...options }: WatchOptions): Promise<void> {
  const folder = await readNodeFolder(options.dir);
  const chain = context.chain({ rpc: folder.config.rpcUrl, ...options });
  const live = context.around.interactive && !context.output.json && !once;
  const seen = new Map<string, string>();
  let facts: ChainFacts | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  while (!context.signal.aborted) {
    const now = Date.now();
    if (now - askedAt > CHAIN_MS) {
      askedAt = now;
      // A provider that does not answer hides its part of the picture only.
      facts = await factsOf(context, chain, folder).catch(() => facts);
    }
    const status = await agentOf(folder);
    if (once)
      return context.output.say({
        data: { agent: status, chain: facts },
        text: liveView(status, facts, now),
      });
    if (live) context.around.err(`\x1b[H\x1b[2J${liveView(status, facts, now)}\n`);
    else tell(context, status, facts, seen);
    await pause(context.signal);
  }
}

/** What has changed since the last look. */
function tell(
  { output }: Context,
  status: AgentStatus | null,
  facts: ChainFacts | undefined,
  seen: Map<string, string>,
): void {
  const say = (about: string, text: string, data: Record<string, unknown>) => {
    if (seen.get(about) === text) return;
    seen.set(about, text);
    output.say({ data, text });
  };
  const running = status === null ? 'no agent runs here' : `the agent runs, node ${status.node}`;
  say('agent', running, { event: 'agent', running: status !== null });
  if (status?.draining) say('drain', 'it drains', { event: 'draining', ...status.draining });
  if (facts) say('chain', Object.values(facts).join(', '), { event: 'chain', ...facts });
  for (const line of status?.jobs ?? []) say(line.job, jobText(withoutEta(line)), { event: 'job', ...line });
}

/** The estimate changes by itself; that is no news. */
function withoutEta(line: JobLine): JobLine {
  return { ...line, etaMs: 0 };
}

async function factsOf(context: Context, chain: ChainReader, { config }: NodeFolder): Promise<ChainFacts> {
  const node = (await chain.node(nodeAddress(config.owner)))?.value;
  const mint = (await chain.config())?.value.cyxwizMint ?? '';
  const unit = await context.unit(chain, mint);
  const held = (await chain.tokenBalance(tokenAccountOf(config.owner, mint)))?.value.amount ?? 0n;
  const wallet = money(held, unit);
  if (!node) return { stake: 'not registered', score: '0 of 1000', jobs: 'none', wallet };
  const score = await chain.score(nodeAddress(config.owner), node.index);
  return {
    stake: money(node.stake, unit),
    score: `${score?.score ?? 0} of 1000`,
    jobs: `${node.activeJobs} now, ${node.jobsAccepted} accepted, ${score?.settled ?? 0} settled`,
    wallet,
  };
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LOOK_MS);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
