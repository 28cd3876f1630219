// node scripts/run.mjs <task> [arguments]
//
// The start of every npm script. Runs on Node 20 with nothing installed: it installs the packages when the lock file
// has changed, and then runs the task on the Node that the packages brought.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { handOver } from './lib/hand-over.mjs';
import { root } from './lib/paths.mjs';
import { say } from './lib/progress.mjs';

const [task, ...args] = process.argv.slice(2);
const tasks = readdirSync(join(root, 'scripts/tasks')).map((file) => file.replace('.mjs', ''));
if (!task || !tasks.includes(task)) {
  console.error(`usage: node scripts/run.mjs <task> [arguments]; tasks: ${tasks.join(', ')}`);
  process.exit(2);
}
if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Node ${process.versions.node} is too old: install Node 20 or later`);
  process.exit(1);
}

const node = join(root, 'node_modules/node/bin/node');
installPackages();
handOver(node, [join(root, 'scripts/tasks', `${task}.mjs`), ...args], {
  ...process.env,
  PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`,
});

function installPackages() {
  const stamp = join(root, 'node_modules/.cyxwiz-lock');
  const key = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  say('packages: npm install');
  const npm = (...words) =>
    spawnSync('npm', [...words, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      // Prisma's engines are downloads that nothing here uses.
      env: { ...process.env, PRISMA_SKIP_POSTINSTALL_GENERATE: '1', CHECKPOINT_DISABLE: '1' },
    }).status === 0;
  // Not `npm ci`: that insists on optional packages for other platforms, which not every registry has. Versions and
  // hashes are the lock file's all the same, and it is not written.
  if (!npm('install', '--no-save')) fail('npm install failed: see above');
  // Where npm runs no install scripts, the one that fetches Node has to be asked for.
  if (!existsSync(node) && !(npm('rebuild', 'node', '--foreground-scripts') && existsSync(node))) {
    fail('the package `node` did not install its binary; run: npm rebuild node');
  }
  writeFileSync(stamp, key);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
