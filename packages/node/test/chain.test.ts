import { randomBytes } from 'node:crypto';
import { cpus } from 'node:os';
import { type Localnet, startLocalnet } from '@cyxwiz/localnet';
import type { nodeV1 } from '@cyxwiz/protocol';
import {
  assignmentHash,
  createJob,
  equalBytes,
  jobAddress,
  keypairSigner,
  nodeAddress,
  nodeId,
  registerNode,
  specHash,
  tokenAccountOf,
  waiveObjection,
} from '@cyxwiz/protocol';
import { Keypair, type TransactionInstruction } from '@solana/web3.js';
import { expect } from 'chai';
import { ensureTlsIdentity, type NodeConfigInput, type RunningAgent, startNode } from '../src/index.ts';
import { type JobFixture, jobFixture } from './support/job-fixture.ts';
import { MemoryCoordinator } from './support/memory-coordinator.ts';
import { chunksOf, TestClient } from './support/test-client.ts';
import { eventually, TestNode } from './support/test-node.ts';

const TOKEN = 1_000_000_000n;
const PRICE = 5n * TOKEN;
const quiet = { info() {}, warn() {}, error() {}, debug() {} };

/** Chain, programs and prover as they are; only the coordinator is played. */
describe('the agent on the chain', function () {
  this.timeout(180_000);
  let net: Localnet;
  let folder: TestNode;
  let config: NodeConfigInput;
  let agent: RunningAgent | null = null;
  let node: string;
  const client = Keypair.generate();
  const owner = Keypair.generate();
  const coordinator = new MemoryCoordinator();
  const send = (by: Keypair, ...instructions: TransactionInstruction[]) =>
    net.sender.send({ payer: keypairSigner(by), instructions });

  before(async () => {
    net = await startLocalnet();
    folder = await TestNode.create();
    node = nodeAddress(owner.publicKey);
    config = {
      ...folder.config,
      rpcUrl: net.rpcUrl,
      wsUrl: net.wsUrl,
      owner: owner.publicKey.toBase58(),
      pollMs: 200,
    };
    for (const wallet of [client.publicKey, owner.publicKey, folder.chain.operator])
      await net.fundSol(wallet);
    await net.fundToken(client.publicKey, 100n * TOKEN);
    await net.fundToken(owner.publicKey, 100n * TOKEN);
  });
  after(async () => {
    await agent?.close();
    await folder?.remove();
    await net?.stop();
  });

  async function order(nonce: bigint): Promise<JobFixture> {
    const job = jobFixture(node, { epochs: 20 });
    const { spec, salt } = job;
    const address = jobAddress(client.publicKey, nonce);
    const escrow = job.escrow();
    await send(
      client,
      createJob(
        {
          nonce,
          price: PRICE,
          assignmentHash: assignmentHash(nodeId(node), salt),
          specHash: specHash(job.specJson),
          datasetRoot: escrow.datasetRoot,
          initialWeights: escrow.initialWeights,
          epochs: spec.epochs,
          checkpointInterval: spec.checkpointInterval,
          estimatedSeconds: spec.estimatedSeconds,
          deadlineSeconds: 3600n,
          tier: 'Committed',
          audits: 0,
          clientNonceHash: randomBytes(32),
        },
        { client: client.publicKey, mint: net.mint },
      ),
    );
    const wallet = client.publicKey.toBase58();
    const placed = { ...job, address, wallet };
    coordinator.assign({ ...job.assignment, job: address, clientWallet: wallet });
    return placed;
  }

  async function train(
    job: JobFixture,
    ...commands: nodeV1.TrainRequest[]
  ): Promise<nodeV1.TrainResponse__Output[]> {
    const peer = new TestClient(
      agent?.grpcAddress ?? '',
      folder.identity.certificatePem,
      folder.identity.keyHash,
    );
    try {
      await peer.connect(job, await coordinator.token(node, job.wallet, job.address, job.clientKey));
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

  it('waits until its node is registered, then offers itself', async () => {
    agent = await startNode(config, { coordinator, log: quiet });
    expect(agent.node).to.equal(node);
    expect(coordinator.endpoint).to.equal('');
    const { keyHash } = await ensureTlsIdentity(folder.dir);
    const args = {
      tlsKeyHash: keyHash,
      hardware: { cpuCores: cpus().length, memoryMib: 1024, gpuCount: 0, gpuMemoryMib: 0, benchmark: 1n },
      stake: 50n * TOKEN,
    };
    const operator = await folder.operator();
    const accounts = { owner: owner.publicKey, operator: operator.publicKey, mint: net.mint };
    await net.sender.send({
      payer: keypairSigner(owner),
      signers: [operator],
      instructions: [registerNode(args, accounts)],
    });
    await eventually(() => coordinator.endpoint === agent?.grpcAddress, 'offered');
  });

  it('carries a job from its assignment to its pay and its score', async () => {
    const job = await order(1n);
    const events = await train(job);
    expect(events.at(-1)?.ended).to.deep.include({ ok: true, error: '' });
    const proof = events.flatMap((event) => (event.proof ? [event.proof] : []));
    expect(proof.map(({ stage }) => stage)).to.deep.equal([
      'STARTED',
      'WITNESS',
      'PROVED',
      'SUBMITTED',
      'VERIFIED',
    ]);
    const proven = await net.reader.job(job.address);
    expect(proven?.value).to.include({ state: 'Proving', provenCheckpoints: 20, objectionWaived: false });
    expect(
      equalBytes(
        proven?.value.anchoredWeights ?? new Uint8Array(),
        events.at(-1)?.ended?.finalWeights ?? Buffer.of(),
      ),
    ).to.equal(true);

    const before =
      (await net.reader.tokenBalance(tokenAccountOf(owner.publicKey, net.mint)))?.value.amount ?? 0n;
    await send(client, waiveObjection({ client: client.publicKey, job: job.address }));
    const report = await eventually(() => coordinator.completions.find((sent) => sent.outcome === 'settled'));
    expect(report.transactions.length).to.be.at.least(5);
    const settled = await net.reader.job(job.address);
    expect(settled?.value).to.include({
      state: 'Settled',
      paidNode: (PRICE * 9n) / 10n,
      paidFee: PRICE / 10n,
    });
    const after =
      (await net.reader.tokenBalance(tokenAccountOf(owner.publicKey, net.mint)))?.value.amount ?? 0n;
    expect(after - before).to.equal((PRICE * 9n) / 10n);
    expect((await net.reader.score(node, 0))?.settled).to.equal(1);
  });

  it('with the fault wrong-proof sends a well-formed proof that the chain refuses, and says so', async () => {
    await agent?.close();
    agent = await startNode(
      { ...config, allowFaults: true, fault: 'wrong-proof' },
      { coordinator, log: quiet },
    );
    const job = await order(2n);
    const events = await train(job);
    expect(events.at(-1)?.ended?.ok).to.equal(false);
    expect(events.at(-1)?.ended?.error).to.match(
      /^PROOF_FAILED: the chain refused the proof: .*ProofInvalid/,
    );
    expect((await net.reader.job(job.address))?.value).to.include({ state: 'Proving', provenCheckpoints: 0 });
  });

  it('ends a job that the client cancels on the chain', async () => {
    await agent?.close();
    agent = await startNode({ ...config, proveIntermediate: true }, { coordinator, log: quiet });
    const { cancelJob } = await import('@cyxwiz/protocol');
    const job = await order(3n);
    const following = train(job, { pause: {} });
    const seen = await eventually(
      () => coordinator.completions.find(({ job: of }) => of === job.address),
      'accepted',
    );
    expect(seen.outcome).to.equal('running');
    const accepted = await net.reader.job(job.address);
    if (accepted === undefined) throw new Error('the job is gone');
    await send(client, cancelJob({ address: job.address, job: accepted.value }, 0));
    const end = await eventually(
      () => coordinator.completions.find((sent) => sent.job === job.address && sent.outcome === 'cancelled'),
      'cancelled',
    );
    expect(end.error).to.match(/^ESCROW_CANCELLED/);
    expect((await following).at(-1)?.ended?.error).to.match(/^ESCROW_CANCELLED/);
  });

  it('proves what it anchors on the way when it is told to', async () => {
    const job = await order(4n);
    const events = await train(job);
    expect(events.at(-1)?.ended?.ok).to.equal(true);
    const proofs = (await net.reader.job(job.address))?.value.proofs ?? 0;
    expect(proofs).to.be.at.least(1);
  });
});
