import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));
const target = fileURLToPath(new URL('../../target', import.meta.url));
const proto = fileURLToPath(new URL('../../proto', import.meta.url));
const FILES = ['cyxwiz/coordinator/v1/coordinator.proto', 'cyxwiz/node/v1/training.proto'];

export interface Python {
  readonly command: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A Python with the pinned packages, in target/, put there by pip the first time. */
function withPackages(): Python {
  const key = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(target, `python-client-${key}`);
  const command = process.env.CYXWIZ_PYTHON ?? 'python3';
  const python = { command, env: { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1' } };
  const works = () =>
    spawnSync(command, ['-c', 'import grpc_tools, solders, cryptography'], { env: python.env }).status === 0;
  if (works()) return python;
  // Aside and then renamed, so that a set-up that was stopped leaves no half folder.
  const aside = `${folder}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  const quiet = ['--quiet', '--disable-pip-version-check', '--root-user-action=ignore'];
  const pip = ['-m', 'pip', 'install', ...quiet, '--target', aside, '--requirement', requirements];
  if (spawnSync(command, pip, { stdio: ['ignore', 'inherit', 'inherit'] }).status !== 0)
    throw new Error(`grpcio could not be installed with ${command} -m pip: see above`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(aside, folder);
  if (!works()) throw new Error(`grpcio was installed into ${folder}, but ${command} cannot import it`);
  return python;
}

/** That Python, and in `folder` the modules that protoc makes of our .proto files: all that it gets of ours. */
export function pythonWithStubs(folder: string): Python {
  const { command, env } = withPackages();
  const args = ['-m', 'grpc_tools.protoc', `--proto_path=${proto}`];
  const made = spawnSync(
    command,
    [...args, `--python_out=${folder}`, `--grpc_python_out=${folder}`, ...FILES],
    {
      env,
      encoding: 'utf8',
    },
  );
  if (made.status !== 0) throw new Error(`protoc refuses the .proto files: ${made.stderr}`);
  return { command, env: { ...env, PYTHONPATH: `${folder}:${env.PYTHONPATH}` } };
}
