// SPDX-License-Identifier: GPL-3.0-or-later
//
// node circuits/build.ts            compiles every circuit of circuits.json, makes its development key, and fails
//                                   when the result is not the committed one
// node circuits/build.ts --update   the same, and writes the new hashes and verifying keys to be committed
// node circuits/build.ts --only NAME [--update]   one circuit; the only way to build those marked onDemand
//
// Artefacts go to circuits/build/<name>/; what has not changed is not built again.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { artefactNames, buildFolder, circuitKey } from './tooling/artefacts.ts';
import { storeInCache, takeFromCache } from './tooling/cache.ts';
import {
  checkPublicSignals,
  compileCircuit,
  constraintCounts,
  mainComponent,
  native,
} from './tooling/compile.ts';
import { findDrift } from './tooling/drift.ts';
import {
  type CircuitEntry,
  circuitsFolder,
  manifestPath,
  readManifest,
  sha256OfFile,
} from './tooling/manifest.ts';
import { buildProver, proverBinary } from './tooling/prover-binary.ts';

const run = promisify(execFile);
const update = process.argv.includes('--update');
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const report = (line: string) => process.stdout.write(`circuits: ${line}\n`);

try {
  await buildProver(report);
  const entries: CircuitEntry[] = [];
  const manifest = readManifest();
  if (process.argv.includes('--only') && !manifest.some(({ name }) => name === only))
    throw new Error(`circuits.json has no circuit ${only}`);
  for (const entry of manifest) {
    const wanted = only === undefined ? !entry.onDemand : entry.name === only;
    entries.push(wanted ? await build(entry) : entry);
  }
  if (update) writeFileSync(manifestPath, `${JSON.stringify({ circuits: entries }, null, 2)}\n`);
} catch (error) {
  process.stderr.write(`circuits: ${(error as Error).message}\n`);
  process.exitCode = 1;
}

async function build(entry: CircuitEntry): Promise<CircuitEntry> {
  const started = Date.now();
  const folder = buildFolder(entry.name);
  const files = artefactNames(entry.name);
  const key = circuitKey(entry);
  const stamp = join(folder, 'key');
  let how = 'up to date';
  if (
    !files.every((file) => existsSync(join(folder, file))) ||
    !existsSync(stamp) ||
    readFileSync(stamp, 'utf8') !== key
  ) {
    // Built aside and moved, so that a run that is stopped, or beside this one, never sees half a folder.
    const partial = `${folder}.partial-${process.pid}`;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true });
    if (takeFromCache(`circuits-${entry.name}`, key, partial, files)) {
      how = 'from the cache';
    } else {
      await make(entry, partial);
      storeInCache(`circuits-${entry.name}`, key, partial, files);
      how = 'built';
    }
    writeFileSync(join(partial, 'key'), key);
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  }
  const checked = compare(entry, folder);
  report(
    `${entry.name}: ${how}, ${checked.constraints} constraints, ${((Date.now() - started) / 1000).toFixed(1)} s`,
  );
  return checked;
}

async function make(entry: CircuitEntry, folder: string): Promise<void> {
  if (!entry.development)
    throw new Error(`${entry.name}: only development keys are made here; see circuits/ceremony`);
  if (entry.nativeCompiler && !native)
    throw new Error(
      `${entry.name} needs more than the 4 GiB of circom's WebAssembly. Build circom 2.2.3 from its sources ` +
        '(cargo build --release) and say where it is: CYXWIZ_CIRCOM=/path/to/circom',
    );
  report(`${entry.name}: compiling`);
  compileCircuit(entry.name, mainComponent(entry), folder);
  checkPublicSignals(entry, folder);
  report(`${entry.name}: making the development key`);
  const path = (extension: string) => join(folder, `${entry.name}.${extension}`);
  const files = ['--r1cs', path('r1cs'), '--out', path('zkey'), '--vk', path('vk.json')];
  await run(proverBinary, ['setup', '--seed', entry.seed, ...files]);
}

/** The entry as built. Unless updating, it must be the committed one. */
function compare(entry: CircuitEntry, folder: string): CircuitEntry {
  const { constraints, wires } = constraintCounts(join(folder, `${entry.name}.r1cs`));
  const hash = (extension: string) => sha256OfFile(join(folder, `${entry.name}.${extension}`));
  const sha256 = { r1cs: hash('r1cs'), zkey: hash('zkey'), verifyingKey: hash('vk.json') };
  const built: CircuitEntry = { ...entry, constraints, wires, sha256 };
  const committed = join(circuitsFolder, entry.verifyingKey);
  if (update) {
    writeFileSync(committed, readFileSync(join(folder, `${entry.name}.vk.json`)));
    return built;
  }
  const drift = findDrift(entry, built, existsSync(committed) ? sha256OfFile(committed) : undefined);
  if (drift)
    throw new Error(
      `${drift}\nIf that is meant, run: node circuits/build.ts --update, and commit the changes.`,
    );
  return built;
}
