import {
  assignmentHash,
  CHECKPOINT_CHAIN_CIRCUIT,
  checkpointCount,
  equalBytes,
  exactOrderOf,
  exactTermsHash,
  fromHex,
  type JobSpec,
  nodeId,
  specHash,
  toHex,
  verifyingKeyAddress,
} from '@cyxwiz/protocol';
import { NodeError } from '../domain/errors.ts';
import { advance } from '../domain/job-machine.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { Chain, EscrowJob } from '../ports/chain.ts';
import type { ActiveJob } from './active-job.ts';
import { isOthers } from './read-stage.ts';
import { retry } from './retry.ts';
import type { AgentSettings } from './settings.ts';

/** Version of the proving key that @cyxwiz/proofs ships. */
const KEY_VERSION = 1;
const NO_TERMS = new Uint8Array(32);

/**
 * Accepts a job on chain after reading the escrow itself (what the coordinator said is only a hint) and once the client
 * has sent the data set and the start.
 * @throws NodeError ASSIGNMENT_REFUSED naming the first thing that does not hold.
 */
export async function acceptAssignment(
  job: ActiveJob,
  ports: AgentPorts,
  settings: AgentSettings,
  signal: AbortSignal,
): Promise<void> {
  const { chain, clock, log } = ports;
  const salt = fromHex(job.record.salt, 32);
  const common = { clock, log, firstMs: settings.retryMs, signal };
  const initial = await ports.engine.initialWeights(job.spec);

  const look = async (): Promise<EscrowJob> => {
    const escrow = await chain.readJob(job.address);
    if (escrow === null) {
      // The coordinator may see the transaction before our provider does.
      if (clock.nowMs() > job.record.acceptByMs) throw refused('the escrow does not exist on chain');
      throw new NodeError('CHAIN_UNAVAILABLE', 'the escrow is not visible yet');
    }
    // A crash after sending: the acceptance is on chain already.
    if (isOurs(escrow, chain.node)) return escrow;
    if (isOthers(escrow, chain.node) && clock.nowMs() <= job.record.acceptByMs)
      throw new NodeError('CHAIN_UNAVAILABLE', 'the node before is still in the escrow');
    checkEscrow(job, escrow, chain.node, salt, initial, settings);
    await checkAbility(job.spec, ports, settings);
    await checkClient(escrow.client, chain, settings);
    if ((await chain.now()) > escrow.acceptBy) throw refused('the time to accept has passed');
    const balance = await chain.feeBalance();
    if (balance < settings.minFeeLamports) {
      throw refused(
        `the operator ${chain.operator} holds ${balance} lamports and needs ${settings.minFeeLamports} for fees: send it SOL`,
      );
    }
    return escrow;
  };
  const offered = await retry({ ...common, what: 'reading the escrow', isFinal }, look);
  const { epochsDone, reassignments } = offered;
  await job.update((record) => ({ ...record, epochsDone, reassignments }));
  if (!isOurs(offered, chain.node)) await clientReady(job, offered.acceptBy, ports, settings, signal);

  await retry({ ...common, what: 'accepting the job', isFinal }, async () => {
    if (isOurs(await look(), chain.node)) return;
    const signature = await chain.acceptJob(job.address, salt).catch(async (error: unknown) => {
      // An earlier attempt may have got through unseen: to drop a job that is ours would cost the stake.
      if ((await chain.readJob(job.address))?.node === chain.node) return '';
      throw error;
    });
    if (signature === '') return;
    await job.update((record) => ({ ...record, transactions: [...record.transactions, signature] }));
    log.info({ job: job.address, signature }, 'accepted the job');
  });

  const escrow = await retry({ ...common, what: 'reading the accepted job' }, async () => {
    const read = await chain.readJob(job.address);
    if (read?.node !== chain.node)
      throw new NodeError('CHAIN_UNAVAILABLE', 'the acceptance is not visible yet');
    return read;
  });
  job.escrow = escrow;
  const accepted = { atMs: clock.nowMs(), chainAt: escrow.acceptedAt, binding: toHex(escrow.binding) };
  await job.update((record) => ({ ...advance(record, 'accepted'), accepted }));
}

/**
 * Waits for the data set, the checkpoint of a stage that begins with one, and the start. From the acceptance on the deadline runs against the node and its stake, so a
 * client that never sends them would have it slashed; before, the accept window only costs the client time.
 */
async function clientReady(
  job: ActiveJob,
  acceptBy: number,
  { chain, clock }: AgentPorts,
  settings: AgentSettings,
  signal: AbortSignal,
): Promise<void> {
  const isReady = () => {
    const { startRequested, dataset, start } = job.record;
    return startRequested && dataset !== null && (job.epochsDone === 0 || start !== null);
  };
  while (!isReady()) {
    signal.throwIfAborted();
    const now = await chain.now().catch(() => 0);
    if (now > acceptBy) throw refused(`its client sent no ${missing(job)} while it could be accepted`);
    const turn = new AbortController();
    const waiting = job.until(isReady, AbortSignal.any([signal, turn.signal])).then(() => turn.abort());
    await clock.sleep(settings.pollMs, AbortSignal.any([signal, turn.signal]));
    turn.abort();
    await waiting;
  }
}

function missing({ record, epochsDone }: ActiveJob): string {
  const parts: [string, boolean][] = [
    ['data set', record.dataset !== null],
    ['checkpoint', epochsDone === 0 || record.start !== null],
    ['start', record.startRequested],
  ];
  return parts.flatMap(([name, is]) => (is ? [] : [name])).join(' and no ');
}

function isOurs(escrow: EscrowJob, node: string): boolean {
  return escrow.node === node && (escrow.state === 'Running' || escrow.state === 'Proving');
}

function checkEscrow(
  job: ActiveJob,
  escrow: EscrowJob,
  node: string,
  salt: Uint8Array,
  initialWeights: Uint8Array,
  settings: AgentSettings,
): void {
  const { spec, record } = job;
  if (escrow.state !== 'Funded') throw refused(`the escrow is ${escrow.state}, not Funded`);
  if (!equalBytes(escrow.assignmentHash, assignmentHash(nodeId(node), salt))) {
    throw refused('the escrow is assigned to another node');
  }
  if (!equalBytes(escrow.specHash, specHash(Buffer.from(record.specJson)))) {
    throw refused('the specification is not the one in the escrow');
  }
  if (escrow.client !== record.clientWallet) throw refused(`the escrow belongs to ${escrow.client}`);
  if (escrow.stagePrice < settings.minPrice)
    throw refused(`it pays ${escrow.stagePrice}, less than ${settings.minPrice}`);
  if (settings.mints.length > 0 && !settings.mints.includes(escrow.mint)) {
    throw refused(`it pays in ${escrow.mint}, which this node does not take`);
  }
  if (escrow.verifyingKey !== verifyingKeyAddress(CHECKPOINT_CHAIN_CIRCUIT, KEY_VERSION).toBase58()) {
    throw refused(`its proofs would be held against ${escrow.verifyingKey}, for which this node has no key`);
  }
  const { checkpointInterval } = spec;
  const epochs = spec.epochs - escrow.epochsDone;
  const facts: readonly [string, boolean][] = [
    ['data set root', equalBytes(escrow.datasetRoot, fromHex(spec.datasetRoot, 32))],
    ...startFacts(escrow, spec, initialWeights),
    ['number of epochs', escrow.epochs === epochs],
    ['checkpoint interval', escrow.checkpointInterval === checkpointInterval],
    ['number of checkpoints', escrow.checkpoints === checkpointCount({ epochs, checkpointInterval })],
    ...tierFacts(escrow, spec),
    ['estimated time', isFairEstimate(escrow, spec)],
  ];
  const wrong = facts.filter(([, holds]) => !holds).map(([name]) => name);
  if (wrong.length > 0) throw refused(`the escrow and the specification differ in: ${wrong.join(', ')}`);
}

/** What a later stage begins with is known by the checkpoint that its client sends, which has to come before acceptance. */
function startFacts(
  { epochsDone, initialWeights }: EscrowJob,
  spec: JobSpec,
  bySeed: Uint8Array,
): [string, boolean][] {
  if (epochsDone === 0) {
    return [
      ['initial weights', equalBytes(initialWeights, fromHex(spec.initialWeights, 32))],
      ['initial weights by the seed', equalBytes(bySeed, initialWeights)],
    ];
  }
  const behindCheckpoint = epochsDone < spec.epochs && epochsDone % spec.checkpointInterval === 0;
  return [['epochs that are done', behindCheckpoint && spec.exact === undefined]];
}

/**
 * Whoever reassigns a job names the time that is left. A node that is given less than its part of the whole could not end
 * in time, and would lose stake; one that is given more would have to wait.
 */
function isFairEstimate({ reassignments, estimatedSeconds, epochs }: EscrowJob, spec: JobSpec): boolean {
  const whole = spec.estimatedSeconds;
  if (reassignments === 0) return estimatedSeconds === whole;
  return estimatedSeconds >= Math.floor((whole * epochs) / spec.epochs) && estimatedSeconds <= whole;
}

/** The tier decides what the node must prove; the chain keeps only a hash of an exact job's terms. */
function tierFacts({ tier, exactTerms }: EscrowJob, spec: JobSpec): [string, boolean][] {
  const order = exactOrderOf(spec);
  const terms = order === undefined ? NO_TERMS : exactTermsHash(String(order.stepKey), order.terms);
  return [
    ['tier', tier === (order === undefined ? 'Committed' : 'Exact')],
    ['exact terms', equalBytes(exactTerms, terms)],
  ];
}

/** A node that accepts steps which it cannot prove loses stake. */
async function checkAbility(spec: JobSpec, ports: AgentPorts, { exactJobs }: AgentSettings): Promise<void> {
  if (spec.exact === undefined) return;
  if (!exactJobs) throw refused('it is of the exact tier, which this node does not take');
  const why = await ports.stepProver.whyNot(spec);
  if (why !== null) throw refused(`this node cannot prove its steps: ${why}`);
}

/** New wallets have no score, and bad clients can make new wallets: asking for one is asking for strangers to stay away. */
async function checkClient(wallet: string, chain: Chain, { minClientScore }: AgentSettings): Promise<void> {
  if (minClientScore === 0) return;
  const score = await chain.clientScore(wallet);
  if (score < minClientScore)
    throw refused(`its client has a score of ${score}, less than ${minClientScore}`);
}

function refused(why: string): NodeError {
  return new NodeError('ASSIGNMENT_REFUSED', `the assignment is refused: ${why}`);
}

function isFinal(error: unknown): boolean {
  return (
    error instanceof NodeError && (error.code === 'ASSIGNMENT_REFUSED' || error.code === 'CHAIN_REFUSED')
  );
}
