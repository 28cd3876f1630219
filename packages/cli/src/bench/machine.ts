import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

const ROOT = new URL('../../../../', import.meta.url);

/** What this ran on: processor, memory, and the versions that decide the figures. */
export function describeMachine(): string {
  const [model = 'unknown processor'] = [...new Set(cpus().map((cpu) => cpu.model.trim()))];
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const versions = [
    `Node ${process.versions.node}`,
    ...['@solana/surfpool-linux-x64-gnu', '@grpc/grpc-js', 'snarkjs'].map(
      (name) => `${name} ${versionOf(name)}`,
    ),
    rustc(),
  ];
  return `${model}, ${cpus().length} cores, ${memory} GiB, load ${load} before the start; ${versions.join(', ')}.`;
}

function versionOf(name: string): string {
  const text = readFileSync(new URL(`node_modules/${name}/package.json`, ROOT), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function rustc(): string {
  try {
    return execFileSync('rustc', ['--version'], { encoding: 'utf8' }).trim().split(' ').slice(0, 2).join(' ');
  } catch {
    return 'no rustc';
  }
}
