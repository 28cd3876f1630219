import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setUp } from '../setup.mjs';
import { stream } from './exec.mjs';

/** Options of a command, each with a value unless `flags` names it; ends the process on one that it does not have. */
export function optionsOf(command, names, flags = []) {
  const string = names.map((name) => [name, { type: 'string' }]);
  const boolean = flags.map((name) => [name, { type: 'boolean' }]);
  try {
    return parseArgs({ options: Object.fromEntries([...string, ...boolean]) }).values;
  } catch (error) {
    console.error(`${command}: ${error.message}`);
    process.exit(2);
  }
}

/** Runs test files of the programs with these variables; the last line is the figures that they leave. */
export async function tableTests(files, env, args = []) {
  await setUp();
  const folder = mkdtempSync(join(tmpdir(), 'cyxwiz-figures-'));
  const figures = join(folder, 'figures');
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
  const status = await stream(
    process.execPath,
    ['node_modules/mocha/bin/mocha.js', '--reporter', 'dot', ...args, ...files],
    (line) => console.log(line),
    { env: { ...process.env, ...given, CYXWIZ_FIGURES: figures } },
  );
  try {
    console.log(readFileSync(figures, 'utf8').trim());
  } catch {
    console.error('the tests ended before their figures');
  }
  rmSync(folder, { recursive: true });
  process.exitCode = status;
}
