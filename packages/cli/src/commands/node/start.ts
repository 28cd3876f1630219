import type { Command } from 'commander';
import { leaf } from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import type { Surroundings } from '../../surroundings.ts';
import { readNodeFolder } from './folder.ts';

export function registerStart(parent: Command, around: Surroundings): void {
  leaf<{ dir: string }>(
    parent,
    around,
    'start',
    'run the node agent until SIGINT or SIGTERM; its log is on stderr',
    async (context, { dir }) => {
      const { config } = await readNodeFolder(dir);
      const { startNode } = await import('@cyxwiz/node');
      const agent = await startNode({
        ...config,
        minPrice: config.minPrice,
        minFeeLamports: config.minFeeLamports,
      });
      const { grpcAddress, node, tlsKeyHash } = agent;
      const text = lines([
        ['node', node],
        ['clients at', grpcAddress],
        ['TLS key', tlsKeyHash],
      ]);
      context.output.say({ data: { event: 'ready', grpcAddress, node, tlsKeyHash }, text });
      await context.untilStopped();
      await agent.close();
      context.output.say({ data: { event: 'stopped' }, text: 'stopped' });
    },
    'service',
  ).requiredOption('--dir <folder>', 'folder made by "node init"');
}
