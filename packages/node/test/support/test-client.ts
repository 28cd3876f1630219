import tls from 'node:tls';
import { connectDigest, crc32c, jobId, type nodeV1, signEd25519, trainingApi, unary } from '@cyxwiz/protocol';
import {
  ChannelCredentials,
  type ClientReadableStream,
  Metadata,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import type { JobFixture } from './job-fixture.ts';

type Api = InstanceType<ReturnType<typeof trainingApi>['TrainingService']>;
const service = () => trainingApi().TrainingService.service;

/** A client as raw as gRPC lets it be, so that tests can send what no good client would. */
export class TestClient {
  readonly api: Api;
  readonly metadata = new Metadata();
  readonly #keyHash: Uint8Array;

  constructor(address: string, certificatePem: string, keyHash: Uint8Array) {
    const context = tls.createSecureContext({ ca: certificatePem, minVersion: 'TLSv1.3' });
    const options = { checkServerIdentity: () => undefined };
    this.api = new (trainingApi().TrainingService)(
      address,
      ChannelCredentials.createFromSecureContext(context, options),
    );
    this.#keyHash = keyHash;
  }

  async connect(
    job: JobFixture,
    token: string,
    changes: { job?: string; signature?: Uint8Array; protocolVersions?: number[] } = {},
  ): Promise<nodeV1.ConnectResponse__Output> {
    const digest = connectDigest(jobId(job.address), token, this.#keyHash);
    const response = await unary(this.api, service(), 'Connect', {
      job: changes.job ?? job.address,
      token,
      signature: changes.signature ?? signEd25519(job.clientSecret, digest),
      protocolVersions: changes.protocolVersions ?? [1],
    });
    this.metadata.set('cyxwiz-session', response.session);
    return response;
  }

  sendJob(specJson: Uint8Array): Promise<nodeV1.SendJobResponse__Output> {
    return unary(this.api, service(), 'SendJob', { specJson }, { metadata: this.metadata });
  }

  upload(chunks: Iterable<nodeV1.UploadDatasetRequest>): Promise<nodeV1.UploadDatasetResponse__Output> {
    return new Promise((resolve, reject) => {
      const call = this.api.UploadDataset(this.metadata, (error, response) => {
        if (error !== null) reject(error);
        else if (response !== undefined) resolve(response);
      });
      call.on('error', () => undefined);
      for (const chunk of chunks) call.write(chunk);
      call.end();
    });
  }

  uploadCheckpoint(
    chunks: Iterable<nodeV1.UploadCheckpointRequest>,
  ): Promise<nodeV1.UploadCheckpointResponse__Output> {
    return new Promise((resolve, reject) => {
      const call = this.api.UploadCheckpoint(this.metadata, (error, response) => {
        if (error !== null) reject(error);
        else if (response !== undefined) resolve(response);
      });
      call.on('error', () => undefined);
      for (const chunk of chunks) call.write(chunk);
      call.end();
    });
  }

  train() {
    return this.api.Train(this.metadata);
  }

  download(offset = 0): ClientReadableStream<nodeV1.DownloadWeightsResponse__Output> {
    return this.api.DownloadWeights({ offset }, this.metadata);
  }

  fetch(epoch: number, offset = 0): ClientReadableStream<nodeV1.FetchCheckpointResponse__Output> {
    return this.api.FetchCheckpoint({ epoch, offset }, this.metadata);
  }

  /** A checkpoint from `offset` on, each chunk checked. */
  async fetchAll(epoch: number, offset = 0) {
    const chunks: nodeV1.FetchCheckpointResponse__Output[] = [];
    for await (const chunk of this.fetch(
      epoch,
      offset,
    ) as AsyncIterable<nodeV1.FetchCheckpointResponse__Output>) {
      if (crc32c(chunk.data) !== chunk.checksum) throw new Error('wrong checksum');
      chunks.push(chunk);
    }
    const [first] = chunks;
    if (first === undefined) throw new Error('no chunk came');
    const sha256 = chunks.at(-1)?.sha256 ?? Buffer.alloc(0);
    return { bytes: Buffer.concat(chunks.map(({ data }) => data)), sha256, first, chunks: chunks.length };
  }

  receipt(): Promise<nodeV1.GetReceiptResponse__Output> {
    return unary(this.api, service(), 'GetReceipt', {}, { metadata: this.metadata });
  }

  async downloadAll(offset = 0): Promise<{ bytes: Buffer; sha256: Buffer; chunks: number }> {
    const parts: Buffer[] = [];
    let sha256: Buffer = Buffer.alloc(0);
    for await (const chunk of this.download(
      offset,
    ) as AsyncIterable<nodeV1.DownloadWeightsResponse__Output>) {
      if (crc32c(chunk.data) !== chunk.checksum) throw new Error('wrong checksum');
      parts.push(chunk.data);
      if (chunk.sha256.length > 0) sha256 = chunk.sha256;
    }
    return { bytes: Buffer.concat(parts), sha256, chunks: parts.length };
  }

  close(): void {
    this.api.close();
  }
}

/** A data set in chunks, as a good client sends it. */
export function* chunksOf(bytes: Uint8Array, size = 100, from = 0): Generator<nodeV1.UploadDatasetRequest> {
  for (let offset = from; offset < bytes.length; offset += size) {
    const data = bytes.subarray(offset, offset + size);
    yield { offset, totalBytes: bytes.length, data, checksum: crc32c(data) };
  }
}

/** Our code inside a gRPC error, with gRPC's own. */
export function refusalOf(error: unknown): { status: string; reason: string; message: string } {
  const { code, details, metadata } = error as ServiceError;
  const [bin] = metadata.get('grpc-status-details-bin');
  // ErrorInfo.reason is the only all-capitals word of the message.
  const reason = /[A-Z][A-Z0-9]*(_[A-Z0-9]+)+|INTERNAL/.exec(
    (bin as Buffer | undefined)?.toString('latin1') ?? '',
  );
  return { status: status[code] ?? String(code), reason: reason?.[0] ?? '', message: details };
}

/** The refusal of a promise that must reject. */
export async function refusal(
  promise: Promise<unknown>,
): Promise<{ status: string; reason: string; message: string }> {
  try {
    await promise;
  } catch (error) {
    return refusalOf(error);
  }
  throw new Error('the call succeeded');
}
