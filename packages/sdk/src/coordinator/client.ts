import { coordinatorApi, type coordinatorV1, unary, wireBigint } from '@cyxwiz/protocol';
import { type ChannelCredentials, credentials } from '@grpc/grpc-js';
import { ClientError } from '../errors.ts';
import { COORDINATOR, explainGrpc } from '../refusal.ts';

type Api = ReturnType<typeof coordinatorApi>['CoordinatorService'];
type Stub = InstanceType<Api>;

export type Priority = 'low' | 'normal' | 'high' | 'critical';

/** Hardware that the job needs; zero or absent means "any". */
export type Resources = {
  cpuCores?: number;
  memoryMib?: number;
  gpuCount?: number;
  gpuMemoryMib?: number;
  gpuClass?: 'consumer' | 'datacenter';
};

export type Rejection = { node: string; code: string; reason: string; matchScore: number | undefined };

/** What a coordinator offers. Nothing in it is believed before `checkOffer`. */
export type Offer = {
  job: string;
  node: string;
  salt: Uint8Array;
  nonce: bigint;
  /** Base units. */
  price: bigint;
  decimals: number;
  deadlineSeconds: bigint;
  transaction: Uint8Array;
  reservedUntilMs: number;
  rejections: Rejection[];
  matchScore: number;
  priceExplanation: string[];
};

export type SubmitRequest = {
  wallet: string;
  sessionPublicKey: Uint8Array;
  specJson: Uint8Array;
  resources: Resources;
  priority: Priority;
  mint: string;
  clientNonceHash: Uint8Array;
  /** 0: governance's default. */
  audits: number;
  maxPrice: bigint;
  deadlineSeconds: bigint;
  idempotencyKey: string;
};

/** The node that a coordinator offers in the place of one that died. Nothing in it is believed before it is checked. */
export type Replacement = {
  node: string;
  salt: Uint8Array;
  /** What it works for, base units. */
  stagePrice: bigint;
  estimatedSeconds: number;
  deadlineSeconds: bigint;
  /** It goes on behind this epoch. */
  epochsDone: number;
  reservedUntilMs: number;
  rejections: Rejection[];
  matchScore: number;
};

export type Confirmation = { endpoint: string; node: string; token: string };

/** What the coordinator says about a job: useful to watch, never proof of money. */
export type JobReport = {
  job: string;
  client: string;
  node: string;
  phase: string;
  price: bigint;
  checkpoints: number;
  anchoredCheckpoints: number;
  provenCheckpoints: number;
  tier: 'Committed' | 'Exact';
  auditsDue: number;
  auditsProven: number;
  reportedEpoch: number;
  movements: { kind: string; amount: bigint; to: string; transaction: string; slot: bigint }[];
  error: string;
};

/** True for host:port on this machine. */
export function isLoopback(address: string): boolean {
  return /^(127\.0\.0\.1|\[::1\]|localhost):\d+$/.test(address);
}

/** gRPC client of one coordinator. Every failure is a ClientError with a next step. */
export class CoordinatorClient {
  readonly #stub: Stub;
  readonly #service: Api['service'];
  readonly #timeoutMs: number;

  constructor(address: string, options: { channel?: ChannelCredentials; timeoutMs?: number } = {}) {
    const { CoordinatorService } = coordinatorApi();
    // TLS wants a name, not an IP address; a coordinator's own certificate has the names of loopback.
    const byNumber = /^(127\.0\.0\.1|\[::1\]):/.test(address);
    const channelOptions = byNumber ? { 'grpc.ssl_target_name_override': 'localhost' } : {};
    this.#stub = new CoordinatorService(
      address,
      options.channel ?? credentials.createInsecure(),
      channelOptions,
    );
    this.#service = CoordinatorService.service;
    this.#timeoutMs = options.timeoutMs ?? 15_000;
  }

  async estimate(request: {
    resources: Resources;
    estimatedSeconds: number;
    priority: Priority;
    mint: string;
    nodeScore?: number;
  }): Promise<{ price: bigint; decimals: number; explanation: string[] }> {
    const reply = await this.#call('EstimatePrice', {
      resources: wireResources(request.resources),
      estimatedSeconds: request.estimatedSeconds,
      priority: wirePriority(request.priority),
      mint: request.mint,
      ...(request.nodeScore === undefined ? {} : { nodeScore: request.nodeScore }),
    });
    return { price: wireBigint(reply.price), decimals: reply.decimals, explanation: reply.explanation };
  }

  async submit(request: SubmitRequest): Promise<Offer> {
    const reply = await this.#call('SubmitJob', {
      clientWallet: request.wallet,
      clientKey: request.sessionPublicKey,
      specJson: request.specJson,
      resources: wireResources(request.resources),
      priority: wirePriority(request.priority),
      mint: request.mint,
      clientNonceHash: request.clientNonceHash,
      audits: request.audits,
      maxPrice: request.maxPrice.toString(),
      deadlineSeconds: request.deadlineSeconds.toString(),
      idempotencyKey: request.idempotencyKey,
    });
    return {
      job: reply.job,
      node: reply.node,
      salt: new Uint8Array(reply.salt),
      nonce: wireBigint(reply.nonce),
      price: wireBigint(reply.price),
      decimals: reply.decimals,
      deadlineSeconds: wireBigint(reply.deadlineSeconds),
      transaction: new Uint8Array(reply.transaction),
      reservedUntilMs: Number(reply.reservedUntil?.seconds ?? 0) * 1000,
      rejections: reply.rejections.map(rejection),
      matchScore: reply.matchScore,
      priceExplanation: reply.priceExplanation,
    };
  }

  /** Another node for a job whose own one died. */
  async reassign(request: {
    job: string;
    resources?: Resources;
    /** 0: the coordinator's default. */
    deadlineSeconds?: bigint;
  }): Promise<Replacement> {
    const { job, resources, deadlineSeconds = 0n } = request;
    const reply = await this.#call('ReassignJob', {
      job,
      deadlineSeconds: deadlineSeconds.toString(),
      ...(resources ? { resources: wireResources(resources) } : {}),
    });
    return {
      node: reply.node,
      salt: new Uint8Array(reply.salt),
      stagePrice: wireBigint(reply.stagePrice),
      estimatedSeconds: reply.estimatedSeconds,
      deadlineSeconds: wireBigint(reply.deadlineSeconds),
      epochsDone: reply.epochsDone,
      reservedUntilMs: Number(reply.reservedUntil?.seconds ?? 0) * 1000,
      rejections: reply.rejections.map(rejection),
      matchScore: reply.matchScore,
    };
  }

  async confirm(job: string, signature: string): Promise<Confirmation> {
    const { endpoint, node, token } = await this.#call('ConfirmEscrow', { job, signature });
    return { endpoint, node, token };
  }

  async job(job: string): Promise<JobReport> {
    const reply = await this.#call('GetJob', { job });
    return jobReport(reply.job);
  }

  /** The job now, then each change until it has ended. */
  async *watch(job: string): AsyncGenerator<JobReport> {
    const call = this.#stub.WatchJob({ job });
    try {
      for await (const reply of call) yield jobReport(reply.job);
    } catch (cause) {
      throw explainGrpc(COORDINATOR, cause);
    } finally {
      call.cancel();
    }
  }

  close(): void {
    this.#stub.close();
  }

  async #call<Name extends keyof Api['service']>(
    name: Name,
    request: Parameters<typeof unary<Api['service'], Name>>[3],
  ): Promise<Awaited<ReturnType<typeof unary<Api['service'], Name>>>> {
    try {
      return await unary(this.#stub, this.#service, name, request, { timeoutMs: this.#timeoutMs });
    } catch (cause) {
      throw explainGrpc(COORDINATOR, cause);
    }
  }
}

type WireJob = NonNullable<Awaited<ReturnType<typeof unary<Api['service'], 'GetJob'>>>['job']>;

function jobReport(job: WireJob | null): JobReport {
  if (!job) {
    throw new ClientError('COORDINATOR_REFUSED', 'the coordinator answered without a job', {
      next: 'read the chain instead: cyxwiz job status JOB --no-coordinator',
    });
  }
  return {
    job: job.job,
    client: job.clientWallet,
    node: job.node,
    phase: String(job.phase).replace('JOB_PHASE_', ''),
    price: wireBigint(job.price),
    checkpoints: job.checkpoints,
    anchoredCheckpoints: job.anchoredCheckpoints,
    provenCheckpoints: job.provenCheckpoints,
    tier: job.tier === 'VERIFICATION_TIER_EXACT' ? 'Exact' : 'Committed',
    auditsDue: job.auditsDue,
    auditsProven: job.auditsProven,
    reportedEpoch: job.reportedEpoch,
    movements: job.movements.map((m) => ({
      kind: m.kind,
      amount: wireBigint(m.amount),
      to: m.to,
      transaction: m.transaction,
      slot: wireBigint(m.slot),
    })),
    error: job.error,
  };
}

function rejection(r: coordinatorV1.Rejection__Output): Rejection {
  const { node, code, reason } = r;
  return { node, code, reason, matchScore: r._matchScore === 'matchScore' ? r.matchScore : undefined };
}

function wireResources(resources: Resources) {
  const { gpuClass, ...counts } = resources;
  const classes = { consumer: 'GPU_CLASS_CONSUMER', datacenter: 'GPU_CLASS_DATACENTER' } as const;
  return { ...counts, ...(gpuClass ? { gpuClass: classes[gpuClass] } : {}) };
}

function wirePriority(priority: Priority) {
  const names = {
    low: 'PRIORITY_LOW',
    normal: 'PRIORITY_NORMAL',
    high: 'PRIORITY_HIGH',
    critical: 'PRIORITY_CRITICAL',
  } as const;
  return names[priority];
}
