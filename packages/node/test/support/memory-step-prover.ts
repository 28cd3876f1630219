import {
  commitWeights,
  copyWeights,
  type Samples,
  SgdStep,
  segmentBatches,
  segmentCount,
  segmentStatement,
  stateTree,
} from '@cyxwiz/engine';
import { bytesToField, equalBytes, fieldToBytes, fromHex, type JobSpec } from '@cyxwiz/protocol';
import { NodeError } from '../../src/domain/errors.ts';
import type { CommitOptions, CommittedSteps, StepProver, StepTraining } from '../../src/ports/step-prover.ts';
import { fakeStepProof } from './memory-audits.ts';

/** Repeats trainings as the native prover does, and makes the proofs that MemoryAudits takes. */
export class MemoryStepProver implements StepProver {
  /** Why it proves nothing. */
  cannot: string | null = null;
  commits = 0;
  /** Segments that were proven, in the order in which they were asked for. */
  readonly proven: number[] = [];
  /** No proof is made before this resolves. */
  held: Promise<void> = Promise.resolve();
  /** Set to have it train, or prove, something else. */
  disagrees = false;
  lies = false;
  /** Set to have no training end before it is stopped. */
  stuck = false;
  /** Proofs that fail before one is made. */
  failures = 0;

  async whyNot(_spec: JobSpec): Promise<string | null> {
    return this.cannot;
  }

  async commit(training: StepTraining, { onProgress, signal }: CommitOptions): Promise<CommittedSteps> {
    signal.throwIfAborted();
    if (this.stuck) {
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    }
    const { spec, batches } = training;
    if (spec.exact === undefined) throw new Error('no exact job');
    this.commits += 1;
    const { steps } = spec.exact;
    const segments = segmentCount(spec.epochs, batches.length, steps);
    const weights = copyWeights(training.weights);
    const states = [commitWeights(weights)];
    const step = new SgdStep(spec.shape);
    for (let segment = 0; segment < segments; segment += 1) {
      for (const index of segmentBatches(spec.seed, segment, steps, batches.length))
        step.run(weights, batches[index] as Samples);
      states.push(commitWeights(weights));
      onProgress(segment + 1, segments);
    }
    const finalWeights = states.at(-1) as bigint;
    const { root } = stateTree(states);
    const expected = training.root ?? fieldToBytes(root);
    const same =
      equalBytes(training.finalWeights, fieldToBytes(finalWeights)) &&
      equalBytes(expected, fieldToBytes(root));
    if (!same || this.disagrees)
      throw new NodeError('STEPS_FAILED', 'another training', { prover: 'commitments_differ' });
    return {
      root: fieldToBytes(root),
      segments,
      prove: async ({ segment, binding, challenge }) => {
        this.proven.push(segment);
        await this.held;
        if (this.failures-- > 0) throw new NodeError('STEPS_FAILED', 'no luck', { prover: 'unlucky' });
        const statement = segmentStatement({
          ...{ binding: bytesToField(binding), challenge: bytesToField(challenge) },
          ...{ stepsRoot: root, initialWeights: states[0] as bigint, finalWeights },
          ...{ datasetRoot: bytesToField(fromHex(spec.datasetRoot)), segment, segments },
          batchIndices: segmentBatches(spec.seed, segment, steps, batches.length),
        });
        return { proof: fakeStepProof(this.lies ? 0n : statement), millis: 1, backend: 'memory' };
      },
      forget: async () => undefined,
    };
  }

  async close(): Promise<void> {}
}
