import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NUMPY = 'numpy>=1.26,<3';
const folder = join(fileURLToPath(new URL('../..', import.meta.url)), 'target', 'python');

/**
 * A Python that has numpy: the machine's own, or with a copy in target/python, put there by pip the first time.
 * @throws when there is no Python 3, or pip cannot get numpy
 */
export function pythonWithNumpy(): { command: string; env: NodeJS.ProcessEnv } {
  const command = process.env.CYXWIZ_PYTHON ?? 'python3';
  const own = { command, env: process.env };
  if (imports(own)) return own;
  const env = { ...process.env, PYTHONPATH: [folder, process.env.PYTHONPATH].filter(Boolean).join(':') };
  const local = { command, env };
  if (imports(local)) return local;
  // Aside and then renamed: suites that run at the same time may both come here.
  const aside = `${folder}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--root-user-action=ignore'];
  try {
    execFileSync(command, [...pip, '--upgrade', '--target', aside, NUMPY], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  } catch (error) {
    throw new Error(
      `numpy could not be installed with ${command} -m pip: install Python 3 with pip, or numpy`,
      { cause: error },
    );
  }
  if (!imports(local)) {
    rmSync(folder, { recursive: true, force: true });
    renameSync(aside, folder);
  }
  rmSync(aside, { recursive: true, force: true });
  if (!imports(local)) throw new Error(`numpy was installed into ${folder}, but ${command} cannot import it`);
  return local;
}

function imports({ command, env }: { command: string; env: NodeJS.ProcessEnv }): boolean {
  return spawnSync(command, ['-c', 'import numpy'], { env, stdio: 'ignore' }).status === 0;
}
