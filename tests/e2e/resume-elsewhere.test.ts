import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run as cyxwiz } from '@cyxwiz/cli';
import { ExactTrainer, encodeWeights, prepareDataset } from '@cyxwiz/engine';
import {
  feeVaultAddress,
  insuranceAddress,
  type Job,
  jobId,
  nodeId,
  type ProcessJobSpec,
  parseJobSpec,
  tokenAccountOf,
} from '@cyxwiz/protocol';
import { deadFrom } from '@cyxwiz/sdk';
import { expect } from 'chai';
import { readBalances } from '../../packages/cli/src/demo/accounts.ts';
import { checkConservation } from '../../packages/cli/src/demo/conservation.ts';
import { eventually } from '../../packages/cli/src/demo/main-job.ts';
import { slashOf, whenNodeFails } from '../../packages/cli/src/demo/payouts.ts';
import { listTransactions, seenSignatures } from '../../packages/cli/src/demo/transactions.ts';
import { cli } from '../../packages/cli/test/support/cli.ts';
import { numpyOffer } from '../../packages/cli/test/support/node-checkpoints.ts';
import { ProcessEngine } from '../../packages/node/src/adapters/engine/process-engine.ts';
import { engineOffersSchema } from '../../packages/node/src/domain/engine-offer.ts';
import { type ClientHome, clientHome } from './support/client-home.ts';
import { type Stage, startStage } from './support/stage.ts';

const SHAPE = { inputs: 64, hidden: 32, outputs: 10, batch: 8 };
const EPOCHS = 60;
const ESTIMATE = 60;

type Told = Record<string, unknown>;
type Listed = { node: string; online: boolean; freeSlots: number; slots: number };

/** An anchor that comes before a busy machine's chain has the time for it is made again. */
const PATIENCE_MS = 180_000;
/** After which nothing is on its way any more. */
const SETTLED_MS = 3_000;

describe('a job whose node dies for good, and a client that goes on by itself', function () {
  this.timeout(600_000);
  let stage: Stage;
  let home: ClientHome;
  let env: Record<string, string>;
  /** Account addresses. */
  const killed = new Set<string>();

  before(async () => {
    stage = await startStage({ node: { engines: { numpy: numpyOffer() } } });
    home = clientHome(stage, { hidden: 16 });
    const { cranker } = stage.world.cast;
    writeFileSync(home.file('cranker.json'), JSON.stringify([...cranker.secretKey]), { mode: 0o600 });
    env = home.env;
  });
  after(async () => {
    await stage?.stop();
    home?.remove();
  });

  // For half a minute a killed node passes for one that can be given a job, and a settled job for one that takes a slot.
  beforeEach(async () => {
    await eventually('the coordinator knows who is dead and who is free', async () => {
      const answer = await fetch(`${stage.world.coordinator.restUrl}/v1/nodes`);
      const { nodes } = (await answer.json()) as { nodes: Listed[] };
      const known = nodes.every(({ node, online, freeSlots, slots }) =>
        killed.has(node) ? !online : online && freeSlots === slots,
      );
      return known || undefined;
    });
  });

  /** A command line that runs on while the test acts on what it says. */
  function running(...args: string[]) {
    const events: Told[] = [];
    let stderr = '';
    let rest = '';
    const ended = cyxwiz([...args, '--json'], {
      env,
      signal: new AbortController().signal,
      interactive: false,
      out: (text) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        events.push(...lines.filter(Boolean).map((line) => JSON.parse(line) as Told));
      },
      err: (text) => {
        stderr += text;
      },
      ask: async () => '',
    });
    let code: number | undefined;
    void ended.then((value) => {
      code = value;
    });
    const saw = (name: string) =>
      eventually(
        `the event ${name}`,
        async () => {
          const found = events.find(({ event }) => event === name);
          if (found) return found;
          if (code !== undefined) throw new Error(`it ended with ${code} before ${name}: ${stderr}`);
          return undefined;
        },
        PATIENCE_MS,
      );
    return { events, ended, saw, stderr: () => stderr };
  }

  function submit(engine: 'exact' | 'numpy', ...more: string[]) {
    const what =
      engine === 'exact'
        ? ['--shape', '64-32-10']
        : ['--engine', 'process:numpy', '--program-config', home.file('config.json')];
    return running(
      ...['job', 'submit', ...what, '--dataset', home.file('digits.csv'), '--epochs', String(EPOCHS)],
      ...['--checkpoint-interval', '2', '--estimate', `${ESTIMATE}s`, '--yes', ...more],
    );
  }

  async function escrow(job: string): Promise<Job> {
    const seen = await stage.world.chain.reader.job(jobId(job));
    if (!seen) throw new Error('the job is gone');
    return seen.value;
  }

  /** The machine of the node that works on the job. */
  const machineOf = async (job: string) => {
    const { node } = await escrow(job);
    const name = [...stage.world.addresses].find(([, address]) => address === node)?.[0] ?? '';
    const machine = stage.world.cast.machines.find((it) => it.name === name);
    const found = stage.world.nodes.get(name);
    if (!machine || !found) throw new Error(`${node} is no machine`);
    return { ...machine, process: found };
  };

  /** The client holds the latest proven state. What was on its way when the training was held up may still be anchored. */
  async function holdsWhatIsProven(client: ReturnType<typeof running>, job: string): Promise<void> {
    let since: number | null = null;
    await eventually('the client holds the latest proven state', async () => {
      const { provenCheckpoints } = await escrow(job);
      const kept = client.events.findLast(({ event }) => event === 'kept')?.epoch;
      since = provenCheckpoints > 0 && kept === provenCheckpoints * 2 ? (since ?? Date.now()) : null;
      return (since !== null && Date.now() - since > SETTLED_MS) || undefined;
    });
  }

  /** Kills the job's node once the client holds a proven state; the training is held up, so that it is mid-job for sure. */
  async function killMidJob(client: ReturnType<typeof running>) {
    const job = String((await client.saw('funded')).job);
    await client.saw('anchored');
    await cli(['job', 'pause', job], { env });
    await holdsWhatIsProven(client, job);
    const machine = await machineOf(job);
    await machine.process.kill();
    killed.add(stage.world.addresses.get(machine.name) ?? '');
    const dead = await escrow(job);
    expect(dead.state).to.equal('Running');
    expect(dead.provenCheckpoints).to.be.greaterThan(0);
    return { job, machine, dead };
  }

  /** Lets the silence pass that makes a node a dead one. */
  async function silence(dead: Job): Promise<void> {
    const { chain } = stage.world;
    const heartbeat = (await chain.reader.node(nodeId(dead.node)))?.value.lastHeartbeat ?? 0n;
    await chain.timeTravel(deadFrom(dead, heartbeat));
  }

  const undisturbed = {
    exact: async (spec: ReturnType<typeof parseJobSpec>) => {
      const dataset = prepareDataset(new Uint8Array(readFileSync(home.file('digits.csv'))), SHAPE);
      const trainer = new ExactTrainer({ shape: SHAPE, seed: spec.seed, dataset });
      for (let epoch = 0; epoch < EPOCHS; epoch += 1) trainer.runEpoch();
      return encodeWeights(trainer.weights);
    },
    numpy: async (spec: ReturnType<typeof parseJobSpec>) => {
      const at = mkdtempSync(join(tmpdir(), 'cyxwiz-undisturbed-'));
      const quiet = { info() {}, warn() {}, error() {}, debug() {} };
      try {
        const offers = engineOffersSchema.parse({ numpy: numpyOffer() });
        const engine = await ProcessEngine.open(at, offers, quiet);
        const training = await engine.open(spec as ProcessJobSpec, home.file('digits.csv'), null, 0);
        for (let epoch = 0; epoch < EPOCHS; epoch += 1) await training.runEpoch();
        const bytes = await training.safetensors();
        await training.close();
        return bytes;
      } finally {
        rmSync(at, { recursive: true, force: true });
      }
    },
  };

  type Client = ReturnType<typeof running>;
  type Dying = Awaited<ReturnType<typeof killMidJob>>;

  /** `submit` does all of it; what the dead node had proven last was never fetched. */
  async function byItself({ client, job, dead }: Dying & { client: Client }) {
    const proven = dead.provenCheckpoints * 2;
    rmSync(home.file(`home/jobs/${job}.epoch-${proven}.safetensors`));
    await client.saw('lost');
    await silence(dead);
    const trained = await client.saw('retrained');
    expect(trained).to.include({ epoch: proven });
    expect(Number(trained.from)).to.be.lessThan(proven);
    const again = await client.saw('reassigned');
    expect(await client.saw('handed-over')).to.include({ epoch: proven });
    expect(await client.ended, client.stderr() + stage.told()).to.equal(0);
    return again;
  }

  /** `submit --no-replace` ended with the node; its client types what comes next. */
  async function byCommands({ client, job, dead, output }: Dying & { client: Client; output: string }) {
    const proven = dead.provenCheckpoints * 2;
    expect(await client.ended, 'a node that was lost').to.equal(3);
    const early = await cli(['job', 'reassign', job, '--json'], { env });
    expect(early.code).to.equal(1);
    expect(JSON.parse(early.stderr.trim().split('\n').at(-1) ?? '').error).to.include({
      reason: 'NODE_ALIVE',
    });
    await silence(dead);
    const both = await cli(['job', 'reassign', job, '--node', dead.node, '--engines', 'x.json'], { env });
    expect(both.code, 'a node of one’s own choice is handed the state later').to.equal(2);
    const typed = running('job', 'reassign', job);
    const again = await typed.saw('reassigned');
    expect(await typed.ended, typed.stderr()).to.equal(0);
    const watching = running('job', 'watch', job, '--output', output, '--waive');
    expect(await watching.saw('handed-over')).to.include({ epoch: proven });
    expect(await watching.ended, watching.stderr() + stage.told()).to.equal(0);
    const repeated = [...client.events, ...typed.events, ...watching.events];
    expect(repeated.filter(({ event }) => event === 'retrained')).to.deep.equal([]);
    return again;
  }

  const ways = [
    {
      engine: 'exact',
      how: 'by itself, from a state that its client trains again',
      more: ['--waive'],
      goOn: byItself,
    },
    {
      engine: 'numpy',
      how: 'by its client’s commands, from the kept state',
      more: ['--no-replace'],
      goOn: byCommands,
    },
  ] as const;

  for (const { engine, how, more, goOn } of ways) {
    it(`ends ${how}, with the weights of an undisturbed training (${engine}), and pays both nodes what they proved`, async () => {
      const { world } = stage;
      const { mint } = world.chain;
      const before = await readBalances(world.chain);
      const seen = await seenSignatures(world);
      const output = home.file(`${engine}.safetensors`);
      const client = submit(engine, '--output', output, ...more);
      const dying = await killMidJob(client);
      const { job, machine, dead } = dying;
      const stake = (await world.chain.reader.node(dead.node))?.value.stake ?? 0n;
      const again = await goOn({ ...dying, client, output });
      expect(again).to.include({ epochsDone: dead.provenCheckpoints * 2 });
      expect(again.node).not.to.equal(dead.node);
      const second = await machineOf(job);
      expect(second.name).not.to.equal(machine.name);
      const settled = await eventually('the settlement', async () => {
        const now = await escrow(job);
        return now.state === 'Settled' ? now : undefined;
      });

      const file = readFileSync(home.file(`home/jobs/${job}.json`), 'utf8');
      const { specJson } = JSON.parse(file) as { specJson: string };
      const weights = await undisturbed[engine](parseJobSpec(new TextEncoder().encode(specJson)));
      expect(readFileSync(output).equals(weights), 'to the bit').to.equal(true);
      const left = readdirSync(home.file('home/jobs')).filter((name) => name.startsWith(`${job}.`));
      expect(left).to.deep.equal([`${job}.json`]);

      const { price } = settled;
      const earned = whenNodeFails(price, dead.provenCheckpoints, dead.checkpoints);
      const rest = price - earned.toNode - earned.fee;
      const fee = rest / 10n;
      const slash = slashOf(stake);
      const after = await readBalances(world.chain);
      const change = (account: { toString(): string }) =>
        (after.tokenAccounts.get(String(account)) ?? 0n) - (before.tokenAccounts.get(String(account)) ?? 0n);
      expect(settled).to.include({ reassignments: 1, paidFee: earned.fee + fee, refunded: 0n, burned: 0n });
      expect(change(tokenAccountOf(machine.owner.publicKey, mint)), 'the first').to.equal(earned.toNode);
      expect(change(tokenAccountOf(second.owner.publicKey, mint)), 'the second').to.equal(rest - fee);
      expect(change(tokenAccountOf(world.cast.client.publicKey, mint))).to.equal(-price);
      expect(change(feeVaultAddress(mint))).to.equal(earned.fee + fee);
      expect(change(insuranceAddress())).to.equal(slash.insured);
      expect(after.tokenAccounts.get(settled.vault) ?? 0n, 'the vault').to.equal(0n);
      expect((await world.chain.reader.node(dead.node))?.value).to.include({
        stake: stake - slash.slashed,
        activeJobs: 0,
      });
      expect((await world.chain.reader.node(settled.node))?.value).to.include({ activeJobs: 0 });
      const listed = await listTransactions(world, seen);
      checkConservation(stage.checks, before, after, listed, slash.burned);
    });
  }

  it('is told when there is no other node, and gets its money back', async () => {
    const client = submit('exact');
    const { job, dead } = await killMidJob(client);
    for (const node of stage.world.nodes.values()) await node.kill();
    await eventually('all nodes offline', async () => {
      const answer = await fetch(`${stage.world.coordinator.restUrl}/v1/nodes`);
      const { nodes } = (await answer.json()) as { nodes: Listed[] };
      return nodes.some(({ online }) => online) ? undefined : true;
    });
    await client.saw('lost');
    await silence(dead);
    expect(await client.ended).to.equal(1);
    const { error } = JSON.parse(
      client
        .stderr()
        .split('\n')
        .filter((line) => line.includes('"error"'))[0] ?? '',
    );
    expect(error).to.include({ code: 'COORDINATOR_REFUSED', reason: 'NO_NODE_AVAILABLE' });
    expect(error.message).to.match(/the node died, and there is no other to go on/);
    expect(error.next).to.contain(`cyxwiz crank timeout ${job}`);
    const owned = () =>
      stage.world.chain.reader.tokenBalance(
        tokenAccountOf(stage.world.cast.client.publicKey, stage.world.chain.mint),
      );
    const before = (await owned())?.value.amount ?? 0n;
    const ran = await cli(['crank', 'timeout', job, '--keypair', home.file('cranker.json')], { env });
    expect(ran.code, ran.stderr).to.equal(0);
    const due = whenNodeFails(dead.price, dead.provenCheckpoints, dead.checkpoints);
    expect(((await owned())?.value.amount ?? 0n) - before).to.equal(due.toClient);
  });
});
