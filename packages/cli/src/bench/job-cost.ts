import { type Localnet, startLocalnet } from '@cyxwiz/localnet';
import { applyOutcomes, clientRecordAddress, closeJob } from '@cyxwiz/protocol';
import type { PublicKey } from '@solana/web3.js';
import { JobBench } from './chain-job.ts';
import type { Figure, Part } from './figures.ts';

export const jobCostPart: Part = {
  name: 'job-cost',
  about: 'lamports that a whole job costs, and the rent that comes back',
  async measure(say) {
    const chain = await startLocalnet();
    try {
      const bench = new JobBench(chain);
      await bench.start();
      return { title: 'On-chain cost of a job', intro: INTRO, figures: await run(bench, chain, say) };
    } finally {
      await chain.stop();
      const { closeSharedProver } = await import('@cyxwiz/proofs');
      await closeSharedProver();
    }
  },
};

const INTRO =
  'One job: create, accept, one anchor, proof, waiver, settlement, scores, close, one transaction each at 5,000 lamports a signature and no priority fee. More anchors cost one transaction each.';

/** Balances of those who pay, before and after each stage: what a wallet sees, not what somebody computes. */
async function run(bench: JobBench, chain: Localnet, say: (text: string) => void): Promise<Figure[]> {
  const of = (key: PublicKey) => chain.reader.lamports(key);
  const [client, operator] = [bench.client.publicKey, bench.operator.publicKey];
  const start = { client: await of(client), operator: await of(operator) };
  say('create');
  const job = await bench.create();
  const created = await of(client);
  const record = await of(clientRecordAddress(client));
  say('accept, anchor, prove, settle');
  await bench.accept(job);
  await bench.prove(job);
  const proven = await of(client);
  await bench.settle(job);
  const settled = await of(client);
  await bench.send(bench.operator, applyOutcomes(0));
  say('close');
  await bench.send(bench.client, closeJob(await bench.ref(job), client));
  const end = { client: await of(client), operator: await of(operator) };
  const lamports = (name: string, value: number, how: string): Figure => ({
    name,
    value,
    unit: 'lamports',
    how,
  });
  return [
    lamports(
      'client pays when it creates the job',
      start.client - created,
      'wallet before and after: rent of job, vault and (once a wallet) its record, and the fee',
    ),
    lamports('of that the wallet’s record, for its first job only', record, 'balance of the record account'),
    lamports(
      'comes back when the job settles',
      settled - proven,
      'wallet before and after waiver and settlement: rent of the vault, less the fee of the waiver',
    ),
    lamports(
      'comes back when the job is closed',
      end.client - settled,
      'wallet before and after: rent of the job, less the fee',
    ),
    lamports(
      'client, whole job, after the first',
      start.client - end.client - record,
      'wallet at the start and at the end, without the record',
    ),
    lamports(
      'node, whole job',
      start.operator - end.operator,
      'operator’s wallet at the start and at the end: accept, anchor, proof, settlement, scores',
    ),
  ];
}
