#!/usr/bin/env node
// Plain JavaScript on purpose: this file must run under any Node >= 20, which cannot read the TypeScript behind it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const readsTypeScript = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);

if (readsTypeScript) {
  // Before anything else: it sets how the heap of everything behind it grows.
  if (process.argv[2] === 'node' && process.argv[3] === 'start') await import('@cyxwiz/node/lean-heap');
  const { main } = await import('../src/main.ts');
  await main();
} else {
  relaunch();
}

/** Runs this file again under the Node that the repository brings, and becomes as invisible as a process can. */
function relaunch() {
  const root = new URL('../../../node_modules/', import.meta.url);
  const node = [new URL('node/bin/node', root), new URL('.bin/node', root)]
    .map(fileURLToPath)
    .find(existsSync);
  if (node === undefined) {
    process.stderr.write(
      `error: cyxwiz needs Node 22.18 or newer, this is ${process.versions.node}\n` +
        '  next: run npm install at the top of the repository (it brings Node 24), or install a newer Node\n',
    );
    process.exit(5);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    process.stderr.write(`error: ${node} does not start: ${error.message}\n  next: run npm install again\n`);
    process.exit(5);
  });
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    for (const known of signals) process.removeAllListeners(known);
    process.kill(process.pid, signal);
  });
}
