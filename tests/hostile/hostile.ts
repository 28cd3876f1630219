import { ExactTrainer, encodeWeights, prepareDataset } from '@cyxwiz/engine';
import type { ExactJobSpec } from '@cyxwiz/protocol';
import { AttackerProcess } from './attacker-process.ts';
import { ATTACKS } from './attacks.ts';
import { Distance } from './distance.ts';
import { NodeProcess } from './node-process.ts';
import { Target } from './target.ts';
import type { OrderedJob } from './wire.ts';

export interface HostileOptions {
  /** Connections of a flood. */
  readonly connections: number;
  /** Connections that a flood makes at the same time. */
  readonly parallel: number;
  /** Messages, frames and calls of a flood. */
  readonly repeats: number;
  /** Epochs of the job that trains meanwhile. */
  readonly epochs: number;
  /** Milliseconds that good clients are away from the node, in each direction. */
  readonly distanceMs: number;
  readonly only?: string | undefined;
  readonly say: (text: string) => void;
}

export interface AttackReport {
  readonly name: string;
  /** What went otherwise than it should. */
  readonly faults: readonly string[];
  /** Most resident memory of the agent, and what it was before the first attack. */
  readonly peakMib: number;
  /** Slowest answer of the health service. */
  readonly healthMs: number;
  readonly healthAnswers: number;
  readonly seconds: number;
}

export interface HostileReport {
  readonly restMib: number;
  readonly attacks: readonly AttackReport[];
}

interface Field {
  readonly node: NodeProcess;
  readonly attacker: AttackerProcess;
  readonly target: Target;
}

/** Every attack in turn on one agent, beside a job of somebody else's. */
export async function runHostile(options: HostileOptions): Promise<HostileReport> {
  const node = await NodeProcess.start();
  const attacker = new AttackerProcess();
  const distance = await Distance.to(node.agent.port, options.distanceMs);
  try {
    const target = new Target({ ...node.agent, port: distance.port });
    // Once before anything is measured: what a first job and a first answer load stays loaded.
    await target.train(await node.order(options.epochs));
    await target.health();
    const restMib = node.memoryMib();
    const attacks: AttackReport[] = [];
    const wanted = ATTACKS.filter(({ name }) => options.only === undefined || name.includes(options.only));
    for (const { name } of wanted) {
      const report = await underAttack({ node, attacker, target }, name, options);
      attacks.push(report);
      const { peakMib, healthMs, seconds, faults } = report;
      const figures = `${peakMib.toFixed(0)} MiB at most, health within ${healthMs.toFixed(0)} ms, ${seconds.toFixed(1)} s`;
      options.say(`${name}: ${figures}${faults.map((fault) => `\n  FAULT ${fault}`).join('')}`);
      if (node.exited !== null) break;
    }
    return { restMib, attacks };
  } finally {
    attacker.stop();
    distance.close();
    await node.stop();
  }
}

async function underAttack(field: Field, name: string, options: HostileOptions): Promise<AttackReport> {
  const { node, attacker, target } = field;
  const started = performance.now();
  const over = new AbortController();
  const faults: string[] = [];
  let peakMib = 0;
  let healthMs = 0;
  let healthAnswers = 0;
  let watching = true;
  const memory = setInterval(() => {
    peakMib = Math.max(peakMib, node.memoryMib());
  }, 50);
  const [mine, job] = [await node.order(options.epochs), await node.order(1)];
  const asking = (async () => {
    while (watching) {
      try {
        healthMs = Math.max(healthMs, await target.health());
        healthAnswers += 1;
      } catch (error) {
        faults.push(`the health service: ${error instanceof Error ? error.message : String(error)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  const { connections, parallel, repeats } = options;
  const order = { agent: node.agent, name, job, connections, parallel, repeats };
  const attacking = attacker.attack(order, over.signal);
  let weights: Buffer | undefined;
  try {
    weights = await target.train(mine);
  } catch (error) {
    faults.push(`the other job: ${String(error)}`);
  }
  over.abort();
  faults.push(...(await attacking));
  watching = false;
  await asking;
  clearInterval(memory);
  // Not before: what is computed here is missing to the node, and to clients who want to be answered.
  if (weights?.equals(await undisturbed(mine)) === false)
    faults.push('the weights of the other job are wrong');
  if (node.exited !== null) faults.push(node.exited);
  const seconds = (performance.now() - started) / 1000;
  return { name, faults, peakMib, healthMs, healthAnswers, seconds };
}

/** The weights that nobody was in the way of. */
async function undisturbed(job: OrderedJob): Promise<Buffer> {
  const { shape, seed, epochs } = JSON.parse(job.specJson) as ExactJobSpec;
  const dataset = prepareDataset(Buffer.from(job.csv), shape, { batchesMultipleOf: 1 });
  const trainer = new ExactTrainer({ shape, seed, dataset });
  for (let epoch = 0; epoch < epochs; epoch += 1) await trainer.runEpochAsync();
  return Buffer.from(encodeWeights(trainer.weights));
}
