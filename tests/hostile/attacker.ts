// The attacker, in a process of his own, so that nobody but the node waits for him. Each message names an attack to run, or
// says that the one that runs is over; what went otherwise than it should comes back.
import { ATTACKS } from './attacks.ts';
import { Target } from './target.ts';
import type { AttackOrder } from './wire.ts';

let over = new AbortController();

async function run({ agent, name, ...order }: AttackOrder): Promise<string[]> {
  over = new AbortController();
  const scene = { target: new Target(agent), ...order, until: over.signal };
  const attack = ATTACKS.find((one) => one.name === name);
  if (attack === undefined) return [`there is no attack ${name}`];
  return attack.run(scene).catch((error: unknown) => [`the attack broke: ${String(error)}`]);
}

process.on('message', (order: AttackOrder | 'over') => {
  if (order === 'over') over.abort();
  else void run(order).then((faults) => process.send?.(faults));
});
