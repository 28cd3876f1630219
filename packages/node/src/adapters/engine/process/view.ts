import { existsSync, lstatSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { EngineOffer } from '../../../domain/engine-offer.ts';

/** One thing that a confined program sees at the path that it has outside, or (`hide`) an empty place instead of it. */
export type Sight =
  | { readonly kind: 'read' | 'write' | 'device' | 'hide'; readonly path: string }
  | { readonly kind: 'link'; readonly path: string; readonly to: string };

/** Where one program works. All paths are absolute. */
export interface Place {
  readonly folder: string;
  readonly dataset: string;
  /** Keys and other jobs, whatever the owner lets the program see around them. */
  readonly secrets: readonly string[];
  /** An empty folder, over which a file system can be mounted. */
  readonly mountPoint: string;
}

/** Symbolic links into /usr on most systems. */
const ROOTS = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];
const SYSTEM = [
  ...['/usr', '/nix/store', '/gnu/store', '/sys/devices/system/cpu', '/sys/devices/system/node'],
  ...['ld.so.cache', 'ld.so.conf', 'ld.so.conf.d', 'alternatives', 'localtime', 'timezone'].map(etc),
  ...['passwd', 'group', 'nsswitch.conf', 'locale.alias', 'python3', 'mime.types'].map(etc),
];
const NETWORK = [
  'resolv.conf',
  'hosts',
  'host.conf',
  'gai.conf',
  'services',
  'ssl',
  'ca-certificates',
  'pki',
];
const GRAPHICS = ['/sys', ...['OpenCL', 'vulkan', 'glvnd', 'nvidia'].map(etc)];
const GRAPHICS_NODES = /^(nvidia.*|dri|kfd|dxg)$/;

/** What a program of this offer sees, beside /proc, /dev and an empty /tmp of its own; what comes later covers. */
export function viewOf(offer: EngineOffer, place: Place, home = process.env.HOME ?? '/root'): Sight[] {
  const [secrets, homes] = [place.secrets.flatMap(both), both(home)];
  const tooMuch = (path: string) =>
    [...secrets, ...homes].some((kept) => within(kept, path)) || secrets.some((kept) => within(path, kept));
  const named = namedBy(offer).filter((path) => existsSync(path) && !both(path).some(tooMuch));
  const reads = [
    ...SYSTEM,
    ...(offer.network === 'host' ? NETWORK.map(etc) : []),
    ...(offer.gpus ? GRAPHICS : []),
    ...named,
  ].filter((path) => existsSync(path));
  const roots = ROOTS.flatMap(rootSight);
  const shown = reachable(roots, [
    ...paths([...reads, ...offer.readable]).map((path) => ({ kind: 'read', path }) as const),
    ...paths(offer.writable).map((path) => ({ kind: 'write', path }) as const),
  ]).filter(({ path }) => !secrets.some((kept) => within(realOf(path), kept)));
  return [
    ...roots,
    ...shown,
    ...(offer.gpus ? graphicsNodes() : []),
    ...shown.flatMap(({ path }) => hiddenIn(path, secrets)),
    { kind: 'read', path: place.dataset },
    { kind: 'write', path: place.folder },
  ];
}

/**
 * A folder before what is in it. What is in a folder that is shown anyway is not shown again, and a link there never, since
 * nothing can be put over it; where it leads is shown.
 */
function reachable(roots: readonly Sight[], sights: readonly Sight[]): Sight[] {
  const writable = sights.filter(({ kind }) => kind === 'write').flatMap(({ path }) => both(path));
  const planted = (path: string) => both(dirname(path)).some((one) => writable.some((w) => within(one, w)));
  const all = sights.flatMap((sight) =>
    ways(sight.path, planted).map((path) => ({ ...sight, path }) as Sight),
  );
  const unique = [...new Map(all.map((sight) => [`${sight.kind} ${sight.path}`, sight])).values()];
  const ordered = unique.sort((a, b) => a.path.split(sep).length - b.path.split(sep).length);
  return ordered.filter(({ kind, path }) => {
    const around = [...roots, ...ordered].findLast(
      (other) => other.path !== path && within(path, other.path),
    );
    if (around === undefined) return true;
    return !isLink(path) && (kind === 'write' || around.kind === 'write');
  });
}

/** A path, and every other that it leads to. A link that a program may have planted leads nowhere. */
function ways(path: string, planted: (path: string) => boolean = () => false): string[] {
  const found = [path];
  for (let next: string | undefined = path; next !== undefined && found.length < 40; ) {
    const from: string = next;
    if (!existsSync(from) || planted(from)) break;
    const real = realpathSync(from);
    next = isLink(from) ? resolve(dirname(from), readlinkSync(from)) : real === from ? undefined : real;
    if (next !== undefined) found.push(next);
  }
  return found;
}

/** Paths that an owner cannot mean: keys and other people's jobs lie there. */
export function secretPaths(offer: EngineOffer, secrets: readonly string[]): string[] {
  const kept = secrets.flatMap(both);
  const inside = (path: string) => both(path).some((one) => kept.some((secret) => within(one, secret)));
  return [...offer.readable, ...offer.writable].filter(inside);
}

/** Whatever the owner has written down of where the program lies: its installation, its arguments, its environment. */
function namedBy({ command, env }: EngineOffer): string[] {
  const [program = '', ...words] = command;
  const search = (env.PATH ?? process.env.PATH ?? '').split(delimiter);
  const found = program.includes('/')
    ? program
    : search.map((folder) => join(folder, program)).find((path) => existsSync(path));
  const values = Object.values(env).flatMap((value) => value.split(delimiter));
  return [...(found === undefined ? [] : installations(found)), ...[...words, ...values].filter(isAbsolute)];
}

/**
 * The folders above `bin` of a program and of everything that it is a link to, or above the `shims` of a version manager
 * (pyenv, asdf), which look for the program there; a program that is elsewhere, alone.
 */
function installations(program: string): string[] {
  return ways(resolve(program)).flatMap((path) => {
    const folder = dirname(path);
    return [path, ...(/\/(bin|shims)$/.test(folder) ? [dirname(folder)] : [])];
  });
}

function rootSight(path: string): Sight[] {
  if (!existsSync(path)) return [];
  return isLink(path) ? [{ kind: 'link', path, to: readlinkSync(path) }] : [{ kind: 'read', path }];
}

function graphicsNodes(): Sight[] {
  const nodes = readdirSync('/dev').filter((name) => GRAPHICS_NODES.test(name));
  return nodes.map((name) => ({ kind: 'device', path: join('/dev', name) }));
}

/** The secrets that are seen with this path, under the names that they have there. */
function hiddenIn(path: string, secrets: readonly string[]): Sight[] {
  const real = realOf(path);
  const inside = secrets.filter((secret) => existsSync(secret) && within(secret, real));
  return inside.map((secret) => ({ kind: 'hide', path: join(path, relative(real, secret)) }));
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function paths(of: readonly string[]): string[] {
  return [...new Set(of.map((path) => resolve(path)))];
}

function etc(name: string): string {
  return join('/etc', name);
}

/** A path as it is written, and without links. */
function both(path: string): string[] {
  return [...new Set([resolve(path), realOf(path)])];
}

function realOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}

/** Whether a path is this folder or lies in it. */
function within(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
