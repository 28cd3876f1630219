import { fromHex, toHex } from '@cyxwiz/protocol';
import { NodeError } from '../domain/errors.ts';
import type { CommittedSteps } from '../ports/step-prover.ts';
import { type AuditWork, tellAudit } from './audit-account.ts';
import { retry } from './retry.ts';

const ATTEMPTS = 3;

/**
 * The training of an exact job, repeated by the prover with a commitment to every state. It is made once, and again after
 * a restart: to the same bits, or not at all.
 * @throws NodeError STEPS_FAILED
 */
export async function commitSteps({ job, ports, settings, signal }: AuditWork): Promise<CommittedSteps> {
  if (job.steps !== null) return job.steps;
  const { dataset, checkpoints, steps: known } = job.record;
  const last = checkpoints.at(-1);
  if (dataset === null || last === undefined) {
    throw new NodeError('INTERNAL', 'committing to the steps of a training that is not here');
  }
  const { clock, engine, jobs, log, stepProver } = ports;
  const options = {
    ...{ clock, log, what: 'committing to the steps', firstMs: settings.retryMs, signal },
    ...{ attempts: ATTEMPTS, isFinal },
  };
  const steps = await retry(options, async () => {
    const inputs = await engine.inputs(job.spec, jobs.path(job.address, dataset.name));
    const training = {
      ...inputs,
      spec: job.spec,
      finalWeights: fromHex(last.weights, 32),
      root: known === null ? undefined : fromHex(known.root, 32),
    };
    let told = -1;
    const onProgress = (done: number, of: number) => {
      const percent = Math.floor((100 * done) / of);
      if (percent === told) return;
      told = percent;
      tellAudit(job, { stage: 'COMMITTING', done, of, transaction: '' });
    };
    return stepProver.commit(training, { signal, onProgress });
  });
  job.steps = steps;
  const { segments } = steps;
  const root = toHex(steps.root);
  await job.update((record) => ({ ...record, steps: { root, segments } }));
  tellAudit(job, { stage: 'COMMITTING', done: segments, of: segments, transaction: '' });
  log.info({ job: job.address, root, segments }, 'committed to the steps');
  return steps;
}

/** Engine and prover disagree: they will again. */
function isFinal(error: unknown): boolean {
  return error instanceof NodeError && error.failure.facts.prover === 'commitments_differ';
}
