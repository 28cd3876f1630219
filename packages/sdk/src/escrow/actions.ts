import {
  applyOutcomes,
  type ChainReader,
  cancelJob,
  claimProgress,
  closeJob,
  createTokenAccount,
  type Job,
  type JobId,
  type JobRef,
  jobId,
  pageOf,
  type ReassignArgs,
  rateJob,
  reassignJob,
  type Sent,
  type SlashAccounts,
  settle,
  type TransactionSender,
  timeoutRefund,
  waiveObjection,
} from '@cyxwiz/protocol';
import { TOKEN_PROGRAM_ID } from '@solana/spl-token';
import type { TransactionInstruction } from '@solana/web3.js';
import { badInput, ClientError } from '../errors.ts';
import type { Wallet } from '../wallet.ts';
import { explained } from './explain-chain.ts';

const NOBODY = '11111111111111111111111111111111';

/** Everything that a client, or anyone, can do to a job on chain. Nothing here asks a coordinator. */
export class EscrowActions {
  readonly #chain: ChainReader;
  readonly #sender: TransactionSender;
  readonly #wallet: Wallet;

  constructor(chain: ChainReader, sender: TransactionSender, wallet: Wallet) {
    this.#chain = chain;
    this.#sender = sender;
    this.#wallet = wallet;
  }

  /** @throws ClientError JOB_NOT_FOUND when there is no such account (it may be closed), BAD_INPUT */
  async job(id: string): Promise<JobRef & { address: JobId }> {
    const address = parseJobId(id);
    const seen = await explained(() => this.#chain.job(address));
    if (!seen) {
      throw new ClientError('JOB_NOT_FOUND', `there is no job account at ${id}`, {
        next: 'check the id and the cluster (--rpc); a job that ended and was closed lives on in its receipt only',
      });
    }
    const mint = await explained(() => this.#chain.mint(seen.value.mint));
    return {
      address,
      job: seen.value,
      tokenProgram: mint?.value.tokenProgram ?? TOKEN_PROGRAM_ID.toBase58(),
    };
  }

  /** Gives up the objection window, so that the node is paid at once. */
  async waive(id: string): Promise<Sent> {
    const ref = await this.job(id);
    return this.#send([waiveObjection({ client: this.#wallet.publicKey, job: ref.address })]);
  }

  /** Pays the node of a proven job. Anyone. */
  async settle(id: string): Promise<Sent> {
    const ref = await this.job(id);
    return this.#send([...this.tokenAccounts(ref), settle(ref, await this.nodeIndex(ref.job))]);
  }

  /** Takes back a job: free while no node has accepted in time, for a fee while one works. */
  async cancel(id: string): Promise<Sent> {
    const ref = await this.job(id);
    this.#requireClient(ref.job, 'cancel');
    const index = accepted(ref.job) ? await this.nodeIndex(ref.job) : undefined;
    return this.#send([...this.tokenAccounts(ref), cancelJob(ref, index)]);
  }

  /** Gives a settled job 1 to 5 stars, once, before its account is closed. */
  async rate(id: string, stars: number): Promise<Sent> {
    const ref = await this.job(id);
    this.#requireClient(ref.job, 'rate');
    return this.#send([rateJob(ref, await this.nodeIndex(ref.job), stars)]);
  }

  /** Refunds a job whose node failed or never came. Anyone. */
  async timeout(id: string): Promise<Sent> {
    const ref = await this.job(id);
    if (!accepted(ref.job)) return this.#send([...this.tokenAccounts(ref), timeoutRefund(ref)]);
    return this.#send([...this.tokenAccounts(ref), timeoutRefund(ref, await this.#slash(ref.job))]);
  }

  /** Pays the node of a running job for proven checkpoints that can no longer be objected to. Anyone. */
  async claimProgress(id: string): Promise<Sent> {
    const ref = await this.job(id);
    await this.nodeIndex(ref.job);
    return this.#send([...this.tokenAccounts(ref), claimProgress(ref)]);
  }

  /** Lets another node go on with a job whose node has fallen silent, from the last proven checkpoint. */
  async reassign(id: string, args: ReassignArgs): Promise<Sent> {
    const ref = await this.job(id);
    this.#requireClient(ref.job, 'reassign');
    const slash = await this.#slash(ref.job);
    const instructions = [...this.tokenAccounts(ref), reassignJob(ref, args, slash)];
    try {
      return await this.#send(instructions);
    } catch (error) {
      // The dead node goes on record, for which there may be no room until anybody folds what waits there.
      if (!(error instanceof ClientError && error.reason === 'QueueFull')) throw error;
      await this.applyOutcomes(pageOf(slash.nodeIndex));
      return this.#send(instructions);
    }
  }

  async #slash(job: Job): Promise<SlashAccounts> {
    const nodeIndex = await this.nodeIndex(job);
    const config = await explained(() => this.#chain.config());
    if (!config) throw notSetUp();
    const mint = await explained(() => this.#chain.mint(config.value.cyxwizMint));
    return {
      nodeIndex,
      cyxwizMint: config.value.cyxwizMint,
      ...(mint ? { cyxwizTokenProgram: mint.value.tokenProgram } : {}),
    };
  }

  /** Folds waiting outcomes of a score page into its scores. Anyone. */
  applyOutcomes(page: number, max = 100): Promise<Sent> {
    return this.#send([applyOutcomes(page, max)]);
  }

  /** Closes an ended job and its audit; their rents go back to whoever paid them. */
  async close(id: string): Promise<Sent> {
    const ref = await this.job(id);
    const audit = ref.job.stepsAnchored ? await explained(() => this.#chain.audit(ref.address)) : undefined;
    return this.#send([closeJob(ref, this.#wallet.publicKey, audit?.value.rentPayer)]);
  }

  /** Page of the node's score. */
  async scorePage(node: string): Promise<number> {
    return pageOf(await this.#index(node));
  }

  /** Sends any instructions with this wallet as payer. */
  send(instructions: readonly TransactionInstruction[]): Promise<Sent> {
    return this.#send(instructions);
  }

  /** The instruction names the job's client as signer, and a transaction that lacks its signature just vanishes. */
  #requireClient(job: Job, act: string): void {
    if (job.client === this.#wallet.publicKey.toBase58()) return;
    throw new ClientError('TRANSACTION_FAILED', `only ${job.client} can ${act} this job`, {
      next: 'use the keypair that submitted the job',
      reason: 'WrongClient',
    });
  }

  /** Where the registry has the job's node. @throws ClientError NODE_NOT_FOUND */
  nodeIndex(job: Job): Promise<number> {
    return this.#index(job.node);
  }

  async #index(node: string): Promise<number> {
    if (node === NOBODY) {
      throw new ClientError('NODE_NOT_FOUND', 'this job has no node', {
        next: 'no node has accepted it yet; after the accept window its client cancels free of charge: cyxwiz job cancel JOB',
      });
    }
    const seen = await explained(() => this.#chain.node(node));
    if (seen) return seen.value.index;
    throw new ClientError('NODE_NOT_FOUND', `there is no node account at ${node}`, {
      next: 'check the cluster (--rpc)',
    });
  }

  /** Payees may have closed their token accounts; making them again is idempotent and costs the cranker their rent. */
  tokenAccounts(ref: JobRef): TransactionInstruction[] {
    const { client, nodeOwner, mint } = ref.job;
    const owners = accepted(ref.job) ? [client, nodeOwner] : [client];
    return [...new Set(owners)].map((owner) =>
      createTokenAccount({
        payer: this.#wallet.publicKey,
        owner,
        mint,
        ...(ref.tokenProgram ? { tokenProgram: ref.tokenProgram } : {}),
      }),
    );
  }

  #send(instructions: readonly TransactionInstruction[]): Promise<Sent> {
    return explained(() => this.#sender.send({ instructions, payer: this.#wallet }));
  }
}

export function accepted(job: Job): boolean {
  return job.node !== NOBODY;
}

export function parseJobId(id: string): JobId {
  try {
    return jobId(id);
  } catch {
    throw badInput('job', `"${id}" is not a base58 address`, 'pass the id that `cyxwiz job submit` printed');
  }
}

function notSetUp(): ClientError {
  return new ClientError('RPC_UNAVAILABLE', 'the CyxWiz programs are not set up on this cluster', {
    next: 'check --rpc',
  });
}
