import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import type { EngineOffer } from '../../../domain/engine-offer.ts';

const MIB = 1024 * 1024;
/** What a program sees of the agent's environment. */
const INHERITED = ['PATH', 'LANG', 'LC_ALL', 'TZ'] as const;
const FOLDERS = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'];

/** What this system has to confine a program with: the words that each tool is called with, without the command. */
export interface Confinement {
  /** Null where no new network can be made. */
  readonly noNetwork: readonly string[] | null;
  readonly limits: string | null;
  readonly nice: string | null;
  /** Kills the program when the agent dies; keeps it from gaining rights by setuid files. */
  readonly tied: readonly string[] | null;
}

/** Looks for the tools (util-linux, coreutils) and tries those that need permission. */
export function findConfinement(): Confinement {
  const unshare = tool('unshare');
  const setpriv = tool('setpriv');
  const ways =
    unshare === null
      ? []
      : [
          [unshare, '--net'],
          [unshare, '--map-root-user', '--net'],
        ];
  const tied = setpriv === null ? [] : [[setpriv, '--pdeathsig', 'KILL', '--no-new-privs']];
  return {
    noNetwork: ways.find(works) ?? null,
    limits: tool('prlimit'),
    nice: tool('nice'),
    tied: tied.find(works) ?? null,
  };
}

/** The command with everything in front of it that confines it. Each tool becomes the next: one process in the end. */
export function confined(offer: EngineOffer, { noNetwork, limits, nice, tied }: Confinement): string[] {
  const words: string[] = [];
  if (offer.network === 'none' && noNetwork !== null) words.push(...noNetwork, '--');
  if (limits !== null) {
    words.push(limits, '--core=0', `--nofile=${offer.openFiles}`);
    // A little more than a checkpoint may have, so that the agent can say which one was too large.
    words.push(`--fsize=${(offer.maxCheckpointMib + 1) * MIB}`);
    if (offer.memoryMib !== undefined) words.push(`--as=${offer.memoryMib * MIB}`);
    words.push('--');
  }
  if (nice !== null && offer.niceness > 0) words.push(nice, '-n', String(offer.niceness));
  // Last: the kernel forgets the tie when rights change on the way.
  if (tied !== null) words.push(...tied, '--');
  return [...words, ...offer.command];
}

/** The environment of a program: an allowlist, its own folder for what it wants to write, and what the owner sets. */
export function environment(
  offer: EngineOffer,
  folder: string,
  own: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const inherited = INHERITED.filter((name) => own[name] !== undefined).map((name) => [name, own[name]]);
  return { ...Object.fromEntries(inherited), HOME: folder, TMPDIR: folder, ...offer.env };
}

function tool(name: string): string | null {
  const found = FOLDERS.map((folder) => `${folder}/${name}`).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  return found ?? null;
}

function works([command, ...args]: readonly string[]): boolean {
  if (command === undefined) return false;
  return spawnSync(command, [...args, '--', 'true'], { stdio: 'ignore', timeout: 5_000 }).status === 0;
}
