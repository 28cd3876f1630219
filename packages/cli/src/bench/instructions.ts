import { type Localnet, startLocalnet } from '@cyxwiz/localnet';
import {
  acceptAuthority,
  addVerifyingKey,
  allowMint,
  applyOutcomes,
  cancelJob,
  closeJob,
  disallowMint,
  initialParameters,
  proposeAuthority,
  retireVerifyingKey,
  sendHeartbeat,
  setPause,
  timeoutRefund,
  updateConfig,
  updateNode,
} from '@cyxwiz/protocol';
import { JobBench } from './chain-job.ts';
import type { Part, Say, Table } from './figures.ts';
import { type Cost, everyInstruction, readCosts } from './transaction-costs.ts';

/** What one transaction may take at most. */
const MAX_COMPUTE_UNITS = 1_400_000;
const MAX_BYTES = 1232;

export const instructionsPart: Part = {
  name: 'instructions',
  about: 'compute units and transaction bytes of every instruction of the four programs',
  async measure(say) {
    const chain = await startLocalnet();
    try {
      await useEverything(chain, say);
      say('reading every transaction back');
      const costs = await readCosts(chain);
      const largest = (pick: (cost: Cost) => number) => Math.max(...costs.map(pick));
      const how = 'all successful transactions of the run';
      return {
        title: 'Instructions',
        intro:
          'From the logs of real transactions on Surfpool: compute units with everything that the instruction calls; bytes of the smallest whole transaction with it as it went over the wire, with signatures and compute budget (settle also makes sure that the payee has a token account). Instructions without bytes are called by the escrow only.',
        figures: [
          {
            name: 'most compute units',
            value: largest((c) => c.computeUnits),
            unit: 'CU',
            aim: { atMost: MAX_COMPUTE_UNITS },
            how,
          },
          {
            name: 'largest transaction',
            value: largest((c) => c.bytes ?? 0),
            unit: 'bytes',
            aim: { atMost: MAX_BYTES },
            how,
          },
        ],
        tables: [costTable(costs)],
      };
    } finally {
      await chain.stop();
      const { closeSharedProver } = await import('@cyxwiz/proofs');
      await closeSharedProver();
    }
  },
};

function costTable(costs: readonly Cost[]): Table {
  const rows = everyInstruction().map(({ program, instruction }) => {
    const found = costs.filter((cost) => cost.program === program && cost.instruction === instruction);
    if (found.length === 0) throw new Error(`${program}.${instruction} was never used: add it to the run`);
    const units = found.map((cost) => cost.computeUnits);
    const bytes = found.flatMap((cost) => cost.bytes ?? []);
    return [
      `${program}.${instruction}`,
      found.length,
      Math.min(...units),
      Math.max(...units),
      bytes.length > 0 ? Math.min(...bytes) : 'called',
    ];
  });
  return { head: ['instruction', 'times', 'least CU', 'most CU', 'bytes'], rows };
}

/** Uses every instruction of every program at least once; what set-up does is counted with it. */
async function useEverything(chain: Localnet, say: Say): Promise<void> {
  const bench = new JobBench(chain);
  const { client, owner, operator, node } = bench;
  say('registering a node');
  await bench.start();
  await bench.send(
    owner,
    updateNode({ tlsKeyHash: new Uint8Array(32).fill(7) }, { owner: owner.publicKey, node }),
  );
  await bench.send(operator, sendHeartbeat({ operator: operator.publicKey, node }));

  say('a job from escrow to payment');
  const paid = await bench.create();
  await bench.accept(paid);
  await bench.prove(paid);
  await bench.settle(paid);
  await bench.send(operator, applyOutcomes(0));
  await bench.send(client, closeJob(await bench.ref(paid), client.publicKey));

  say('cancellations and refunds');
  const cancelled = await bench.create();
  await bench.accept(cancelled);
  await bench.send(client, cancelJob(await bench.ref(cancelled), 0));
  const unwanted = await bench.create();
  const failed = await bench.create();
  await bench.accept(failed);
  const never = await bench.create();
  await bench.wait(301n);
  await bench.send(client, cancelJob(await bench.ref(unwanted)));
  await bench.wait(86_400n);
  await bench.send(operator, timeoutRefund(await bench.ref(never)));
  const slash = { nodeIndex: 0, cyxwizMint: chain.mint };
  await bench.send(operator, timeoutRefund(await bench.ref(failed), slash));
  await bench.send(operator, applyOutcomes(0));

  say('governance');
  await govern(bench);
}

async function govern(bench: JobBench): Promise<void> {
  const { chain, owner } = bench;
  const { authority, mint } = chain;
  const { checkpointChainKey, encodeVerifyingKey } = await import('@cyxwiz/proofs');
  const points = encodeVerifyingKey(checkpointChainKey());
  const key = { circuit: 1, keyVersion: 2, development: true, publicInputs: points.ic.length - 1, points };
  const by = authority.publicKey;
  await bench.send(authority, updateConfig({ params: initialParameters(), allowDevelopmentKeys: true }, by));
  const until = (await chain.reader.unixTime()) + 60n;
  await bench.send(authority, setPause({ paused: true, until }, by));
  await bench.send(authority, setPause({ paused: false }, by));
  await bench.send(authority, disallowMint(mint, by));
  await bench.send(authority, allowMint({ authority: by, mint }));
  await bench.send(authority, addVerifyingKey(key, by));
  await bench.send(authority, retireVerifyingKey(key, by));
  await bench.send(authority, proposeAuthority(owner.publicKey, by));
  await bench.send(owner, acceptAuthority(owner.publicKey));
}
