import { randomBytes } from 'node:crypto';
import { cpus } from 'node:os';
import { type Localnet, startLocalnet } from '@cyxwiz/localnet';
import {
  assignmentHash,
  coordinatorAddress,
  createJob,
  exactOrderOf,
  jobAddress,
  keypairSigner,
  nodeAddress,
  nodeId,
  type nodeV1,
  registerCoordinator,
  registerNode,
  specHash,
} from '@cyxwiz/protocol';
import { Keypair, type TransactionInstruction } from '@solana/web3.js';
import { ensureTlsIdentity, type NodeConfigInput, type RunningAgent, startNode } from '../../src/index.ts';
import { type JobChanges, type JobFixture, jobFixture } from './job-fixture.ts';
import { MemoryCoordinator } from './memory-coordinator.ts';
import { chunksOf, TestClient } from './test-client.ts';
import { TestNode } from './test-node.ts';

const TOKEN = 1_000_000_000n;
export const PRICE = 5n * TOKEN;
const quiet = { info() {}, warn() {}, error() {}, debug() {} };

/** An agent on a chain of its own, with programs and prover as they are; only the coordinator is played. */
export class NetNode {
  readonly net: Localnet;
  readonly node: string;
  readonly client = Keypair.generate();
  readonly owner: Keypair;
  readonly coordinator = new MemoryCoordinator();
  readonly config: NodeConfigInput;
  agent: RunningAgent | null = null;
  readonly #folder: TestNode;

  private constructor(net: Localnet, folder: TestNode, owner: Keypair) {
    this.net = net;
    this.owner = owner;
    this.node = nodeAddress(owner.publicKey);
    this.#folder = folder;
    this.coordinator.account = coordinatorAddress(owner.publicKey).toBase58();
    this.config = {
      ...folder.config,
      coordinatorAccount: this.coordinator.account,
      ...{ rpcUrl: net.rpcUrl, wsUrl: net.wsUrl, owner: owner.publicKey.toBase58(), pollMs: 200 },
    };
  }

  /** A chain with the wallets of client and node; the node is not registered yet. */
  static async create(): Promise<NetNode> {
    const net = await startLocalnet();
    const folder = await TestNode.create();
    const made = new NetNode(net, folder, Keypair.generate());
    const { client, owner } = made;
    for (const wallet of [client.publicKey, owner.publicKey, folder.chain.operator])
      await net.fundSol(wallet);
    await made.send(owner, registerCoordinator([made.coordinator.key], { authority: owner.publicKey }));
    await net.fundToken(client.publicKey, 100n * TOKEN);
    await net.fundToken(owner.publicKey, 100n * TOKEN);
    return made;
  }

  get dir(): string {
    return this.#folder.dir;
  }

  async start(changes: Partial<NodeConfigInput> = {}): Promise<RunningAgent> {
    const { coordinator } = this;
    const log = process.env.CYXWIZ_TEST_LOG === undefined ? { log: quiet } : {};
    this.agent = await startNode({ ...this.config, ...changes }, { coordinator, ...log });
    return this.agent;
  }

  async stop(): Promise<void> {
    await this.agent?.close();
    this.agent = null;
  }

  async remove(): Promise<void> {
    await this.stop();
    await this.#folder.remove();
    await this.net.stop();
  }

  send(by: Keypair, ...instructions: TransactionInstruction[]) {
    return this.net.sender.send({ payer: keypairSigner(by), instructions });
  }

  async register(): Promise<void> {
    const { keyHash: tlsKeyHash } = await ensureTlsIdentity(this.dir);
    const args = {
      tlsKeyHash,
      hardware: { cpuCores: cpus().length, memoryMib: 1024, gpuCount: 0, gpuMemoryMib: 0, benchmark: 1n },
      stake: 50n * TOKEN,
    };
    const operator = await this.#folder.operator();
    const accounts = { owner: this.owner.publicKey, operator: operator.publicKey, mint: this.net.mint };
    await this.net.sender.send({
      payer: keypairSigner(this.owner),
      signers: [operator],
      instructions: [registerNode(args, accounts)],
    });
  }

  /** A job in escrow that the coordinator has assigned. `secret` hashes to `clientNonceHash`. */
  async order(
    nonce: bigint,
    changes: JobChanges,
    clientNonceHash: Uint8Array = randomBytes(32),
  ): Promise<JobFixture> {
    const { client, node, net } = this;
    const job = jobFixture(node, changes);
    const { spec, salt } = job;
    const exact = exactOrderOf(spec);
    const address = jobAddress(client.publicKey, nonce);
    const { datasetRoot, initialWeights } = job.escrow();
    await this.send(
      client,
      createJob(
        {
          ...{ nonce, price: PRICE, deadlineSeconds: 3600n, audits: 0, clientNonceHash },
          ...{ assignmentHash: assignmentHash(nodeId(node), salt), specHash: specHash(job.specJson) },
          ...{ datasetRoot, initialWeights },
          epochs: spec.epochs,
          checkpointInterval: spec.checkpointInterval,
          estimatedSeconds: spec.estimatedSeconds,
          tier: exact === undefined ? 'Committed' : 'Exact',
        },
        { client: client.publicKey, mint: net.mint, ...(exact === undefined ? {} : { exact }) },
      ),
    );
    const wallet = client.publicKey.toBase58();
    this.coordinator.assign({ ...job.assignment, job: address, clientWallet: wallet });
    return { ...job, address, wallet };
  }

  /** Sends specification, data and start (and `commands`), and gathers what the stream says until it ends. */
  async train(job: JobFixture, ...commands: nodeV1.TrainRequest[]): Promise<nodeV1.TrainResponse__Output[]> {
    const { certificatePem, keyHash } = this.#folder.identity;
    const peer = new TestClient(this.agent?.grpcAddress ?? '', certificatePem, keyHash);
    try {
      await peer.connect(
        job,
        await this.coordinator.token(this.node, job.wallet, job.address, job.clientKey),
      );
      await peer.sendJob(job.specJson);
      await peer.upload(chunksOf(job.csv));
      const events: nodeV1.TrainResponse__Output[] = [];
      const stream = peer.train();
      stream.on('data', (event: nodeV1.TrainResponse__Output) => events.push(event)).write({ start: {} });
      for (const command of commands) stream.write(command);
      await new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject));
      return events;
    } finally {
      peer.close();
    }
  }
}
