import { readBalances } from './accounts.ts';
import { Checks } from './checks.ts';
import { Cleanup } from './cleanup.ts';
import { checkConservation } from './conservation.ts';
import { runFault } from './faults.ts';
import { balanceRows, printBalances } from './ledger-rows.ts';
import { runJob, type Story } from './main-job.ts';
import { type DemoOptions, parseOptions, USAGE, UsageError } from './options.ts';
import { verifyAsProcess, writeReceipt } from './receipt.ts';
import { Screen } from './screen.ts';
import { listTransactions, printTransactions } from './transactions.ts';
import { startWorld, type World } from './world.ts';

const cleanup = new Cleanup();
let stopping = false;

async function main(options: DemoOptions): Promise<boolean> {
  const screen = new Screen();
  const checks = new Checks(screen);
  const { fault, tier } = options;
  const world = await startWorld(cleanup, {
    step: (text) => screen.step(text),
    // With intermediate proofs there is proven progress to pay for when a job ends early.
    ...(fault === 'node-dies' || fault === 'client-cancels' ? { node: { proveIntermediate: true } } : {}),
    ...(fault === 'wrong-proof' ? { node: { allowFaults: true, fault: 'wrong-proof' } } : {}),
  });
  if (fault === undefined || fault === 'coordinator-dies') {
    const story = await runJob(world, screen, checks, {
      tier,
      ...(fault ? { during: killCoordinator(world, screen) } : {}),
    });
    await finish(world, story, options, screen, checks);
  } else {
    await runFault(fault, world, screen, checks);
  }
  screen.line();
  if (checks.failed.length === 0) screen.line(`${checks.count} checks held.`);
  for (const failed of checks.failed) screen.line(`FAILED: ${failed}`);
  return checks.failed.length === 0;
}

/** After a few epochs the coordinator is gone; the job must not notice. */
function killCoordinator(world: World, screen: Screen) {
  let dead = false;
  return () => async (event: { type: string; epoch?: number }) => {
    if (!dead && event.type === 'epoch' && Number(event.epoch) >= 8) {
      dead = true;
      await world.coordinator.close();
      screen.step('the coordinator dies; from here on the two sides and the chain are enough');
    }
    return false;
  };
}

async function finish(
  world: World,
  story: Story,
  options: DemoOptions,
  screen: Screen,
  checks: Checks,
): Promise<void> {
  const after = await readBalances(world.chain);
  const listed = await listTransactions(world, story.seen);
  const rows = balanceRows(world, story.settled.job, story.before, after);
  screen.step('the books');
  printBalances(rows, screen);
  printTransactions(listed, screen);
  screen.line();
  const fees = listed.reduce((sum, t) => sum + t.feeLamports, 0);
  screen.say(`fees together ${fees.toLocaleString('en')} lamports`);
  if (story.end.proof) screen.say(`proof time ${story.end.proof.millis} ms (${story.end.proof.backend})`);
  checkConservation(checks, story.before, after, listed, 0n);

  screen.step(`the receipt: ${options.receipt}`);
  const { receipt, weightsFile } = await writeReceipt(world, story, listed, rows, options.receipt);
  if (receipt.developmentKey)
    screen.say('it says: DEVELOPMENT KEY, the proof convinces nobody who knows the seed');
  screen.say(`cyxwiz verify ${options.receipt} --weights ${weightsFile}`);
  const code = await verifyAsProcess(options.receipt, weightsFile, (line) => screen.say(line));
  checks.equal('the receipt verifies in a process of its own', code, 0);

  screen.step('the client closes the job account; its rent comes back');
  const rentBefore = await world.chain.reader.lamports(world.cast.client.publicKey);
  const held = await world.chain.reader.lamports(receipt.job.address);
  const closed = await story.run.client.escrow.close(receipt.job.address);
  const rentAfter = await world.chain.reader.lamports(world.cast.client.publicKey);
  checks.equal('the client got the whole rent', rentAfter - rentBefore, held - closed.fee);
  story.run.client.close();
}

async function end(code: number): Promise<never> {
  stopping = true;
  await cleanup.run();
  process.exit(code);
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => {
    if (stopping) return;
    process.stderr.write(`\n${signal}: stopping everything\n`);
    void end(code);
  });
}
// Whoever started us may be killed without telling us; then nobody is left to stop the agents but we.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent && !stopping) void end(143);
}, 1_000).unref();

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') process.stdout.write(`${USAGE}\n`);
  else await end((await main(options)) ? 0 : 1);
} catch (error) {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n\n${USAGE}\n`);
    process.exitCode = 2;
  } else if (!stopping) {
    const next = (error as { next?: string }).next;
    process.stderr.write(`\nthe demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
    if (next) process.stderr.write(`what to do: ${next}\n`);
    if (process.env.CYXWIZ_DEBUG) process.stderr.write(`${(error as Error).stack}\n`);
    await end(1);
  }
}
