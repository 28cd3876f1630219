import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const target = fileURLToPath(new URL('../../target', import.meta.url));

export interface Python {
  readonly command: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * A Python 3 with the pinned packages of a requirements file, in target/, put there by pip the first time. `probe`:
 * arguments with which that Python ends well only when it has them.
 * @throws Error when there is no Python 3 with pip, or pip cannot get them
 */
export function pythonWith(name: string, requirements: string, probe: readonly string[]): Python {
  const key = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(target, `${name}-${key}`);
  const command = process.env.CYXWIZ_PYTHON ?? 'python3';
  const python = { command, env: { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1' } };
  const works = () => spawnSync(command, probe, { env: python.env, stdio: 'ignore' }).status === 0;
  if (works()) return python;
  // Aside and then renamed, so that a set-up that was stopped leaves no half folder.
  const aside = `${folder}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  const quiet = ['--quiet', '--disable-pip-version-check', '--root-user-action=ignore'];
  const pip = ['-m', 'pip', 'install', ...quiet, '--target', aside, '--requirement', requirements];
  if (spawnSync(command, pip, { stdio: ['ignore', 'inherit', 'inherit'] }).status !== 0)
    throw new Error(`${requirements} could not be installed with ${command} -m pip: see above`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(aside, folder);
  if (!works()) throw new Error(`${requirements} was installed into ${folder}, but ${command} cannot use it`);
  return python;
}
