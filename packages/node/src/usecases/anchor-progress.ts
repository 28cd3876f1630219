import { bytesToField, equalBytes, fieldToBytes, fromHex, toHex } from '@cyxwiz/protocol';
import { anchorStep, earliestFinalAnchor, isAnchorDue } from '../domain/anchor-schedule.ts';
import { messageOf, NodeError } from '../domain/errors.ts';
import { advance, withAnchor, withTransaction } from '../domain/job-machine.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { ActiveJob } from './active-job.ts';
import { dropCheckpoints } from './drop-checkpoints.ts';
import { retry } from './retry.ts';
import type { AgentSettings } from './settings.ts';

/** How many checkpoints should go on chain now, without the final anchor; 0: none. */
export function intermediateAnchorDue(job: ActiveJob): number {
  const { escrow, record, checkpointsTotal: total } = job;
  if (escrow === null) return 0;
  const done = record.checkpoints.length;
  const anchored = record.anchor?.checkpoints ?? 0;
  const step = anchorStep(total, job.spec.checkpointInterval, escrow.terms);
  return done < total && isAnchorDue({ done, anchored, total, step }) ? done : 0;
}

/** Puts the root over the first `count` checkpoints on chain; finds it there when an earlier attempt got through. */
export async function anchorCheckpoints(job: ActiveJob, ports: AgentPorts, count: number): Promise<void> {
  const last = job.record.checkpoints[count - 1];
  if (last === undefined) throw new NodeError('INTERNAL', `checkpoint ${count} does not exist`);
  const root = fieldToBytes(job.chain().root(count));
  let transaction = '';
  try {
    transaction = await ports.chain.anchorProgress(job.address, {
      root,
      checkpoints: count,
      weights: fieldToBytes(bytesToField(fromHex(last.weights, 32))),
      elapsedMs: BigInt(last.timeMs),
    });
  } catch (error) {
    const escrow = await ports.chain.readJob(job.address);
    const there = escrow?.anchoredCheckpoints === count && equalBytes(escrow.anchoredRoot, root);
    if (!there) throw error;
    ports.log.info({ job: job.address, count, error: messageOf(error) }, 'the anchor is on chain already');
  }
  const anchor = {
    checkpoints: count,
    root: toHex(root),
    elapsedMs: last.timeMs,
    weights: last.weights,
    transaction,
  };
  await job.update((record) => {
    const anchored = withAnchor(withTransaction(record, transaction), anchor);
    // With the final anchor the weights can be had: whoever hears of it asks for them at once.
    return count === job.checkpointsTotal ? advance(anchored, 'anchored') : anchored;
  });
  ports.log.info({ job: job.address, checkpoints: count, transaction }, 'anchored');
  job.emit({ kind: 'anchored', checkpoints: count, root: anchor.root, transaction });
}

/** The final anchor: not before the escrow's minimum time, and again and again until it is on chain. */
export async function anchorFinal(
  job: ActiveJob,
  ports: AgentPorts,
  settings: AgentSettings,
  signal: AbortSignal,
): Promise<void> {
  const { clock, log, chain } = ports;
  const options = { clock, log, what: 'the final anchor', firstMs: settings.retryMs, signal };
  if (job.record.anchor?.checkpoints !== job.checkpointsTotal) {
    await retry(options, async () => {
      const escrow = await chain.readJob(job.address);
      const { accepted } = job.record;
      if (escrow === null || accepted === null) return;
      const earliest = earliestFinalAnchor(accepted.chainAt, escrow.estimatedSeconds, escrow.terms);
      for (let now = await chain.now(); now < earliest; now = await chain.now()) {
        log.info({ job: job.address, seconds: earliest - now }, 'waiting until the escrow accepts the end');
        await clock.sleep(Math.min(1000 * (earliest - now), settings.pollMs), signal);
        signal.throwIfAborted();
      }
      await anchorCheckpoints(job, ports, job.checkpointsTotal);
      await dropCheckpoints(job, ports, settings);
    });
  }
  await job.update((record) => advance(record, 'anchored'));
}
