import { randomBytes } from 'node:crypto';
import { createJob, type JobId, jobAddress, tokenAccountOf } from '@cyxwiz/protocol';
import {
  type CheckedOffer,
  CyxwizClient,
  type Introduction,
  type JobRequest,
  keypairWallet,
  memorySink,
  newSessionKey,
  prepareJob,
  type SignedPayment,
  verifyWeights,
} from '@cyxwiz/sdk';
import { createMint } from '@solana/spl-token';
import { Keypair, VersionedTransaction } from '@solana/web3.js';
import { expect } from 'chai';
import { readBalances } from '../../packages/cli/src/demo/accounts.ts';
import { eventually } from '../../packages/cli/src/demo/main-job.ts';
import { smallDataset } from '../../packages/sdk/test/small-dataset.ts';
import { refused } from './support/refused.ts';
import { type Stage, startStage } from './support/stage.ts';

describe('bad input at the edges of a running system', function () {
  this.timeout(120_000);
  let stage: Stage;
  let client: CyxwizClient;
  const clients: CyxwizClient[] = [];

  const request = (change: Partial<JobRequest> = {}): JobRequest => ({
    ...smallDataset(),
    epochs: 4,
    estimatedSeconds: 10,
    resources: { cpuCores: 2, memoryMib: 512 },
    ...change,
  });
  const clientOf = (
    keypair: Keypair,
    change: { rpcUrl?: string; coordinator?: string } = {},
  ): CyxwizClient => {
    const { chain, coordinator } = stage.world;
    const made = new CyxwizClient({
      rpcUrl: chain.rpcUrl,
      wsUrl: chain.wsUrl,
      coordinator: coordinator.grpcAddress,
      ...(coordinator.grpcCertificate
        ? { coordinatorCertificate: coordinator.grpcCertificate }
        : { plain: true }),
      wallet: keypairWallet(keypair),
      ...change,
    });
    clients.push(made);
    return made;
  };
  const newcomer = async (lamports: bigint, tokens: bigint): Promise<Keypair> => {
    const keypair = Keypair.generate();
    if (lamports > 0n) await stage.world.chain.fundSol(keypair.publicKey, lamports);
    if (tokens > 0n) await stage.world.chain.fundToken(keypair.publicKey, tokens);
    return keypair;
  };
  /** What is refused must leave every token account of the chain as it was. */
  const refusedAndNothingMoved = async (action: () => Promise<unknown>) => {
    const before = await readBalances(stage.world.chain);
    const error = await refused(action());
    const after = await readBalances(stage.world.chain);
    expect([...after.tokenAccounts]).to.deep.equal([...before.tokenAccounts]);
    expect(error.next, 'it does not say what to do').not.to.equal('');
    return error;
  };

  before(async () => {
    // Offers that are never paid for hold a slot for five minutes.
    stage = await startStage({ node: { slots: 8 } });
    client = clientOf(stage.world.cast.client);
  });
  after(async () => {
    for (const made of clients) made.close();
    await stage?.stop();
  });

  describe('submitting', () => {
    const cases: [string, () => Promise<unknown>, string, string | undefined][] = [
      [
        'a job no machine is big enough for',
        () => client.submit(request({ resources: { cpuCores: 999 } })),
        'COORDINATOR_REFUSED',
        'NO_NODE_AVAILABLE',
      ],
      [
        'a mint that is not allowed',
        async () => client.submit(request({ mint: await otherMint() })),
        'COORDINATOR_REFUSED',
        undefined,
      ],
      [
        'a mint that is no address',
        () => client.submit(request({ mint: 'gold' })),
        'COORDINATOR_REFUSED',
        undefined,
      ],
      [
        'a price limit below the price',
        () => client.submit(request({ maxPrice: 1n })),
        'COORDINATOR_REFUSED',
        undefined,
      ],
      [
        'a deadline before the work can be done',
        () => client.submit(request({ deadlineSeconds: 5n })),
        'COORDINATOR_REFUSED',
        undefined,
      ],
      [
        'a coordinator that is away',
        () => clientOf(stage.world.cast.client, { coordinator: '127.0.0.1:9' }).submit(request()),
        'COORDINATOR_UNAVAILABLE',
        undefined,
      ],
      [
        'a chain that is away',
        () => clientOf(stage.world.cast.client, { rpcUrl: 'http://127.0.0.1:9' }).submit(request()),
        'RPC_UNAVAILABLE',
        undefined,
      ],
    ];
    for (const [name, action, code, reason] of cases) {
      it(`refuses ${name}`, async () => {
        const error = await refusedAndNothingMoved(action);
        expect(error.code).to.equal(code);
        if (reason) expect(error.reason).to.equal(reason);
      });
    }

    it('says of every node why it was not chosen', async () => {
      const error = await refused(client.submit(request({ resources: { cpuCores: 999 } })));
      expect(JSON.stringify(error.failure.details)).to.contain('HARDWARE');
    });

    it('gives the same offer for the same key and request, and refuses the key for another', async () => {
      const wallet = await newcomer(1_000_000_000n, 10n ** 9n);
      const own = clientOf(wallet);
      const prepared = prepareJob(request({ idempotencyKey: 'once' }));
      const [first, again] = [await own.submit(prepared), await own.submit(prepared)];
      expect(again.offer.job).to.equal(first.offer.job);
      const other = { ...prepareJob(request({ idempotencyKey: 'once', epochs: 3 })) };
      expect((await refusedAndNothingMoved(() => own.submit(other))).code).to.equal('COORDINATOR_REFUSED');
    });
  });

  describe('paying', () => {
    it('refuses a wallet without tokens', async () => {
      const poor = clientOf(await newcomer(1_000_000_000n, 1n));
      const checked = await poor.submit(request());
      const error = await refusedAndNothingMoved(() => poor.fund(checked));
      expect(error.code).to.equal('INSUFFICIENT_FUNDS');
      expect((await refused(poor.escrow.job(checked.offer.job))).code).to.equal('JOB_NOT_FOUND');
    });

    it('refuses a wallet without SOL', async () => {
      const poor = clientOf(await newcomer(0n, 10n ** 9n));
      const checked = await poor.submit(request());
      expect((await refusedAndNothingMoved(() => poor.fund(checked))).code).to.equal('INSUFFICIENT_FUNDS');
    });

    it('confirms nothing that is not in escrow', async () => {
      const checked = await client.submit(request());
      const confirm = (signature: string) =>
        client.confirm(checked.offer.job as JobId, signature, { attempts: 1 });
      const unpaid = await refusedAndNothingMoved(() => confirm('1'.repeat(64)));
      expect(unpaid.code).to.equal('COORDINATOR_REFUSED');
      const unknown = await refusedAndNothingMoved(() =>
        client.confirm(Keypair.generate().publicKey.toBase58() as JobId, '1'.repeat(64), { attempts: 1 }),
      );
      expect(unknown.reason).to.equal('JOB_UNKNOWN');
    });
  });

  describe('ids', () => {
    for (const [name, id, code] of [
      ['nothing', '', 'BAD_INPUT'],
      ['a word', 'job', 'BAD_INPUT'],
      ['too long', '1'.repeat(60), 'BAD_INPUT'],
      ['an unknown one', Keypair.generate().publicKey.toBase58(), 'JOB_NOT_FOUND'],
    ] as const) {
      it(`refuses ${name} on chain and at the coordinator`, async () => {
        expect((await refused(client.escrow.job(id))).code).to.equal(code);
        expect((await refused(client.coordinator.job(id))).code).to.equal('COORDINATOR_REFUSED');
      });
    }

    it('refuses an account that is no job', async () => {
      const error = await refused(
        client.escrow.job(tokenAccountOf(client.wallet.publicKey, stage.world.chain.mint).toBase58()),
      );
      expect(error.code).to.be.oneOf(['TRANSACTION_FAILED', 'JOB_NOT_FOUND']);
    });
  });

  describe('a job in escrow', () => {
    let checked: CheckedOffer;
    let introduction: Introduction;
    let signature: string;

    before(async () => {
      checked = await client.submit(request());
      // As if the client had taken long to sign: the blockhash of the offer is dead, so a fresh one is asked for.
      const dead = VersionedTransaction.deserialize(checked.offer.transaction);
      dead.message.recentBlockhash = Keypair.generate().publicKey.toBase58();
      const stale = { ...checked, offer: { ...checked.offer, transaction: dead.serialize() } };
      const signed: string[] = [];
      const onSigned = (payment: SignedPayment) => void signed.push(payment.signature);
      ({ signature } = await client.fund(stale, { onSigned }));
      expect(signed).to.deep.equal([signature]);
      introduction = await client.confirm(checked.offer.job as JobId, signature);
    });

    it('cannot be paid for twice', async () => {
      const error = await refusedAndNothingMoved(() => client.fund(checked));
      expect(error.code).to.be.oneOf(['TRANSACTION_FAILED', 'COORDINATOR_REFUSED', 'OFFER_MISMATCH']);
    });

    it('refuses whoever has the token but not the key, and does not spend it', async () => {
      const thief = await refusedAndNothingMoved(() =>
        client.connect(introduction, { sessionKey: newSessionKey() }),
      );
      expect(thief.reason).to.equal('CLIENT_SIGNATURE');
      const session = await client.connect(introduction, checked.job);
      session.close();
    });

    it('refuses a token that was used', async () => {
      const error = await refusedAndNothingMoved(() => client.connect(introduction, checked.job));
      expect([error.code, error.reason]).to.deep.equal(['NODE_REFUSED', 'TOKEN_SPENT']);
    });

    for (const [name, spoil] of [
      ['cut', (t: string) => t.slice(0, -10)],
      ['empty', () => ''],
      [
        'with other claims',
        (t: string) => `${t.split('.')[0]}.${Buffer.from('{}').toString('base64url')}.${t.split('.')[2]}`,
      ],
    ] as const) {
      it(`refuses a token that is ${name}`, async () => {
        const fresh = await client.confirm(introduction.job, signature);
        const error = await refusedAndNothingMoved(() =>
          client.connect({ ...fresh, token: spoil(fresh.token) }, checked.job),
        );
        expect(error.code).to.equal('NODE_REFUSED');
        expect(error.reason).to.match(/^TOKEN_/);
      });
    }

    it('refuses a specification and data that are not the ones in escrow', async () => {
      const session = await client.connect(await client.confirm(introduction.job, signature), checked.job);
      const root = new Uint8Array(Buffer.from(checked.job.spec.datasetRoot, 'hex'));
      const other = prepareJob(request({ epochs: 3 }));
      const spec = await refusedAndNothingMoved(() =>
        session.sendJob(other.specJson, other.datasetBytes, root),
      );
      expect(spec.reason).to.equal('SPEC_HASH');
      const bytes = Uint8Array.from(checked.job.datasetBytes);
      bytes[0] = 0x39;
      const data = await refusedAndNothingMoved(() => session.sendJob(checked.job.specJson, bytes, root));
      expect(data.reason).to.match(/^DATASET_/);
      session.close();
    });

    it('is stopped by nobody but its client, and paid to nobody before it is proven', async () => {
      const stranger = clientOf(stage.world.cast.cranker);
      const expected: [string, () => Promise<unknown>, RegExp][] = [
        ['cancel by a stranger', () => stranger.escrow.cancel(introduction.job), /WrongClient/],
        ['waiver by a stranger', () => stranger.escrow.waive(introduction.job), /WrongClient/],
        ['waiver too early', () => client.escrow.waive(introduction.job), /JobNotProving/],
        ['settlement', () => stranger.escrow.settle(introduction.job), /JobNotProving|no node has accepted/],
        ['refund', () => stranger.escrow.timeout(introduction.job), /NotTimedOut/],
        ['closing', () => client.escrow.close(introduction.job), /JobStillOpen/],
      ];
      for (const [name, action, reason] of expected) {
        const error = await refusedAndNothingMoved(action);
        // Whether the node has accepted yet is its own affair; nobody is paid either way.
        expect(error.code, name).to.be.oneOf(['TRANSACTION_FAILED', 'NODE_NOT_FOUND']);
        expect(`${error.reason} ${error.next}`, name).to.match(reason);
      }
    });

    it('after all that is trained, verified and paid as ever', async () => {
      const session = await client.connect(await client.confirm(introduction.job, signature), checked.job);
      const root = new Uint8Array(Buffer.from(checked.job.spec.datasetRoot, 'hex'));
      await session.sendJob(checked.job.specJson, checked.job.datasetBytes, root);
      let ok = false;
      for await (const event of session.train()) if (event.type === 'ended') ok = event.ok;
      expect(ok).to.equal(true);
      const { job } = await client.escrow.job(introduction.job);
      verifyWeights(await session.download(memorySink()), job);
      expect(() => verifyWeights(randomBytes(100), job)).to.throw(/cannot be read/);
      session.close();
      const cancel = await refusedAndNothingMoved(() => client.escrow.cancel(introduction.job));
      expect(cancel.reason).to.equal('JobIsProving');
      await client.escrow.waive(introduction.job);
      await eventually('the settlement', async () =>
        (await client.escrow.job(introduction.job)).job.state === 'Settled' ? true : undefined,
      );
      const balances = await readBalances(stage.world.chain);
      expect(balances.totalTokens).to.equal(balances.supply);
    });
  });

  describe('a job that nobody takes', () => {
    /** Paid for without a coordinator, and assigned to a node that does not exist. */
    async function orphan(nonce: bigint): Promise<{ id: string; price: bigint; deadline: bigint }> {
      const wallet = client.wallet.publicKey;
      const prepared = prepareJob(request());
      const price = 1_234_567n;
      const args = {
        nonce,
        price,
        assignmentHash: new Uint8Array(randomBytes(32)),
        specHash: prepared.specHash,
        datasetRoot: new Uint8Array(Buffer.from(prepared.spec.datasetRoot, 'hex')),
        initialWeights: new Uint8Array(Buffer.from(prepared.spec.initialWeights, 'hex')),
        epochs: prepared.spec.epochs,
        checkpointInterval: prepared.spec.checkpointInterval,
        estimatedSeconds: prepared.spec.estimatedSeconds,
        deadlineSeconds: 600n,
        tier: 'Committed',
        audits: 4,
        clientNonceHash: prepared.clientNonceHash,
      } as const;
      await client.escrow.send([createJob(args, { client: wallet, mint: stage.world.chain.mint })]);
      const id = jobAddress(wallet, nonce);
      return { id, price, deadline: (await client.escrow.job(id)).job.deadline };
    }
    const tokens = async (): Promise<bigint> =>
      (await client.chain.tokenBalance(tokenAccountOf(client.wallet.publicKey, stage.world.chain.mint)))
        ?.value.amount ?? 0n;

    it('is cancelled free of charge once the accept window is over, and not before', async () => {
      const before = await tokens();
      const { id } = await orphan(1n);
      expect((await refusedAndNothingMoved(() => client.escrow.cancel(id))).reason).to.equal(
        'AcceptWindowOpen',
      );
      await stage.world.chain.timeTravel((await client.escrow.job(id)).job.acceptBy + 1n);
      await client.escrow.cancel(id);
      expect(await tokens()).to.equal(before);
      await client.escrow.close(id);
      expect((await refused(client.escrow.job(id))).code).to.equal('JOB_NOT_FOUND');
    });

    it('is refunded by a stranger after the deadline, in full', async () => {
      const before = await tokens();
      const { id, deadline } = await orphan(2n);
      const stranger = clientOf(stage.world.cast.cranker);
      expect((await refusedAndNothingMoved(() => stranger.escrow.timeout(id))).reason).to.equal(
        'NotTimedOut',
      );
      await stage.world.chain.timeTravel(deadline + 1n);
      await stranger.escrow.timeout(id);
      expect(await tokens()).to.equal(before);
    });
  });

  async function otherMint(): Promise<string> {
    const { connection, authority } = stage.world.chain;
    return (await createMint(connection, authority, authority.publicKey, null, 6)).toBase58();
  }
});
