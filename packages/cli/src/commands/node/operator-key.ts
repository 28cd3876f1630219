import { rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { NodeConfig } from '@cyxwiz/node';
import { Keypair } from '@solana/web3.js';
import { readKeyFile } from '../../input/key-file.ts';
import type { Output } from '../../output/output.ts';
import { exists } from './folder.ts';

type KeyPlace = Pick<NodeConfig, 'operatorKeyFile'>;

const nextTo = ({ operatorKeyFile }: KeyPlace) => join(dirname(operatorKeyFile), 'operator.next.json');

/** The hot key that is to follow, made once and kept beside the present one until the chain names it. */
export async function stageOperatorKey(config: KeyPlace, output: Output): Promise<Keypair> {
  const file = nextTo(config);
  if (!(await exists(file))) {
    const made = JSON.stringify([...Keypair.generate().secretKey]);
    await writeFile(file, made, { flag: 'wx', mode: 0o600 });
  }
  return readKeyFile(file, '--dir', output);
}

/**
 * Puts the staged key in the place of the old one, which stays in the folder under its address, because it may hold SOL.
 * Goes on where it was cut off.
 * @returns where the old key is now
 */
export async function adoptOperatorKey(config: KeyPlace, output: Output): Promise<string | undefined> {
  let kept: string | undefined;
  if (await exists(config.operatorKeyFile)) {
    const old = (await readKeyFile(config.operatorKeyFile, '--dir', output)).publicKey.toBase58();
    kept = join(dirname(config.operatorKeyFile), `operator.${old}.json`);
    await rename(config.operatorKeyFile, kept);
  }
  await rename(nextTo(config), config.operatorKeyFile);
  return kept;
}
