import { equalBytes, fromHex, type Hardware, nodeAddress, toHex, updateNode } from '@cyxwiz/protocol';
import { type Command, Option } from 'commander';
import type { Context, WalletOptions } from '../../context.ts';
import { badInput, CliError } from '../../failure/cli-error.ts';
import { hex32 } from '../../input/names.ts';
import { wholeNumber } from '../../input/numbers.ts';
import { chainOptions, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines, when } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from '../job/act.ts';
import { ownerKey, readNodeFolder } from './folder.ts';
import { hardwareText, measureHardware, registered } from './hardware.ts';
import { readNode } from './status.ts';

interface UpdateOptions extends ChainOptions, WalletOptions {
  readonly dir?: string;
  readonly newTlsKey?: boolean;
  readonly tlsKeyHash?: string;
  readonly revokePrevious?: boolean;
  readonly detect?: boolean;
  readonly cpu?: number;
  readonly memory?: number;
  readonly gpu?: number;
  readonly gpuMemory?: number;
}

export function registerUpdate(parent: Command, around: Surroundings): void {
  const summary = 'change the node’s TLS key or what its machine is; signed by its owner';
  const command = leaf<UpdateOptions>(parent, around, 'update', summary, update);
  const u32 = wholeNumber(0, 0xffff_ffff);
  command
    .addOption(new Option('--dir <folder>', 'node’s folder, whose TLS key is registered'))
    .addOption(new Option('--new-tls-key', 'make a new TLS key in the folder first'))
    .addOption(
      new Option('--tls-key-hash <hex>', 'sha256 of the key’s SPKI, for a node whose folder is elsewhere')
        .argParser(hex32)
        .conflicts(['dir', 'newTlsKey']),
    )
    .option('--revoke-previous', 'clients refuse the TLS key before at once: it leaked')
    .option('--detect', 'look anew what this machine is and how fast it trains')
    .addOption(new Option('--cpu <n>', 'processor cores offered').argParser(wholeNumber(1, 65_535)))
    .addOption(new Option('--memory <MiB>', 'main memory offered').argParser(wholeNumber(1, 0xffff_ffff)))
    .addOption(new Option('--gpu <n>', 'graphics processors').argParser(wholeNumber(0, 255)))
    .addOption(new Option('--gpu-memory <MiB>', 'memory of all of them').argParser(u32));
  withOptions(command, chainOptions(), walletOptions('the owner’s key file'));
}

async function update(context: Context, options: UpdateOptions): Promise<void> {
  if (options.newTlsKey && options.dir === undefined)
    throw badInput('--new-tls-key', 'there is no folder to make it in', 'add --dir FOLDER');
  const folder = options.dir === undefined ? undefined : await readNodeFolder(options.dir);
  const owner = folder ? await ownerKey(context, options, folder.config) : await context.wallet(options);
  const settings = folder ? { rpc: folder.config.rpcUrl, ...options } : options;
  const { chain, sender, wallet } = await context.escrow(settings);
  const node = await readNode(chain, nodeAddress(owner.publicKey));
  const { adoptTlsIdentity, ensureTlsIdentity, stageTlsIdentity } = await import('@cyxwiz/node');
  const dataDir = folder?.config.dataDir;
  const identity = dataDir && (await (options.newTlsKey ? stageTlsIdentity : ensureTlsIdentity)(dataDir));
  const keyHash = identity ? identity.keyHash : options.tlsKeyHash && fromHex(options.tlsKeyHash, 32);
  const rotates = keyHash && !equalBytes(keyHash, node.value.tlsKeyHash);
  const change = {
    ...(rotates ? { tlsKeyHash: keyHash } : {}),
    ...(options.revokePrevious && (rotates || node.value.previousTlsUntil > 0n)
      ? { revokePrevious: true }
      : {}),
    ...hardwareChange(node.value.hardware, options, await found(options)),
  };
  const changes = Object.keys(change).length > 0;
  // An earlier run may have ended between the chain and the folder.
  if (!changes && !options.newTlsKey) {
    throw new CliError({
      code: 'NOTHING_TO_DO',
      message: 'the chain has all of this already',
      next: 'name what is different: --new-tls-key, --revoke-previous, --detect, --cpu, --memory, --gpu, --gpu-memory',
    });
  }
  const accounts = { owner: owner.publicKey, node: node.address };
  const sent = changes
    ? await sender.send({ instructions: [updateNode(change, accounts)], payer: wallet })
    : undefined;
  if (options.newTlsKey && dataDir) await adoptTlsIdentity(dataDir);
  const { tlsKeyHash, previousTlsUntil, hardware } = (await readNode(chain, node.address)).value;
  const text = lines([
    ['node', node.address],
    ['TLS key', toHex(tlsKeyHash)],
    ['hardware', hardwareText(hardware)],
    ...(sent ? sentLines(sent) : []),
    ['key before', previousTlsUntil > 0n ? `good until ${when(previousTlsUntil)}` : undefined],
    ['next', rotates ? restartText(previousTlsUntil) : undefined],
  ]);
  const data = {
    node: node.address,
    action: 'update',
    tlsKeyHash,
    previousTlsUntil,
    hardware,
    ...(sent ? sentData(sent) : {}),
  };
  context.output.say({ data, text: `the node is updated\n${text}` });
}

function restartText(previousTlsUntil: bigint): string {
  return previousTlsUntil > 0n
    ? 'restart the agent before then: until it restarts it serves the key before'
    : 'restart the agent now: clients accept the new TLS key only';
}

/** This machine, when it is asked for. */
async function found({ detect }: UpdateOptions): Promise<Hardware | undefined> {
  return detect ? registered(await measureHardware(), {}) : undefined;
}

/** What the options change of the machine; the benchmark stays unless it is measured anew. */
function hardwareChange(
  before: Hardware,
  options: UpdateOptions,
  measured: Hardware | undefined,
): { readonly hardware?: Hardware } {
  const now = measured ?? before;
  const { cpu = now.cpuCores, memory = now.memoryMib, gpu = now.gpuCount } = options;
  const gpuMemory = options.gpuMemory ?? (gpu === 0 ? 0 : now.gpuMemoryMib);
  const next = { ...now, cpuCores: cpu, memoryMib: memory, gpuCount: gpu, gpuMemoryMib: gpuMemory };
  const same = (Object.keys(next) as (keyof Hardware)[]).every((name) => next[name] === before[name]);
  return same ? {} : { hardware: next };
}
