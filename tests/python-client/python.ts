import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Python, pythonWith } from '../python/packages.ts';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));
const proto = fileURLToPath(new URL('../../proto', import.meta.url));
const FILES = ['cyxwiz/coordinator/v1/coordinator.proto', 'cyxwiz/node/v1/training.proto'];

/** A Python with the pinned packages, and in `folder` the modules that protoc makes of our .proto files: all that it gets of ours. */
export function pythonWithStubs(folder: string): Python {
  const { command, env } = pythonWith('python-client', requirements, [
    '-c',
    'import grpc_tools, solders, cryptography',
  ]);
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
