import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import type { Job } from '@cyxwiz/protocol';
import { fromHex, jobId } from '@cyxwiz/protocol';
import {
  memorySink,
  openReceipt,
  prepareJob,
  readCommittedKey,
  type TrainingEvent,
  verifyReceipt,
  verifyWeights,
  weightsEvidence,
} from '@cyxwiz/sdk';
import { expect } from 'chai';
import { readBalances } from '../../packages/cli/src/demo/accounts.ts';
import { connectClient } from '../../packages/cli/src/demo/job-run.ts';
import { balanceRows } from '../../packages/cli/src/demo/ledger-rows.ts';
import { eventually, type Story, settleJob } from '../../packages/cli/src/demo/main-job.ts';
import { verifyAsProcess, writeReceipt } from '../../packages/cli/src/demo/receipt.ts';
import { listTransactions, seenSignatures } from '../../packages/cli/src/demo/transactions.ts';
import { cli } from '../../packages/cli/test/support/cli.ts';
import { numpyOffer } from '../../packages/cli/test/support/node-checkpoints.ts';
import { type ClientHome, clientHome } from './support/client-home.ts';
import { type Stage, startStage } from './support/stage.ts';

const KEY = new URL('../../circuits/keys/checkpoint_chain.v1.vk.json', import.meta.url);
const EPOCHS = 8;

describe('a job that a program trains, ordered, paid and re-executed', function () {
  this.timeout(600_000);
  let stage: Stage;
  let home: ClientHome;

  before(async () => {
    // What nodes call `sloppy` is said to be the same program; behind it is one that trains nothing in epoch 3.
    const engines = { numpy: numpyOffer(), sloppy: numpyOffer('skip', '3') };
    stage = await startStage({ node: { engines, keepCheckpoints: 'all' } });
    home = clientHome(stage, { hidden: 16 });
    const honest = { numpy: numpyOffer(), sloppy: numpyOffer() };
    writeFileSync(home.file('engines.json'), JSON.stringify(honest));
    env = home.env;
  });
  after(async () => {
    await stage?.stop();
    home?.remove();
  });

  let env: Record<string, string>;
  /** Runs a command line; what it printed, line by line. */
  async function told(...args: string[]) {
    const ran = await cli([...args, '--json'], { env });
    const lines = ran.stdout.split('\n').filter(Boolean);
    const events = lines.map((line) => JSON.parse(line) as Record<string, never>);
    return { ...ran, events, event: (name: string) => events.filter(({ event }) => event === name) };
  }
  const well = async (...args: string[]) => {
    const ran = await told(...args);
    expect(ran.code, `${args.join(' ')}: ${ran.stderr}${stage.told()}`).to.equal(0);
    return ran;
  };
  const submit = (program: string, ...more: string[]) =>
    well(
      ...['job', 'submit', '--engine', `process:${program}`, '--program-config', home.file('config.json')],
      ...[
        '--dataset',
        home.file('digits.csv'),
        '--epochs',
        String(EPOCHS),
        '--estimate',
        '60s',
        '--yes',
        ...more,
      ],
    );
  const again = () => ['--dataset', home.file('digits.csv'), '--engines', home.file('engines.json')];
  const jobOf = ({ event }: Awaited<ReturnType<typeof told>>) => String(event('funded')[0]?.job);

  it('is matched with a node that offers the program, trained, checked, paid, and agrees when re-executed', async () => {
    const output = home.file('weights.safetensors');
    const ordered = await submit('numpy', '--output', output);
    const job = jobOf(ordered);
    expect(ordered.event('epoch').at(-1)).to.include({ epoch: EPOCHS });
    const seen = await stage.world.chain.reader.job(jobId(job));
    verifyWeights(new Uint8Array(readFileSync(output)), seen?.value as Job, 'process');
    const kept = home.file('kept');
    const rechecked = await well(
      ...['job', 'recheck', job, '--count', '3', '--engines', home.file('engines.json'), '--keep', kept],
    );
    const results = rechecked.event('rechecked');
    expect(results).to.have.length(3);
    for (const result of results) expect(result).to.include({ agree: true });
    const [drawn] = rechecked.event('challenged');
    expect(drawn?.checkpoints).to.deep.equal(results.map(({ checkpoint }) => checkpoint));
    expect(rechecked.events.at(-1)).to.include({ event: 'recheck', ok: true, rechecked: 3, of: EPOCHS });
    await well('job', 'waive', job);
    await eventually('the settlement', async () => {
      const { events } = await well('job', 'status', job);
      return events[0]?.state === 'Settled' ? true : undefined;
    });
    // A client that comes late: the node still has what was paid for.
    const late = home.file('late.safetensors');
    await well('job', 'fetch', job, '--output', late);
    expect(readFileSync(late).equals(readFileSync(output))).to.equal(true);
    // Somebody else, with what the client has kept.
    const spec = home.file('spec.json');
    const file = readFileSync(home.file(`home/jobs/${job}.json`), 'utf8');
    writeFileSync(spec, (JSON.parse(file) as { specJson: string }).specJson);
    env = { ...env, CYXWIZ_HOME: home.file('elsewhere') };
    const only = String(results[0]?.checkpoint);
    const elsewhere = await well(
      'job',
      'recheck',
      job,
      '--only',
      only,
      ...again(),
      '--spec',
      spec,
      '--checkpoints',
      kept,
    );
    expect(elsewhere.event('rechecked')[0]).to.include({ agree: true });
    env = { ...env, CYXWIZ_HOME: home.file('home') };
  });

  it('agrees to the bit where the exact engine trained it', async () => {
    const ordered = await well(
      ...['job', 'submit', '--dataset', home.file('digits.csv'), '--shape', '64-8-10', '--epochs', '6'],
      ...['--estimate', '60s', '--checkpoint-interval', '2', '--yes'],
    );
    const { events, event } = await well('job', 'recheck', jobOf(ordered), '--count', '2');
    const found = event('rechecked').map(({ from, to, agree, largest }) => ({
      epochs: Number(to) - Number(from) + 1,
      agree,
      largest,
    }));
    expect(found).to.deep.equal([1, 2].map(() => ({ epochs: 2, agree: true, largest: '0' })));
    expect(events.at(-1)).to.include({ ok: true, of: 3 });
  });

  it('is not matched with nodes that do not offer the program', async () => {
    const ran = await told(
      ...['job', 'submit', '--engine', 'process:torch', '--program-config', home.file('config.json')],
      ...['--dataset', home.file('digits.csv'), '--epochs', '2', '--estimate', '60s', '--yes'],
    );
    expect(ran.code).to.equal(1);
    expect(ran.stderr)
      .to.match(/NO_NODE_AVAILABLE/)
      .and.match(/does not offer the engine process:torch/);
  });

  it('is found out where an epoch was not trained, and the evidence opens a dispute', async () => {
    const job = jobOf(await submit('sloppy'));
    await well('job', 'fetch', job, '--output', home.file('sloppy.safetensors'));
    const evidence = home.file('evidence');
    const blind = await well('job', 'recheck', job, '--only', '2,4', ...again(), '--evidence', evidence);
    expect(blind.events.at(-1)).to.include({ ok: true });
    const found = await told('job', 'recheck', job, '--only', '2,3,4', ...again(), '--evidence', evidence);
    expect(found.code).to.equal(1);
    expect(found.stderr).to.contain('RECHECK_MISMATCH');
    expect(found.event('rechecked').map(({ agree }) => agree)).to.deep.equal([true, false, true]);
    const path = home.file('evidence/epoch-3');

    const checked = await well('dispute', 'check', path, ...again());
    expect(checked.events[0]).to.include({ ok: true, reproduced: true });
    await well('dispute', 'open', job, '--evidence', `${path}/evidence.json`);
    const open = await cli(['dispute', 'check', path], { env });
    expect(open.stdout).to.contain('its dispute names this evidence');
    expect(open.code).to.equal(0);

    const forged = home.file('forged');
    cpSync(path, forged, { recursive: true });
    const text = readFileSync(`${forged}/evidence.json`, 'utf8');
    const root = /"anchoredRoot": "(..)/.exec(text)?.[1] === '00' ? '01' : '00';
    writeFileSync(`${forged}/evidence.json`, text.replace(/("anchoredRoot": ")../, `$1${root}`));
    const refused = await told('dispute', 'check', forged);
    expect(refused.code).to.equal(1);
    expect(refused.events[0]?.checks).to.satisfy((checks: { ok: boolean }[]) => checks.some(({ ok }) => !ok));
  });

  it('leaves a receipt that verifies, and says what it does not show', async () => {
    const { world, screen, checks } = stage;
    const [before, seen] = [await readBalances(world.chain), await seenSignatures(world)];
    const client = await connectClient(world);
    const prepared = prepareJob({
      engine: 'process',
      program: { name: 'numpy', config: { hidden: 16 } },
      dataset: new Uint8Array(readFileSync(home.file('digits.csv'))),
      epochs: EPOCHS,
      estimatedSeconds: 60,
    });
    const checked = await client.submit(prepared);
    const funded = await client.fund(checked);
    const session = await client.connect(await client.confirm(funded.job, funded.signature), prepared);
    await session.sendJob(prepared.specJson, prepared.datasetBytes, fromHex(prepared.spec.datasetRoot, 32));
    const training = session.train();
    const epochs: Extract<TrainingEvent, { type: 'epoch' }>[] = [];
    const end: Story['end'] = { ended: undefined, weights: undefined, proof: undefined };
    for await (const event of training) {
      if (event.type === 'epoch') epochs.push(event);
      if (event.type === 'proof' && event.stage === 'VERIFIED') end.proof = event;
      if (event.type === 'ended') end.ended = event;
    }
    expect(end.ended?.ok, end.ended?.error).to.equal(true);
    end.weights = await session.download(memorySink());
    const run = {
      ...{ client, checked, job: funded.job, session, training, epochs },
      ...{ machine: checked.offer.node, escrowSignature: funded.signature },
    };
    const settled = await settleJob(world, run, screen, checks);
    session.close();
    const listed = await listTransactions(world, seen);
    const rows = balanceRows(world, settled.job, before, await readBalances(world.chain));
    const path = home.file('receipt.json');
    const { receipt } = await writeReceipt(world, { run, end, settled, before, seen }, listed, rows, path);
    client.close();
    expect(receipt).not.to.have.property('evaluation');
    expect(receipt.checkpoints).to.have.length(EPOCHS);

    const committedKey = await readCommittedKey(KEY);
    const weights = weightsEvidence(end.weights, 'process');
    const opened = await openReceipt(path);
    const verified = await verifyReceipt(opened.receipt, opened.evidence, { committedKey, weights });
    expect(verified.checks.filter(({ ok }) => !ok)).to.deep.equal([]);
    const other = weightsEvidence(new Uint8Array(readFileSync(home.file('sloppy.safetensors'))), 'process');
    const mixed = await verifyReceipt(opened.receipt, opened.evidence, { committedKey, weights: other });
    expect(mixed.ok).to.equal(false);
    const lines: string[] = [];
    const file = path.replace('.json', '.weights.safetensors');
    expect(await verifyAsProcess(path, file, (line) => lines.push(line)), lines.join('\n')).to.equal(0);
    expect(lines.join('\n')).to.contain('Committed tier').and.contain('cyxwiz job recheck');
  });
});
