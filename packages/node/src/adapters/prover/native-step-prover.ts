import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CircuitFiles, CommittedTraining, ExactProver } from '@cyxwiz/proofs';
import { bytesToField, fieldToBytes, fromHex, type JobSpec } from '@cyxwiz/protocol';
import { codeOf, messageOf, NodeError } from '../../domain/errors.ts';
import type { ProofResult } from '../../ports/prover.ts';
import type {
  AuditedSegment,
  CommitOptions,
  CommittedSteps,
  StepProver,
  StepTraining,
} from '../../ports/step-prover.ts';
import { loadProofs, type Proofs } from './load-proofs.ts';

/** The prover's process ends after this long without work. Longer than a client that is awake takes to reveal its nonce. */
const IDLE_MS = 60_000;

/** The exact tier's prover, a process of its own that keeps keys and trainings while it is needed. */
export class NativeStepProver implements StepProver {
  readonly #folder: string;
  readonly #proofs: number;
  #prover: ExactProver | null = null;
  readonly #under = new Set<Promise<unknown>>();
  #idle: NodeJS.Timeout | undefined;

  private constructor(folder: string, proofs: number) {
    this.#folder = folder;
    this.#proofs = proofs;
  }

  /** Removes what an agent that was killed has left there: it has clients' data in it. */
  static async open(dataDir: string, proofs: number): Promise<NativeStepProver> {
    const folder = join(dataDir, 'steps');
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new NativeStepProver(folder, proofs);
  }

  async whyNot(spec: JobSpec): Promise<string | null> {
    try {
      return await this.#working(async (proofs, prover) => {
        const circuit = circuitOf(proofs, spec);
        await assertSegments(spec);
        const { native } = await prover.load(circuit);
        return native ? null : `the prover cannot compute the witnesses of ${circuit.name}`;
      });
    } catch (error) {
      return messageOf(error);
    }
  }

  commit(training: StepTraining, { signal, onProgress }: CommitOptions): Promise<CommittedSteps> {
    const { spec, root, finalWeights, weights, batches } = training;
    return this.#working(async (proofs, prover) => {
      const circuit = circuitOf(proofs, spec);
      const { seed, epochs } = spec;
      const expected = {
        datasetRoot: bytesToField(fromHex(spec.datasetRoot, 32)),
        initialWeights: bytesToField(fromHex(spec.initialWeights, 32)),
        finalWeights: bytesToField(finalWeights),
        ...(root === undefined ? {} : { stepsRoot: bytesToField(root) }),
      };
      const made = await prover.commit(
        { parameters: circuit.parameters, seed, epochs, weights, batches },
        { signal, expected, onProgress: ({ done, of }) => onProgress(done, of) },
      );
      return this.#committed(circuit, made);
    }, signal);
  }

  #committed(circuit: CircuitFiles, made: CommittedTraining): CommittedSteps {
    const { stepsRoot, segments } = made.commitments;
    return {
      root: fieldToBytes(stepsRoot),
      segments,
      prove: (at, signal) => this.#working((proofs) => prove(proofs, circuit, made, at, signal), signal),
      forget: () => made.forget(),
    };
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const prover = this.#prover;
    this.#prover = null;
    await prover?.close();
    await Promise.allSettled(this.#under);
    // What was under way may have begun a process or a folder between the two.
    await prover?.close();
  }

  async #working<T>(
    action: (proofs: Proofs, prover: ExactProver) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    clearTimeout(this.#idle);
    const proofs = await loadProofs();
    signal?.throwIfAborted();
    this.#prover ??= new proofs.ExactProver({ proofs: this.#proofs, folder: this.#folder });
    const work = action(proofs, this.#prover);
    this.#under.add(work);
    try {
      return await (signal === undefined ? work : orAborted(work, signal));
    } catch (error) {
      throw stepsFailure(error);
    } finally {
      void work.catch(() => undefined).finally(() => this.#under.delete(work));
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => void this.#rest(), IDLE_MS);
      this.#idle.unref();
    }
  }

  async #rest(): Promise<void> {
    if (this.#under.size === 0) await this.#prover?.rest();
  }
}

async function prove(
  { encodeProof }: Proofs,
  circuit: CircuitFiles,
  training: CommittedTraining,
  { segment, binding, challenge }: AuditedSegment,
  signal: AbortSignal,
): Promise<ProofResult> {
  const at = { segment, binding: bytesToField(binding), challenge: bytesToField(challenge) };
  const made = await training.prove(circuit, at, { signal });
  const { a, b, c } = encodeProof(made.proof);
  return { proof: { a, b, c }, millis: made.witnessMs + made.proveMs, backend: made.backend };
}

/** The circuit that proves the steps of this job. @throws Error that says what is missing or different */
function circuitOf({ numberedCircuit }: Proofs, { exact, shape }: JobSpec): CircuitFiles {
  if (exact === undefined) throw new Error('its specification has no steps');
  const circuit = numberedCircuit(exact.circuit);
  if (circuit === undefined) throw new Error(`there is no circuit ${exact.circuit} here`);
  const { name, keyVersion, parameters } = circuit;
  if (keyVersion !== exact.keyVersion)
    throw new Error(`the key of ${name} has version ${keyVersion} here, not ${exact.keyVersion}`);
  const different = Object.entries({ ...shape, steps: exact.steps }).find(
    ([parameter, value]) => parameters[parameter] !== value,
  );
  if (different !== undefined)
    throw new Error(`${name} has ${parameters[different[0]] ?? 'no'} ${different[0]}, not ${different[1]}`);
  return circuit;
}

/** The engine is loaded only where it is needed: an agent that waits for work should be small. */
async function assertSegments({ epochs, exact }: JobSpec): Promise<void> {
  const { segmentCount } = await import('@cyxwiz/engine');
  if (exact !== undefined) segmentCount(epochs, exact.batches, exact.steps);
}

/** The prover ends a request before its next stage; whoever stops the agent need not wait for that. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    if (signal.aborted) stop();
  });
}

function stepsFailure(error: unknown): NodeError {
  if (error instanceof NodeError) return error;
  const { proverCode } = ((error as { failure?: unknown }).failure ?? {}) as { proverCode?: string };
  return new NodeError('STEPS_FAILED', messageOf(error), { prover: proverCode ?? codeOf(error) }, error);
}
