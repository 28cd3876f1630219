import {
  acceptJob,
  anchorProgress,
  anchorSteps,
  applyOutcomes,
  type ChainReader,
  connectionChainReader,
  connectionTransactionRpc,
  createTokenAccount,
  type ExactOrder,
  type Job,
  keypairSigner,
  nodeAddress,
  openChallenge,
  pageOf,
  proveAudit,
  proveCheckpoints,
  recordSlotHash,
  sendHeartbeat,
  settle,
  TransactionSender,
  tokenKeysOf,
} from '@cyxwiz/protocol';
import { Connection, type Keypair, type TransactionInstruction } from '@solana/web3.js';
import { NodeError } from '../../domain/errors.ts';
import type {
  Anchor,
  Chain,
  ChainProof,
  EscrowJob,
  JobAudit,
  RegisteredNode,
  Signature,
} from '../../ports/chain.ts';
import { chainError } from './chain-error.ts';
import { escrowJob, jobAudit } from './escrow-job.ts';

const RPC_TIMEOUT_MS = 15_000;

export interface SolanaChainOptions {
  readonly rpcUrl: string;
  readonly wsUrl?: string | undefined;
  readonly owner: string;
  readonly operator: Keypair;
}

/** The programs as the agent uses them; the operator signs everything and pays the fees. */
export class SolanaChain implements Chain {
  readonly node: string;
  readonly operator: string;
  readonly #keypair: Keypair;
  readonly #reader: ChainReader;
  readonly #sender: TransactionSender;
  readonly #closing = new AbortController();
  #index: number | null = null;

  constructor({ rpcUrl, wsUrl, owner, operator }: SolanaChainOptions) {
    this.node = nodeAddress(owner);
    this.operator = operator.publicKey.toBase58();
    this.#keypair = operator;
    const connection = new Connection(rpcUrl, {
      commitment: 'confirmed',
      disableRetryOnRateLimit: false,
      // Without a limit a provider that hangs would hang the job.
      fetch: (url, init) => {
        const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(RPC_TIMEOUT_MS)]);
        return fetch(url as string, { ...(init as RequestInit), signal });
      },
      ...(wsUrl === undefined ? {} : { wsEndpoint: wsUrl }),
    });
    this.#reader = connectionChainReader(connection);
    this.#sender = new TransactionSender(connectionTransactionRpc(connection));
  }

  async readNode(): Promise<RegisteredNode | null> {
    const seen = await this.#reach(() => this.#reader.node(this.node));
    if (seen === undefined) return null;
    const { operator, tlsKeyHash, previousTlsKeyHash, banned, index, ...times } = seen.value;
    this.#index = index;
    const previousTlsUntil = Number(times.previousTlsUntil);
    const suspendedUntil = Number(times.suspendedUntil);
    return { operator, tlsKeyHash, previousTlsKeyHash, previousTlsUntil, suspendedUntil, banned };
  }

  async coordinatorKeys(account: string): Promise<readonly string[] | null> {
    const seen = await this.#reach(() => this.#reader.coordinator(account));
    return seen === undefined ? null : tokenKeysOf(seen.value);
  }

  async readJob(job: string): Promise<EscrowJob | null> {
    const read = await this.#job(job);
    return read === null ? null : escrowJob(read);
  }

  async readAudit(job: string): Promise<JobAudit | null> {
    const seen = await this.#reach(() => this.#reader.audit(job));
    return seen === undefined ? null : jobAudit(seen.value);
  }

  async clientScore(wallet: string): Promise<number> {
    const seen = await this.#reach(() => this.#reader.clientRecord(wallet));
    return seen?.value.score ?? 0;
  }

  async feeBalance(): Promise<bigint> {
    return BigInt(await this.#reach(() => this.#reader.lamports(this.operator)));
  }

  async now(): Promise<number> {
    return Number(await this.#reach(() => this.#reader.unixTime()));
  }

  slot(): Promise<number> {
    return this.#reach(() => this.#reader.slot());
  }

  async acceptJob(job: string, salt: Uint8Array): Promise<Signature> {
    const { node, operator } = this;
    return this.#send(acceptJob({ job, node, operator, salt, nodeIndex: await this.#nodeIndex() }));
  }

  heartbeat(): Promise<Signature> {
    return this.#send(sendHeartbeat({ operator: this.operator, node: this.node }));
  }

  anchorProgress(job: string, anchor: Anchor): Promise<Signature> {
    return this.#send(anchorProgress(anchor, { job, node: this.node, operator: this.operator }));
  }

  async proveCheckpoints(address: string, proof: ChainProof): Promise<Signature> {
    return this.#send(proveCheckpoints(proof, { address, job: await this.#existing(address) }));
  }

  async anchorSteps(address: string, root: Uint8Array, order: ExactOrder): Promise<Signature> {
    const { operator } = this;
    return this.#send(
      anchorSteps(root, order, { address, job: await this.#existing(address) }, { operator }),
    );
  }

  recordSlotHash(job: string): Promise<Signature> {
    return this.#send(recordSlotHash(job));
  }

  openChallenge(job: string): Promise<Signature> {
    return this.#send(openChallenge(job, null));
  }

  proveAudit(job: string, index: number, proof: ChainProof, { stepKey }: ExactOrder): Promise<Signature> {
    return this.#send(proveAudit(index, proof, job, stepKey));
  }

  async settle(address: string): Promise<Signature> {
    const job = await this.#existing(address);
    const mint = await this.#reach(() => this.#reader.mint(job.mint));
    if (mint === undefined) throw new NodeError('CHAIN_REFUSED', `the mint ${job.mint} does not exist`);
    const { tokenProgram } = mint.value;
    // The owner may never have held this mint.
    const account = createTokenAccount({
      payer: this.operator,
      owner: job.nodeOwner,
      mint: job.mint,
      tokenProgram,
    });
    return this.#send(account, settle({ address, job, tokenProgram }, await this.#nodeIndex()));
  }

  async applyOutcomes(): Promise<Signature> {
    return this.#send(applyOutcomes(pageOf(await this.#nodeIndex())));
  }

  close(): void {
    this.#closing.abort(new NodeError('SHUTTING_DOWN', 'the agent is stopping'));
  }

  async #nodeIndex(): Promise<number> {
    if (this.#index === null) await this.readNode();
    if (this.#index === null) throw new NodeError('CHAIN_UNAVAILABLE', `node ${this.node} is not registered`);
    return this.#index;
  }

  async #job(address: string): Promise<Job | null> {
    const seen = await this.#reach(() => this.#reader.job(address));
    return seen?.value ?? null;
  }

  async #existing(address: string): Promise<Job> {
    const job = await this.#job(address);
    if (job === null) throw new NodeError('CHAIN_REFUSED', `the job ${address} does not exist any more`);
    return job;
  }

  async #send(...instructions: TransactionInstruction[]): Promise<Signature> {
    const payer = keypairSigner(this.#keypair);
    const request = { instructions, payer, signal: this.#closing.signal };
    return (await this.#reach(() => this.#sender.send(request))).signature;
  }

  async #reach<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      throw chainError(error);
    }
  }
}
