import { accessSync, constants, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EngineOffer } from '../../../domain/engine-offer.ts';
import { type Place, type Sight, viewOf } from './view.ts';

const FOLDERS = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'];
const VIEW_SCRIPT = fileURLToPath(new URL('./view.sh', import.meta.url));

/** Tools that give a program processes, and a view of the files, of its own; the first that works is taken. */
export const VIEW_TOOLS = ['bubblewrap', 'unshare'] as const;
export type ViewTool = (typeof VIEW_TOOLS)[number];

/** A tool of this system and the words that it is called with, short of what differs from program to program. */
export interface ViewWay {
  readonly tool: ViewTool;
  readonly words: readonly string[];
}

/**
 * The ways that a tool might work here, the stricter one first. The tool stays between the agent and the program, in its
 * process group. SIGTERM to the group is the program's, so the tool is made deaf to it, and the program made to hear again;
 * SIGKILL ends all, and with its first process whatever is in the new namespace.
 */
export function viewWays(name: ViewTool): ViewWay[] {
  const [env, bwrap, unshare, setpriv, sh] = ['env', 'bwrap', 'unshare', 'setpriv', 'sh'].map(tool);
  if (!env) return [];
  const deaf = [env, '--ignore-signal=TERM', '--'];
  if (name === 'bubblewrap') {
    if (!bwrap) return [];
    const spaces = ['user', 'ipc', 'pid', 'uts', 'cgroup-try'].map((space) => `--unshare-${space}`);
    const words = [...deaf, bwrap, ...spaces, '--die-with-parent', '--cap-drop', 'ALL'];
    // Since 0.8: no namespaces inside, in which a program would have rights that the kernel has to get right.
    return [[...words, '--disable-userns'], words].map((one) => ({ tool: name, words: one }));
  }
  if (!unshare || !setpriv || !sh) return [];
  const spaces = ['map-root-user', 'mount', 'pid', 'ipc', 'uts', 'cgroup'].map((space) => `--${space}`);
  const tied = [setpriv, '--pdeathsig', 'KILL', '--'];
  return [{ tool: name, words: [...deaf, ...tied, unshare, ...spaces, '--fork', '--kill-child=KILL'] }];
}

/** Everything in front of a command that is to see its own part only. */
export function viewWords({ tool: name, words }: ViewWay, offer: EngineOffer, place: Place): string[] {
  const sights = viewOf(offer, place);
  const offline = offer.network === 'none';
  if (name === 'unshare') {
    const seen = sights.flatMap((sight) => [
      ...[sight.kind, sight.path],
      ...(sight.kind === 'link' ? [sight.to] : []),
    ]);
    const script = [tool('sh') ?? 'sh', VIEW_SCRIPT, place.mountPoint, place.folder];
    return [...words, ...(offline ? ['--net'] : []), '--', ...script, ...seen, '--'];
  }
  const closed = sights.filter(({ kind, path }) => kind === 'hide' && isFolder(path));
  return [
    ...words,
    ...(offline ? ['--unshare-net'] : []),
    ...['--proc', '/proc', '--dev', '/dev', '--perms', '1777', '--tmpfs', '/tmp'],
    ...sights.flatMap(bubblewrapWords),
    ...[...closed.map(({ path }) => path), '/'].flatMap((path) => ['--remount-ro', path]),
    ...['--chdir', place.folder, '--', tool('env') ?? 'env', '--unset=PWD', '--default-signal=TERM', '--'],
  ];
}

/** Where a tool of the system is; null when it is not there. */
export function tool(name: string): string | null {
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

function bubblewrapWords(sight: Sight): string[] {
  const { kind, path } = sight;
  if (kind === 'link') return ['--symlink', sight.to, path];
  if (kind === 'hide') return isFolder(path) ? ['--tmpfs', path] : ['--ro-bind', '/dev/null', path];
  return [{ read: '--ro-bind', write: '--bind', device: '--dev-bind' }[kind], path, path];
}

function isFolder(path: string): boolean {
  return statSync(path).isDirectory();
}
