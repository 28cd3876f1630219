import { mkdirSync, writeFileSync } from 'node:fs';
import { commitWeights, encodeWeights, fieldToBytes, initialWeights } from '@cyxwiz/engine';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { dropKept, dropOlder, findKept, incomingPath, keptBefore, keptPath } from '../src/jobs/kept-files.ts';
import { folder } from './support/cli.ts';

const SHAPE = { inputs: 4, hidden: 3, outputs: 2, batch: 4 };
const job = Keypair.generate().publicKey.toBase58();
const other = Keypair.generate().publicKey.toBase58();

function state(number: number) {
  const weights = initialWeights(SHAPE, String(number).padStart(64, '0'));
  return { file: encodeWeights(weights), weights: fieldToBytes(commitWeights(weights)) };
}

describe('the states that a client keeps', () => {
  let home: ReturnType<typeof folder>;
  const files = () => home.files().filter((name) => name.includes('epoch'));
  beforeEach(() => {
    home = folder();
    mkdirSync(home.file('jobs'));
    for (const epoch of [2, 4, 10]) writeFileSync(keptPath(home.path, job, epoch), state(epoch).file);
    writeFileSync(keptPath(home.path, other, 1), state(1).file);
    writeFileSync(incomingPath(home.path, job), 'half a file');
  });
  afterEach(() => home.remove());

  it('are the latest two of a job', async () => {
    await dropOlder(home.path, job);
    expect(files()).to.have.members(
      [4, 10]
        .map((epoch) => `jobs/${job}.epoch-${epoch}.safetensors`)
        .concat(`jobs/${other}.epoch-1.safetensors`),
    );
  });

  it('are gone with the job', async () => {
    await dropKept(home.path, job);
    expect(home.files()).to.have.members(['jobs', `jobs/${other}.epoch-1.safetensors`]);
  });

  it('are found by what is in them, whatever they are called, and among files of one’s own', async () => {
    const find = (number: number, more: string[] = []) =>
      findKept(home.path, job, { epoch: number, weights: state(number).weights }, 'exact', more);
    expect(await find(4)).to.equal(keptPath(home.path, job, 4));
    writeFileSync(keptPath(home.path, job, 10), state(4).file);
    writeFileSync(keptPath(home.path, job, 4), 'damaged');
    expect(await find(4)).to.equal(keptPath(home.path, job, 10));
    const own = home.file('own.safetensors');
    writeFileSync(own, state(7).file);
    expect(await find(7, [home.file('not there'), own])).to.equal(own);
  });

  it('of another job, or of another epoch, do not do', async () => {
    const wanted = { epoch: 6, weights: state(1).weights };
    expect(await findKept(home.path, job, wanted, 'exact')).to.equal(undefined);
  });

  it('that are older by their names are told, the latest first', async () => {
    const epochs = async (before: number) =>
      (await keptBefore(home.path, job, before)).map(({ epoch }) => epoch);
    expect(await epochs(11)).to.deep.equal([10, 4, 2]);
    expect(await epochs(10)).to.deep.equal([4, 2]);
    expect(await epochs(2)).to.deep.equal([]);
  });
});
