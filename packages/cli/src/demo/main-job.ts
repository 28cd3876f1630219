import { blankScore, formatAmount, type Job, type NodeScore, pageOf } from '@cyxwiz/protocol';
import { rebuildPage } from '@cyxwiz/sdk';
import { readBalances } from './accounts.ts';
import { attendAudits, checkAudits } from './audits.ts';
import type { Checks } from './checks.ts';
import { escrowOf, followTraining, type RunningJob, startJob, type TrainingEnd } from './job-run.ts';
import type { Tier } from './options.ts';
import type { Screen } from './screen.ts';
import { seenSignatures } from './transactions.ts';
import type { World } from './world.ts';

/** Waits until `look` finds something. @throws Error saying what did not happen. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined>,
  timeoutMs = 60_000,
): Promise<T> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`${what} did not happen in ${timeoutMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

export type Settled = { job: Job; scoreBefore: number; scoreAfter: number };

/** The client accepts the result; the node is paid; its score follows. */
export async function settleJob(
  world: World,
  run: RunningJob,
  screen: Screen,
  checks: Checks,
): Promise<Settled> {
  const { client } = run;
  const proving = await escrowOf(run);
  checks.equal(
    'the proof of every checkpoint is verified on chain',
    proving.provenCheckpoints,
    proving.checkpoints,
  );
  const before = await scoringOf(world, proving.node);

  screen.step('the client waives its objection; the escrow pays');
  await client.escrow.waive(run.job);
  const job = await eventually('the settlement', async () => {
    const now = await escrowOf(run);
    return now.state === 'Settled' ? now : undefined;
  });
  const amount = (units: bigint): string => formatAmount(units, job.decimals);
  screen.say(
    `${amount(job.paidNode)} to ${run.machine}, ${amount(job.paidFee)} fee, of ${amount(job.price)} CYXWIZ`,
  );
  checks.equal('10 % fee, rounded down', job.paidFee, (job.price * 1_000n) / 10_000n);
  checks.equal('90 % to the node', job.paidNode, job.price - job.paidFee);
  checks.equal('nothing refunded or burned', job.refunded + job.burned, 0n);

  screen.step('the outcome that the escrow recorded is folded into the score');
  const after = await eventually('the score', async () => {
    const scoring = await scoringOf(world, job.node);
    return scoring.settled > before.settled ? scoring : undefined;
  });
  screen.say(`${run.machine}: ${before.score} → ${after.score} of 1000; a job counts by its price`);
  checks.that('the job counts by its price', after.settledWeight > before.settledWeight);
  checks.that('the score did not fall', after.score >= before.score);
  const rebuilt = await rebuildPage(world.chain.reader, pageOf(after.index));
  checks.equal('scores rebuilt from events differ in', rebuilt?.differences.length, 0);
  return { job, scoreBefore: before.score, scoreAfter: after.score };
}

/** What reputation knows of a node. */
async function scoringOf(world: World, node: string): Promise<NodeScore & { readonly index: number }> {
  const seen = await world.chain.reader.node(node);
  if (!seen) throw new Error(`no node account at ${node}`);
  const { index } = seen.value;
  return { ...((await world.chain.reader.score(node, index)) ?? blankScore()), index };
}

export type Story = {
  run: RunningJob;
  end: TrainingEnd;
  settled: Settled;
  before: Awaited<ReturnType<typeof readBalances>>;
  seen: Set<string>;
};

export type JobOptions = {
  tier?: Tier;
  /** What is done while the job runs. */
  during?: (run: RunningJob) => Parameters<typeof followTraining>[3];
};

/** The job as it should go, from submission to the node's new score. */
export async function runJob(
  world: World,
  screen: Screen,
  checks: Checks,
  { tier = 'committed', during = () => undefined }: JobOptions = {},
): Promise<Story> {
  const before = await readBalances(world.chain);
  const seen = await seenSignatures(world);
  const run = await startJob(world, screen, checks, tier);
  const stop = new AbortController();
  const attending = tier === 'exact' ? attendAudits(run, screen, stop.signal) : undefined;
  // It is awaited below; a failure must not count as unhandled meanwhile.
  attending?.catch(() => {});
  const end = await followTraining(run, screen, checks, during(run)).catch((error: unknown) => {
    stop.abort();
    throw error;
  });
  // A job that was paid for has passed its audits, of which the last may be news only now.
  if (!end.ended?.ok) stop.abort();
  await attending;
  checks.that('the training ended well', end.ended?.ok === true, end.ended?.error ?? 'no end');
  if (tier === 'exact') await checkAudits(run, screen, checks);
  const settled = await settleJob(world, run, screen, checks);
  run.session.close();
  return { run, end, settled, before, seen };
}
