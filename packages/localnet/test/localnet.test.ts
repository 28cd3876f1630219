import { randomBytes } from 'node:crypto';
import { encodeProof, proveSampleChain } from '@cyxwiz/proofs';
import {
  acceptJob,
  anchorProgress,
  applyOutcomes,
  assignmentHash,
  bytesToField,
  type ChainFailure,
  type CyxwizError,
  checkpointBinding,
  closeJob,
  createJob,
  createTokenAccount,
  fieldToBytes,
  isFailure,
  jobAddress,
  jobEscrow,
  keypairSigner,
  nodeAddress,
  proveCheckpoints,
  type RegisterNodeArgs,
  registerNode,
  sendHeartbeat,
  settle,
  tokenAccountOf,
  transactionSignature,
  waiveObjection,
} from '@cyxwiz/protocol';
import { Keypair, type TransactionInstruction } from '@solana/web3.js';
import { expect } from 'chai';
import { type Localnet, SUPPLY, startLocalnet } from '../src/index.ts';

const TOKEN = 1_000_000_000n;
const hardware = { cpuCores: 2, memoryMib: 1024, gpuCount: 0, gpuMemoryMib: 0, benchmark: 1n };

describe('localnet', function () {
  this.timeout(120_000);
  let net: Localnet;
  const [client, owner, operator] = [Keypair.generate(), Keypair.generate(), Keypair.generate()];
  const send = (by: Keypair, ...instructions: TransactionInstruction[]) =>
    net.sender.send({ payer: keypairSigner(by), instructions });
  const register = (args: RegisterNodeArgs) => {
    const accounts = { owner: owner.publicKey, operator: operator.publicKey, mint: net.mint };
    const instructions = [registerNode(args, accounts)];
    return net.sender.send({ payer: keypairSigner(owner), signers: [operator], instructions });
  };

  before(async () => {
    net = await startLocalnet();
    for (const wallet of [client, owner, operator]) await net.fundSol(wallet.publicKey);
    await net.fundToken(client.publicKey, 100n * TOKEN);
    await net.fundToken(owner.publicKey, 100n * TOKEN);
  });
  after(() => net?.stop());

  it('is set up as the design says', async () => {
    const config = await net.reader.config();
    expect(config?.value.cyxwizMint).to.equal(net.mint.toBase58());
    expect(config?.value.params.fees.feeBps).to.equal(1000);
    expect((await net.reader.mint(net.mint))?.value.supply).to.equal(SUPPLY);
    expect((await net.reader.mintPolicy(net.mint))?.value.allowed).to.equal(true);
    expect((await net.reader.verifyingKey(1, 1))?.value).to.include({ development: true, publicInputs: 5 });
    expect((await net.reader.registry())?.value.nodeCount).to.equal(0);
  });

  it('names the program error and what it means', async () => {
    const args = {
      tlsKeyHash: new Uint8Array(32),
      hardware,
      stake: 1n,
    };
    const error = await register(args).catch((e) => e);
    expect(isFailure(error, 'PROGRAM_ERROR')).to.equal(true);
    const { failure } = error as CyxwizError<ChainFailure & { code: 'PROGRAM_ERROR' }>;
    expect(failure.program).to.equal('node_registry');
    expect(failure.number).to.be.within(6100, 6199);
    expect(failure.message).to.contain(failure.error);
  });

  it('carries a job from escrow to payment and score', async () => {
    const node = nodeAddress(owner.publicKey);
    const args = {
      tlsKeyHash: randomBytes(32),
      hardware,
      stake: 50n * TOKEN,
    };
    await register(args);
    await send(operator, sendHeartbeat({ operator: operator.publicKey, node }));
    const registered = await net.reader.node(node);
    expect(registered?.value).to.include({ owner: owner.publicKey.toBase58(), stake: 50n * TOKEN, index: 0 });
    expect((await net.reader.nodes()).map((found) => found.address)).to.deep.equal([node]);

    const [nonce, salt] = [7n, new Uint8Array(randomBytes(32))];
    const address = jobAddress(client.publicKey, nonce);
    const [specHash, datasetRoot, initialWeights] = [randomBytes(32), fieldToBytes(5n), fieldToBytes(6n)];
    const created = await send(
      client,
      createJob(
        {
          nonce,
          price: 5n * TOKEN,
          assignmentHash: assignmentHash(node, salt),
          specHash,
          datasetRoot,
          initialWeights,
          epochs: 3,
          checkpointInterval: 1,
          estimatedSeconds: 10,
          deadlineSeconds: 3600n,
          tier: 'Committed',
          audits: 0,
          clientNonceHash: randomBytes(32),
        },
        { client: client.publicKey, mint: net.mint },
      ),
    );
    const record = await net.reader.transaction(created.signature);
    expect(record?.events.map((event) => event.name)).to.include('JobCreated');
    expect(transactionSignature(created.signature)).to.equal(created.signature);

    await send(operator, acceptJob({ job: address, node, nodeIndex: 0, operator: operator.publicKey, salt }));
    const accepted = await net.reader.job(address);
    if (!accepted) throw new Error('the job is gone');
    const binding = checkpointBinding({
      program: jobEscrow.id.toBase58(),
      job: address,
      node,
      datasetRoot,
      initialWeights,
      specHash,
      acceptedSlot: accepted.value.acceptedSlot,
    });
    expect(accepted.value).to.deep.include({ state: 'Running', node, binding });

    const { proof, chain } = await proveSampleChain(bytesToField(binding), 3);
    const last = chain.last;
    if (!last) throw new Error('the chain is empty');
    const progress = {
      root: fieldToBytes(chain.root()),
      checkpoints: 3,
      weights: fieldToBytes(last.weights),
      elapsedMs: last.elapsedMs,
    };
    await send(operator, anchorProgress(progress, { job: address, node, operator: operator.publicKey }));
    const ref = { address, job: accepted.value };
    const spoiled = { ...encodeProof(proof), c: encodeProof(proof).a };
    const refused = await send(operator, proveCheckpoints(spoiled, ref)).catch((e) => e);
    expect(isFailure(refused, 'PROGRAM_ERROR')).to.equal(true);
    await send(operator, proveCheckpoints(encodeProof(proof), ref));
    await send(client, waiveObjection({ client: client.publicKey, job: address }));
    await send(
      operator,
      createTokenAccount({ payer: operator.publicKey, owner: owner.publicKey, mint: net.mint }),
      settle(ref, 0),
    );
    const balance = await net.reader.tokenBalance(tokenAccountOf(owner.publicKey, net.mint));
    expect(balance?.value.amount).to.equal(50n * TOKEN + (5n * TOKEN * 9n) / 10n);
    await send(operator, applyOutcomes(0));
    expect(await net.reader.score(node, 0)).to.include({ node, settled: 1 });
    expect((await net.reader.job(address))?.value.state).to.equal('Settled');

    await send(client, closeJob(ref, client.publicKey));
    expect(await net.reader.job(address)).to.equal(undefined);
  });

  it('moves its clock and shows its accounts', async () => {
    const now = await net.reader.unixTime();
    await net.timeTravel(now + 86_400n);
    expect(await net.reader.unixTime()).to.satisfy((time: bigint) => time >= now + 86_400n);
    expect(Object.keys(await net.exportLedger())).to.include(net.mint.toBase58());
  });

  it('refuses an account of another program', async () => {
    const error = await net.reader.job(nodeAddress(owner.publicKey)).catch((e) => e);
    expect(isFailure(error, 'WRONG_OWNER')).to.equal(true);
  });
});
