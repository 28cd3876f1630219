import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/** Runs a program in place of this one: signals go to it, and this process ends as it ends. */
export function handOver(file, args, env = process.env) {
  const child = spawn(file, args, { cwd: root, stdio: 'inherit', env });
  // A terminal's Ctrl-C reaches the whole group by itself; whoever signals this process alone means the child.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`${file}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
