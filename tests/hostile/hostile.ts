import { ExactTrainer, encodeWeights, prepareDataset } from '@cyxwiz/engine';
import type { ExactJobSpec } from '@cyxwiz/protocol';
import type { Attack } from './attack.ts';
import { connectionAttacks } from './connection-attacks.ts';
import { messageAttacks } from './message-attacks.ts';
import { Target } from './target.ts';
import type { OrderedJob } from './wire.ts';

export const ATTACKS: readonly Attack[] = [...messageAttacks, ...connectionAttacks];

export interface HostileOptions {
  /** Connections of a flood. */
  readonly connections: number;
  /** Messages, frames and calls of a flood. */
  readonly repeats: number;
  /** Epochs of the job that trains meanwhile. */
  readonly epochs: number;
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

/** Every attack in turn on one agent, beside a job of somebody else's. */
export async function runHostile(options: HostileOptions): Promise<HostileReport> {
  const target = await Target.start();
  try {
    // Once before anything is measured: what a first job and a first answer load stays loaded.
    await target.train(await target.order(options.epochs));
    await target.health();
    const restMib = target.memoryMib();
    const attacks: AttackReport[] = [];
    const wanted = ATTACKS.filter(({ name }) => options.only === undefined || name.includes(options.only));
    for (const attack of wanted) {
      const report = await underAttack(target, attack, options);
      attacks.push(report);
      const { name, peakMib, healthMs, seconds, faults } = report;
      const figures = `${peakMib.toFixed(0)} MiB at most, health within ${healthMs.toFixed(0)} ms, ${seconds.toFixed(1)} s`;
      options.say(`${name}: ${figures}${faults.map((fault) => `\n  FAULT ${fault}`).join('')}`);
      if (target.exited !== null) break;
    }
    return { restMib, attacks };
  } finally {
    await target.stop();
  }
}

async function underAttack(target: Target, attack: Attack, options: HostileOptions): Promise<AttackReport> {
  const started = performance.now();
  const over = new AbortController();
  const faults: string[] = [];
  let peakMib = 0;
  let healthMs = 0;
  let healthAnswers = 0;
  let watching = true;
  const memory = setInterval(() => {
    peakMib = Math.max(peakMib, target.memoryMib());
  }, 50);
  const asking = (async () => {
    while (watching) {
      healthMs = Math.max(healthMs, await target.health());
      healthAnswers += 1;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })().catch((error: unknown) => {
    faults.push(`the health service: ${error instanceof Error ? error.message : String(error)}`);
  });
  const job = await target.order(options.epochs);
  const { connections, repeats } = options;
  const scene = { target, job: await target.order(1), connections, repeats, until: over.signal };
  const attacking = attack.run(scene).catch((error: unknown) => [`the attack broke: ${String(error)}`]);
  try {
    const weights = await target.train(job);
    if (!weights.equals(await undisturbed(job))) faults.push('the weights of the other job are wrong');
  } catch (error) {
    faults.push(`the other job: ${String(error)}`);
  }
  over.abort();
  faults.push(...(await attacking));
  watching = false;
  await asking;
  clearInterval(memory);
  if (target.exited !== null) faults.push(target.exited);
  const seconds = (performance.now() - started) / 1000;
  return { name: attack.name, faults, peakMib, healthMs, healthAnswers, seconds };
}

/** The weights that nobody was in the way of. */
async function undisturbed(job: OrderedJob): Promise<Buffer> {
  const { shape, seed, epochs } = JSON.parse(job.specJson) as ExactJobSpec;
  const dataset = prepareDataset(Buffer.from(job.csv), shape, { batchesMultipleOf: 1 });
  const trainer = new ExactTrainer({ shape, seed, dataset });
  for (let epoch = 0; epoch < epochs; epoch += 1) await trainer.runEpochAsync();
  return Buffer.from(encodeWeights(trainer.weights));
}
