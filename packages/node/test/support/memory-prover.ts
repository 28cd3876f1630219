import { bytesToField, CheckpointChain, fieldToBytes, fromHex } from '@cyxwiz/protocol';
import type { ProofStage } from '../../src/domain/events.ts';
import type { ProofRequest, ProofResult, Prover } from '../../src/ports/prover.ts';
import { fakeProof } from './memory-chain.ts';

/** Makes the proofs that MemoryChain takes. */
export class MemoryProver implements Prover {
  requests = 0;
  /** No proof is made before this resolves. */
  held: Promise<void> = Promise.resolve();

  async prove(
    request: ProofRequest,
    onStage: (stage: ProofStage, millis: number) => void,
  ): Promise<ProofResult> {
    this.requests += 1;
    onStage('STARTED', 0);
    await this.held;
    const chain = new CheckpointChain(
      bytesToField(request.binding),
      request.checkpoints.map((checkpoint) => ({
        weights: bytesToField(fromHex(checkpoint.weights)),
        lossMicros: BigInt(checkpoint.lossMicros),
        accuracyPpm: checkpoint.accuracyPpm,
        elapsedMs: BigInt(checkpoint.timeMs),
      })),
    );
    const last = request.checkpoints.at(-1);
    if (last === undefined) throw new Error('nothing to prove');
    const proof = fakeProof(request.binding, {
      root: fieldToBytes(chain.root()),
      checkpoints: chain.length,
      elapsedMs: BigInt(last.timeMs),
      weights: fromHex(last.weights),
    });
    onStage('PROVED', 1);
    return { proof, millis: 1, backend: 'memory' };
  }

  async close(): Promise<void> {}
}
