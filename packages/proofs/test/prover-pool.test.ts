// SPDX-License-Identifier: GPL-3.0-or-later
//
// What goes wrong around a proof: bad inputs, broken witnesses, dead processes, missing files, closed pools.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckpointChainInput } from '@cyxwiz/protocol';
import { expect } from 'chai';
import {
  ArkworksBackend,
  checkpointChainCircuit,
  ProverPool,
  proveCheckpointChain,
  SnarkjsBackend,
  sampleChain,
} from '../src/index.ts';
import { WorkerProcess } from '../src/worker-process.ts';
import { failureOf } from './support/failure-of.ts';

const circuit = checkpointChainCircuit();
const input = sampleChain(77n, 4).circuitInput();

describe('prover pool', function () {
  this.timeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'cyxwiz-pool-test-'));
  const pool = new ProverPool({ backend: 'arkworks' });

  after(async () => {
    await pool.close();
    rmSync(folder, { recursive: true });
  });

  const changed = (change: Partial<CheckpointChainInput>) =>
    ({ ...input, ...change }) as CheckpointChainInput;
  const bad: Record<string, CheckpointChainInput> = {
    'time going backwards': changed({ timesMs: input.timesMs.with(1, '1') }),
    'another root': changed({ root: '1' }),
    'a number past the modulus': changed({ binding: String(2n ** 254n) }),
    'a negative number': changed({ binding: '-1' }),
    'no number': changed({ binding: 'x' }),
    'a short array': changed({ weights: input.weights.slice(1) }),
    'a long array': changed({ weights: [...input.weights, '0'] }),
    'a missing signal': (({ root: _, ...rest }) => rest)(input) as CheckpointChainInput,
    'a signal too many': { ...input, extra: '1' } as CheckpointChainInput,
  };
  for (const [name, inputs] of Object.entries(bad)) {
    it(`rejects ${name}`, async () => {
      const failure = await failureOf(proveCheckpointChain(inputs, pool));
      expect(failure.code, failure.message).to.equal('WITNESS_REJECTED');
    });
  }

  it('proves good inputs after bad ones, several asked for at once, while the event loop goes on', async () => {
    let turns = 0;
    const ticking = setInterval(() => turns++, 1);
    const made = await Promise.all([1, 2].map(() => proveCheckpointChain(input, pool)));
    clearInterval(ticking);
    expect(turns).to.be.greaterThan(20);
    for (const proof of made) {
      expect(await pool.verify(circuit, proof.publicSignals, proof.proof)).to.equal(true);
    }
  });

  for (const Backend of [ArkworksBackend, SnarkjsBackend]) {
    it(`${Backend.name} makes no proof of a witness that breaks a constraint`, async () => {
      const worker = new WorkerProcess();
      const backend = new Backend();
      const good = join(folder, `${Backend.name}.wtns`);
      const { wasm, witnessCalculator: calculator } = circuit;
      await worker.request({ op: 'witness', wasm, calculator, input: { ...input }, out: good });
      expect(statSync(good).mode & 0o077).to.equal(0); // nobody else may read it

      const bytes = readFileSync(good);
      const lastWire = bytes.length - 32;
      bytes.writeUInt8(bytes.readUInt8(lastWire) ^ 1, lastWire);
      const altered = join(folder, `${Backend.name}-altered.wtns`);
      writeFileSync(altered, bytes);
      expect(await failureOf(backend.prove(circuit, altered))).to.include({
        code: 'PROVER_FAILED',
        proverCode: 'unsatisfied_witness',
      });
      await Promise.all([worker.close(), backend.close()]);
    });
  }

  it('starts another prover when one dies', async () => {
    const backend = new ArkworksBackend();
    await backend.load(circuit);
    const proving = failureOf(backend.prove(circuit, join(folder, 'ArkworksBackend.wtns')));
    await new Promise(setImmediate); // the request is on its way
    const { pid } = backend;
    if (!pid) throw new Error('it proves without a process'); // and 0 would be this one and its children
    process.kill(pid, 'SIGKILL');
    expect((await proving).code).to.equal('PROVER_STOPPED');
    const { proof, publicSignals } = await backend.prove(circuit, join(folder, 'ArkworksBackend.wtns'));
    expect(await backend.verify(circuit, publicSignals, proof)).to.equal(true);
    await backend.close();
    expect(backend.pid).to.equal(undefined);
  });

  it('says how to build what is missing', async () => {
    const elsewhere = { ...circuit, wasm: join(folder, 'none.wasm') };
    const noWasm = await failureOf(pool.prove(elsewhere, input));
    expect(noWasm.code).to.equal('ARTEFACTS_MISSING');
    expect(noWasm.message).to.contain('circuits/build.ts');
    const noProver = await failureOf(new ArkworksBackend(join(folder, 'none')).load(circuit));
    expect(noProver.code).to.equal('ARTEFACTS_MISSING');
    const noKey = await failureOf(new SnarkjsBackend().prove({ ...circuit, zkey: '/nowhere' }, 'w'));
    expect(noKey.code).to.equal('ARTEFACTS_MISSING');
  });

  it('refuses a proving key that is not the one of the committed verifying key', async () => {
    const bytes = readFileSync(circuit.zkey);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1); // still a key file
    const stale = { ...circuit, zkey: join(folder, 'stale.zkey') };
    writeFileSync(stale.zkey, bytes);
    for (const Backend of [ArkworksBackend, SnarkjsBackend]) {
      const failure = await failureOf(new Backend().prove(stale, join(folder, 'ArkworksBackend.wtns')));
      expect(failure.code, failure.message).to.equal('STALE_KEY');
      expect(failure.message).to.contain('circuits/build.ts');
    }
    writeFileSync(stale.zkey, readFileSync(circuit.zkey)); // mended, it is taken
    const backend = new ArkworksBackend();
    await backend.load(stale);
    await backend.close();
  });

  it('answers a request that comes while an idle worker is ending', async () => {
    const worker = new WorkerProcess([], 0);
    const missing = { zkey: join(folder, 'no.zkey'), witness: join(folder, 'no.wtns'), verifyingKey: '' };
    const pause = () => new Promise((done) => setTimeout(done, 5));
    try {
      for (let i = 0; i < 4; i++) {
        expect(await failureOf(worker.request({ op: 'prove', ...missing }))).to.include({
          code: 'PROVER_FAILED',
        });
        await pause();
      }
    } finally {
      await worker.close();
    }
  });

  it('refuses when it is closed, also what was waiting', async () => {
    const closing = new ProverPool({ backend: 'arkworks' });
    const running = failureOf(proveCheckpointChain(input, closing));
    const waiting = failureOf(proveCheckpointChain(input, closing));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await closing.close();
    expect((await running).code).to.be.oneOf(['PROVER_STOPPED', 'PROVER_CLOSED']);
    expect((await waiting).code).to.equal('PROVER_CLOSED');
    expect((await failureOf(proveCheckpointChain(input, closing))).code).to.equal('PROVER_CLOSED');
  });

  it('does not keep a program alive that forgets to close it', () => {
    const program = `
      import { proveSampleChain, verifyCheckpointChain } from '@cyxwiz/proofs';
      const { proof, publicSignals } = await proveSampleChain(9n, 3);
      console.log(await verifyCheckpointChain(publicSignals, proof));`;
    const script = new URL('.', import.meta.url);
    const run = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', program], {
      cwd: script,
      encoding: 'utf8',
      timeout: 120_000,
    });
    expect([run.status, run.stdout.trim()], run.stderr).to.deep.equal([0, 'true']);
  });
});
