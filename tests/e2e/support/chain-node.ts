import { randomBytes } from 'node:crypto';
import { encodeProof, proveSampleChain } from '@cyxwiz/proofs';
import {
  acceptJob,
  anchorProgress,
  anchorSteps,
  bytesToField,
  type CheckpointChain,
  createJob,
  type ExactOrder,
  fieldToBytes,
  type Job,
  type JobId,
  jobAddress,
  keypairSigner,
  type NodeId,
  nodeAddress,
  proveCheckpoints,
  registerNode,
} from '@cyxwiz/protocol';
import type { Keypair } from '@solana/web3.js';
import { sampleOrder } from '../../../packages/cli/src/bench/sample-order.ts';
import type { TestChain } from '../../../packages/cli/test/support/chain.ts';

export const TOKEN = 1_000_000_000n;
export const PRICE = 4n * TOKEN;
export const STAKE = 400n * TOKEN;
/** Of every job here; an epoch each. */
export const CHECKPOINTS = 4;

/** A node on chain, without an agent: what it does is sent instruction by instruction. */
export class ChainNode {
  readonly address: NodeId;
  readonly #chain: TestChain;
  readonly #operator: Keypair;

  private constructor(chain: TestChain, owner: Keypair, operator: Keypair) {
    this.#chain = chain;
    this.#operator = operator;
    this.address = nodeAddress(owner.publicKey);
  }

  /** Registers a node of a new person called `name`, who keeps 1,000 tokens beside the stake. */
  static async register(chain: TestChain, name: string): Promise<ChainNode> {
    const owner = await chain.person(name, STAKE + 1_000n * TOKEN);
    const operator = await chain.person(`${name}-operator`);
    const hardware = { cpuCores: 1, memoryMib: 1, gpuCount: 0, gpuMemoryMib: 0, benchmark: 0n };
    const args = { tlsKeyHash: new Uint8Array(randomBytes(32)), hardware, stake: STAKE };
    const accounts = { owner: owner.publicKey, operator: operator.publicKey, mint: chain.net.mint };
    const instructions = [registerNode(args, accounts)];
    await chain.net.sender.send({ payer: keypairSigner(owner), signers: [operator], instructions });
    return new ChainNode(chain, owner, operator);
  }

  async state() {
    const seen = await this.#chain.net.reader.node(this.address);
    if (!seen) throw new Error('the node is gone');
    return seen.value;
  }

  async accept(job: JobId, salt: Uint8Array): Promise<void> {
    const { index } = await this.state();
    const operator = this.#operator.publicKey;
    await this.#send(acceptJob({ job, node: this.address, nodeIndex: index, operator, salt }));
  }

  /** Anchors so many checkpoints of a made-up training, and proves them. */
  async prove(job: JobId, checkpoints: number): Promise<void> {
    const { binding } = await readJob(this.#chain, job);
    const { proof, chain } = await proveSampleChain(bytesToField(binding), checkpoints);
    await this.anchor(job, chain);
    const ref = { address: job, job: await readJob(this.#chain, job) };
    await this.#send(proveCheckpoints(encodeProof(proof), ref));
  }

  async anchor(job: JobId, chain: CheckpointChain): Promise<void> {
    const { last } = chain;
    if (!last) throw new Error('the chain of checkpoints is empty');
    const progress = {
      root: fieldToBytes(chain.root()),
      checkpoints: chain.length,
      weights: fieldToBytes(last.weights),
      elapsedMs: last.elapsedMs,
    };
    const operator = this.#operator.publicKey;
    await this.#send(anchorProgress(progress, { job, node: this.address, operator }));
  }

  /** Anchors the states of a made-up training; the audits that follow cannot be proven. */
  async anchorSteps(job: JobId, order: ExactOrder): Promise<void> {
    const ref = { address: job, job: await readJob(this.#chain, job) };
    const operator = this.#operator.publicKey;
    await this.#send(anchorSteps(fieldToBytes(7n), order, ref, { operator }));
  }

  #send(instruction: ReturnType<typeof acceptJob>) {
    return this.#chain.net.sender.send({ payer: keypairSigner(this.#operator), instructions: [instruction] });
  }
}

export async function readJob(chain: TestChain, job: JobId): Promise<Job> {
  const seen = await chain.net.reader.job(job);
  if (!seen) throw new Error(`the job ${job} is gone`);
  return seen.value;
}

/** A job that a client has paid for and that waits for a node, and the salt that lets that node accept. */
export async function orderJob(
  chain: TestChain,
  client: Keypair,
  node: ChainNode,
  nonce: bigint,
  exact?: ExactOrder & { readonly clientNonceHash: Uint8Array },
): Promise<{ job: JobId; salt: Uint8Array }> {
  const { args, salt } = sampleOrder(node.address, { nonce, price: PRICE, checkpoints: CHECKPOINTS });
  const { clientNonceHash = args.clientNonceHash } = exact ?? {};
  const accounts = { client: client.publicKey, mint: chain.net.mint, ...(exact ? { exact } : {}) };
  const order = { ...args, ...(exact ? { tier: 'Exact' as const, clientNonceHash } : {}) };
  const instructions = [createJob(order, accounts)];
  await chain.net.sender.send({ payer: keypairSigner(client), instructions });
  return { job: jobAddress(client.publicKey, nonce), salt };
}

/** A job that a node works on. */
export async function runningJob(
  chain: TestChain,
  client: Keypair,
  node: ChainNode,
  nonce = 1n,
): Promise<JobId> {
  const { job, salt } = await orderJob(chain, client, node, nonce);
  await node.accept(job, salt);
  return job;
}
