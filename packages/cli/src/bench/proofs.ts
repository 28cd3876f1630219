import { bytesToField, sha256 } from '@cyxwiz/protocol';
import type { Figure, Part } from './figures.ts';
import { median } from './figures.ts';

const CHECKPOINTS = 64;
const RUNS = { arkworks: 5, snarkjs: 3 } as const;

/** A binding that nobody's job has. */
function someBinding(): bigint {
  const bytes = sha256('cyxwiz:bench');
  bytes[0] = (bytes[0] ?? 0) & 0x1f;
  return bytesToField(bytes);
}

export const proofsPart: Part = {
  name: 'proofs',
  about: 'time to make and to check a proof of checkpoint_chain, with both provers',
  async measure(say) {
    const { proveSampleChain, ProverPool, verifyCheckpointChain } = await import('@cyxwiz/proofs');
    const figures: Figure[] = [];
    const binding = someBinding();
    for (const backend of ['arkworks', 'snarkjs'] as const) {
      const pool = new ProverPool({ backend });
      try {
        const runs = RUNS[backend];
        const witness: number[] = [];
        const prove: number[] = [];
        const verify: number[] = [];
        say(`${backend}: the first proof (loads the key)`);
        const first = await proveSampleChain(binding, CHECKPOINTS, pool);
        for (let run = 1; run <= runs; run++) {
          say(`${backend}: proof ${run} of ${runs}`);
          const made = await proveSampleChain(binding, CHECKPOINTS, pool);
          witness.push(made.witnessMs);
          prove.push(made.proveMs);
          const started = performance.now();
          if (!(await verifyCheckpointChain(made.publicSignals, made.proof)))
            throw new Error('a proof does not verify');
          verify.push(performance.now() - started);
        }
        const how = `median of ${runs}, ${CHECKPOINTS} checkpoints, key loaded`;
        figures.push(
          { name: `${backend}: witness`, value: median(witness), unit: 'ms', how },
          { name: `${backend}: proof`, value: median(prove), unit: 'ms', how },
          {
            name: `${backend}: first proof`,
            value: first.proveMs,
            unit: 'ms',
            how: 'with starting the prover and loading the key, without the witness',
          },
        );
        if (backend === 'snarkjs') {
          figures.push({
            name: 'check of a proof',
            value: median(verify),
            unit: 'ms',
            how: `median of ${runs}, snarkjs, off chain`,
          });
        }
      } finally {
        await pool.close();
      }
    }
    const intro =
      'Each proof is verified after it is made. The witness is computed in a process of its own by both.';
    return { title: 'Proofs', intro, figures };
  },
};
