import type { Figure, Part, Say } from './figures.ts';
import { statusMib, watchMemory } from './process-memory.ts';
import { System, startDigitsJob } from './system.ts';

const COORDINATOR_MIB = 256;
const NODE_MIB = 400;

export const memoryPart: Part = {
  name: 'memory',
  about: 'memory of the coordinator, and of a node agent while it proves',
  async measure(say) {
    const system = await System.start(say);
    try {
      return {
        title: 'Memory',
        intro:
          'Coordinator (with the embedded database) and node agent as processes of their own, over one whole job on the digits. Resident memory counts a page in every process that maps it, so the sum over the agent, its prover and its witness process is too high rather than too low.',
        figures: await run(system, say),
      };
    } finally {
      await system.stop();
    }
  },
};

async function run(system: System, say: Say): Promise<Figure[]> {
  await system.registerNode();
  const agent = await system.startAgent();
  const client = await system.connect();
  const whole = watchMemory(agent.pid);
  let proving: ReturnType<typeof watchMemory> | undefined;
  try {
    say('a job of 50 epochs');
    const { session } = await startDigitsJob(client);
    for await (const event of session.train()) {
      if (event.type === 'proof' && event.stage === 'STARTED') proving = watchMemory(agent.pid, 20);
      if (event.type === 'proof') say(`proof: ${event.stage.toLowerCase()}`);
      if (event.type !== 'ended') continue;
      if (!event.ok) throw new Error(`the node gave up: ${event.error}`);
      break;
    }
    session.close();
  } finally {
    whole.stop();
    proving?.stop();
    client.close();
  }
  if (!proving) throw new Error('the node never said that it proves');
  const parts = proving.parts.map(({ name, mib }) => `${name} ${Math.round(mib)}`).join(', ');
  const mib = (name: string, value: number, how: string, atMost?: number): Figure => ({
    name,
    value,
    unit: 'MiB',
    how,
    ...(atMost === undefined ? {} : { aim: { atMost } }),
  });
  return [
    mib(
      'coordinator, peak',
      statusMib(system.coordinator.pid, 'VmHWM'),
      'VmHWM of its process after the job',
      COORDINATOR_MIB,
    ),
    mib(
      'node agent, prover and witness while proving, peak of the sum',
      proving.peakMib,
      `VmRSS of the process tree every 20 ms; at the peak: ${parts}`,
      NODE_MIB,
    ),
    mib('the same over the whole job', whole.peakMib, 'VmRSS of the process tree every 50 ms'),
    mib('node agent alone, peak', statusMib(agent.pid, 'VmHWM'), 'VmHWM of its process after the job'),
  ];
}
