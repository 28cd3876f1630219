// SPDX-License-Identifier: GPL-3.0-or-later
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { storeInCache, takeFromCache } from './cache.ts';
import { contentKey, repositoryRoot } from './manifest.ts';

const crate = join(repositoryRoot, 'crates', 'prover');
const targetFolder = join(repositoryRoot, 'target', 'prover');
const name = 'cyxwiz-prover';

export const proverBinary = join(targetFolder, 'release', name);

/**
 * Changes whenever the prover could: its sources, the versions it is locked to, the compiler.
 * @throws when there is no Rust compiler.
 */
export function proverKey(): string {
  return keyOf([join(crate, 'Cargo.toml'), ...filesUnder(join(crate, 'src'))]);
}

/** What of the prover decides a development key: whatever else changes there builds no circuit anew. */
const SETUP_SOURCES: readonly string[] = [
  'container.rs',
  'encoding.rs',
  'key/matrix.rs',
  'key/zkey.rs',
  'r1cs.rs',
  'reduction.rs',
  'setup.rs',
];

/** Changes whenever a development key could. @throws when there is no Rust compiler. */
export function setupKey(): string {
  return keyOf(SETUP_SOURCES.map((path) => join(crate, 'src', path)));
}

function keyOf(paths: readonly string[]): string {
  const rustc = spawnSync('rustc', ['-vV'], { encoding: 'utf8', cwd: repositoryRoot });
  if (rustc.status !== 0)
    throw new Error('rustc does not run: install Rust (https://rustup.rs) and try again');
  const sources = paths.map((path) => [relative(crate, path), readFileSync(path)] as const);
  return contentKey([...sources, ['locked', lockedDependencies()], ['rustc', rustc.stdout]]);
}

/** Makes target/prover/release/cyxwiz-prover, unless it is there, or in the cache. */
export async function buildProver(report: (line: string) => void): Promise<void> {
  const key = proverKey();
  const stamp = `${proverBinary}.key`;
  if (existsSync(proverBinary) && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  mkdirSync(dirname(proverBinary), { recursive: true });
  if (takeFromCache('prover', key, dirname(proverBinary), [name])) {
    chmodSync(proverBinary, 0o755);
    report('prover: from the cache');
  } else {
    report('prover: compiling (a minute or two the first time)');
    await cargoBuild();
    // A file of its own: cargo's is a hard link that a later build changes in place.
    storeInCache('prover', key, dirname(proverBinary), [name]);
  }
  writeFileSync(stamp, key);
}

function cargoBuild(): Promise<void> {
  // The workspace's release profile checks for overflow, which the programs need and field arithmetic pays for.
  const profile = ['--config', 'profile.release.overflow-checks=false'];
  const command = ['build', '--release', '--package', name, '--target-dir', targetFolder, ...profile];
  return new Promise((resolve, reject) => {
    const cargo = spawn('cargo', command, { cwd: repositoryRoot, stdio: ['ignore', 'inherit', 'inherit'] });
    cargo.once('error', () =>
      reject(new Error('cargo does not run: install Rust (https://rustup.rs) and try again')),
    );
    cargo.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`cargo ended with ${code}`))));
  });
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** The part of Cargo.lock that the prover depends on, so that other members' dependencies do not rebuild it. */
function lockedDependencies(): string {
  const path = join(repositoryRoot, 'Cargo.lock');
  if (!existsSync(path)) return '';
  const packages = new Map<string, string[]>();
  for (const block of readFileSync(path, 'utf8').split('[[package]]\n').slice(1)) {
    const crateName = /^name = "(.+)"/m.exec(block)?.[1] ?? '';
    packages.set(crateName, [...(packages.get(crateName) ?? []), block]);
  }
  const wanted = new Set<string>([name]);
  for (const crateName of wanted) {
    for (const block of packages.get(crateName) ?? []) {
      for (const match of block.matchAll(/^ "([^" ]+)/gm)) wanted.add(match[1] ?? '');
    }
  }
  return [...wanted]
    .sort()
    .flatMap((crateName) => packages.get(crateName) ?? [])
    .join('');
}
