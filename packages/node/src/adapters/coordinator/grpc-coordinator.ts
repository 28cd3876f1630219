import {
  coordinatorApi,
  coordinatorV1,
  fromTimestamp,
  nodeId,
  nodeSessionDigest,
  signEd25519,
  unary,
} from '@cyxwiz/protocol';
import { type Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { messageOf, NodeError } from '../../domain/errors.ts';
import type {
  Assignment,
  CompletionReport,
  Coordinator,
  CoordinatorSession,
  Presence,
  ProgressReport,
} from '../../ports/coordinator.ts';

export interface GrpcCoordinatorOptions {
  /** host:port of the coordinator's gRPC. */
  readonly address: string;
  readonly tls: boolean;
  /** Certificate (PEM) to trust in place of the system's; implies TLS. */
  readonly certificate?: Buffer | undefined;
  readonly node: string;
  readonly operatorSecretKey: Uint8Array;
  readonly slots: number;
  readonly priceBps: number;
  readonly engines: readonly string[];
}

/** NodeGatewayService as the agent uses it. */
export class GrpcCoordinator implements Coordinator {
  readonly #options: GrpcCoordinatorOptions;
  readonly #client: Client;
  #session: Metadata | null = null;

  constructor(options: GrpcCoordinatorOptions) {
    this.#options = options;
    const { NodeGatewayService } = coordinatorApi();
    const { tls, certificate } = options;
    const secure =
      tls || certificate ? credentials.createSsl(certificate ?? null) : credentials.createInsecure();
    this.#client = new NodeGatewayService(options.address, secure, {
      'grpc.keepalive_time_ms': 20_000,
      'grpc.keepalive_timeout_ms': 10_000,
      'grpc.max_reconnect_backoff_ms': 10_000,
    });
  }

  get #service() {
    return coordinatorApi().NodeGatewayService.service;
  }

  async openSession(endpoint: string): Promise<CoordinatorSession> {
    const { node, operatorSecretKey, slots, priceBps, engines } = this.#options;
    const { challenge } = await unary(this.#client, this.#service, 'Challenge', { node });
    const signature = signEd25519(operatorSecretKey, nodeSessionDigest(nodeId(node), challenge));
    const opened = await unary(this.#client, this.#service, 'RegisterNode', {
      node,
      challenge,
      signature,
      endpoint,
      slots,
      priceBps,
      engines: [...engines],
    });
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${opened.session}`);
    this.#session = metadata;
    return {
      expiresAtMs: fromTimestamp(opened.expiresAt) ?? 0,
      heartbeatSeconds: Math.max(1, opened.heartbeatSeconds),
      issuer: opened.issuer,
    };
  }

  async heartbeat(presence: Presence): Promise<readonly string[]> {
    const metadata = this.#authorized();
    return (await unary(this.#client, this.#service, 'Heartbeat', presence, { metadata })).promisedJobs;
  }

  async *assignments(signal: AbortSignal): AsyncIterable<Assignment> {
    const method = this.#service.WatchAssignments;
    const call = this.#client.makeServerStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      {},
      this.#authorized(),
    );
    const cancel = () => call.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    try {
      for await (const message of call as AsyncIterable<coordinatorV1.WatchAssignmentsResponse__Output>) {
        yield {
          job: message.job,
          salt: message.salt,
          specJson: Buffer.from(message.specJson).toString('utf8'),
          clientWallet: message.clientWallet,
          clientKey: message.clientKey,
          acceptByMs: fromTimestamp(message.acceptBy) ?? 0,
        };
      }
    } catch (error) {
      const cancelled = (error as { code?: unknown }).code === status.CANCELLED && signal.aborted;
      if (!cancelled) throw new NodeError('COORDINATOR_UNAVAILABLE', messageOf(error), {}, error);
    } finally {
      signal.removeEventListener('abort', cancel);
      call.cancel();
    }
  }

  async reportProgress(report: ProgressReport): Promise<void> {
    await unary(this.#client, this.#service, 'ReportProgress', report, { metadata: this.#authorized() });
  }

  async reportCompletion({ job, outcome, transactions, error }: CompletionReport): Promise<void> {
    const request = { job, phase: PHASE[outcome], transactions: [...transactions], error };
    await unary(this.#client, this.#service, 'ReportCompletion', request, { metadata: this.#authorized() });
  }

  close(): void {
    this.#client.close();
  }

  #authorized(): Metadata {
    if (this.#session === null) {
      throw new NodeError('COORDINATOR_UNAVAILABLE', 'there is no session with the coordinator');
    }
    return this.#session;
  }
}

const { JobPhase } = coordinatorV1;
const PHASE: Readonly<Record<CompletionReport['outcome'], coordinatorV1.JobPhase>> = {
  running: JobPhase.JOB_PHASE_RUNNING,
  proving: JobPhase.JOB_PHASE_PROVING,
  settled: JobPhase.JOB_PHASE_SETTLED,
  cancelled: JobPhase.JOB_PHASE_CANCELLED,
  refunded: JobPhase.JOB_PHASE_REFUNDED,
  'timed-out': JobPhase.JOB_PHASE_TIMED_OUT,
};
