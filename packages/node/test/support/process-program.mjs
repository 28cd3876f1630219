// A program that trains, as small as the conversation allows: its weights are a sum that every epoch changes.
// The configuration of the job says how it misbehaves, and in which epoch; a crash happens once.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createInterface } from 'node:readline';

const say = (message) =>
  fs.writeSync(4, typeof message === 'string' ? message : `${JSON.stringify(message)}\n`);
const file = (value) => {
  const header = JSON.stringify({ w: { dtype: 'F64', shape: [1], data_offsets: [0, 8] } });
  const bytes = Buffer.alloc(8 + header.length + 8);
  bytes.writeBigUInt64LE(BigInt(header.length));
  bytes.write(header, 8);
  bytes.writeDoubleLE(value, 8 + header.length);
  return bytes;
};
const put = (name, bytes) => {
  fs.writeFileSync(`.${name}`, bytes);
  fs.renameSync(`.${name}`, name);
};
const wait = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

let job;
let sum = 0;

const faults = {
  kill: (once) => once && process.kill(process.pid, 'SIGKILL'),
  exit: () => process.exit(7),
  hang: (once) => once && wait(600_000),
  deaf: () => {
    process.on('SIGTERM', () => undefined);
    wait(600_000);
  },
  garbage: () => say('loss: 0.3, so far so good\n'),
  oversized: () => say(`${JSON.stringify({ type: 'error', message: 'x'.repeat(70_000) })}\n`),
  endless: () => say('x'.repeat(70_000)),
  unknown: () => say({ type: 'exec', command: 'sh' }),
  error: () => {
    say({ type: 'error', message: 'the loss is not a number any more' });
    process.exit(1);
  },
  skips: (_, epoch) => answer(epoch + 1, file(1)),
  escape: (_, epoch) => say({ ...epochMessage(epoch), checkpoint: '../escape.safetensors' }),
  missing: (_, epoch) => say(epochMessage(epoch)),
  symlink: (_, epoch) => {
    fs.writeFileSync('target', file(sum));
    fs.symlinkSync('target', epochMessage(epoch).checkpoint);
    say(epochMessage(epoch));
  },
  hardlink: (_, epoch) => {
    fs.writeFileSync('target', file(sum));
    fs.linkSync('target', epochMessage(epoch).checkpoint);
    say(epochMessage(epoch));
  },
  folder: (_, epoch) => {
    fs.mkdirSync(epochMessage(epoch).checkpoint);
    say(epochMessage(epoch));
  },
  truncated: (_, epoch) => answer(epoch, file(sum).subarray(0, -1)),
  pickle: (_, epoch) => answer(epoch, Buffer.from('80049520000000000000008c', 'hex')),
  large: (_, epoch) => {
    fs.ftruncateSync(fs.openSync('big', 'w'), 1024 * 1024);
    fs.appendFileSync('big', 'x');
    fs.renameSync('big', epochMessage(epoch).checkpoint);
    say(epochMessage(epoch));
  },
  replaces: (_, epoch) => {
    fs.renameSync(process.cwd(), `${process.cwd()}-away`);
    fs.mkdirSync(`${process.cwd().replace(/-away$/, '')}`);
    say(epochMessage(epoch));
  },
  child: (_, epoch) => {
    const { token } = job.job.program.config;
    spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600000)', token], { stdio: 'ignore' });
    answer(epoch, file(sum));
  },
  environment: (_, epoch) => {
    const seen = { env: process.env, cwd: process.cwd(), net: fs.readFileSync('/proc/net/dev', 'utf8') };
    fs.writeFileSync(job.job.program.config.pids, JSON.stringify(seen));
    answer(epoch, file(sum));
  },
};

const epochMessage = (epoch) => {
  const checkpoint = `epoch-${epoch}.safetensors`;
  return { type: 'epoch', epoch, loss: 1 / epoch, accuracy: 1 - 1 / (epoch + 1), checkpoint };
};

function answer(epoch, bytes) {
  put(`epoch-${epoch}.safetensors`, bytes);
  say(epochMessage(epoch));
}

function train(epoch) {
  const { fault, at, mark, milliseconds } = job.job.program.config;
  sum = sum * 0.5 + epoch + fs.readFileSync(job.dataset).length;
  if (milliseconds) wait(milliseconds);
  if (fault !== undefined && epoch === at) {
    const once = mark === undefined || !fs.existsSync(mark);
    if (mark !== undefined) fs.writeFileSync(mark, 'once');
    if (!(once && mark !== undefined) && ['kill', 'hang'].includes(fault) && mark !== undefined) {
      answer(epoch, file(sum));
      return;
    }
    faults[fault](once, epoch);
    return;
  }
  answer(epoch, file(sum));
}

const [mode] = process.argv.slice(2);
if (mode === 'mute') wait(600_000);
if (mode === 'silent-exit') process.exit(3);
console.log('what is written here goes nowhere');
console.error('last words of the program');
say({
  type: 'hello',
  version: mode === 'future' ? 2 : 1,
  name: 'sum',
  abilities: mode === 'start-only' ? [] : ['resume'],
});
createInterface({ input: fs.createReadStream(null, { fd: 3 }) })
  .on('line', (line) => {
    const message = JSON.parse(line);
    if (message.type === 'start') {
      job = message;
      if (job.checkpoint !== null) {
        const bytes = fs.readFileSync(job.checkpoint.file);
        sum = bytes.readDoubleLE(bytes.length - 8);
      }
      say({ type: 'ready' });
    } else if (message.type === 'train') train(message.epoch);
    else if (message.type === 'stop') {
      say({ type: 'done' });
      process.exit(0);
    }
  })
  .on('close', () => process.exit(0));
