import { type Job, nodeId } from '@cyxwiz/protocol';
import { ClientError, type CyxwizClient, deadFrom, explainChain } from '@cyxwiz/sdk';
import type { Context } from '../context.ts';
import { CliError } from '../failure/cli-error.ts';
import type { JobFile } from './job-file.ts';
import { replaceNode } from './replace-node.ts';
import type { StateOptions } from './state-to-go-on.ts';

/** Between two attempts to reach a node that was lost. */
const PAUSE_MS = 3_000;

/** What a node that has gone, or has not come yet, looks like from here. */
const AWAY = new Set(['NODE_UNAVAILABLE', 'STREAM_LOST']);
const NOT_YET = new Set(['CHAIN_UNAVAILABLE', 'SHUTTING_DOWN', 'NODE_OFFLINE']);
const ENDED = new Set(['Settled', 'Cancelled', 'Refunded', 'TimedOut', 'Resolved']);

export function isAway(error: unknown): boolean {
  if (!(error instanceof ClientError)) return false;
  const { code, reason = '' } = error;
  return AWAY.has(code) || NOT_YET.has(reason) || (code === 'NODE_REFUSED' && reason === 'JOB_UNKNOWN');
}

/** Stays with a job whose node does not answer, until that one is back or another one has the job. */
export class NodeOutlasting {
  readonly #context: Context;
  readonly #client: CyxwizClient;
  readonly #state: StateOptions;
  #told = '';

  constructor(context: Context, client: CyxwizClient, state: StateOptions) {
    this.#context = context;
    this.#client = client;
    this.#state = state;
  }

  /**
   * One step: gives the job to another node once the program lets it, or waits a little. The caller connects again then.
   * @throws CliError JOB_ENDED; ClientError when nobody can go on
   */
  async step(file: JobFile, lost: unknown): Promise<JobFile> {
    const { job } = await this.#client.escrow.job(file.job);
    if (ENDED.has(job.state)) throw ended(file.job, job.state);
    if (job.state === 'Running') {
      const from = await this.#deadFrom(job);
      const now = await this.#client.chain.unixTime().catch((cause) => {
        throw explainChain(cause);
      });
      if (now >= from) {
        return replaceNode(this.#context, this.#client, file, this.#state);
      }
      this.#tell(
        `dead ${from}`,
        `it counts as dead in ${from - now} seconds; then another one goes on`,
        lost,
      );
    } else if (job.state === 'Proving') {
      // The work is done: nobody else could be paid for it.
      this.#tell(
        'proving',
        'its training is over: it comes back and proves it, or the job is refunded',
        lost,
      );
    }
    await this.#pause();
    return file;
  }

  async #deadFrom(job: Job): Promise<bigint> {
    const node = await this.#client.chain.node(nodeId(job.node)).catch((cause) => {
      throw explainChain(cause);
    });
    return deadFrom(job, node?.value.lastHeartbeat ?? 0n);
  }

  /** Once for each thing that is to say: the wait may take hours. */
  #tell(key: string, what: string, lost: unknown): void {
    if (this.#told === key) return;
    this.#told = key;
    const why = lost instanceof Error ? lost.message : String(lost);
    const { output } = this.#context;
    output.note(`${why}; ${what}`);
    if (output.json) output.say({ data: { event: 'lost', message: why, next: what }, text: '' });
  }

  async #pause(): Promise<void> {
    const { signal } = this.#context;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, PAUSE_MS);
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
      signal.addEventListener('abort', done, { once: true });
    });
  }
}

function ended(job: string, state: string): CliError {
  return new CliError({
    code: 'JOB_ENDED',
    message: `the job is ${state}: its node did not come back, and the job was ended`,
    next: `look at it: cyxwiz job status ${job}`,
  });
}
