import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { NodeConfig } from '@cyxwiz/node';
import { addressKind, nodeAddress, nodeId, parseNodeEndpoint, toHex } from '@cyxwiz/protocol';
import { pinnedCredentials, reachabilityOf } from '@cyxwiz/sdk';
import { credentials } from '@grpc/grpc-js';
import type { Command } from 'commander';
import { CliError } from '../../failure/cli-error.ts';
import { readInput } from '../../input/file.ts';
import { readKeyFile } from '../../input/key-file.ts';
import { leaf } from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import type { Surroundings } from '../../surroundings.ts';
import { agentOf } from './agent-of.ts';
import { readNodeFolder } from './folder.ts';
import { relayText } from './live-view.ts';
import { type Findings, judge } from './reachability.ts';
import { readNode } from './status.ts';

const LOCAL_MS = 5_000;

export function registerCheck(parent: Command, around: Surroundings): void {
  leaf<{ dir: string }>(
    parent,
    around,
    'check',
    'which way clients reach the node, and whether they can: has a coordinator try it',
    async (context, { dir }) => {
      const { config } = await readNodeFolder(dir);
      const node = nodeId(nodeAddress(config.owner));
      const operator = await readKeyFile(config.operatorKeyFile, '--dir', context.output);
      const chain = context.chain({ rpc: config.rpcUrl });
      const pin = (await readNode(chain, node)).value.tlsKeyHash;
      const agent = await agentOf({ config });
      const announced = agent?.endpoint ?? config.publicEndpoint;
      const findings: Findings = {
        dir,
        way: config.relay === undefined ? 'direct' : 'relay',
        announced,
        address: announced === undefined ? undefined : await kindOf(announced),
        agent: agent === null ? undefined : { relay: agent.relay },
        local: agent === null ? undefined : await lookAt(agent.listening, pin),
        pin,
        outside: await reachabilityOf(node, operator.secretKey, {
          address: config.coordinator,
          ...(await channelOf(config)),
        }).catch((error: { code: string; reason?: string; message: string }) => ({ error })),
      };
      const verdict = judge(findings);
      const { outside } = findings;
      const seen = 'error' in outside ? undefined : outside;
      const text = lines([
        ['node', node],
        ['way', findings.way === 'relay' ? `through the relay ${config.relay}` : 'direct'],
        [
          'agent',
          agent === null ? 'does not run' : `listens on ${agent.listening}: ${findings.local ?? 'good'}`,
        ],
        ['relay', agent === null ? undefined : relayText(agent)],
        ['announced', announced && `${announced} (${findings.address})`],
        ['from outside', 'error' in outside ? outside.error.message : (outside.failure ?? 'answers')],
        ['key seen', seen?.tlsKeyHash && toHex(seen.tlsKeyHash)],
        ['key on chain', toHex(pin)],
        ['clients', verdict.reachable ? 'reach this node' : 'do not reach this node'],
      ]);
      const data = {
        ...{ node, way: findings.way, announced: announced ?? null, address: findings.address ?? null },
        ...{ running: agent !== null, local: findings.local ?? null, relay: agent?.relay ?? null },
        outside: seen ?? null,
        ...{ tlsKeyHash: pin, reachable: verdict.reachable },
        ...(verdict.reachable ? {} : { why: verdict.code }),
      };
      context.output.say({ data, text });
      if (!verdict.reachable) throw new CliError(verdict);
    },
  ).requiredOption('--dir <folder>', 'the node’s folder');
}

/** What kind of address the announced one is; of a name, the worst of what it stands for. */
async function kindOf(announced: string): Promise<Findings['address']> {
  const { host } = parseNodeEndpoint(announced);
  if (isIP(host) !== 0) return addressKind(host);
  const found = await lookup(host, { all: true }).catch(() => []);
  if (found.length === 0) return 'unknown';
  const kinds = found.map(({ address }) => addressKind(address));
  return kinds.find((kind) => kind !== 'public') ?? 'public';
}

/** Why who listens here is not the node that the chain knows; undefined when it is. */
async function lookAt(listening: string, pin: Uint8Array): Promise<string | undefined> {
  const here = listening.replace(/^0\.0\.0\.0:/, '127.0.0.1:').replace(/^\[::\]:/, '[::1]:');
  return pinnedCredentials(here, pin, LOCAL_MS).then(
    () => undefined,
    (error: { message: string }) => error.message,
  );
}

/** Trusts the coordinator as the agent does. */
async function channelOf({ coordinatorCertificateFile: file, coordinatorTls }: NodeConfig) {
  if (file !== undefined) {
    return {
      channel: credentials.createSsl(Buffer.from(await readInput(file, 'coordinatorCertificateFile'))),
    };
  }
  return coordinatorTls ? { channel: credentials.createSsl() } : {};
}
