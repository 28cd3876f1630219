import type { AgentStatus } from '@cyxwiz/node';
import {
  type ChainReader,
  type Node,
  type NodeScore,
  nodeAddress,
  nodeId,
  type Seen,
} from '@cyxwiz/protocol';
import { Argument, type Command, Option } from 'commander';
import { badInput, CliError } from '../../failure/cli-error.ts';
import { address } from '../../input/names.ts';
import { chainOptions, leaf, withOptions } from '../../leaf.ts';
import { lines, money, type Unit, when } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { agentOf, drainText } from './agent-of.ts';
import { readNodeFolder } from './folder.ts';
import { hardwareText } from './hardware.ts';
import { jobText, relayText } from './live-view.ts';

/** @throws CliError NODE_NOT_FOUND */
export async function readNode(chain: ChainReader, id: string): Promise<Seen<Node>> {
  const seen = await chain.node(nodeId(id));
  if (seen) return seen;
  throw new CliError({
    code: 'NODE_NOT_FOUND',
    message: `there is no node account at ${id}`,
    next: 'check the address and the cluster (--rpc); register with: cyxwiz node register',
  });
}

export function registerStatus(parent: Command, around: Surroundings): void {
  const command = leaf<ChainOptions & { dir?: string; owner?: string }>(
    parent,
    around,
    'status',
    'stake, score and jobs of a node as the chain has them',
    async (context, options, [given]) => {
      const folder = options.dir === undefined ? undefined : await readNodeFolder(options.dir);
      const owner = options.owner ?? folder?.config.owner;
      const id = given ?? (owner === undefined ? undefined : nodeAddress(owner));
      if (id === undefined) throw badInput('node', 'no node is named', 'give its address, --owner or --dir');
      const chain = context.chain({ rpc: folder?.config.rpcUrl as string, ...options });
      const seen = await readNode(chain, id);
      const config = await chain.config();
      const unit = await context.unit(chain, config?.value.cyxwizMint ?? '');
      const score = await chain.score(id, seen.value.index);
      const agent = folder && (await agentOf(folder));
      context.output.say(describeNode(seen, score, unit, agent));
    },
  ).addArgument(new Argument('[node]', 'address of the node account').argParser(address));
  command
    .addOption(new Option('--owner <address>', 'find the node by its owner’s wallet').argParser(address))
    .addOption(new Option('--dir <folder>', 'find the node by its folder').conflicts('owner'));
  withOptions(command, chainOptions());
}

/** `agent`: what it says that it is doing; null when none runs in the folder, undefined when none was named. */
function describeNode(
  seen: Seen<Node>,
  score: NodeScore | undefined,
  unit: Unit,
  agent: AgentStatus | null | undefined,
) {
  const node = seen.value;
  const standing = node.banned
    ? 'banned for good'
    : node.suspendedUntil > 0n
      ? `suspended until ${when(node.suspendedUntil)}`
      : 'in good standing';
  const { padding: _, ...counted } = score ?? { padding: undefined };
  const text = lines([
    ['node', seen.address],
    ['owner', node.owner],
    ['operator', node.operator],
    ['standing', standing],
    ...stakeLines(node, unit),
    ['score', `${score?.score ?? 0} of 1000`],
    [
      'jobs',
      `${node.activeJobs} now, ${node.jobsAccepted} accepted, ${score?.settled ?? 0} settled, ${score?.failed ?? 0} failed, ${score?.timedOut ?? 0} timed out`,
    ],
    ['hardware', hardwareText(node.hardware)],
    ['last sign', when(node.lastHeartbeat)],
    ['alive since', when(node.aliveSince)],
    ['registered', when(node.registeredAt)],
    ['agent', agent === undefined ? undefined : agentText(agent)],
    ['relay', agent ? relayText(agent) : undefined],
    ['draining', agent ? drainText(agent) : undefined],
    ...(agent?.warnings ?? []).map((warning) => ['warning', warning] as const),
    ...(agent?.jobs ?? []).map((line) => ['job', jobText(line)] as const),
  ]);
  return {
    data: {
      node: seen.address,
      slot: seen.slot,
      ...node,
      score: score?.score ?? 0,
      scoring: score ? counted : null,
      ...(agent === undefined ? {} : { agent }),
    },
    text,
  };
}

function agentText(agent: AgentStatus | null): string {
  if (agent === null) return 'does not run';
  const { pid, endpoint, introduced, freeSlots, slots } = agent;
  const known = introduced ? 'known to a coordinator' : 'no coordinator answers';
  return `process ${pid} at ${endpoint}, ${known}, ${freeSlots} of ${slots} slots free`;
}

/** Stake and what is being withdrawn of it. Nothing of a node that is gone. */
export function stakeLines(node: Node | undefined, unit: Unit): (readonly [string, string | undefined])[] {
  if (!node) return [];
  const leaving = `${money(node.withdrawing, unit)}, from ${when(node.claimableAt)}`;
  return [
    ['stake', `${money(node.stake, unit)}, locked until ${when(node.lockedUntil)}`],
    ['withdrawing', node.withdrawing > 0n ? leaving : undefined],
    ['rewards', node.rewards > 0n ? `${money(node.rewards, unit)} not paid yet` : undefined],
  ];
}
