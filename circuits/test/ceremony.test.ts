// SPDX-License-Identifier: GPL-3.0-or-later
//
// A whole ceremony for a small circuit, with powers of tau made here, and what must not pass.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildBn128 } from 'ffjavascript';
import { groth16, powersOfTau } from 'snarkjs';
import { powerNeeded, powerOf } from '../ceremony/powers.ts';
import { applyBeacon, begin, contribute, finalise, verify } from '../ceremony/steps.ts';
import { buildFolder } from '../tooling/artefacts.ts';
import { circuitsFolder, readManifest } from '../tooling/manifest.ts';
import { type Compiled, compileForTest } from './compiled.ts';

const circuitOf = (max: number) =>
  `pragma circom 2.1.6;\ninclude "circuits/templates/range.circom";\ncomponent main {public [in]} = AtMost(${max}, 4);\n`;

const messageOf = (action: Promise<unknown>) =>
  action.then(
    () => 'it succeeded',
    (error: Error) => error.message,
  );

describe('key ceremony', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'cyxwiz-ceremony-'));
  const file = (name: string) => join(folder, name);
  const ptau = file('powers.ptau');
  const beacon = 'ab'.repeat(32);
  let circuit: Compiled;
  let r1cs: string;

  before(async () => {
    const curve = await buildBn128(true);
    (globalThis as { curve_bn128?: unknown }).curve_bn128 ??= curve; // no threads that outlive the test
    circuit = compileForTest('ceremony', circuitOf(10));
    r1cs = join(circuit.folder, 'ceremony.r1cs');
    await powersOfTau.newAccumulator(curve, 5, file('0.ptau'));
    await powersOfTau.contribute(file('0.ptau'), file('1.ptau'), 'test', 'entropy');
    await powersOfTau.preparePhase2(file('1.ptau'), ptau);
    await begin({ r1cs, ptau }, file('0.zkey'));
    await contribute(file('0.zkey'), file('1.zkey'), 'Ada');
    await contribute(file('1.zkey'), file('2.zkey'), 'Grace');
    await applyBeacon(file('2.zkey'), file('final.zkey'), beacon);
  });

  after(() => rmSync(folder, { recursive: true }));

  it('ends in a key that verifies, proves, and is not marked as a development key', async () => {
    expect(await verify({ r1cs, ptau }, file('final.zkey'))).to.equal(2);
    await finalise({ r1cs, ptau }, file('final.zkey'), file('vk.json'));
    const key = JSON.parse(readFileSync(file('vk.json'), 'utf8'));
    expect(key.development).to.equal(false);
    expect(key.vk_gamma_2).not.to.deep.equal(key.vk_delta_2);

    writeFileSync(file('w.wtns'), await circuit.witness({ in: 7 }));
    const { proof, publicSignals } = await groth16.prove(file('final.zkey'), file('w.wtns'));
    expect(await groth16.verify(key, publicSignals, proof)).to.equal(true);
    expect(await groth16.verify(key, ['8'], proof)).to.equal(false);
  });

  it('takes a new secret each time', async () => {
    const hash = await contribute(file('1.zkey'), file('2b.zkey'), 'Grace');
    expect(hash).to.match(/^[0-9a-f]{128}$/);
    expect(readFileSync(file('2b.zkey')).equals(readFileSync(file('2.zkey')))).to.equal(false);
  });

  it('refuses a key without a contribution, or with nothing but a beacon', async () => {
    await applyBeacon(file('0.zkey'), file('beacon.zkey'), beacon);
    for (const zkey of ['0.zkey', 'beacon.zkey']) {
      const message = await messageOf(finalise({ r1cs, ptau }, file(zkey), file('none.json')));
      expect(message).to.contain("nobody's contribution");
      expect(existsSync(file('none.json'))).to.equal(false);
    }
  });

  it('refuses a key of another circuit, of other powers, or with a byte changed', async () => {
    const other = compileForTest('ceremony_other', circuitOf(11));
    const otherR1cs = join(other.folder, 'ceremony_other.r1cs');
    const notThis = 'does not come from this circuit';
    expect(await messageOf(verify({ r1cs: otherR1cs, ptau }, file('final.zkey')))).to.contain(notThis);

    await powersOfTau.contribute(file('0.ptau'), file('1b.ptau'), 'other', 'other entropy');
    await powersOfTau.preparePhase2(file('1b.ptau'), file('other.ptau'));
    expect(await messageOf(verify({ r1cs, ptau: file('other.ptau') }, file('final.zkey')))).to.contain(
      notThis,
    );

    copyFileSync(file('1.zkey'), file('changed.zkey'));
    const swapped = readFileSync(file('2.zkey'));
    const original = readFileSync(file('1.zkey'));
    original.copy(swapped, swapped.length - 400, original.length - 400, original.length - 336);
    writeFileSync(file('changed.zkey'), swapped);
    expect(await messageOf(verify({ r1cs, ptau }, file('changed.zkey')))).to.contain(notThis);
  });

  it('refuses powers of tau that are not valid or too few', async () => {
    const broken = readFileSync(ptau);
    broken.copy(broken, 600, 1000, 1064);
    writeFileSync(file('broken.ptau'), broken);
    expect(await messageOf(begin({ r1cs, ptau: file('broken.ptau') }, file('x.zkey')))).not.to.equal(
      'it succeeded',
    );

    const curve = await buildBn128(true);
    await powersOfTau.newAccumulator(curve, 2, file('s0.ptau'));
    await powersOfTau.contribute(file('s0.ptau'), file('s1.ptau'), 'test', 'entropy');
    await powersOfTau.preparePhase2(file('s1.ptau'), file('small.ptau'));
    const message = await messageOf(begin({ r1cs, ptau: file('small.ptau') }, file('y.zkey')));
    expect(message).to.match(/small\.ptau holds 2\^2 powers of tau; .* has a domain of 2\^[3-5]/);
    expect(existsSync(file('y.zkey'))).to.equal(false);
  });

  it('knows the powers that the circuits of the repository need, and what a file holds', () => {
    const needed = readManifest()
      .filter(({ onDemand }) => !onDemand)
      .map(({ name }) => [name, powerNeeded(join(buildFolder(name), `${name}.r1cs`))]);
    expect(Object.fromEntries(needed)).to.include({
      checkpoint_chain: 16,
      sgd_step_64_32_10: 17,
      sgd_step_64_32_10_x1: 16,
    });
    expect(powerOf(ptau)).to.equal(5);
    writeFileSync(file('short.ptau'), readFileSync(ptau).subarray(0, 30));
    for (const name of ['0.zkey', 'short.ptau'])
      expect(() => powerOf(file(name))).to.throw('not a powers-of-tau');
  });

  it('never overwrites, and names what is missing or wrong', async () => {
    expect(await messageOf(contribute(file('0.zkey'), file('1.zkey'), 'Eve'))).to.contain('never overwrites');
    expect(await messageOf(contribute(file('none'), file('z'), 'Eve'))).to.contain('does not exist');
    expect(await messageOf(contribute(file('0.zkey'), file('z'), ' '))).to.contain('needs a name');
    expect(await messageOf(applyBeacon(file('0.zkey'), file('z'), 'xyz'))).to.contain('hexadecimal');
    expect(await messageOf(applyBeacon(file('0.zkey'), file('z'), beacon, 9))).to.contain('from 10 to 63');
    expect(existsSync(file('z'))).to.equal(false);
  });

  it('has a command line with the same steps', () => {
    const run = (...given: string[]) =>
      spawnSync(process.execPath, ['--no-warnings', join(circuitsFolder, 'ceremony', 'run.ts'), ...given], {
        encoding: 'utf8',
      });
    expect(run().status).to.equal(2);
    expect(run('contribute', 'a').stderr).to.contain('contribute <in.zkey>');
    const missing = run('contribute', file('none'), file('z'), 'Eve');
    expect([missing.status, missing.stderr.includes('does not exist')]).to.deep.equal([1, true]);
    const good = run('verify', r1cs, ptau, file('final.zkey'));
    expect([good.status, good.stdout.includes('2 of them by people')], good.stderr).to.deep.equal([0, true]);
  });
});
