import type { AgentStatus, JobLine } from '@cyxwiz/node';
import { bar, lines } from '../../output/text.ts';
import { drainText } from './agent-of.ts';

/** What the chain says of the node, in words; undefined while it does not answer. */
export interface ChainFacts {
  readonly stake: string;
  readonly score: string;
  readonly jobs: string;
  /** What the owner's wallet holds: everything that the node earns goes there. */
  readonly wallet: string;
}

const PLACE = 12;

/** Everything about an agent, as a terminal shows it: one text of several lines. */
export function liveView(status: AgentStatus | null, facts: ChainFacts | undefined, nowMs: number): string {
  if (status === null) return 'no agent runs here';
  const { introduced, slots, freeSlots, memoryMib, startedAtMs } = status;
  const head = lines([
    ['node', status.node],
    ['clients at', status.endpoint],
    ['relay', relayText(status)],
    [
      'up',
      `${clock(nowMs - startedAtMs)}, ${introduced ? 'a coordinator knows it' : 'no coordinator answers'}`,
    ],
    ['draining', drainText(status)],
    ...status.warnings.map((warning) => ['warning', warning] as const),
    ['machine', `CPU ${percentOf(status.cpuLoad)}, agent ${memoryMib} MiB${gpuText(status)}`],
    ['stake', facts?.stake],
    ['score', facts?.score],
    ['jobs', facts?.jobs],
    ['wallet', facts?.wallet],
    ['slots', `${freeSlots} of ${slots} free`],
  ]);
  if (status.jobs.length === 0) return `${head}\n\nno jobs`;
  return `${head}\n\n${status.jobs.map(jobText).join('\n')}`;
}

/** How it stands with the relay; undefined for a node without one. */
export function relayText({ relay, atMs }: Pick<AgentStatus, 'relay' | 'atMs'>): string | undefined {
  if (relay === null) return undefined;
  if (relay.sinceMs !== null) return `${relay.address}, connected for ${clock(atMs - relay.sinceMs)}`;
  return `${relay.address}, not connected${relay.error === null ? '' : `: ${relay.error}`}`;
}

/** A job on one line; the same text means that nothing has happened. */
export function jobText(line: JobLine): string {
  const { job, phase, state, engine, epoch, epochs, loss, accuracy, etaMs, error } = line;
  const words = [job.slice(0, PLACE), (state === 'PAUSED' ? 'paused' : phase).padEnd(13), engine];
  if (epoch > 0) words.push(bar(epoch, epochs, 16));
  if (loss !== null) words.push(`loss ${loss.toFixed(4)}`);
  if (accuracy !== null) words.push(`accuracy ${(100 * accuracy).toFixed(2)}%`);
  if (phase === 'training') words.push(`${clock(etaMs)} left`);
  if (error !== null) words.push(error);
  return words.join('  ');
}

function gpuText({ gpus }: AgentStatus): string {
  return gpus
    .map(({ utilisation, memoryMib }, index) => `, GPU ${index} ${percentOf(utilisation)} ${memoryMib} MiB`)
    .join('');
}

function percentOf(share: number): string {
  return `${Math.round(100 * share)}%`;
}

function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
