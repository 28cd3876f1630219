import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EngineOffer, type EngineOffers, engineOfferSchema } from '../../../domain/engine-offer.ts';
import type { Place } from './view.ts';
import { tool, VIEW_TOOLS, type ViewTool, type ViewWay, viewWays, viewWords } from './view-tools.ts';

const MIB = 1024 * 1024;
const TRIAL_MS = 10_000;
/** What a program sees of the agent's environment. */
const INHERITED = ['PATH', 'LANG', 'LC_ALL', 'TZ'] as const;

/** What this system has to confine a program with: the words that each tool is called with, without the command. */
export interface Confinement {
  /** Null where every program sees what the agent sees. */
  readonly view: ViewWay | null;
  /** For a program that sees what the agent sees. Null where no new network can be made. */
  readonly noNetwork: readonly string[] | null;
  readonly limits: string | null;
  readonly nice: string | null;
  /** Kills the program when the agent dies; keeps it from gaining rights by setuid files. */
  readonly tied: readonly string[] | null;
}

/** Looks for the tools (bubblewrap, util-linux, coreutils) and tries those that need permission. */
export function findConfinement(viewTools: readonly ViewTool[] = VIEW_TOOLS): Confinement {
  const unshare = tool('unshare');
  const setpriv = tool('setpriv');
  const networks = unshare === null ? [] : [[unshare], [unshare, '--map-root-user']];
  const tied = setpriv === null ? [] : [[setpriv, '--pdeathsig', 'KILL', '--no-new-privs']];
  return {
    view: viewTools.flatMap(viewWays).find(givesView) ?? null,
    noNetwork: networks.map((words) => [...words, '--net']).find((words) => works([...words, '--'])) ?? null,
    limits: tool('prlimit'),
    nice: tool('nice'),
    tied: tied.find((words) => works([...words, '--'])) ?? null,
  };
}

/** What this system lets programs do although their owner forbids it, as a node would find it: a sentence each. */
export function confinementGaps(offers: EngineOffers): string[] {
  return Object.keys(offers).length === 0 ? [] : gapsOf(offers, findConfinement());
}

/** What a confinement lets programs of these offers do although their owner forbids it: a sentence each. */
export function gapsOf(offers: EngineOffers, { view, noNetwork }: Confinement): string[] {
  if (view !== null) return [];
  return Object.entries(offers).flatMap(([name, { files, network }]) => {
    const reads = `the program ${name} can read what this node's user can read, the node's keys included`;
    const talks = `the program ${name} keeps the network`;
    return [
      ...(files === 'own' ? [`${reads}: install bubblewrap, and let users make namespaces`] : []),
      ...(network === 'none' && noNetwork === null ? [`${talks}: let users make namespaces`] : []),
    ];
  });
}

/** The command with everything in front of it that confines it. */
export function confined(offer: EngineOffer, confinement: Confinement, place: Place): string[] {
  const { view, noNetwork, limits, nice, tied } = confinement;
  const own = offer.files === 'own' && view !== null;
  const words: string[] = [];
  if (!own && offer.network === 'none' && noNetwork !== null) words.push(...noNetwork, '--');
  if (limits !== null) {
    words.push(limits, '--core=0', `--nofile=${offer.openFiles}`);
    // A little more than a checkpoint may have, so that the agent can say which one was too large.
    words.push(`--fsize=${(offer.maxCheckpointMib + 1) * MIB}`);
    if (offer.memoryMib !== undefined) words.push(`--as=${offer.memoryMib * MIB}`);
    words.push('--');
  }
  if (nice !== null && offer.niceness > 0) words.push(nice, '-n', String(offer.niceness));
  if (own) words.push(...viewWords(view, offer, place));
  // Last: the kernel forgets the tie when rights change on the way.
  else if (tied !== null) words.push(...tied, '--');
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

/** Tries it as it will be used: systems differ in what they let users mount, and where. */
function givesView(way: ViewWay): boolean {
  const dir = mkdtempSync(join(tmpdir(), 'cyxwiz-view-'));
  try {
    const [folder, mountPoint] = [join(dir, 'folder'), join(dir, 'mount')];
    for (const path of [folder, mountPoint]) mkdirSync(path);
    const offer = engineOfferSchema.parse({ command: ['true'] });
    return works(viewWords(way, offer, { folder, dataset: '/dev/null', secrets: [dir], mountPoint }));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function works([command, ...args]: readonly string[]): boolean {
  if (command === undefined) return false;
  return spawnSync(command, [...args, 'true'], { stdio: 'ignore', timeout: TRIAL_MS }).status === 0;
}
