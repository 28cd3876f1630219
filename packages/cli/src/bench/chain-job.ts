import { randomBytes } from 'node:crypto';
import type { Localnet } from '@cyxwiz/localnet';
import {
  acceptJob,
  anchorProgress,
  bytesToField,
  checkpointBinding,
  createJob,
  createTokenAccount,
  fieldToBytes,
  type JobId,
  type JobRef,
  jobAddress,
  jobEscrow,
  keypairSigner,
  nodeAddress,
  proveCheckpoints,
  registerNode,
  type Sent,
  settle,
  waiveObjection,
} from '@cyxwiz/protocol';
import { Keypair, type TransactionInstruction } from '@solana/web3.js';
import { sampleOrder } from './sample-order.ts';

export const TOKEN = 1_000_000_000n;
export const PRICE = 5n * TOKEN;
const CHECKPOINTS = 4;

/** A client and a node on a fresh chain, and jobs between them, sent instruction by instruction. */
export class JobBench {
  readonly chain: Localnet;
  readonly client = Keypair.generate();
  readonly owner = Keypair.generate();
  readonly operator = Keypair.generate();
  readonly #salts = new Map<JobId, Uint8Array>();
  #nonce = 0n;

  constructor(chain: Localnet) {
    this.chain = chain;
  }

  get node() {
    return nodeAddress(this.owner.publicKey);
  }

  send(by: Keypair, ...instructions: TransactionInstruction[]): Promise<Sent> {
    return this.chain.sender.send({ payer: keypairSigner(by), instructions });
  }

  async start(): Promise<void> {
    for (const { publicKey } of [this.client, this.owner, this.operator]) await this.chain.fundSol(publicKey);
    await this.chain.fundToken(this.client.publicKey, 1000n * TOKEN);
    await this.chain.fundToken(this.owner.publicKey, 1000n * TOKEN);
    const hardware = { cpuCores: 2, memoryMib: 1024, gpuCount: 0, gpuMemoryMib: 0, benchmark: 1n };
    const args = {
      tlsKeyHash: randomBytes(32),
      hardware,
      stake: 500n * TOKEN,
    };
    const { owner, operator } = this;
    const accounts = { owner: owner.publicKey, operator: operator.publicKey, mint: this.chain.mint };
    await this.chain.sender.send({
      payer: keypairSigner(owner),
      signers: [operator],
      instructions: [registerNode(args, accounts)],
    });
  }

  async create(): Promise<JobId> {
    const nonce = ++this.#nonce;
    const job = jobAddress(this.client.publicKey, nonce);
    const { args, salt } = sampleOrder(this.node, { nonce, price: PRICE, checkpoints: CHECKPOINTS });
    this.#salts.set(job, salt);
    await this.send(this.client, createJob(args, { client: this.client.publicKey, mint: this.chain.mint }));
    return job;
  }

  accept(job: JobId): Promise<Sent> {
    const salt = this.#salts.get(job) ?? new Uint8Array(32);
    return this.send(
      this.operator,
      acceptJob({ job, node: this.node, nodeIndex: 0, operator: this.operator.publicKey, salt }),
    );
  }

  /** Anchors and proves the whole chain of checkpoints. */
  async prove(job: JobId): Promise<void> {
    const { encodeProof, proveSampleChain } = await import('@cyxwiz/proofs');
    const ref = await this.ref(job);
    const { datasetRoot, initialWeights, specHash, acceptedSlot } = ref.job;
    const program = jobEscrow.id.toBase58();
    const binding = checkpointBinding({
      program,
      job,
      node: this.node,
      datasetRoot,
      initialWeights,
      specHash,
      acceptedSlot,
    });
    const { proof, chain } = await proveSampleChain(bytesToField(binding), CHECKPOINTS);
    const { last } = chain;
    if (!last) throw new Error('the sample chain is empty');
    const progress = {
      root: fieldToBytes(chain.root()),
      checkpoints: CHECKPOINTS,
      weights: fieldToBytes(last.weights),
      elapsedMs: last.elapsedMs,
    };
    await this.send(
      this.operator,
      anchorProgress(progress, { job, node: this.node, operator: this.operator.publicKey }),
    );
    await this.send(this.operator, proveCheckpoints(encodeProof(proof), ref));
  }

  async settle(job: JobId): Promise<void> {
    await this.send(this.client, waiveObjection({ client: this.client.publicKey, job }));
    const { publicKey } = this.operator;
    const payee = createTokenAccount({
      payer: publicKey,
      owner: this.owner.publicKey,
      mint: this.chain.mint,
    });
    await this.send(this.operator, payee, settle(await this.ref(job), 0));
  }

  async ref(job: JobId): Promise<JobRef> {
    const seen = await this.chain.reader.job(job);
    if (!seen) throw new Error(`the job ${job} is gone`);
    return { address: job, job: seen.value };
  }
}
