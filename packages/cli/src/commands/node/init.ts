import { resolve } from 'node:path';
import { nodeAddress, toHex } from '@cyxwiz/protocol';
import { type Command, Option } from 'commander';
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
  listen: string;
  public?: string;
  slots: number;
  priceBps: number;
  exactJobs: boolean;
  stepProofs: number;
  engine?: EngineCommands;
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
      const engines = options.engine ?? {};
      requirePrograms(engines, around.env.PATH);
      const cut = options.listen.lastIndexOf(':');
      const made = await makeNodeFolder(options.dir, {
        owner: options.owner,
        rpcUrl,
        ...(wsUrl === undefined ? {} : { wsUrl }),
        coordinator,
        coordinatorTls: options.plain !== true,
        ...(certificate === undefined ? {} : { coordinatorCertificateFile: resolve(certificate) }),
        listenHost: options.listen.slice(0, cut).replace(/^\[|\]$/g, ''),
        listenPort: Number(options.listen.slice(cut + 1)),
        ...(options.public === undefined ? {} : { publicEndpoint: options.public }),
        slots: options.slots,
        priceBps: options.priceBps,
        exactJobs: options.exactJobs,
        stepProofs: options.stepProofs,
        engines: mutable(engines),
      });
      const measured = await measureHardware(options.benchmark);
      await keepHardware(made, measured);
      const { ensureTlsIdentity } = await import('@cyxwiz/node');
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
        ['next', `cyxwiz node register --dir ${options.dir} --keypair OWNER.json --stake 50`],
      ]);
      const data = { folder, configFile, node, operator, tlsKeyHash, hardware: measured };
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
      new Option('--listen <host:port>', 'where clients connect')
        .argParser(endpoint)
        .default('0.0.0.0:50052'),
    )
    .addOption(
      new Option('--public <host:port>', 'address told to clients, when another').argParser(endpoint),
    )
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
    .option('--no-benchmark', 'do not measure how fast this machine trains');
  withOptions(command, chainOptions(), coordinatorOptions());
}

/** The schema's type is a mutable one. */
function mutable(engines: EngineCommands): Record<string, { command: string[] }> {
  return Object.fromEntries(
    Object.entries(engines).map(([name, { command }]) => [name, { command: [...command] }]),
  );
}
