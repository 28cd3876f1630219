import type { Prover } from '../../ports/prover.ts';

/**
 * A prover whose proofs are well formed and wrong: it proves a statement of its own, in which the last checkpoint was
 * reached a millisecond later. For demonstrations; only built when faults are allowed.
 */
export function spoilProofs(prover: Prover): Prover {
  return {
    prove: (request, onStage) => {
      const checkpoints = request.checkpoints.map((checkpoint, i) =>
        i === request.checkpoints.length - 1 ? { ...checkpoint, timeMs: checkpoint.timeMs + 1 } : checkpoint,
      );
      return prover.prove({ ...request, checkpoints }, onStage);
    },
    close: () => prover.close(),
  };
}
