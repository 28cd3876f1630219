import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, fromHex, type JobSpec } from '@cyxwiz/protocol';
import { ClientError, checkpointFile } from '@cyxwiz/sdk';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { Context } from '../src/context.ts';
import { keptPath } from '../src/jobs/kept-files.ts';
import { type StateOptions, stateToGoOnWith } from '../src/jobs/state-to-go-on.ts';
import { folder } from './support/cli.ts';
import {
  digits,
  exactSpec,
  type NodeTraining,
  numpyOffer,
  processSpec,
  trainAsNode,
} from './support/node-checkpoints.ts';

const job = Keypair.generate().publicKey.toBase58();

describe('the state that the next node begins with', function () {
  this.timeout(300_000);
  let data: ReturnType<typeof digits>;
  const trained: NodeTraining[] = [];
  let home: ReturnType<typeof folder>;
  before(() => {
    data = digits(200);
  });
  after(() => {
    for (const node of trained) rmSync(node.folder, { recursive: true, force: true });
    data?.remove();
  });
  beforeEach(() => {
    home = folder();
    mkdirSync(home.file('jobs'));
  });
  afterEach(() => home.remove());

  /** A job whose node proved what it had trained, and died. */
  async function jobOf(spec: JobSpec, offer?: ReturnType<typeof numpyOffer>) {
    const node = await trainAsNode(spec, data.dataset, offer);
    trained.push(node);
    const state = (epoch: number) => readFileSync(join(node.folder, checkpointFile(epoch)));
    const wanted = (epoch: number) => ({
      epoch,
      weights: fromHex(node.list.find((it) => it.epoch === epoch)?.weights ?? '', 32),
    });
    return { spec, state, wanted };
  }
  type Made = Awaited<ReturnType<typeof jobOf>>;

  function ask(
    { spec, wanted }: Made,
    epoch: number,
    options: StateOptions = {},
    signal?: AbortSignal,
    json = true,
  ) {
    const told = { out: '', err: '' };
    const surroundings = {
      ...{ env: { CYXWIZ_HOME: home.path }, interactive: false, ask: async () => '' },
      signal: signal ?? new AbortController().signal,
      out: (text: string) => {
        told.out += text;
      },
      err: (text: string) => {
        told.err += text;
      },
    };
    const file = { job, specJson: new TextDecoder().decode(canonicalJson(spec)), datasetPath: data.dataset };
    const found = stateToGoOnWith(new Context(surroundings, json), file, wanted(epoch), options);
    return {
      found,
      told,
      events: () =>
        told.out
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
    };
  }

  /** To the bit, from this epoch on, and kept. */
  async function isTrainedAgain(made: Made, epoch: number, from: number, options?: StateOptions) {
    const { found, events } = ask(made, epoch, options);
    const path = keptPath(home.path, job, epoch);
    expect(await found).to.equal(path);
    expect(readFileSync(path).equals(made.state(epoch))).to.equal(true);
    expect(events()).to.deep.equal([{ event: 'retrained', epoch, from, path }]);
  }

  async function refusal(found: Promise<string>): Promise<ClientError> {
    const error = await found.then(
      () => undefined,
      (cause: unknown) => cause,
    );
    expect(error).to.be.instanceOf(ClientError);
    return error as ClientError;
  }

  describe('of the built-in engine', () => {
    let made: Made;
    before(async () => {
      made = await jobOf(exactSpec(data.dataset));
    });

    it('is the one that was kept, when it was', async () => {
      writeFileSync(keptPath(home.path, job, 4), made.state(4));
      const { found, events } = ask(made, 4);
      expect(await found).to.equal(keptPath(home.path, job, 4));
      expect(events()).to.deep.equal([]);
    });

    it('is trained again from the latest that was kept, to the bit', async () => {
      writeFileSync(keptPath(home.path, job, 2), made.state(2));
      await isTrainedAgain(made, 4, 2);
    });

    it('is trained from the beginning when nothing was kept, or only what is damaged or another’s', async () => {
      writeFileSync(keptPath(home.path, job, 1), 'damaged');
      writeFileSync(keptPath(home.path, job, 3), made.state(2));
      await isTrainedAgain(made, 4, 0);
      expect(home.files().filter((name) => name.includes('incoming'))).to.deep.equal([]);
    });

    it('is not had in silence: whoever waits is told what is trained', async () => {
      writeFileSync(keptPath(home.path, job, 2), made.state(2));
      const { found, told } = ask(made, 4, {}, undefined, false);
      await found;
      expect(told.err).to.contain('training epochs 3 to 4 again').and.to.contain('it is what was proven');
    });

    it('cannot be had when the training leads elsewhere: nothing is kept then', async () => {
      const other = { ...made, wanted: (epoch: number) => ({ ...made.wanted(2), epoch }) };
      const error = await refusal(ask(other, 4).found);
      expect(error.code).to.equal('CHECKPOINT_MISSING');
      expect(error.message).to.contain('behind epoch 4').and.to.contain('lead elsewhere');
      expect(error.next).to.contain(`cyxwiz crank timeout ${job}`);
      expect(home.files()).to.deep.equal(['jobs']);
    });

    it('is not trained when the command is told to stop', async () => {
      writeFileSync(keptPath(home.path, job, 2), made.state(2));
      const { found } = ask(made, 4, {}, AbortSignal.abort());
      const error = await found.then(
        () => undefined,
        (cause: unknown) => cause,
      );
      expect(error).to.be.instanceOf(DOMException);
      expect(home.files()).to.deep.equal(['jobs', `jobs/${job}.epoch-2.safetensors`]);
    });
  });

  describe('of a program', () => {
    let made: Made;
    before(async () => {
      made = await jobOf(processSpec(data.dataset), numpyOffer());
    });

    it('needs to know how the program is started here', async () => {
      const error = await refusal(ask(made, 4).found);
      expect(error.code).to.equal('CHECKPOINT_MISSING');
      expect(error.next).to.contain(`cyxwiz job reassign ${job} --engines FILE`);
      expect(error.next).to.contain(`cyxwiz crank timeout ${job}`);
    });

    it('is trained again by that program', async () => {
      writeFileSync(keptPath(home.path, job, 3), made.state(3));
      const engines = home.file('engines.json');
      writeFileSync(engines, JSON.stringify({ numpy: numpyOffer() }));
      await isTrainedAgain(made, 5, 3, { engines });
    });
  });
});
