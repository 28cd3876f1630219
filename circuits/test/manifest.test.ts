// SPDX-License-Identifier: GPL-3.0-or-later
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildBn128 } from 'ffjavascript';
import { zKey } from 'snarkjs';
import { buildFolder } from '../tooling/artefacts.ts';
import { constraintCounts } from '../tooling/compile.ts';
import { findDrift } from '../tooling/drift.ts';
import { circuitsFolder, readManifest, sha256OfFile } from '../tooling/manifest.ts';

describe('circuits.json', function () {
  this.timeout(60_000);

  before(async () => {
    // snarkjs takes the curve it finds here; its own would keep a thread for each core, and the test run, alive.
    (globalThis as { curve_bn128?: unknown }).curve_bn128 ??= await buildBn128(true);
  });

  for (const entry of readManifest()) {
    const built = (extension: string) => join(buildFolder(entry.name), `${entry.name}.${extension}`);
    const committed = join(circuitsFolder, entry.verifyingKey);
    const key = JSON.parse(readFileSync(committed, 'utf8'));

    it(`has the committed verifying key of ${entry.name}`, () => {
      expect(sha256OfFile(committed)).to.equal(entry.sha256.verifyingKey);
      expect(key.nPublic).to.equal(entry.publicSignals.length);
      expect(key.IC).to.have.length(entry.publicSignals.length + 1);
    });

    // What is built on demand has only its key here, unless somebody built it.
    const here = !entry.onDemand || existsSync(built('zkey'));
    const itBuilt = (title: string, body: () => void | Promise<void>) => {
      if (here) it(title, body);
    };

    itBuilt(`describes ${entry.name} as it is built`, () => {
      const counts = constraintCounts(built('r1cs'));
      expect(counts).to.deep.equal({
        constraints: entry.constraints,
        wires: entry.wires,
        publicSignals: entry.publicSignals.length,
      });
      expect(sha256OfFile(built('r1cs'))).to.equal(entry.sha256.r1cs);
      expect(sha256OfFile(built('zkey'))).to.equal(entry.sha256.zkey);
    });

    itBuilt(`has the verifying key of ${entry.name} that snarkjs reads from the proving key`, async () => {
      const exported = await zKey.exportVerificationKey(built('zkey'));
      for (const name of ['nPublic', 'vk_alpha_1', 'vk_beta_2', 'vk_gamma_2', 'vk_delta_2', 'IC']) {
        expect(key[name], name).to.deep.equal(JSON.parse(JSON.stringify(exported[name])));
      }
    });

    it(`notices when ${entry.name} is not what is committed`, () => {
      const key = entry.sha256.verifyingKey;
      expect(findDrift(entry, entry, key)).to.equal(undefined);
      for (const change of [{ constraints: 1 }, { wires: 1 }, { sha256: { ...entry.sha256, zkey: '' } }]) {
        expect(findDrift(entry, { ...entry, ...change }, key)).to.contain('does not describe');
      }
      expect(findDrift(entry, entry, '00')).to.contain('is not the verifying key');
      expect(findDrift(entry, entry, undefined)).to.contain('is not the verifying key');
    });

    it(`marks the key of ${entry.name} and keeps gamma apart from delta`, () => {
      expect(key.development).to.equal(entry.development);
      expect(key.nPublic).to.equal(entry.publicSignals.length);
      expect(key.vk_gamma_2).not.to.deep.equal(key.vk_delta_2);
    });
  }
});
