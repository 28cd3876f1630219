import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Localnet, startLocalnet } from '@cyxwiz/localnet';
import {
  acceptJob,
  cancelJob,
  coordinatorAddress,
  coordinatorApi,
  encodeJobSpec,
  exactTermsOf,
  jobVaultAddress,
  keypairSigner,
  nodeAddress,
  nodeId,
  nodeSessionDigest,
  registerNode,
  sendHeartbeat,
  setCoordinatorKeys,
  signEd25519,
  tokenKeysOf,
} from '@cyxwiz/protocol';
import { credentials } from '@grpc/grpc-js';
import {
  Keypair,
  PublicKey,
  Transaction,
  type TransactionInstruction,
  VersionedTransaction,
} from '@solana/web3.js';
import { expect } from 'chai';
import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { type CoordinatorConfig, type RunningCoordinator, startCoordinator } from '../../src/index.ts';
import { freshPostgres, type TestDatabase } from '../support/databases.ts';
import { signature as anySignature } from '../support/fake-chain.ts';
import { EXACT, jobSpec } from '../support/harness.ts';
import { refusal, send, withSession } from '../support/surfaces.ts';

const TOKEN = 1_000_000_000n;
const hardware = { cpuCores: 4, memoryMib: 8192, gpuCount: 0, gpuMemoryMib: 0, benchmark: 1000n };

interface Offered {
  readonly job: string;
  readonly node: string;
  readonly price: string;
  readonly salt: Buffer;
  readonly transaction: Buffer;
}
interface JobBody {
  readonly tier: string;
  readonly auditsDue: number;
  readonly auditsProven: number;
  readonly phase: string;
  readonly final: boolean;
  readonly node: string;
  readonly movements: readonly { kind: string; amount: string; transaction: string; finalized: boolean }[];
}

describe('coordinator on a real chain', function () {
  this.timeout(120_000);
  let net: Localnet;
  let server: TestDatabase;
  let config: CoordinatorConfig;
  let running: RunningCoordinator;
  let clients: ReturnType<typeof connect>;
  let session: string;
  const [client, owner, operator, crank, authority] = [
    Keypair.generate(),
    Keypair.generate(),
    Keypair.generate(),
    Keypair.generate(),
    Keypair.generate(),
  ];
  const node = nodeAddress(owner.publicKey);

  function connect(to: RunningCoordinator) {
    const channel = credentials.createSsl(Buffer.from(to.grpcCertificate ?? ''));
    const api = coordinatorApi();
    return {
      coordinator: new api.CoordinatorService(to.grpcAddress, channel),
      gateway: new api.NodeGatewayService(to.grpcAddress, channel),
    };
  }
  const onChain = (by: Keypair, ...instructions: TransactionInstruction[]) =>
    net.sender.send({ payer: keypairSigner(by), instructions });

  async function start() {
    running = await startCoordinator(config);
    clients = connect(running);
  }
  async function stop() {
    clients.coordinator.close();
    clients.gateway.close();
    await running.close();
  }
  async function openSession() {
    const { challenge } = (await send(clients.gateway, 'Challenge', { node })) as { challenge: Buffer };
    const signature = Buffer.from(
      signEd25519(operator.secretKey, nodeSessionDigest(nodeId(node), challenge)),
    );
    const request = {
      node,
      challenge,
      signature,
      endpoint: '127.0.0.1:7000',
      slots: 8,
      engines: ['exact', 'exact:audited'],
    };
    session = String((await send(clients.gateway, 'RegisterNode', request))['session']);
  }
  async function offer(changes: object = {}): Promise<Offered> {
    await send(clients.gateway, 'Heartbeat', { freeSlots: 8 }, withSession(session));
    const spec = jobSpec();
    return (await send(clients.coordinator, 'SubmitJob', {
      clientWallet: client.publicKey.toBase58(),
      clientKey: Buffer.from(spec.clientKey, 'hex'),
      specJson: Buffer.from(encodeJobSpec(spec)),
      resources: { cpuCores: 1, memoryMib: 512, gpuClass: 'GPU_CLASS_UNSPECIFIED' },
      clientNonceHash: randomBytes(32),
      ...changes,
    })) as unknown as Offered;
  }
  async function sign(offered: Offered): Promise<string> {
    const transaction = VersionedTransaction.deserialize(new Uint8Array(offered.transaction));
    transaction.sign([client]);
    const { lastValidBlockHeight } = await net.connection.getLatestBlockhash();
    return (await net.sender.sendSigned(transaction, lastValidBlockHeight)).signature;
  }
  const confirm = (job: string, signature: string) =>
    send(clients.coordinator, 'ConfirmEscrow', { job, signature });
  const accept = (offered: Offered) =>
    onChain(
      operator,
      acceptJob({
        job: offered.job,
        node,
        nodeIndex: 0,
        operator: operator.publicKey,
        salt: new Uint8Array(offered.salt),
      }),
    );
  const body = async (job: string) =>
    (await (await fetch(`${running.restUrl}/v1/jobs/${job}`)).json()) as JobBody;
  async function reaches(job: string, done: (found: JobBody) => boolean): Promise<JobBody> {
    for (let i = 0; i < 300; i++) {
      const found = await body(job);
      if (done(found)) return found;
      await sleep(100);
    }
    throw new Error(`the job did not get there: ${JSON.stringify(await body(job))}`);
  }
  async function cancel(offered: Offered): Promise<string> {
    const found = await net.reader.job(offered.job);
    if (!found) throw new Error('the job is on chain');
    return (await onChain(client, cancelJob({ address: offered.job, job: found.value }, 0))).signature;
  }

  before(async () => {
    net = await startLocalnet({ slotTimeMs: 50 });
    for (const wallet of [client, owner, operator, crank, authority]) await net.fundSol(wallet.publicKey);
    await net.fundToken(client.publicKey, 100n * TOKEN);
    await net.fundToken(owner.publicKey, 1000n * TOKEN);
    const args = {
      tlsKeyHash: randomBytes(32),
      hardware,
      stake: 500n * TOKEN,
    };
    const accounts = { owner: owner.publicKey, operator: operator.publicKey, mint: net.mint };
    await net.sender.send({
      payer: keypairSigner(owner),
      signers: [operator],
      instructions: [registerNode(args, accounts)],
    });
    await onChain(operator, sendHeartbeat({ operator: operator.publicKey, node }));
    server = await freshPostgres();
    config = {
      rpcUrl: net.rpcUrl,
      wsUrl: net.wsUrl,
      database: server.config,
      authority: authority.secretKey,
      logLevel: process.env['LOG_LEVEL'] ?? 'silent',
      intervals: { index: 200, expire: 500, poll: 500 },
      probe: { measure: async () => 3 },
    };
    await start();
    await openSession();
  });
  after(async () => {
    if (running) await stop();
    await server?.drop();
    await net?.stop();
  });

  it('is ready and shows the node as the chain has it', async () => {
    expect((await fetch(`${running.restUrl}/readyz`)).status).to.equal(200);
    const { nodes } = (await (await fetch(`${running.restUrl}/v1/nodes`)).json()) as {
      nodes: Record<string, unknown>[];
    };
    expect(nodes[0]).to.include({
      node,
      stake: String(500n * TOKEN),
      tier: 'Bronze',
      online: true,
      latencyMs: 3,
    });
  });

  it('has put the key of its tokens into its account, and signs as that account', async () => {
    const offered = await offer();
    const { token } = (await confirm(offered.job, await sign(offered))) as { token: string };
    const account = coordinatorAddress(authority.publicKey).toBase58();
    expect(running.account).to.equal(account);
    const named = await net.reader.coordinator(account);
    const [key = ''] = named ? tokenKeysOf(named.value) : [];
    expect(decodeJwt(token)).to.include({ iss: account, aud: node });
    expect(decodeProtectedHeader(token).kid).to.equal(key);
    const x = Buffer.from(new PublicKey(key).toBytes()).toString('base64url');
    await jwtVerify(token, await importJWK({ kty: 'OKP', crv: 'Ed25519', x }, 'EdDSA'));
  });

  it('sells nothing while its account names other keys, and says what its operator has to do', async () => {
    const stranger = Keypair.generate().publicKey;
    const by = { authority: authority.publicKey };
    const named = await net.reader.coordinator(running.account);
    const before = named ? tokenKeysOf(named.value) : [];
    await stop();
    config = { ...config, authority: authority.publicKey.toBase58() };
    await onChain(authority, setCoordinatorKeys([stranger], by));
    await start();
    expect((await fetch(`${running.restUrl}/readyz`)).status).to.equal(503);
    await openSession();
    const refused = await refusal(offer());
    expect(refused.code).to.equal('TOKEN_KEY_UNREGISTERED');
    await onChain(authority, setCoordinatorKeys([...before, stranger], by));
    expect((await fetch(`${running.restUrl}/readyz`)).status).to.equal(200);
    await stop();
    config = { ...config, authority: authority.secretKey };
    await start();
    await openSession();
  });

  it('offers a transaction that only the client signs and that pays exactly the price', async () => {
    const offered = await offer();
    const transaction = VersionedTransaction.deserialize(new Uint8Array(offered.transaction));
    expect(transaction.message.header.numRequiredSignatures).to.equal(1);
    expect(transaction.message.staticAccountKeys[0]?.toBase58()).to.equal(client.publicKey.toBase58());
    expect(transaction.message.compiledInstructions).to.have.length(2);
    expect((await refusal(confirm(offered.job, anySignature()))).code).to.equal('ESCROW_NOT_FOUND');
    const signature = await sign(offered);
    const vault = await net.reader.tokenBalance(jobVaultAddress(offered.job));
    expect(vault?.value.amount).to.equal(BigInt(offered.price));
    expect(await confirm(offered.job, signature)).to.include({
      node,
      endpoint: '127.0.0.1:7000',
      phase: 'JOB_PHASE_FUNDED',
    });
    const escrowed = await reaches(offered.job, (job) => job.movements.length > 0);
    expect(escrowed).to.include({ phase: 'FUNDED', node: '' });
    expect(escrowed.movements[0]).to.include({
      kind: 'escrowed',
      amount: offered.price,
      transaction: signature,
    });
  });

  it('follows a job to its end and names the transaction that moved the money', async () => {
    const offered = await offer();
    await confirm(offered.job, await sign(offered));
    await accept(offered);
    expect((await reaches(offered.job, (job) => job.phase === 'RUNNING')).node).to.equal(node);
    const ended = await cancel(offered);
    const job = await reaches(offered.job, (found) => found.phase === 'CANCELLED');
    const paid = job.movements.filter((movement) => movement.transaction === ended);
    expect(paid.map((movement) => movement.kind)).to.include.members(['node', 'refund']);
    expect(paid.reduce((sum, movement) => sum + BigInt(movement.amount), 0n)).to.equal(BigInt(offered.price));
    const final = await reaches(offered.job, (found) => found.final);
    expect(final.movements.every((movement) => movement.finalized)).to.equal(true);
  });

  it('catches up on what happened while it was away, with no message to tell it', async () => {
    const offered = await offer();
    await confirm(offered.job, await sign(offered));
    await stop();
    await accept(offered);
    const ended = await cancel(offered);
    config = { ...config, wsUrl: 'ws://127.0.0.1:1' };
    await start();
    const job = await reaches(offered.job, (found) => found.phase === 'CANCELLED');
    expect(job.movements.some((movement) => movement.transaction === ended)).to.equal(true);
    await reaches(offered.job, (found) => found.final);
  });

  it('finds an escrow that nobody told it of', async () => {
    const offered = await offer();
    await sign(offered);
    expect((await reaches(offered.job, (job) => job.phase === 'FUNDED')).movements).to.have.length(1);
  });

  it('offers an exact job that the chain takes, and confirms it', async () => {
    const spec = encodeJobSpec(jobSpec(EXACT));
    const offered = await offer({ specJson: Buffer.from(spec), audits: 5 });
    await confirm(offered.job, await sign(offered));
    const { exactTerms } = exactTermsOf(jobSpec(EXACT));
    const escrow = await net.reader.job(offered.job);
    expect(escrow?.value).to.deep.include({ tier: 'Exact', exactTerms, audits: 5, state: 'Funded' });
    await accept(offered);
    const running = await reaches(offered.job, ({ phase }) => phase === 'RUNNING');
    // The node is new, so it has to prove twice as many.
    expect(running).to.include({ tier: 'Exact', auditsDue: 10, auditsProven: 0 });
  });

  it('offers no exact job whose step circuit has no key', async () => {
    const spec = encodeJobSpec(jobSpec({ exact: { ...EXACT.exact, keyVersion: 2 } }));
    const refused = await refusal(offer({ specJson: Buffer.from(spec) }));
    expect(refused.code).to.equal('NO_VERIFYING_KEY');
  });

  it('counts what the chain refused, once, and how the RPC node answers', async () => {
    const count = async (name: string) => {
      const text = await (await fetch(`${running.restUrl}/metrics`)).text();
      return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
    };
    const before = await count('cyxwiz_refused_transactions_total');
    const offered = await offer();
    await sign(offered);
    const accepted = acceptJob({
      ...{ job: offered.job, node, nodeIndex: 0, operator: operator.publicKey },
      salt: randomBytes(32),
    });
    // No simulation: the chain itself has to refuse it.
    const { blockhash } = await net.connection.getLatestBlockhash();
    const transaction = new Transaction({ feePayer: operator.publicKey, recentBlockhash: blockhash });
    await net.connection.sendTransaction(transaction.add(accepted), [operator], { skipPreflight: true });
    while ((await count('cyxwiz_refused_transactions_total')) === before) await sleep(100);
    await sleep(1_000);
    expect(await count('cyxwiz_refused_transactions_total')).to.equal(before + 1);
    expect(await count('cyxwiz_rpc_seconds_count\\{outcome="ok"\\}')).to.be.greaterThan(0);
    expect(
      await count('cyxwiz_background_last_success_seconds\\{loop="index finalized"\\}'),
    ).to.be.greaterThan(0);
  });

  it('refuses an escrow with other terms than it offered', async () => {
    const [cheap, dear] = [await offer(), await offer({ priority: 'PRIORITY_HIGH' })];
    expect(BigInt(dear.price) > BigInt(cheap.price)).to.equal(true);
    // The client signs its own create_job at the address of the dear offer, with the price of the cheap one.
    const transaction = VersionedTransaction.deserialize(new Uint8Array(dear.transaction));
    const data = transaction.message.compiledInstructions[1]?.data;
    if (!data) throw new Error('create_job is the second instruction');
    Buffer.from(data.buffer, data.byteOffset).writeBigUInt64LE(BigInt(cheap.price), 16);
    const signature = await sign({ ...dear, transaction: Buffer.from(transaction.serialize()) });
    const refused = await refusal(confirm(dear.job, signature));
    expect(refused.code).to.equal('ESCROW_MISMATCH');
    expect(refused.details).to.contain('price');
  });

  it('refunds a dead job by its crank, and knows the end of an account that is closed', async () => {
    await stop();
    config = { ...config, crankKey: crank.secretKey, intervals: { ...config.intervals, crank: 300 } };
    await start();
    const offered = await offer();
    await confirm(offered.job, await sign(offered));
    await accept(offered);
    await reaches(offered.job, (job) => job.phase === 'RUNNING');
    await net.timeTravel((await net.reader.unixTime()) + 90_000n);
    const job = await reaches(offered.job, (found) => found.phase === 'TIMED_OUT');
    expect(await net.reader.job(offered.job)).to.equal(undefined);
    const kinds = job.movements.map((movement) => movement.kind);
    expect(kinds).to.include.members(['escrowed', 'refund', 'burned']);
    await reaches(offered.job, (found) => found.final);
  });

  it('streams an assignment with the salt that opens it', async () => {
    const stream = clients.gateway.WatchAssignments({}, withSession(session).metadata);
    const told = new Map<string, Buffer>();
    stream.on('data', (message: { job: string; salt: Buffer }) => told.set(message.job, message.salt));
    stream.on('error', () => undefined);
    const offered = await offer();
    await confirm(offered.job, await sign(offered));
    for (let i = 0; i < 600 && !told.has(offered.job); i++) await sleep(50);
    expect(told.get(offered.job)).to.deep.equal(Buffer.from(offered.salt));
    stream.cancel();
  });
});
