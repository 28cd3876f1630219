import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonWith } from '../python/packages.ts';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));
const COMMAND = ['-m', 'schemathesis.cli'];

/** A Python that has the pinned schemathesis. */
export const pythonWithSchemathesis = () =>
  pythonWith('schemathesis', requirements, [...COMMAND, '--version']);

export interface Trial {
  /** The description of the API. */
  readonly url: string;
  readonly seed: number;
  /** Requests an operation and a phase, at most. */
  readonly examples: number;
  /** Values for parameters that a guess would never hit, like `path.id`. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly folder: string;
}

export interface Outcome {
  readonly ok: boolean;
  readonly output: string;
  readonly requests: number;
  readonly operations: number;
}

/**
 * Requests made from the API's own description, valid and not; every answer is held against that description.
 * Left out: `events`, which never ends, and the rule that whatever the description allows must be accepted. JSON Schema
 * cannot say that base58 has 32 bytes, or that a time lies in the future.
 */
export async function tryApi(trial: Trial): Promise<Outcome> {
  const { url, seed, examples, parameters = {}, folder } = trial;
  const { command, env } = pythonWithSchemathesis();
  const config = join(folder, 'schemathesis.toml');
  const lines = Object.entries(parameters).map(([name, value]) => `"${name}" = ${JSON.stringify(value)}`);
  writeFileSync(config, `[parameters]\n${lines.join('\n')}\n`);
  const args = [
    ...COMMAND,
    ...['--config-file', config, '--no-color', 'run', url],
    ...['--checks', 'all', '--exclude-checks', 'positive_data_acceptance'],
    ...['--exclude-path-regex', '/events$', '--continue-on-failure', '--suppress-health-check', 'all'],
    ...['--max-examples', String(examples), '--seed', String(seed), '--request-timeout', '60'],
    ...['--phases', 'examples,coverage,fuzzing', '--no-shrink'],
  ];
  const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const parts: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => parts.push(String(part)));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const output = parts.join('');
  return {
    ok: status === 0,
    output,
    requests: Number(/(\d+) generated/.exec(output)?.[1] ?? 0),
    operations: Number(/Tested: (\d+)/.exec(output)?.[1] ?? 0),
  };
}
