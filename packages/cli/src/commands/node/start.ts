import type { Command } from 'commander';
import { CliError } from '../../failure/cli-error.ts';
import { leaf } from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import type { Surroundings } from '../../surroundings.ts';
import { agentOf } from './agent-of.ts';
import { readNodeFolder } from './folder.ts';

/** Two agents on one folder would overwrite each other's journals. @throws CliError ALREADY_RUNNING */
async function requireAlone(dir: string): Promise<void> {
  const other = await agentOf(await readNodeFolder(dir));
  // In a container every agent has the same process id: that one is gone.
  if (other === null || other.pid === process.pid) return;
  throw new CliError({
    code: 'ALREADY_RUNNING',
    message: `an agent runs on this folder already, process ${other.pid}`,
    next: `look at it: cyxwiz node watch --dir ${dir}`,
  });
}

export function registerStart(parent: Command, around: Surroundings): void {
  leaf<{ dir: string }>(
    parent,
    around,
    'start',
    'run the node agent until it is drained, or SIGINT or SIGTERM; its log is on stderr',
    async (context, { dir }) => {
      const { config } = await readNodeFolder(dir);
      await requireAlone(dir);
      const { startNode } = await import('@cyxwiz/node');
      const agent = await startNode({
        ...config,
        minPrice: config.minPrice,
        minFeeLamports: config.minFeeLamports,
      });
      const { grpcAddress, node, tlsKeyHash, warnings } = agent;
      const text = lines([
        ['node', node],
        ['clients at', grpcAddress],
        ['TLS key', tlsKeyHash],
        ...warnings.map((warning) => ['warning', warning] as const),
      ]);
      context.output.say({ data: { event: 'ready', grpcAddress, node, tlsKeyHash, warnings }, text });
      const why = await Promise.race([
        context.untilStopped().then(() => 'told' as const),
        agent.drained.then(() => 'drained' as const),
      ]);
      await agent.close();
      context.output.say({ data: { event: 'stopped', why }, text: why === 'told' ? 'stopped' : 'drained' });
    },
    'service',
  ).requiredOption('--dir <folder>', 'folder made by "node init"');
}
