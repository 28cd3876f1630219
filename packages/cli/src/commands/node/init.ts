import { resolve } from 'node:path';
import { nodeAddress, toHex } from '@cyxwiz/protocol';
import { type Command, Option } from 'commander';
import { badInput } from '../../failure/cli-error.ts';
import { address, endpoint } from '../../input/names.ts';
import { wholeNumber } from '../../input/numbers.ts';
import { chainOptions, coordinatorOptions, leaf, withOptions } from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import {
  type ChainOptions,
  type CoordinatorOptions,
  chainSettings,
  coordinatorSettings,
} from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { type EngineCommands, engineOption, requirePrograms } from './engine-option.ts';
import { makeNodeFolder } from './folder.ts';
import { hardwareText, keepHardware, measureHardware, registered } from './hardware.ts';

interface InitOptions extends ChainOptions, CoordinatorOptions {
  dir: string;
  owner: string;
  listen?: string;
  public?: string;
  relay?: string;
  relayCert?: string;
  slots: number;
  priceBps: number;
  exactJobs: boolean;
  stepProofs: number;
  engine?: EngineCommands;
  confinement: 'preferred' | 'required';
  coordinatorAccount?: string;
  benchmark: boolean;
}

export function registerInit(parent: Command, around: Surroundings): void {
  const command = leaf<InitOptions>(
    parent,
    around,
    'init',
    'make a node’s folder: operator key, TLS key, configuration',
    async (context, options) => {
      const { rpcUrl, wsUrl } = chainSettings(options, around.env);
      const { coordinator } = await coordinatorSettings(options, around.env);
      const certificate = options.plain
        ? undefined
        : (options.coordinatorCert ?? (around.env.CYXWIZ_COORDINATOR_CERT || undefined));
      const coordinatorAccount = accountOf(options, around);
      const engines = options.engine ?? {};
      requirePrograms(engines, around.env.PATH);
      const { confinementGaps, ensureTlsIdentity, parseEngineOffers } = await import('@cyxwiz/node');
      const warnings = confinementGaps(parseEngineOffers(engines));
      if (options.confinement === 'required') requireNone(warnings);
      // Clients of a node behind a relay come from the agent itself.
      const listen = options.listen ?? (options.relay === undefined ? '0.0.0.0:50052' : '127.0.0.1:50052');
      const cut = listen.lastIndexOf(':');
      const made = await makeNodeFolder(options.dir, {
        owner: options.owner,
        rpcUrl,
        ...(wsUrl === undefined ? {} : { wsUrl }),
        coordinator,
        coordinatorAccount,
        coordinatorTls: options.plain !== true,
        ...(certificate === undefined ? {} : { coordinatorCertificateFile: resolve(certificate) }),
        listenHost: listen.slice(0, cut).replace(/^\[|\]$/g, ''),
        listenPort: Number(listen.slice(cut + 1)),
        ...(options.public === undefined ? {} : { publicEndpoint: options.public }),
        ...(options.relay === undefined ? {} : { relay: options.relay }),
        ...(options.relayCert === undefined ? {} : { relayCertificateFile: resolve(options.relayCert) }),
        slots: options.slots,
        priceBps: options.priceBps,
        exactJobs: options.exactJobs,
        stepProofs: options.stepProofs,
        engines: mutable(engines),
        confinement: options.confinement,
      });
      const measured = await measureHardware(options.benchmark);
      await keepHardware(made, measured);
      const { keyHash } = await ensureTlsIdentity(made.config.dataDir);
      const node = nodeAddress(options.owner);
      const tlsKeyHash = toHex(keyHash);
      const { folder, operator, configFile } = made;
      const text = lines([
        ['folder', folder],
        ['node', node],
        ['operator', `${operator} (send it a little SOL: it pays the node's fees)`],
        ['TLS key', tlsKeyHash],
        ['machine', hardwareText(registered(measured, {}))],
        ...measured.gpuNames.map((name) => ['GPU', name] as const),
        ...Object.keys(engines).map((name) => ['engine', `process:${name}`] as const),
        ...warnings.map((warning) => ['warning', warning] as const),
        ['next', `cyxwiz node register --dir ${options.dir} --keypair OWNER.json --stake 50`],
      ]);
      const data = { folder, configFile, node, operator, tlsKeyHash, hardware: measured, warnings };
      context.output.say({ data, text });
    },
  );
  command
    .requiredOption('--dir <folder>', 'folder to make')
    .addOption(
      new Option('--owner <address>', 'wallet that stakes and is paid')
        .argParser(address)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--coordinator-account <address>',
        'its account on chain, as its operator says (CYXWIZ_COORDINATOR_ACCOUNT)',
      ).argParser(address),
    )
    .addOption(
      new Option(
        '--listen <host:port>',
        'where clients connect (default: 0.0.0.0:50052; with a relay 127.0.0.1:50052)',
      ).argParser(endpoint),
    )
    .addOption(
      new Option('--public <host:port>', 'address told to clients, when another').argParser(endpoint),
    )
    .addOption(
      new Option(
        '--relay <host:port>',
        'relay through which clients come, for a machine without an open port',
      )
        .argParser(endpoint)
        .conflicts('public'),
    )
    .option('--relay-cert <file>', 'PEM of a relay that made its own')
    .addOption(new Option('--slots <n>', 'jobs at a time').argParser(wholeNumber(1, 64)).default(1))
    .addOption(
      new Option('--price-bps <n>', 'asking price, hundredths of a percent of the list price')
        .argParser(wholeNumber(1, 1_000_000))
        .default(10_000),
    )
    .option('--no-exact-jobs', 'take no jobs of the exact tier, whose steps the node must prove')
    .addOption(
      new Option('--step-proofs <n>', 'proofs of steps at a time; each takes memory of its own')
        .argParser(wholeNumber(1, 16))
        .default(1),
    )
    .addOption(
      new Option(
        '--engine <name=command>',
        'program that trains jobs of the engine process:NAME; can be repeated',
      ).argParser(engineOption),
    )
    .addOption(
      new Option(
        '--confinement <word>',
        'whether the node refuses to start where it cannot keep programs from its keys and the network',
      )
        .choices(['preferred', 'required'])
        .default('preferred'),
    )
    .option('--no-benchmark', 'do not measure how fast this machine trains');
  withOptions(command, chainOptions(), coordinatorOptions());
}

/** @throws CliError BAD_INPUT */
function requireNone(gaps: readonly string[]): void {
  const [gap] = gaps;
  if (gap === undefined) return;
  const cut = gap.indexOf(': ');
  throw badInput('--confinement', gap.slice(0, cut), gap.slice(cut + 2));
}

/** Whose tokens will admit clients. It cannot be asked of the coordinator, which is not believed. */
function accountOf({ coordinatorAccount }: InitOptions, { env }: Surroundings): string {
  if (coordinatorAccount !== undefined) return coordinatorAccount;
  if (env.CYXWIZ_COORDINATOR_ACCOUNT) return address(env.CYXWIZ_COORDINATOR_ACCOUNT);
  throw badInput(
    '--coordinator-account',
    'the node would take nobody’s tokens',
    'ask the coordinator’s operator for the address of its account on chain',
  );
}

/** The schema's type is a mutable one. */
function mutable(engines: EngineCommands): Record<string, { command: string[] }> {
  return Object.fromEntries(
    Object.entries(engines).map(([name, { command }]) => [name, { command: [...command] }]),
  );
}
