import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Mutant } from './schemata.ts';
import type { Answer, Fate, Order, Setup } from './worker.ts';

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));
/** Bytes that a process may hold before another takes its place. */
const MEMORY = 1_500_000_000;

/** Tries mutants in as many processes. */
export async function tryAll(
  setup: Setup,
  jobs: number,
  orders: readonly Order[],
  onFate: (mutant: Mutant, fate: Fate) => void,
): Promise<void> {
  const waiting = [...orders];
  const work = async () => {
    let child: ChildProcess | undefined;
    for (let order = waiting.shift(); order; order = waiting.shift()) {
      const { mutant } = order;
      child ??= start(setup);
      const answer = await ask(child, order);
      if (answer) {
        onFate(mutant, answer.fate);
        if (answer.memory < MEMORY) continue;
        child.kill();
      } else {
        console.error(`the process that tried ${mutant.file}: ${mutant.check} ended`);
        onFate(mutant, { number: mutant.number, killedBy: undefined, milliseconds: 0 });
      }
      child = undefined;
    }
    child?.kill();
  };
  await Promise.all(Array.from({ length: Math.min(jobs, orders.length) }, work));
}

function start(setup: Setup): ChildProcess {
  return fork(WORKER, [JSON.stringify(setup)], {
    cwd: setup.root,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** Its answer, or nothing when the process ends instead. */
function ask(child: ChildProcess, order: Order): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const ended = () => resolve(undefined);
    child.once('exit', ended);
    child.once('message', (answer) => {
      child.off('exit', ended);
      resolve(answer as Answer);
    });
    child.send(order);
  });
}
