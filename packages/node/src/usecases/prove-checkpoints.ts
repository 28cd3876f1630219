import { fromHex } from '@cyxwiz/protocol';
import { NodeError } from '../domain/errors.ts';
import type { ProofProgress } from '../domain/events.ts';
import { advance, withTransaction } from '../domain/job-machine.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { ActiveJob } from './active-job.ts';
import { retry } from './retry.ts';
import type { AgentSettings } from './settings.ts';

const PROVER_ATTEMPTS = 3;

/** Proves what was anchored last and has the chain verify it. */
export async function proveAnchored(
  job: ActiveJob,
  ports: AgentPorts,
  settings: AgentSettings,
  signal: AbortSignal,
): Promise<void> {
  const { anchor, accepted, checkpoints } = job.record;
  if (anchor === null || accepted === null || job.record.proof?.checkpoints === anchor.checkpoints) return;
  const { chain, clock, log, prover } = ports;
  const tell = (progress: ProofProgress) => {
    job.proofProgress = progress;
    job.emit({ kind: 'proof', progress });
  };

  const { proof, millis, backend } = await retry(
    { clock, log, what: 'proving', firstMs: settings.retryMs, signal, attempts: PROVER_ATTEMPTS },
    () =>
      prover.prove(
        { binding: fromHex(accepted.binding, 32), checkpoints: checkpoints.slice(0, anchor.checkpoints) },
        (stage, spent) => tell({ stage, millis: spent, transaction: '', backend: '' }),
      ),
  );
  tell({ stage: 'SUBMITTED', millis, transaction: '', backend });

  const transaction = await retry(
    { clock, log, what: 'sending the proof', firstMs: settings.retryMs, signal, isFinal: isRefused },
    async () => {
      try {
        return await chain.proveCheckpoints(job.address, proof);
      } catch (error) {
        // An earlier attempt, or somebody else with the same proof, may have got through.
        const escrow = await chain.readJob(job.address);
        if (escrow !== null && escrow.provenCheckpoints >= anchor.checkpoints) return '';
        throw error;
      }
    },
  ).catch((error: unknown) => {
    if (!isRefused(error)) throw error;
    throw new NodeError(
      'PROOF_FAILED',
      `the chain refused the proof: ${(error as NodeError).message}`,
      {},
      error,
    );
  });

  await job.update((record) => ({
    ...withTransaction(record, transaction),
    proof: { checkpoints: anchor.checkpoints, transaction, millis: Math.round(millis), backend },
  }));
  log.info(
    { job: job.address, checkpoints: anchor.checkpoints, transaction, millis, backend },
    'proven on chain',
  );
  tell({ stage: 'VERIFIED', millis, transaction, backend });
}

/** The proof over the final root. */
export async function proveFinal(
  job: ActiveJob,
  ports: AgentPorts,
  settings: AgentSettings,
  signal: AbortSignal,
): Promise<void> {
  await proveAnchored(job, ports, settings, signal);
  await job.update((record) => advance(record, 'proven'));
}

function isRefused(error: unknown): boolean {
  return error instanceof NodeError && error.code === 'CHAIN_REFUSED';
}
