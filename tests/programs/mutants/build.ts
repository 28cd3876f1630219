import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { instructionsOf, type Mutant, Schemata } from './schemata.ts';
import { switchModule } from './switch.ts';
import type { UnitTests } from './unit-tests.ts';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const COPY = join(ROOT, 'target/mutants/src');
const TARGET = join(ROOT, 'target/mutants/target');
const PROGRAMS = ['governance', 'node-registry', 'reputation', 'job-escrow'];
/** What unit tests of the programs read besides. */
const READ = ['circuits', 'tests', 'packages'];
const WITH_ENTRY = '#[cfg(not(feature = "no-entrypoint"))]';

export interface Built {
  readonly mutants: readonly Mutant[];
  /** Constraints that cannot be taken away alone. */
  readonly left: readonly string[];
  /** Folder of the rewritten programs' bytecode. */
  readonly deployed: string;
  readonly unitTests: UnitTests;
}

/** Copies the programs with a switch at every check, and compiles them once for the chain and once with their tests. */
export function build(): Built {
  const { mutants, left } = copy();
  // What the programs depend on is compiled already, with the same flags.
  link(join(ROOT, 'target/sbf'), join(TARGET, 'sbf'));
  link(join(ROOT, 'target/debug'), join(TARGET, 'debug'));
  const env = { ...process.env, MANIFEST: join(COPY, 'Cargo.toml'), CARGO_TARGET_DIR: TARGET };
  for (const name of PROGRAMS) run(join(ROOT, 'toolchain/build-programs'), [name], env);
  return { mutants, left, deployed: join(TARGET, 'deploy'), unitTests: unitTests() };
}

function copy(): Schemata {
  const schemata = new Schemata();
  place('Cargo.lock', readFileSync(join(ROOT, 'Cargo.lock'), 'utf8'));
  const manifest = readFileSync(join(ROOT, 'Cargo.toml'), 'utf8');
  place('Cargo.toml', manifest.replace(/members = \[.*\]/, 'members = ["programs/*"]'));
  const read = (file: string) => readFileSync(join(ROOT, 'programs', file), 'utf8');
  const files = readdirSync(join(ROOT, 'programs'), { recursive: true, encoding: 'utf8' }).sort();
  for (const file of files.filter((name) => name.endsWith('Cargo.toml'))) {
    // The copy has an entry point of its own.
    place(join('programs', file), read(file).replace('default = []', 'default = ["no-entrypoint"]'));
  }
  for (const file of files.filter((name) => name.endsWith('.rs'))) {
    const room = file.split('/', 1)[0] ?? '';
    const text = read(file).replaceAll(WITH_ENTRY, '#[cfg(not(feature = "cpi"))]');
    const isTest = /tests(\.rs|\/)/.test(file);
    const rewritten = isTest
      ? text
      : schemata.rewrite(file, text, instructionsOf(read(`${room}/src/lib.rs`)));
    const isRoot = file === `${room}/src/lib.rs`;
    place(join('programs', file), isRoot ? `${rewritten}\npub mod mutants;\n` : rewritten);
  }
  for (const name of PROGRAMS)
    place(`programs/${name}/src/mutants.rs`, switchModule(schemata.flags.get(name) ?? []));
  for (const folder of READ) link(join(ROOT, folder), join(COPY, folder));
  return schemata;
}

/** Writes a file of the copy unless it is so already: cargo compiles what is newer. */
function place(file: string, text: string): void {
  const path = join(COPY, file);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function link(to: string, at: string): void {
  mkdirSync(dirname(at), { recursive: true });
  mkdirSync(to, { recursive: true });
  if (!existsSync(at)) symlinkSync(to, at);
}

function unitTests(): UnitTests {
  const packages = PROGRAMS.flatMap((name) => ['--package', name]);
  const env = { ...process.env, CARGO_TARGET_DIR: TARGET, RUSTFLAGS: '-A warnings' };
  const manifest = ['--manifest-path', join(COPY, 'Cargo.toml')];
  const kind = ['test', '--no-run', '--lib', '--message-format=json'];
  const built = run('cargo', [...kind, ...manifest, ...packages], env)
    .split('\n')
    .filter((line) => line.includes('"executable":"'))
    .map((line) => JSON.parse(line) as { target: { name: string }; executable: string });
  // What cargo names may be replaced by the next build of the workspace.
  mkdirSync(join(TARGET, 'unit-tests'), { recursive: true });
  return Object.fromEntries(
    built.map(({ target, executable }) => {
      const kept = join(TARGET, 'unit-tests', target.name);
      copyFileSync(executable, kept);
      return [target.name.replaceAll('_', '-'), kept];
    }),
  );
}

function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv): string {
  const { status, stdout } = spawnSync(file, args, {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} failed (${status})`);
  return stdout;
}
