import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { formatAmount, type Job, type JobId } from '@cyxwiz/protocol';
import {
  type CheckedOffer,
  CyxwizClient,
  heldOutAccuracy,
  keypairWallet,
  memorySink,
  type NodeSession,
  prepareJob,
  type Training,
  type TrainingEvent,
  verifyWeights,
} from '@cyxwiz/sdk';
import type { Checks } from './checks.ts';
import type { Tier } from './options.ts';
import type { Screen } from './screen.ts';
import type { World } from './world.ts';

const DIGITS = fileURLToPath(new URL('../../../../data/digits.csv.gz', import.meta.url));
const SHAPE = { inputs: 64, hidden: 32, outputs: 10, batch: 8 };
/** Published, so that two runs train the same network. */
const SEED = '00c1a5517e0000000000000000000000000000000000000000000000000000d1';
export const EPOCHS = 50;

export type EpochEvent = Extract<TrainingEvent, { type: 'epoch' }>;

/** A job under way, from the client's side. */
export type RunningJob = {
  client: CyxwizClient;
  checked: CheckedOffer;
  job: JobId;
  machine: string;
  session: NodeSession;
  training: Training;
  epochs: EpochEvent[];
  escrowSignature: string;
};

export async function connectClient(world: World): Promise<CyxwizClient> {
  const { grpcCertificate } = world.coordinator;
  return new CyxwizClient({
    rpcUrl: world.chain.rpcUrl,
    wsUrl: world.chain.wsUrl,
    coordinator: world.coordinator.grpcAddress,
    ...(grpcCertificate ? { coordinatorCertificate: grpcCertificate } : { plain: true }),
    wallet: keypairWallet(world.cast.client),
  });
}

/** Submit, look at the offer, sign, confirm, connect, hand over the data. */
export async function startJob(
  world: World,
  screen: Screen,
  checks: Checks,
  tier: Tier = 'committed',
): Promise<RunningJob> {
  const client = await connectClient(world);
  const names = new Map([...world.addresses].map(([name, address]) => [address, name]));

  screen.step(`the client submits a job: train 64-32-10 on the digits for 50 epochs, ${tier} tier`);
  const prepared = prepareJob({
    dataset: new Uint8Array(gunzipSync(await readFile(DIGITS))),
    shape: SHAPE,
    epochs: EPOCHS,
    tier,
    seed: SEED,
    estimatedSeconds: 60,
    priority: 'high',
    resources: { cpuCores: 2, memoryMib: 2048 },
    maxPrice: 5n * 10n ** 9n,
  });
  screen.say(`data set root ${prepared.spec.datasetRoot}`);
  screen.say(`first weights ${prepared.spec.initialWeights}`);
  const checked = await client.submit(prepared);
  const { offer } = checked;
  const machine = names.get(offer.node) ?? offer.node;
  screen.say(
    `offered: ${machine}, score ${offer.matchScore.toFixed(3)}, ${formatAmount(offer.price, offer.decimals)} CYXWIZ`,
  );
  for (const line of offer.priceExplanation) screen.say(`  price: ${line}`);
  for (const { node, code, reason } of offer.rejections)
    screen.say(`not ${names.get(node) ?? node}: ${code}: ${reason}`);
  checks.equal('every other node has a reason', offer.rejections.length, world.cast.machines.length - 1);

  screen.step('the client checks the transaction, signs it and sends it');
  const funded = await client.fund(checked);
  screen.say(`escrow ${offer.job}`);
  screen.say(`paid in ${funded.signature}`);
  const vault = (await client.escrow.job(offer.job)).job;
  checks.equal('the price is in the escrow', vault.price, offer.price);

  screen.step('the coordinator reads the escrow and introduces the two sides');
  const introduction = await client.confirm(funded.job, funded.signature);
  const [, claims = ''] = introduction.token.split('.');
  const { aud, exp, iat } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<
    string,
    number | string
  >;
  screen.say(`token for ${names.get(String(aud)) ?? aud}, ${Number(exp) - Number(iat)} s, single use`);

  screen.step(`the client connects to ${machine} over TLS 1.3, its key pinned to the hash on chain`);
  const session = await client.connect(introduction, prepared);
  screen.say(`agent ${session.agentVersion} at ${introduction.endpoint}`);
  const root = new Uint8Array(Buffer.from(prepared.spec.datasetRoot, 'hex'));
  await session.sendJob(prepared.specJson, prepared.datasetBytes, root);
  screen.say(
    `${prepared.datasetBytes.length.toLocaleString('en')} bytes of data sent; the node computed the same root`,
  );
  const training = session.train();
  return {
    client,
    checked,
    job: funded.job,
    machine,
    session,
    training,
    epochs: [],
    escrowSignature: funded.signature,
  };
}

export type TrainingEnd = {
  ended: Extract<TrainingEvent, { type: 'ended' }> | undefined;
  weights: Uint8Array | undefined;
  proof: { millis: bigint; transaction: string; backend: string } | undefined;
};

/**
 * Follows the training to its end, or until `until` says so. Downloads and checks the weights as soon as the final
 * root is anchored, while the node proves.
 */
export async function followTraining(
  run: RunningJob,
  screen: Screen,
  checks: Checks,
  until: (event: TrainingEvent, run: RunningJob) => boolean | Promise<boolean> = () => false,
): Promise<TrainingEnd> {
  screen.step('the node trains');
  const end: TrainingEnd = { ended: undefined, weights: undefined, proof: undefined };
  let download: Promise<Uint8Array> | undefined;
  const checkpoints = run.checked.job.spec.epochs;
  for await (const event of run.training) {
    show(event, run, screen);
    if (event.type === 'anchored' && event.checkpoints === checkpoints) {
      download ??= run.session.download(memorySink());
      // It is awaited below; a failure must not count as unhandled meanwhile.
      download.catch(() => {});
    }
    if (event.type === 'proof' && (event.stage === 'PROVED' || event.stage === 'VERIFIED')) {
      const before = end.proof;
      end.proof = {
        millis: event.stage === 'PROVED' ? event.millis : (before?.millis ?? event.millis),
        transaction: event.transaction,
        backend: event.backend || (before?.backend ?? ''),
      };
    }
    if (event.type === 'ended') end.ended = event;
    if (await until(event, run)) break;
  }
  if (download && end.ended?.ok) {
    end.weights = await download;
    const onChain = await escrowOf(run);
    const commitment = verifyWeights(end.weights, onChain);
    const { dataset } = run.checked.job;
    if (!dataset) throw new Error('the story is of the exact engine');
    const { accuracyPpm, rows } = heldOutAccuracy(end.weights, dataset);
    screen.step('the client downloaded the weights and recomputed their commitment');
    screen.say(`${commitment.toString(16).padStart(64, '0')}`);
    checks.that('the weights are those whose commitment is anchored on chain', true);
    checks.that(
      'held-out accuracy is above 95 %',
      accuracyPpm > 950_000,
      `${accuracyPpm} ppm of ${rows} rows`,
    );
    screen.say(
      `held-out accuracy ${(accuracyPpm / 10_000).toFixed(2)} % of ${rows} rows that were not trained on`,
    );
  }
  return end;
}

function show(event: TrainingEvent, run: RunningJob, screen: Screen): void {
  if (event.type === 'epoch') {
    run.epochs.push(event);
    const loss = (Number(event.lossMicros) / 1e6).toFixed(4);
    const accuracy = (event.accuracyPpm / 10_000).toFixed(2);
    screen.progress(
      event.epoch,
      event.epochs,
      `epoch ${event.epoch}/${event.epochs}  loss ${loss}  accuracy ${accuracy} %`,
    );
  }
  if (event.type === 'anchored') {
    const root = Buffer.from(event.root).toString('hex').slice(0, 16);
    screen.say(
      `anchored ${event.checkpoints} checkpoints, root ${root}…, in ${event.transaction.slice(0, 16)}…`,
    );
  }
  if (event.type === 'proof') {
    const took = event.millis > 0n ? ` ${event.millis} ms` : '';
    screen.say(`proof: ${event.stage.toLowerCase()}${took}${event.backend ? ` (${event.backend})` : ''}`);
  }
  if (event.type === 'audit' && event.stage === 'COMMITTING') {
    screen.progress(event.done, event.of, `${event.done}/${event.of} segments committed to`);
  }
  if (event.type === 'ended' && !event.ok) screen.say(`the node ended: ${event.error}`);
}

/** The escrow account as it is on chain. */
export async function escrowOf(run: RunningJob): Promise<Job> {
  return (await run.client.escrow.job(run.job)).job;
}
