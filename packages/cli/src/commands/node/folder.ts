import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { NodeConfig, NodeConfigInput } from '@cyxwiz/node';
import { Keypair } from '@solana/web3.js';
import type { Context, WalletOptions } from '../../context.ts';
import { badInput, CliError } from '../../failure/cli-error.ts';
import { readJson } from '../../input/file.ts';

/** A node's folder: configuration, operator key, and what the agent itself keeps. */
export interface NodeFolder {
  readonly folder: string;
  readonly configFile: string;
  readonly config: NodeConfig;
}

const CONFIG = 'node.json';
const OPERATOR = 'operator.json';

/** @throws CliError BAD_INPUT when `dir` holds no configuration, NodeError CONFIG_INVALID when it is wrong */
export async function readNodeFolder(dir: string): Promise<NodeFolder> {
  const folder = resolve(dir);
  const configFile = join(folder, CONFIG);
  if (!(await exists(configFile))) {
    throw badInput(
      '--dir',
      `${folder} is no node's folder (it has no ${CONFIG})`,
      'make one: cyxwiz node init',
    );
  }
  const { parseNodeConfig } = await import('@cyxwiz/node');
  return { folder, configFile, config: parseNodeConfig(await readJson(configFile, '--dir')) };
}

/**
 * Makes the folder with a new operator key. Nothing that is there already is changed.
 * @throws CliError ALREADY_THERE, NodeError CONFIG_INVALID before anything is written
 */
export async function makeNodeFolder(
  dir: string,
  settings: Omit<NodeConfigInput, 'dataDir' | 'operatorKeyFile'>,
): Promise<NodeFolder & { operator: string }> {
  const folder = resolve(dir);
  const configFile = join(folder, CONFIG);
  const operatorKeyFile = join(folder, OPERATOR);
  const input = { ...settings, dataDir: join(folder, 'data'), operatorKeyFile };
  const { parseNodeConfig } = await import('@cyxwiz/node');
  const config = parseNodeConfig(input);
  for (const file of [configFile, operatorKeyFile]) {
    if (!(await exists(file))) continue;
    throw new CliError({
      code: 'ALREADY_THERE',
      message: `${file} exists already`,
      next: 'use another folder with --dir; the keys in this one are never overwritten',
    });
  }
  const operator = Keypair.generate();
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  await writeFile(operatorKeyFile, JSON.stringify([...operator.secretKey]), { flag: 'wx', mode: 0o600 });
  await writeFile(configFile, `${JSON.stringify(input, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
  return { folder, configFile, config, operator: operator.publicKey.toBase58() };
}

/** The wallet of the command, which must be the owner that the folder names. */
export async function ownerKey(
  context: Context,
  options: WalletOptions,
  { owner }: Pick<NodeConfig, 'owner'>,
): Promise<Keypair> {
  const wallet = await context.wallet(options);
  if (wallet.publicKey.toBase58() === owner) return wallet;
  const wrong = `${wallet.publicKey.toBase58()} is not the owner in the folder, ${owner}`;
  throw badInput('--keypair', wrong, 'sign with the owner’s key file, or make another folder');
}

export function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
