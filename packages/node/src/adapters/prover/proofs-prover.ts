import { bytesToField, CheckpointChain, fromHex } from '@cyxwiz/protocol';
import { codeOf, messageOf, NodeError } from '../../domain/errors.ts';
import type { ProofStage } from '../../domain/events.ts';
import type { ProofRequest, ProofResult, Prover } from '../../ports/prover.ts';
import { loadProofs, type Proofs } from './load-proofs.ts';

/** The prover's processes end after this long without a proof, so that their memory comes back. */
const IDLE_MS = 20_000;

type Pool = InstanceType<Proofs['ProverPool']>;

export interface ProofsProverOptions {
  /** Default: arkworks when its program is built, otherwise snarkjs. */
  readonly backend?: 'arkworks' | 'snarkjs' | undefined;
}

/** Proofs by @cyxwiz/proofs, which computes witness and proof in processes of its own. */
export class ProofsProver implements Prover {
  readonly #options: ProofsProverOptions;
  #pool: Pool | null = null;
  #busy = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(options: ProofsProverOptions) {
    this.#options = options;
  }

  async prove(
    request: ProofRequest,
    onStage: (stage: ProofStage, millis: number) => void,
  ): Promise<ProofResult> {
    const proofs = await loadProofs();
    const { backend } = this.#options;
    clearTimeout(this.#idle);
    this.#pool ??= new proofs.ProverPool(backend === undefined ? {} : { backend });
    this.#busy += 1;
    try {
      onStage('STARTED', 0);
      const made = await proofs.proveCheckpointChain(chainOf(request).circuitInput(), this.#pool);
      const { a, b, c } = proofs.encodeProof(made.proof);
      const millis = made.witnessMs + made.proveMs;
      onStage('WITNESS', made.witnessMs);
      onStage('PROVED', millis);
      return { proof: { a, b, c }, millis, backend: made.backend };
    } catch (error) {
      throw new NodeError('PROOF_FAILED', messageOf(error), { prover: codeOf(error) }, error);
    } finally {
      this.#busy -= 1;
      this.#idle = setTimeout(() => void this.#rest(), IDLE_MS);
      this.#idle.unref();
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const pool = this.#pool;
    this.#pool = null;
    await pool?.close();
  }

  async #rest(): Promise<void> {
    if (this.#busy === 0) await this.close();
  }
}

function chainOf({ binding, checkpoints }: ProofRequest): CheckpointChain {
  return new CheckpointChain(
    bytesToField(binding),
    checkpoints.map((checkpoint) => ({
      weights: bytesToField(fromHex(checkpoint.weights, 32)),
      lossMicros: BigInt(checkpoint.lossMicros),
      accuracyPpm: checkpoint.accuracyPpm,
      elapsedMs: BigInt(checkpoint.timeMs),
    })),
  );
}
