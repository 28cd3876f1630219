import {
  assignmentHash,
  type ChainReader,
  type Config,
  connectionChainReader,
  connectionTransactionRpc,
  equalBytes,
  isFailure,
  type JobId,
  type JobSpec,
  nodeId,
  type Sent,
  TransactionSender,
} from '@cyxwiz/protocol';
import { type ChannelCredentials, credentials } from '@grpc/grpc-js';
import { Connection, VersionedTransaction } from '@solana/web3.js';
import {
  CoordinatorClient,
  isLoopback,
  type Offer,
  type Replacement,
  type Resources,
} from './coordinator/client.ts';
import { badInput, ClientError } from './errors.ts';
import { EscrowActions } from './escrow/actions.ts';
import { AuditActions } from './escrow/audit-actions.ts';
import { checkReplacement } from './escrow/check-replacement.ts';
import { explainChain } from './escrow/explain-chain.ts';
import type { SignedPayment } from './escrow/payment-fate.ts';
import { type PreparedJob, prepareJob } from './job-request.ts';
import type { JobRequest } from './job-request-schema.ts';
import { previousPin } from './node/pins.ts';
import { NodeSession } from './node/session.ts';
import { checkOffer } from './offer.ts';
import type { Wallet } from './wallet.ts';

export type ClientOptions = {
  rpcUrl: string;
  wsUrl?: string;
  /** host:port of a coordinator's gRPC. Only introductions need it. */
  coordinator?: string;
  /** Certificate of a coordinator that made its own; absent: the system's roots, or none when `plain`. */
  coordinatorCertificate?: string;
  /** Loopback only: no TLS to the coordinator. */
  plain?: boolean;
  wallet: Wallet;
};

/** A job that the coordinator offered and this client has checked, ready to be signed. */
export type CheckedOffer = { offer: Offer; job: PreparedJob; mint: string };

/** A funded job and how to reach its node. */
export type Introduction = { job: JobId; endpoint: string; node: string; token: string };

/**
 * Client of CyxWiz. The coordinator introduces; everything about money is built, checked and read here.
 * Every expected failure is a ClientError that says what to do next.
 */
export class CyxwizClient {
  readonly chain: ChainReader;
  readonly connection: Connection;
  readonly escrow: EscrowActions;
  readonly audits: AuditActions;
  readonly wallet: Wallet;
  readonly #sender: TransactionSender;
  readonly #coordinator: CoordinatorClient | undefined;

  constructor(options: ClientOptions) {
    this.wallet = options.wallet;
    this.connection = new Connection(options.rpcUrl, {
      commitment: 'confirmed',
      ...(options.wsUrl ? { wsEndpoint: options.wsUrl } : {}),
    });
    this.chain = connectionChainReader(this.connection);
    this.#sender = new TransactionSender(connectionTransactionRpc(this.connection), { pollMs: 100 });
    this.escrow = new EscrowActions(this.chain, this.#sender, options.wallet);
    this.audits = new AuditActions(this.chain, this.#sender, options.wallet);
    this.#coordinator =
      options.coordinator === undefined
        ? undefined
        : new CoordinatorClient(options.coordinator, { channel: channelTo(options) });
  }

  get coordinator(): CoordinatorClient {
    if (this.#coordinator) return this.#coordinator;
    throw badInput('coordinator', 'is not set', 'pass --coordinator host:port or CYXWIZ_COORDINATOR');
  }

  /**
   * Prepares a job, asks the coordinator for a node, and checks the offer against what was asked. Moves nothing.
   * @throws ClientError BAD_INPUT, COORDINATOR_*, OFFER_MISMATCH, PRICE_TOO_HIGH, INSUFFICIENT_FUNDS
   */
  async submit(request: JobRequest | PreparedJob): Promise<CheckedOffer> {
    const job = 'specJson' in request ? request : prepareJob(request);
    const config = await this.#config();
    const mint = job.mint ?? config.cyxwizMint;
    const offer = await this.#offer(job, mint);
    checkOffer(offer, job, await this.#terms(config, mint));
    return { offer, job, mint };
  }

  /**
   * Signs the checked escrow and sends it until it is confirmed. When the offer's blockhash has died, the coordinator
   * is asked for the same offer with a fresh one, which is checked again. `onSigned` is awaited before anything is sent:
   * who writes down what it is given can ask `paymentFate` later, whatever happened to this process.
   */
  async fund(
    checked: CheckedOffer,
    { onSigned }: { readonly onSigned?: (payment: SignedPayment) => void | Promise<void> } = {},
  ): Promise<Sent & { job: JobId }> {
    const terms = await this.#terms(await this.#config(), checked.mint);
    let { offer } = checked;
    for (let attempt = 0; ; attempt++) {
      // A person may take longer to sign than a blockhash lives.
      if (!(await this.#isFresh(offer)))
        offer = sameOffer(offer, await this.#offer(checked.job, checked.mint));
      const transaction = checkOffer(offer, checked.job, terms);
      // The offer's own block height is not told; from now a blockhash lives at most this long.
      const { lastValidBlockHeight } = await this.connection
        .getLatestBlockhash('confirmed')
        .catch((cause) => {
          throw explainChain(cause);
        });
      const signed = await this.wallet.sign(transaction);
      try {
        const sent = await this.#sender.sendSigned(signed, lastValidBlockHeight, {
          onSignature: (signature) => onSigned?.({ signature, lastValidBlockHeight }),
        });
        return { ...sent, job: offer.job as JobId };
      } catch (cause) {
        const error = explainChain(cause);
        const stale = error.code === 'TRANSACTION_EXPIRED' || /blockhash/i.test(error.message);
        if (!stale || attempt >= 2) throw error;
        offer = sameOffer(offer, await this.#offer(checked.job, checked.mint));
      }
    }
  }

  /**
   * Gives a job whose node died to another one that the coordinator finds; the dead one is paid what it proved. Then
   * `confirm` and `connect`, as for a new job, and `sendCheckpoint` when `sendJob` says so. `onOffer` hears of the node
   * before anything is signed: its salt is what the node must know to accept.
   * @throws ClientError JOB_NOT_FOUND, COORDINATOR_REFUSED with NODE_ALIVE or NO_NODE_AVAILABLE, OFFER_MISMATCH,
   * TRANSACTION_FAILED
   */
  async reassign(
    job: JobId,
    spec: JobSpec,
    options: {
      resources?: Resources;
      deadlineSeconds?: bigint;
      onOffer?: (offer: Replacement) => Promise<void>;
    } = {},
  ): Promise<Sent & { offer: Replacement }> {
    const { onOffer, ...wanted } = options;
    const { job: escrow } = await this.escrow.job(job);
    const offer = await this.coordinator.reassign({ job, ...wanted });
    checkReplacement(offer, escrow, spec);
    await onOffer?.(offer);
    const args = {
      assignmentHash: assignmentHash(nodeId(offer.node), offer.salt),
      estimatedSeconds: offer.estimatedSeconds,
      deadlineSeconds: offer.deadlineSeconds,
    };
    return { ...(await this.escrow.reassign(job, args)), offer };
  }

  /** Tells the coordinator, which reads the chain itself, and gets the token for the node. Call again to reconnect. */
  async confirm(job: JobId, signature: string, options: { attempts?: number } = {}): Promise<Introduction> {
    for (let attempt = 1; ; attempt++) {
      try {
        return { job, ...(await this.coordinator.confirm(job, signature)) };
      } catch (error) {
        // The coordinator may read a node of the chain that is a slot behind ours.
        const early = error instanceof ClientError && error.reason === 'ESCROW_NOT_FOUND';
        if (!early || attempt >= (options.attempts ?? 20)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
  }

  /** Connects to the node, with its key pinned to the hash that is in the registry on chain. */
  async connect(introduction: Introduction, job: Pick<PreparedJob, 'sessionKey'>): Promise<NodeSession> {
    const [node, chainNow] = await Promise.all([
      this.chain.node(nodeId(introduction.node)),
      this.chain.unixTime(),
    ]).catch((cause) => {
      throw explainChain(cause);
    });
    if (!node) {
      throw new ClientError(
        'NODE_NOT_FOUND',
        `the coordinator names ${introduction.node}, which is no node on chain`,
        {
          next: 'use another coordinator; cancel the job free of charge when the accept window is over',
        },
      );
    }
    return NodeSession.open({
      job: introduction.job,
      endpoint: introduction.endpoint,
      tlsKeyHash: node.value.tlsKeyHash,
      previousTlsKey: previousPin(node.value, chainNow, Date.now()),
      token: introduction.token,
      sessionKey: job.sessionKey,
    });
  }

  close(): void {
    this.#coordinator?.close();
  }

  async #isFresh(offer: Offer): Promise<boolean> {
    try {
      const { recentBlockhash } = VersionedTransaction.deserialize(offer.transaction).message;
      return (await this.connection.isBlockhashValid(recentBlockhash, { commitment: 'confirmed' })).value;
    } catch (cause) {
      throw explainChain(cause);
    }
  }

  #offer(job: PreparedJob, mint: string): Promise<Offer> {
    return this.coordinator.submit({
      wallet: this.wallet.publicKey.toBase58(),
      sessionPublicKey: job.sessionKey.publicKey,
      specJson: job.specJson,
      resources: job.resources,
      priority: job.priority,
      mint,
      clientNonceHash: job.clientNonceHash,
      audits: job.audits,
      maxPrice: job.maxPrice ?? 0n,
      deadlineSeconds: job.deadlineSeconds,
      idempotencyKey: job.idempotencyKey,
    });
  }

  async #config(): Promise<Config> {
    const config = await this.chain.config().catch((cause) => {
      throw explainChain(cause);
    });
    if (config) return config.value;
    throw new ClientError('RPC_UNAVAILABLE', 'the CyxWiz programs are not set up on this cluster', {
      next: 'check --rpc',
    });
  }

  async #terms(config: Config, mint: string) {
    let info: Awaited<ReturnType<ChainReader['mint']>>;
    try {
      info = await this.chain.mint(mint);
    } catch (cause) {
      if (isFailure(cause, 'RPC_UNAVAILABLE')) throw explainChain(cause);
      throw badInput('mint', `${mint} is not a token mint`, 'leave --mint away to pay in CYXWIZ');
    }
    if (!info) throw badInput('mint', `there is no mint ${mint} on this cluster`, 'check --mint and --rpc');
    const wallet = this.wallet.publicKey;
    return {
      wallet,
      mint,
      decimals: info.value.decimals,
      tokenProgram: info.value.tokenProgram,
      audits: config.params.escrow.defaultAudits,
    };
  }
}

/** A renewed offer may differ in its blockhash only. */
function sameOffer(before: Offer, after: Offer): Offer {
  const same =
    before.job === after.job &&
    before.node === after.node &&
    before.price === after.price &&
    before.deadlineSeconds === after.deadlineSeconds &&
    equalBytes(before.salt, after.salt);
  if (same) return after;
  throw new ClientError('OFFER_MISMATCH', 'the coordinator changed its offer while it was being signed', {
    next: 'submit again and look at the new offer',
  });
}

function channelTo(options: ClientOptions): ChannelCredentials {
  if (options.plain) {
    if (isLoopback(options.coordinator ?? '')) return credentials.createInsecure();
    throw badInput(
      'plain',
      `would talk to ${options.coordinator} without TLS`,
      'leave it away; only a coordinator on this machine may be plain',
    );
  }
  const { coordinatorCertificate } = options;
  return credentials.createSsl(coordinatorCertificate ? Buffer.from(coordinatorCertificate) : null);
}
