import {
  formatAmount,
  insuranceAddress,
  type Job,
  type ProgramEvent,
  tokenAccountOf,
} from '@cyxwiz/protocol';
import { type ClientError, CyxwizClient, keypairWallet, type TrainingEvent } from '@cyxwiz/sdk';
import { type Balances, readBalances } from './accounts.ts';
import type { Checks } from './checks.ts';
import { checkConservation } from './conservation.ts';
import { escrowOf, followTraining, type RunningJob, startJob } from './job-run.ts';
import { balanceRows, printBalances } from './ledger-rows.ts';
import { eventually } from './main-job.ts';
import type { Fault } from './options.ts';
import { type Payout, slashOf, whenClientCancels, whenNodeFails } from './payouts.ts';
import type { Screen } from './screen.ts';
import {
  type ListedTransaction,
  listTransactions,
  printTransactions,
  seenSignatures,
} from './transactions.ts';
import type { World } from './world.ts';

type Scene = { world: World; screen: Screen; checks: Checks; run: RunningJob; job: Job; stake: bigint };

/** The job with a fault, and the money where the design says it goes. */
export async function runFault(
  fault: Exclude<Fault, 'coordinator-dies'>,
  world: World,
  screen: Screen,
  checks: Checks,
): Promise<void> {
  const before = await readBalances(world.chain);
  const seen = await seenSignatures(world);
  const run = await startJob(world, screen, checks);
  const until = fault === 'wrong-proof' ? undefined : afterFirstProof;
  const end = await followTraining(run, screen, checks, until);
  run.training.close();
  const job = await escrowOf(run);
  const stake = (await world.chain.reader.node(job.node))?.value.stake ?? 0n;
  const scene: Scene = { world, screen, checks, run, job, stake };

  if (fault === 'client-cancels') await cancel(scene);
  if (fault === 'node-dies') await nodeDies(scene);
  if (fault === 'wrong-proof') await wrongProof(scene, end.ended);
  run.session.close();
  await applyOutcome(
    scene,
    fault === 'client-cancels' ? 'cancelled' : fault === 'node-dies' ? 'timedOut' : 'failed',
  );

  const after = await readBalances(world.chain);
  const listed = await listTransactions(world, seen);
  screen.step('the books');
  printBalances(balanceRows(world, job, before, after), screen);
  printTransactions(listed, screen);
  screen.line();
  checkMoney(scene, fault, before, after, listed);
  run.client.close();
}

/** True once the chain holds proven progress, so that there is something to be paid for. */
async function afterFirstProof(event: TrainingEvent, run: RunningJob): Promise<boolean> {
  if (event.type !== 'proof' || event.stage !== 'VERIFIED') return false;
  return (await escrowOf(run)).provenCheckpoints > 0;
}

async function cancel({ screen, run, checks }: Scene): Promise<void> {
  screen.step('the client changes its mind and cancels');
  const sent = await run.client.escrow.cancel(run.job);
  screen.say(`cancelled in ${sent.signature}`);
  checks.equal('the escrow says so', (await escrowOf(run)).state, 'Cancelled');
  await run.client.escrow.close(run.job);
}

async function nodeDies({ world, screen, checks, run, job }: Scene): Promise<void> {
  screen.step(`${run.machine} dies: its process gets SIGKILL`);
  await world.nodes.get(run.machine)?.kill();
  const stranger = strangerClient(world);
  const early = await stranger.escrow.timeout(run.job).then(
    () => 'accepted',
    (error: ClientError) => error.reason,
  );
  checks.equal('a refund before two hours of silence is refused', early, 'NotTimedOut');
  screen.step('two silent hours later a stranger sends timeout_refund');
  const heartbeat = (await world.chain.reader.node(job.node))?.value.lastHeartbeat ?? 0n;
  const now = await escrowOf(run);
  const heard = [now.acceptedAt, now.anchoredAt, heartbeat].reduce((a, b) => (a > b ? a : b));
  await world.chain.timeTravel(heard + now.terms.silence + 1n);
  const sent = await stranger.escrow.timeout(run.job);
  screen.say(`refunded in ${sent.signature}`);
}

async function wrongProof(
  { world, screen, checks, run, job }: Scene,
  ended: { ok: boolean; error: string } | undefined,
) {
  checks.that('the node could not prove its work', ended?.ok === false, ended?.error ?? 'no end');
  screen.step('the chain refused the proof; nobody can be paid for it');
  checks.equal('the job is stuck in', job.state, 'Proving');
  checks.equal('proven checkpoints', job.provenCheckpoints, 0);
  const stranger = strangerClient(world);
  const early = await stranger.escrow.settle(run.job).then(
    () => 'accepted',
    (error: ClientError) => error.reason,
  );
  checks.equal('a settlement is refused', early, 'FinalRootNotProven');
  screen.step('after the deadline a stranger sends timeout_refund');
  await world.chain.timeTravel(job.deadline + 1n);
  const sent = await stranger.escrow.timeout(run.job);
  screen.say(`refunded in ${sent.signature}`);
}

function strangerClient(world: World): CyxwizClient {
  const { rpcUrl, wsUrl } = world.chain;
  return new CyxwizClient({ rpcUrl, wsUrl, wallet: keypairWallet(world.cast.cranker) });
}

/** Whoever is first: the node, if it lives, or the stranger. */
async function applyOutcome(scene: Scene, counter: 'cancelled' | 'timedOut' | 'failed'): Promise<void> {
  const { world, job, screen, checks } = scene;
  const stranger = strangerClient(world);
  const page = await stranger.escrow.scorePage(job.node);
  const index = (await world.chain.reader.node(job.node))?.value.index ?? 0;
  const entry = await eventually('the outcome', async () => {
    const found = await world.chain.reader.score(job.node, index);
    if (found) return found;
    await stranger.escrow.applyOutcomes(page).catch((error: ClientError) => {
      if (error.reason !== 'QueueEmpty') throw error;
    });
    return undefined;
  });
  screen.step(`reputation: ${scene.run.machine} has ${entry[counter]} ${counter} job, score ${entry.score}`);
  checks.equal(`the outcome counts as ${counter}`, entry[counter], 1);
}

function checkMoney(
  scene: Scene,
  fault: Fault,
  before: Balances,
  after: Balances,
  listed: readonly ListedTransaction[],
): void {
  const { world, checks, screen, run, job, stake } = scene;
  const ended = listed.flatMap((t) => t.events).find((e): e is EndedEvent => e.name === 'JobEnded');
  if (!ended) throw new Error('the escrow recorded no end');
  const { price, provenCheckpoints, checkpoints, payout } = ended.data;
  const failed = fault !== 'client-cancels';
  const rule = failed ? whenNodeFails : whenClientCancels;
  const due = rule(price, provenCheckpoints, checkpoints);
  const slash = failed ? slashOf(stake) : { slashed: 0n, insured: 0n, burned: 0n };
  screen.say(`proven: ${provenCheckpoints} of ${checkpoints} checkpoints, of ${formatAmount(price)} CYXWIZ`);
  for (const part of ['toNode', 'fee', 'toClient', 'burned'] as const satisfies (keyof Payout)[]) {
    checks.equal(`${part}, to the unit`, payout[part], due[part]);
  }
  const change = (account: { toString(): string }): bigint =>
    (after.tokenAccounts.get(String(account)) ?? 0n) - (before.tokenAccounts.get(String(account)) ?? 0n);
  const owner = world.cast.machines.find((m) => m.name === run.machine)?.owner.publicKey ?? world.chain.mint;
  checks.equal(
    'the client',
    change(tokenAccountOf(world.cast.client.publicKey, world.chain.mint)),
    due.toClient - price,
  );
  checks.equal('the node’s owner', change(tokenAccountOf(owner, world.chain.mint)), due.toNode);
  checks.equal('the fee vault', change(job.feeVault), due.fee);
  checks.equal('the insurance vault', change(insuranceAddress()), slash.insured);
  checkConservation(checks, before, after, listed, due.burned + slash.burned);
}

type EndedEvent = Extract<ProgramEvent, { name: 'JobEnded' }>;
