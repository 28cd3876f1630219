import { spawn, spawnSync } from 'node:child_process';
import { root } from './paths.mjs';

export class CommandFailed extends Error {
  constructor(command, status, output = '') {
    super(`${command} failed (${status})${output && `:\n${output}`}`);
    this.status = status;
  }
}

/** Runs a command with its output shown. @throws CommandFailed */
export function run(file, args = [], options = {}) {
  const { status, signal, error } = spawnSync(file, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    ...options,
  });
  if (error?.code === 'ENOENT') throw new CommandFailed(`${file}`, 'not installed');
  if (status !== 0) throw new CommandFailed([file, ...args].join(' '), signal ?? status);
}

/** Runs a command without showing its output, unless it fails. Returns stdout. @throws CommandFailed */
export function quiet(file, args = [], options = {}) {
  const { status, signal, error, stdout, stderr } = spawnSync(file, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  if (error?.code === 'ENOENT') throw new CommandFailed(file, 'not installed');
  if (status !== 0)
    throw new CommandFailed([file, ...args].join(' '), signal ?? status, `${stdout}${stderr}`);
  return stdout;
}

/** True when a command exists and succeeds. */
export function succeeds(file, args = []) {
  return spawnSync(file, args, { cwd: root, stdio: 'ignore' }).status === 0;
}

/** Runs a command and gives each line of its output to `onLine`; resolves to the exit status, or the name of the signal. */
export function stream(file, args, onLine, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    for (const output of [child.stdout, child.stderr]) {
      let rest = '';
      output.setEncoding('utf8').on('data', (text) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) onLine(line);
      });
      output.on('end', () => rest && onLine(rest));
    }
    child.on('error', reject);
    child.on('close', (status, signal) => resolve(signal ?? status ?? 1));
  });
}
