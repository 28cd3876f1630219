import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCoordinator } from '@cyxwiz/coordinator';
import { type Localnet, startLocalnet } from '@cyxwiz/localnet';
import { ensureTlsIdentity } from '@cyxwiz/node';
import { keypairSigner, nodeAddress, registerNode } from '@cyxwiz/protocol';
import { type Cast, type Machine, newCast } from './cast.ts';
import type { Cleanup } from './cleanup.ts';
import { type NodeProcess, startNodeProcess } from './node-process.ts';

type Coordinator = Awaited<ReturnType<typeof startCoordinator>>;
type CoordinatorConfig = Parameters<typeof startCoordinator>[0];

export type WorldOptions = {
  /** Merged into the coordinator's configuration. */
  coordinator?: Partial<CoordinatorConfig>;
  /** Merged into every node's configuration. */
  node?: Record<string, unknown>;
  /** Says what is being done. */
  step?: (text: string) => void;
};

/** A whole CyxWiz on this machine: chain, database, coordinator and three node agents as processes. */
export type World = {
  chain: Localnet;
  coordinator: Coordinator;
  cast: Cast;
  nodes: Map<string, NodeProcess>;
  /** Address of the node account by the machine's name. */
  addresses: Map<string, string>;
  folder: string;
};

const CLIENT_TOKENS = 100n * 10n ** 9n;
const SPARE_TOKENS = 10n * 10n ** 9n;

/** Starts it all; everything started is on `cleanup` at once, so that an interruption leaves nothing behind. */
export async function startWorld(cleanup: Cleanup, options: WorldOptions = {}): Promise<World> {
  const step = options.step ?? (() => {});
  const folder = await mkdtemp(join(tmpdir(), 'cyxwiz-demo-'));
  cleanup.add('the temporary folder', () => rm(folder, { recursive: true, force: true }));

  step('start a Solana runtime, deploy the programs, mint CYXWIZ');
  const chain = await startLocalnet();
  cleanup.add('the chain', () => chain.stop());

  const cast = newCast();
  step('start the coordinator and its database');
  // It registers the key of its tokens by itself, which costs a rent.
  await chain.fundSol(cast.introducer.publicKey, 1_000_000_000n);
  const [coordinator] = await Promise.all([
    startCoordinator({
      rpcUrl: chain.rpcUrl,
      wsUrl: chain.wsUrl,
      authority: cast.introducer.secretKey,
      dataDir: join(folder, 'coordinator'),
      logLevel: 'silent',
      dialPrivate: true,
      intervals: { index: 300, poll: 500 },
      ...options.coordinator,
    }).then((started) => {
      cleanup.add('the coordinator', () => started.close());
      return started;
    }),
    fundEverybody(chain, cast),
  ]);

  step(`register ${cast.machines.length} nodes with their stake and start their agents`);
  const nodes = new Map<string, NodeProcess>();
  const addresses = new Map<string, string>();
  await Promise.all(
    cast.machines.map(async (machine) => {
      const dataDir = join(folder, machine.name);
      addresses.set(machine.name, await register(chain, machine, dataDir));
      const configFile = await writeConfig(chain, coordinator, machine, dataDir, options.node ?? {});
      const node = await startNodeProcess({
        name: machine.name,
        configFile,
        logFile: join(folder, `${machine.name}.log`),
        ...(coordinator.grpcCertificate
          ? {
              env: {
                GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: await trustFile(
                  folder,
                  machine,
                  coordinator.grpcCertificate,
                ),
              },
            }
          : {}),
      });
      cleanup.add(`node ${machine.name}`, () => node.stop());
      nodes.set(machine.name, node);
    }),
  );
  await everyNodeOnline(coordinator.restUrl, cast.machines.length);
  return { chain, coordinator, cast, nodes, addresses, folder };
}

async function fundEverybody(chain: Localnet, cast: Cast): Promise<void> {
  const wallets = [cast.client, cast.cranker, ...cast.machines.flatMap((m) => [m.owner, m.operator])];
  for (const wallet of wallets) await chain.fundSol(wallet.publicKey, 2_000_000_000n);
  await chain.fundToken(cast.client.publicKey, CLIENT_TOKENS);
  for (const { owner, stake } of cast.machines) await chain.fundToken(owner.publicKey, stake + SPARE_TOKENS);
}

async function register(chain: Localnet, machine: Machine, dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const { keyHash } = await ensureTlsIdentity(dataDir);
  const { owner, operator, hardware, stake } = machine;
  await chain.sender.send({
    instructions: [
      registerNode(
        { tlsKeyHash: keyHash, hardware, stake },
        { owner: owner.publicKey, operator: operator.publicKey, mint: chain.mint },
      ),
    ],
    payer: keypairSigner(owner),
    signers: [operator],
  });
  return nodeAddress(owner.publicKey);
}

async function writeConfig(
  chain: Localnet,
  coordinator: Coordinator,
  machine: Machine,
  dataDir: string,
  more: Record<string, unknown>,
): Promise<string> {
  const operatorKeyFile = join(dataDir, 'operator.json');
  await writeFile(operatorKeyFile, JSON.stringify([...machine.operator.secretKey]), { mode: 0o600 });
  const configFile = join(dataDir, 'node.json');
  const config = {
    dataDir,
    rpcUrl: chain.rpcUrl,
    wsUrl: chain.wsUrl,
    coordinator: coordinator.grpcAddress,
    coordinatorAccount: coordinator.account,
    coordinatorTls: coordinator.grpcCertificate !== undefined,
    owner: machine.owner.publicKey.toBase58(),
    operatorKeyFile,
    priceBps: machine.priceBps,
    pollMs: 300,
    logLevel: 'info',
    ...more,
  };
  await writeFile(configFile, JSON.stringify(config));
  return configFile;
}

async function trustFile(folder: string, machine: Machine, pem: string): Promise<string> {
  const path = join(folder, `${machine.name}-trusts.pem`);
  await writeFile(path, pem);
  return path;
}

/** The coordinator matches only nodes that it has heard of. */
async function everyNodeOnline(restUrl: string, count: number): Promise<void> {
  const until = Date.now() + 30_000;
  for (;;) {
    const answer = (await (await fetch(`${restUrl}/v1/nodes`)).json()) as { nodes?: { online?: boolean }[] };
    const online = (answer.nodes ?? []).filter((node) => node.online !== false).length;
    if (online >= count) return;
    if (Date.now() > until)
      throw new Error(`only ${online} of ${count} nodes reached the coordinator in 30 s`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
