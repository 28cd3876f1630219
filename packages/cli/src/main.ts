import { createInterface } from 'node:readline/promises';
import { run } from './run.ts';
import type { Surroundings } from './surroundings.ts';

/** A terminal sends its signal to the launcher and to us, and the launcher passes its own on: that is one signal. */
const SAME_SIGNAL_MS = 500;

/** Runs this process' command line. Called by bin/cyxwiz.mjs. */
export async function main(): Promise<void> {
  // Deprecations are for those who write programs, and grpc-js causes one at each connection to an IP address.
  Object.assign(process, { noDeprecation: !process.env.CYXWIZ_DEBUG });
  const stopping = new AbortController();
  let first = 0;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (stopping.signal.aborted && Date.now() - first > SAME_SIGNAL_MS)
        process.exit(name === 'SIGINT' ? 130 : 143);
      if (stopping.signal.aborted) return;
      first = Date.now();
      stopping.abort(name);
    });
  }
  // A reader that has seen enough (`| head`) is no failure.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 70));
  }
  const around: Surroundings = {
    env: process.env,
    signal: stopping.signal,
    interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    ask: async (question) => {
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await lines.question(question, { signal: stopping.signal });
      } finally {
        lines.close();
      }
    },
  };
  const code = await run(process.argv.slice(2), around);
  // Connections that nobody needs any more must not keep the process; what was written must still get out.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}
