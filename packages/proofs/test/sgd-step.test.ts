// SPDX-License-Identifier: GPL-3.0-or-later
//
// Proofs of the deployed circuits on a small job: what holds, and what a proof cannot be made to say.
import type { SegmentClaim } from '@cyxwiz/engine';
import { isFailure } from '@cyxwiz/protocol';
import { expect } from 'chai';
import {
  ArkworksBackend,
  type MadeProof,
  ProverPool,
  SampleSegments,
  type SgdStepSteps,
  sgdStepCircuit,
  sgdStepKey,
  verifySegment,
} from '../src/index.ts';

const BINDING = 2026n;
const CHALLENGE = 77n;

for (const [steps, segment] of [
  [4, 1],
  [1, 11],
] as const) {
  describe(`sgd_step proofs, ${steps} steps`, function () {
    this.timeout(240_000);
    const pool = new ProverPool();
    const backend = new ArkworksBackend();
    let job: SampleSegments;
    let claim: SegmentClaim;
    let made: MadeProof;

    before(async () => {
      job = new SampleSegments({ steps });
      claim = job.claim(segment, BINDING, CHALLENGE);
      made = await job.prove(segment, BINDING, CHALLENGE, pool);
    });

    after(async () => {
      await Promise.all([pool.close(), backend.close()]);
    });

    it('hold for their claim, for both verifiers', async () => {
      expect(await verifySegment(sgdStepKey(steps), claim, made.proof)).to.equal(true);
      expect(await backend.verify(sgdStepCircuit(steps), made.publicSignals, made.proof)).to.equal(true);
    });

    it('hold for no other claim', async () => {
      const changes: Partial<SegmentClaim>[] = [
        ...[{ binding: BINDING + 1n }, { challenge: CHALLENGE + 1n }, { stepsRoot: 0n }, { datasetRoot: 0n }],
        ...[{ initialWeights: job.finalWeights }, { finalWeights: job.initialWeights }],
        ...[{ segment: segment - 1 }, { segments: job.segments + 1 }],
        { batchIndices: claim.batchIndices.with(0, ((claim.batchIndices[0] ?? 0) + 1) % 4) },
      ];
      for (const change of changes) {
        const holds = await verifySegment(sgdStepKey(steps), { ...claim, ...change }, made.proof);
        expect(holds, Object.keys(change)[0]).to.equal(false);
      }
    });

    it('do not hold under the key of the other number of steps', async () => {
      const other: SgdStepSteps = steps === 4 ? 1 : 4;
      expect(await verifySegment(sgdStepKey(other), claim, made.proof)).to.equal(false);
    });

    it('cannot be made for a segment with another state, batch or place', async () => {
      const good = job.input(segment, BINDING, CHALLENGE);
      const bad = [
        {
          ...good,
          ...new SampleSegments({ steps, seed: 'b5'.repeat(32) }).input(segment, 0n, 0n),
          ...{ stepsRoot: good.stepsRoot },
        },
        { ...good, segment: segment - 1 },
        { ...good, labels: good.labels.map((rows) => rows.map((label) => (label + 1) % 10)) },
        { ...good, statement: good.statement + 1n },
      ];
      for (const [i, input] of bad.entries()) {
        const failure = await pool.prove(sgdStepCircuit(steps), input).then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(isFailure(failure, 'WITNESS_REJECTED'), `case ${i}: ${failure}`).to.equal(true);
      }
    });
  });
}
