import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareTensors, decodeWeights, encodeWeights } from '@cyxwiz/engine';
import { openReexecutor, type Reexecutor } from '@cyxwiz/node';
import {
  type Job,
  type JobSpec,
  processWeightsCommitment,
  type Seen,
  sha256,
  type Tolerance,
  toHex,
} from '@cyxwiz/protocol';
import {
  ClientError,
  checkEvidence,
  describeMismatch,
  folderSource,
  openEvidence,
  type Rechecked,
  recheck,
  requireAnchored,
  writeEvidence,
} from '@cyxwiz/sdk';
import { expect } from 'chai';
import {
  anchoredOf,
  digits,
  exactSpec,
  type NodeTraining,
  numpyOffer,
  processSpec,
  trainAsNode,
} from './support/node-checkpoints.ts';

const JOB = 'So11111111111111111111111111111111111111112';
const NODE = 'SysvarC1ock11111111111111111111111111111111';
const ALL = [1, 2, 3, 4, 5, 6];

describe('re-executing what a node has committed to', function () {
  this.timeout(300_000);
  let data: ReturnType<typeof digits>;
  const open: { close(): Promise<void> }[] = [];
  const folders: string[] = [];
  before(() => {
    data = digits();
  });
  after(async () => {
    await Promise.all(open.map((one) => one.close()));
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    data?.remove();
  });

  async function train(spec: JobSpec, ...more: unknown[]): Promise<NodeTraining> {
    const [offer, tamper] = more as [Parameters<typeof trainAsNode>[2], Parameters<typeof trainAsNode>[3]];
    const made = await trainAsNode(spec, data.dataset, offer, tamper);
    folders.push(made.folder);
    return made;
  }

  /** The client's own machine, with the honest program. */
  async function own(spec: JobSpec): Promise<Reexecutor> {
    const engine = await openReexecutor({
      spec,
      dataset: readFileSync(data.dataset),
      engines: { numpy: numpyOffer() },
    });
    open.push(engine);
    return engine;
  }

  async function challenge(spec: JobSpec, node: NodeTraining, challenged: number[]): Promise<Rechecked[]> {
    const source = folderSource(node.folder);
    const checkpoints = await source.list();
    requireAnchored(checkpoints, node.anchored, spec);
    const engine = await own(spec);
    const results: Rechecked[] = [];
    const input = { spec, checkpoints, challenged, source, retrain: engine.train };
    for await (const result of recheck(input)) results.push(result);
    return results;
  }
  const differing = (results: Rechecked[]) =>
    results.filter(({ comparison }) => !comparison.agree).map(({ stretch }) => stretch.checkpoint);

  describe('of a program', () => {
    const spec = (tolerance?: Tolerance) => processSpec(data.dataset, tolerance ? { tolerance } : {});

    let honest: NodeTraining;
    let skipping: NodeTraining;
    before(async () => {
      honest = await train(spec(), numpyOffer());
      skipping = await train(spec(), numpyOffer('skip', '3'));
    });
    /** The honest node, and a folder of its checkpoints that a test may change. */
    function honestCopy(): NodeTraining {
      const folder = mkdtempSync(join(tmpdir(), 'cyxwiz-node-'));
      folders.push(folder);
      cpSync(honest.folder, folder, { recursive: true });
      return { ...honest, folder };
    }

    it('passes an honest node in every epoch, here to the bit', async () => {
      const results = await challenge(spec(), honest, ALL);
      expect(differing(results)).to.deep.equal([]);
      expect(results.map(({ comparison }) => comparison.largest)).to.deep.equal(ALL.map(() => 0));
    });

    it('finds an epoch that was not trained, when that one is challenged, and no other', async () => {
      const results = await challenge(spec(), skipping, ALL);
      expect(differing(results)).to.deep.equal([3]);
      const { elements, differences } = results[2]?.comparison ?? { elements: 0, differences: [] };
      const moved = differences.reduce((sum, one) => sum + one.differing, 0);
      // An epoch of this training moves most weights by far more than the tolerance.
      expect(moved / elements).to.be.greaterThan(0.5);
    });

    it('finds one weight that was nudged behind an epoch, and says which', async () => {
      const node = await train(spec(), numpyOffer('nudge', '4', '0.01'));
      const results = await challenge(spec(), node, ALL);
      expect(differing(results)).to.deep.equal([4]);
      const [difference, ...others] = results[3]?.comparison.differences ?? [];
      expect(others).to.deep.equal([]);
      expect(difference).to.deep.include({ tensor: 'w2', dtype: 'F64', shape: [8, 10], differing: 1 });
      expect(difference?.worst).to.include({ index: 12 });
      expect(difference?.worst.difference).to.be.closeTo(0.01, 1e-9);
    });

    it('passes a node whose processor makes its libraries add in another order', async () => {
      const tight = spec({ absolute: 1e-12, relative: 0 });
      const offer = numpyOffer();
      // OpenBLAS takes the kernels of that processor; other libraries do not know the name, and agree to the bit.
      const node = await train(tight, { ...offer, env: { ...offer.env, OPENBLAS_CORETYPE: 'Prescott' } });
      expect(differing(await challenge(tight, node, [1, 6]))).to.deep.equal([]);
    });

    it('passes what is within the tolerance of the specification, and that only', async () => {
      const node = await train(spec(), numpyOffer('nudge', '2', '1e-7'));
      const [within] = await challenge(spec(), node, [2]);
      expect(within?.comparison).to.deep.include({ agree: true, differences: [] });
      expect(within?.comparison.largest).to.be.closeTo(1e-7, 1e-12);
      const strict = spec({ absolute: 1e-8, relative: 0 });
      const other = await train(strict, numpyOffer('nudge', '2', '1e-7'));
      expect(differing(await challenge(strict, other, [2]))).to.deep.equal([2]);
    });

    it('re-executes several epochs between two checkpoints', async () => {
      const wide = processSpec(data.dataset, { checkpointInterval: 4 });
      const results = await challenge(wide, await train(wide, numpyOffer('skip', '6')), [1, 2]);
      expect(results.map(({ stretch }) => stretch)).to.deep.equal([
        { before: 0, checkpoint: 1, from: 1, to: 4 },
        { before: 1, checkpoint: 2, from: 5, to: 6 },
      ]);
      expect(differing(results)).to.deep.equal([2]);
    });

    it('reaches to the nearest checkpoints that the node has kept', async () => {
      const node = honestCopy();
      for (const epoch of [1, 3, 4]) rmSync(join(node.folder, `epoch-${epoch}.safetensors`));
      const results = await challenge(spec(), node, [1, 3, 4]);
      expect(results.map(({ stretch }) => stretch)).to.deep.equal([
        { before: 0, checkpoint: 2, from: 1, to: 2 },
        { before: 2, checkpoint: 5, from: 3, to: 5 },
      ]);
      expect(differing(results)).to.deep.equal([]);
      rmSync(join(node.folder, 'epoch-6.safetensors'));
      const error = await challenge(spec(), node, [6]).catch((cause: unknown) => cause);
      expect(error).to.be.instanceOf(ClientError).and.include({ code: 'CHECKPOINT_MISSING' });
    });

    it('takes a checkpoint that is no safetensors file for what it is', async () => {
      const node = honestCopy();
      const garbage = Buffer.from('not what it should be');
      const list = node.list.map((one) =>
        one.epoch === 5 ? { ...one, weights: toHex(processWeightsCommitment(sha256(garbage))) } : one,
      );
      writeFileSync(join(node.folder, 'epoch-5.safetensors'), garbage);
      writeFileSync(join(node.folder, 'checkpoints.json'), JSON.stringify(list));
      const results = await challenge(
        spec(),
        { ...node, list, anchored: anchoredOf(spec(), list) },
        [4, 5, 6],
      );
      expect(differing(results)).to.deep.equal([5, 6]);
      expect(results[1]?.comparison.faults[0]).to.match(/checkpoint after these epochs: .*safetensors/);
      expect(results[2]?.comparison.faults[0]).to.match(/checkpoint before these epochs/);
    });

    it('refuses checkpoints that are not those that were anchored', async () => {
      const node = honestCopy();
      cpSync(join(skipping.folder, 'epoch-3.safetensors'), join(node.folder, 'epoch-3.safetensors'));
      for (const challenged of [[3], [4]]) {
        const error = await challenge(spec(), node, challenged).catch((cause: unknown) => cause);
        expect(error).to.be.instanceOf(ClientError).and.include({ code: 'CHECKPOINT_MISMATCH' });
      }
      const forged = { ...node, anchored: skipping.anchored };
      const error = await challenge(spec(), forged, [1]).catch((cause: unknown) => cause);
      expect(error).to.be.instanceOf(ClientError).and.include({ code: 'CHECKPOINTS_MISMATCH' });
    });
  });

  describe('of the exact engine', () => {
    it('passes an honest node, and finds one weight that is off by the least it can', async () => {
      const spec = exactSpec(data.dataset);
      expect(differing(await challenge(spec, await train(spec, undefined), [1, 2, 3]))).to.deep.equal([]);
      const nudge = (epoch: number, bytes: Uint8Array): Uint8Array => {
        const weights = decodeWeights(bytes);
        if (epoch === 4) weights.w1[5] = (weights.w1[5] ?? 0) + 1;
        return encodeWeights(weights);
      };
      const results = await challenge(spec, await train(spec, undefined, nudge), [1, 2, 3]);
      expect(differing(results)).to.deep.equal([2]);
      expect(results[1]?.comparison.differences[0]).to.deep.include({ tensor: 'w1', differing: 1 });
    });
  });

  describe('its evidence', () => {
    let node: NodeTraining;
    let spec: JobSpec;
    let folder: string;
    let retrain: Reexecutor['train'];
    const copy = () => {
      const path = mkdtempSync(join(tmpdir(), 'cyxwiz-evidence-'));
      folders.push(path);
      cpSync(folder, path, { recursive: true });
      return path;
    };
    const edit = (path: string, change: (evidence: never) => void) => {
      const file = join(path, 'evidence.json');
      const evidence = JSON.parse(readFileSync(file, 'utf8')) as never;
      change(evidence);
      writeFileSync(file, JSON.stringify(evidence));
    };

    before(async () => {
      spec = processSpec(data.dataset);
      node = await train(spec, numpyOffer('nudge', '4', '0.01'));
      const [rechecked] = await challenge(spec, node, [4]);
      retrain = (await own(spec)).train;
      folder = mkdtempSync(join(tmpdir(), 'cyxwiz-evidence-'));
      folders.push(folder);
      await write(folder, rechecked as Rechecked);
    });

    async function write(path: string, rechecked: Rechecked) {
      const job = { ...node.anchored, node: NODE, datasetRoot: Buffer.from(spec.datasetRoot, 'hex') };
      const evidence = describeMismatch({
        genesisHash: JOB,
        job: { address: JOB, slot: 7, lamports: 0, value: job } as unknown as Seen<Job>,
        spec,
        checkpoints: node.list,
        draw: null,
        rechecked,
        reexecution: { engine: 'numpy', command: ['python3'], environment: [], versions: {} },
        now: new Date(0),
      });
      return writeEvidence(path, evidence, rechecked.files);
    }

    it('shows the mismatch to somebody else, by its files and by training again', async () => {
      const opened = await openEvidence(folder);
      expect(opened.sha256).to.equal(
        Buffer.from(sha256(readFileSync(join(folder, 'evidence.json')))).toString('hex'),
      );
      const read = await checkEvidence(opened);
      expect(read.checks.filter(({ ok }) => !ok)).to.deep.equal([]);
      expect(read).to.include({ ok: true, reproduced: false });
      const again = await checkEvidence(opened, { retrain });
      expect(again).to.include({ ok: true, reproduced: true });
      expect(again.checks.at(-1)?.detail).to.match(/w2: 1 of 80 elements.*agrees with ours/);
    });

    const tamperings: [string, (path: string) => void][] = [
      [
        'another state after the epochs',
        (path) => cpSync(join(node.folder, 'epoch-3.safetensors'), join(path, 'after.safetensors')),
      ],
      [
        'another state before them',
        (path) => cpSync(join(node.folder, 'epoch-2.safetensors'), join(path, 'before.safetensors')),
      ],
      [
        'another result',
        (path) => cpSync(join(node.folder, 'epoch-3.safetensors'), join(path, 'again.safetensors')),
      ],
      ['a file that is missing', (path) => rmSync(join(path, 'before.safetensors'))],
      [
        'another tolerance',
        (path) => edit(path, (e: { tolerance: object }) => (e.tolerance = { absolute: 0, relative: 0 })),
      ],
      [
        'another tolerance, ordered as well',
        (path) =>
          edit(path, (e: { tolerance: object; specification: { tolerance: object } }) => {
            e.tolerance = { absolute: 0, relative: 0 };
            e.specification.tolerance = e.tolerance;
          }),
      ],
      [
        'another seed',
        (path) =>
          edit(path, (e: { specification: { seed: string } }) => (e.specification.seed = '00'.repeat(32))),
      ],
      [
        'another commitment in the list',
        (path) =>
          edit(
            path,
            (e: { checkpoints: { weights: string }[] }) =>
              ((e.checkpoints[0] as { weights: string }).weights = '01'.repeat(32)),
          ),
      ],
      [
        'another time in the list',
        (path) =>
          edit(
            path,
            (e: { checkpoints: { timeMs: number }[] }) =>
              ((e.checkpoints[0] as { timeMs: number }).timeMs = 11),
          ),
      ],
      [
        'a larger difference',
        (path) =>
          edit(
            path,
            (e: { comparison: { differences: { worst: { difference: string } }[] } }) =>
              ((e.comparison.differences[0] as { worst: { difference: string } }).worst.difference = '9'),
          ),
      ],
      [
        'other epochs',
        (path) =>
          edit(path, (e: { stretch: object }) => (e.stretch = { before: 4, checkpoint: 5, from: 5, to: 5 })),
      ],
      [
        'a draw that it did not come from',
        (path) =>
          edit(
            path,
            (e: { draw: object }) => (e.draw = { slot: 1, slotHash: '07'.repeat(32), checkpoints: [1, 4] }),
          ),
      ],
    ];
    for (const [name, tamper] of tamperings) {
      it(`does not hold with ${name}`, async () => {
        const path = copy();
        tamper(path);
        const { ok, checks } = await checkEvidence(await openEvidence(path));
        expect(ok, JSON.stringify(checks)).to.equal(false);
      });
    }

    it('does not hold against an honest node, whatever the accuser says it has trained', async () => {
      const source = folderSource(node.folder);
      const [before, after] = [await source.take(1), await source.take(2)];
      // An accuser's own result that nobody else gets: the node's state behind another epoch.
      const again = await source.take(3);
      if (!before || !after || !again) throw new Error('the checkpoints are not there');
      const comparison = compareTensors(after, again, { absolute: 1e-5, relative: 1e-3 });
      const path = mkdtempSync(join(tmpdir(), 'cyxwiz-evidence-'));
      folders.push(path);
      await write(path, {
        stretch: { before: 1, checkpoint: 2, from: 2, to: 2 },
        comparison,
        files: { before, after, again },
      });
      const opened = await openEvidence(path);
      // By the files alone nobody can tell; whoever trains again can.
      expect(await checkEvidence(opened)).to.include({ ok: true, reproduced: false });
      const { ok, reproduced, checks } = await checkEvidence(opened, { retrain });
      expect({ ok, reproduced }).to.deep.equal({ ok: false, reproduced: false });
      expect(checks.at(-1)?.detail).to.match(/the node is right/);
    });

    it('is not read when it is something else', async () => {
      for (const text of ['', '{}', '[]', '{"format":"cyxwiz-evidence"}']) {
        const path = mkdtempSync(join(tmpdir(), 'cyxwiz-evidence-'));
        folders.push(path);
        writeFileSync(join(path, 'evidence.json'), text);
        const error = await openEvidence(path).catch((cause: unknown) => cause);
        expect(error).to.be.instanceOf(ClientError).and.include({ code: 'EVIDENCE_INVALID' });
      }
    });
  });
});
