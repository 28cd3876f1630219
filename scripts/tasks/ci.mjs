// What CI runs: format, lint, drift, types, then every test. The last line is the total of the tests.
import { spawnSync } from 'node:child_process';
import { say } from '../lib/progress.mjs';

const task = (name) =>
  spawnSync(process.execPath, [`scripts/tasks/${name}.mjs`], { stdio: 'inherit' }).status === 0;
const failed = ['lint', 'drift'].filter((name) => {
  say(`ci: ${name}`);
  return !task(name);
});
say(
  failed.length
    ? `ci: failed before the tests: ${failed.join(', ')}`
    : 'ci: lint and generated files are clean',
);
say('ci: npm test');
const tests =
  spawnSync('npm', ['test', '--silent'], {
    stdio: 'inherit',
    // Said again at the end, above the total.
    env: { ...process.env, CYXWIZ_FAILED_BEFORE: failed.join(', ') },
  }).status === 0;
process.exit(failed.length === 0 && tests ? 0 : 1);
