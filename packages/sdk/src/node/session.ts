import {
  CHECKPOINTS_SINCE,
  connectDigest,
  type JobId,
  STAGES_SINCE,
  signEd25519,
  TRAINING_PROTOCOL_VERSIONS,
  trainingApi,
  unary,
} from '@cyxwiz/protocol';
import {
  type ChannelCredentials,
  Metadata,
  type MethodDefinition,
  type requestCallback,
} from '@grpc/grpc-js';
import { ClientError } from '../errors.ts';
import { explainGrpc, NODE } from '../refusal.ts';
import type { SessionKey } from '../session-key.ts';
import { type CheckpointChunk, type CheckpointFacts, sameCheckpoint } from './checkpoint.ts';
import { sendCommand } from './command.ts';
import { type DownloadOptions, downloadWeights, type WeightsChunk } from './download.ts';
import type { SignedNodeReceipt } from './node-receipt.ts';
import { pinnedTo, readEndpoint } from './pinned-tls.ts';
import type { Pin } from './pins.ts';
import { openTraining, type TrainCommand, type Training } from './train.ts';
import { type DatasetSource, uploadCheckpoint, uploadDataset } from './upload.ts';
import type { WeightsSink } from './weights-sink.ts';

const CHUNK_LIMIT = 256 * 1024;
const CHANNEL = {
  'grpc.max_receive_message_length': 4 << 20,
  'grpc.keepalive_time_ms': 20_000,
  // HTTP/2's own window of 64 KiB makes a download wait for an acknowledgement four times a chunk.
  'grpc-node.flow_control_window': 4 << 20,
};

export type NodeAccess = {
  job: JobId;
  /** Where the node's TrainingService is reached: host:port, or host:port#NODE at a relay. */
  endpoint: string;
  /** SHA-256 of the node's TLS public key, from its account on chain. */
  tlsKeyHash: Uint8Array;
  /** The one before it, while that is good: previousPin. */
  previousTlsKey?: Pin | undefined;
  /** JWT from the coordinator, single use. */
  token: string;
  sessionKey: SessionKey;
};

/** An authenticated connection to the node that trains the job. Close it when done; the training goes on. */
export class NodeSession {
  readonly agentVersion: string;
  /** The one that both sides agreed on. */
  readonly protocolVersion: number;
  readonly #client: InstanceType<ReturnType<typeof trainingApi>['TrainingService']>;
  readonly #session: string;
  readonly #metadata: Metadata;
  readonly #chunkBytes: number;

  private constructor(
    client: InstanceType<ReturnType<typeof trainingApi>['TrainingService']>,
    opened: { session: string; agentVersion: string; maxChunkBytes: string; protocolVersion: number },
  ) {
    this.#client = client;
    this.agentVersion = opened.agentVersion;
    this.protocolVersion = opened.protocolVersion;
    this.#metadata = new Metadata();
    this.#metadata.set('cyxwiz-session', opened.session);
    this.#session = opened.session;
    this.#chunkBytes = Math.min(Number(opened.maxChunkBytes) || CHUNK_LIMIT, CHUNK_LIMIT);
  }

  /**
   * Pins the node's key, spends the token and opens a session.
   * @throws ClientError TLS_PIN_MISMATCH, NODE_UNAVAILABLE, NODE_REFUSED
   */
  static async open(access: NodeAccess, options: { timeoutMs?: number } = {}): Promise<NodeSession> {
    const timeoutMs = options.timeoutMs ?? 10_000;
    const { tlsKeyHash: hash, previousTlsKey: previous } = access;
    const pins = [{ hash }, ...(previous ? [previous] : [])];
    const { credentials, keyHash } = await pinnedTo(access.endpoint, pins, timeoutMs);
    const client = newClient(access.endpoint, credentials);
    try {
      const digest = connectDigest(access.job, access.token, keyHash);
      const opened = await unary(
        client,
        trainingApi().TrainingService.service,
        'Connect',
        {
          job: access.job,
          token: access.token,
          signature: signEd25519(access.sessionKey.secretKey, digest),
          protocolVersions: [...TRAINING_PROTOCOL_VERSIONS],
        },
        { timeoutMs },
      );
      if (!TRAINING_PROTOCOL_VERSIONS.includes(opened.protocolVersion)) {
        throw new ClientError(
          'NODE_REFUSED',
          `the node speaks protocol ${opened.protocolVersion}, we speak ${TRAINING_PROTOCOL_VERSIONS.join(', ')}`,
          { next: 'update whichever of the two is older', reason: 'PROTOCOL_VERSION' },
        );
      }
      return new NodeSession(client, opened);
    } catch (cause) {
      client.close();
      throw explainGrpc(NODE, cause);
    }
  }

  /**
   * Hands over specification and data set; what the node already holds is not sent again. Returns what else it waits for:
   * the state behind an epoch (`sendCheckpoint`) in a stage that another node's work begins, 0 in any other.
   */
  async sendJob(
    specJson: Uint8Array,
    dataset: DatasetSource,
    datasetRoot: Uint8Array,
    onProgress?: (sentBytes: number, totalBytes: number) => void,
  ): Promise<{ checkpointEpoch: number }> {
    const service = trainingApi().TrainingService.service;
    try {
      const held = await unary(this.#client, service, 'SendJob', { specJson }, { metadata: this.#metadata });
      const wanted = { checkpointEpoch: held.checkpointPresent ? 0 : held.checkpointEpoch };
      if (held.datasetPresent) return wanted;
      const root = await uploadDataset((done) => this.#sendBytes(service.UploadDataset, done), dataset, {
        offset: Number(held.datasetOffset),
        chunkBytes: this.#chunkBytes,
        call: { path: service.UploadDataset.path, session: this.#session },
        ...(onProgress ? { onProgress } : {}),
      });
      if (!Buffer.from(root).equals(datasetRoot)) {
        throw new ClientError(
          'NODE_REFUSED',
          'the node computed another data set root than the escrow names',
          {
            next: 'cancel the job: cyxwiz job cancel JOB',
          },
        );
      }
      return wanted;
    } catch (cause) {
      throw explainGrpc(NODE, cause);
    }
  }

  /**
   * Hands over the state that this stage of the job begins with, after `sendJob`; a part that the node holds is not sent
   * again. The node compares it with the escrow and refuses any other.
   * @throws ClientError NODE_REFUSED with CHECKPOINT_MISMATCH or CHECKPOINT_UNWANTED as its reason
   */
  async sendCheckpoint(
    specJson: Uint8Array,
    checkpoint: DatasetSource,
    onProgress?: (sentBytes: number, totalBytes: number) => void,
  ): Promise<void> {
    this.#require(STAGES_SINCE, 'takes up no checkpoint');
    const service = trainingApi().TrainingService.service;
    try {
      const held = await unary(this.#client, service, 'SendJob', { specJson }, { metadata: this.#metadata });
      if (held.checkpointPresent) return;
      await uploadCheckpoint((done) => this.#sendBytes(service.UploadCheckpoint, done), checkpoint, {
        offset: Number(held.checkpointOffset),
        chunkBytes: this.#chunkBytes,
        call: { path: service.UploadCheckpoint.path, session: this.#session },
        ...(onProgress ? { onProgress } : {}),
      });
    } catch (cause) {
      throw explainGrpc(NODE, cause);
    }
  }

  /** A call whose messages are written as bytes. */
  #sendBytes<Response>(
    { path, responseDeserialize }: Pick<MethodDefinition<never, Response>, 'path' | 'responseDeserialize'>,
    done: requestCallback<Response>,
  ) {
    const encoded = (message: Buffer) => message;
    return this.#client.makeClientStreamRequest(path, encoded, responseDeserialize, this.#metadata, done);
  }

  train(options: { metricsIntervalSeconds?: number; attempts?: number; delayMs?: number } = {}): Training {
    return openTraining(
      () => this.#client.Train(this.#metadata) as never,
      (cause) => explainGrpc(NODE, cause),
      options,
    );
  }

  /** Fetches the weights file into `sink`, resuming where it stands, and returns it; see downloadWeights. */
  async download(sink: WeightsSink, options: DownloadOptions = {}): Promise<Uint8Array> {
    await this.downloadTo(sink, options);
    return sink.read();
  }

  /** As `download`, without holding the file in memory. Set `maxBytes` for what is larger than 64 MiB. */
  downloadTo(sink: WeightsSink, options: DownloadOptions = {}): Promise<void> {
    return downloadWeights(
      (offset) => this.#client.DownloadWeights({ offset }, this.#metadata) as AsyncIterable<WeightsChunk>,
      sink,
      (cause) => explainGrpc(NODE, cause),
      options,
    );
  }

  /**
   * Fetches the state behind a checkpoint into `sink`, resuming where it stands; `epoch` 0: the latest one that may be had.
   * The caller still compares it with the chain: verifyCheckpoint.
   * @throws ClientError NODE_REFUSED with CHECKPOINT_UNKNOWN, CHECKPOINT_UNPROVEN or CHECKPOINT_EXPIRED as its reason
   */
  async fetchCheckpoint(
    epoch: number,
    sink: WeightsSink,
    options: DownloadOptions = {},
  ): Promise<CheckpointFacts> {
    this.#require(CHECKPOINTS_SINCE, 'hands out no checkpoints');
    let facts: CheckpointFacts | undefined;
    const open = (wanted: number, offset: number) =>
      this.#client.FetchCheckpoint(
        { epoch: wanted, offset },
        this.#metadata,
      ) as AsyncIterable<CheckpointChunk>;
    await downloadWeights(
      sameCheckpoint(open, epoch, (told) => {
        facts = told;
      }),
      sink,
      (cause) => explainGrpc(NODE, cause),
      options,
    );
    if (facts) return facts;
    throw new ClientError('STREAM_LOST', 'the node sent nothing', { next: 'fetch it again' });
  }

  /** What the node vouches for; nothing in it is believed before verifyNodeReceipt. */
  async receipt(options: { timeoutMs?: number } = {}): Promise<SignedNodeReceipt> {
    this.#require(CHECKPOINTS_SINCE, 'gives no receipts');
    try {
      const { service } = trainingApi().TrainingService;
      const call = { metadata: this.#metadata, timeoutMs: options.timeoutMs ?? 30_000 };
      const { receiptJson, signature } = await unary(this.#client, service, 'GetReceipt', {}, call);
      return { receiptJson: new Uint8Array(receiptJson), signature: new Uint8Array(signature) };
    } catch (cause) {
      throw explainGrpc(NODE, cause);
    }
  }

  /** One command, carried out when this resolves, whoever else watches; see sendCommand. */
  command(command: TrainCommand, options: { reason?: string; timeoutMs?: number } = {}) {
    this.#require(CHECKPOINTS_SINCE, 'does not answer commands');
    return sendCommand(
      () => this.#client.Train(this.#metadata) as never,
      (cause) => explainGrpc(NODE, cause),
      command,
      options,
    );
  }

  #require(version: number, what: string): void {
    if (this.protocolVersion >= version) return;
    throw new ClientError(
      'NODE_REFUSED',
      `the node speaks protocol ${this.protocolVersion} and ${what}; that came with ${version}`,
      { next: 'ask its owner to update the agent', reason: 'PROTOCOL_VERSION' },
    );
  }

  close(): void {
    this.#client.close();
  }
}

function newClient(endpoint: string, credentials: ChannelCredentials) {
  const { TrainingService } = trainingApi();
  const { target, serverName } = readEndpoint(endpoint);
  return new TrainingService(target, credentials, {
    ...CHANNEL,
    'grpc.ssl_target_name_override': serverName,
  });
}
