import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import { crc32c, trainingApi } from '@cyxwiz/protocol';
import { Server, ServerCredentials, status, type UntypedServiceImplementation } from '@grpc/grpc-js';
import * as x509 from '@peculiar/x509';
import { tlsKeyHash } from '../src/node/pinned-tls.ts';

/** A self-signed certificate as a node makes one. */
export async function selfSigned(): Promise<{ key: Buffer; cert: Buffer; keyHash: Uint8Array }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=node',
      keys: keys as never,
      signingAlgorithm: algorithm,
      notAfter: new Date(Date.now() + 864e5),
    },
    webcrypto as never,
  );
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const pem = `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`;
  return {
    key: Buffer.from(pem),
    cert: Buffer.from(certificate.toString('pem')),
    keyHash: tlsKeyHash(new Uint8Array(certificate.rawData)),
  };
}

export type FakeNode = {
  endpoint: string;
  keyHash: Uint8Array;
  uploaded: Buffer[];
  commands: unknown[];
  downloads: number[];
  connects: { job: string; token: string; signature: Buffer }[];
  stop(): void;
};

export type FakeFaults = {
  /** The download breaks after this many chunks, once. */
  breakDownloadAfter?: number;
  /** A bit of this chunk is flipped. */
  damageChunk?: number;
  wrongFileHash?: boolean;
  /** The train stream breaks after this many events, once. */
  breakTrainAfter?: number;
  refuseConnect?: string;
  wrongRoot?: boolean;
  held?: number;
  /** The first chunk of an upload ends the call, or the connection. */
  endUpload?: 'call' | 'connection';
};

const CHUNK = 1000;

/**
 * Lets what was written arrive before the wire breaks. Both ends live on this event loop, so turns of it, in each of
 * which it looks at its sockets, say more than any time.
 */
async function arrival(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
}

type Unary = { request: Record<string, unknown> };
type Done = (error: object | null, reply?: object) => void;
type Streaming = NodeJS.EventEmitter & { write(message: object): boolean; end(): void };

/** A real gRPC server over real TLS 1.3 that behaves like a node, with faults on request. */
export async function fakeNode(
  weights: Uint8Array,
  datasetRoot: Uint8Array,
  faults: FakeFaults = {},
): Promise<FakeNode> {
  const identity = await selfSigned();
  const node: Omit<FakeNode, 'endpoint' | 'stop'> = {
    keyHash: identity.keyHash,
    uploaded: [],
    commands: [],
    downloads: [],
    connects: [],
  };
  let trainBreaks = faults.breakTrainAfter;
  let downloadBreaks = faults.breakDownloadAfter;
  const server = new Server();
  const handlers = {
    Connect(call: Unary, done: Done) {
      node.connects.push(call.request as never);
      if (faults.refuseConnect) return done({ code: status.UNAUTHENTICATED, details: faults.refuseConnect });
      done(null, { session: 's', protocolVersion: 1, maxChunkBytes: '4096', agentVersion: 'fake' });
    },
    SendJob: (_call: Unary, done: Done) =>
      done(null, { datasetPresent: false, datasetOffset: String(faults.held ?? 0) }),
    UploadDataset(call: Streaming, done: Done) {
      let received = faults.held ?? 0;
      call.on('data', (chunk: { data: Buffer; checksum: number }) => {
        if (crc32c(chunk.data) !== chunk.checksum) throw new Error('damaged');
        node.uploaded.push(chunk.data);
        received += chunk.data.length;
        if (faults.endUpload === 'call') done({ code: status.RESOURCE_EXHAUSTED, details: 'disk full' });
        if (faults.endUpload === 'connection') server.forceShutdown();
      });
      call.on('end', () =>
        done(null, {
          receivedBytes: String(received),
          datasetRoot: faults.wrongRoot ? Buffer.alloc(32, 9) : Buffer.from(datasetRoot),
        }),
      );
    },
    async Train(call: Streaming) {
      call.on('end', () => call.end());
      await new Promise<void>((resolve) => {
        call.on('data', (command: unknown) => resolve(void node.commands.push(command)));
      });
      for (let epoch = 1; epoch <= 5; epoch++) {
        call.write({
          epoch: { epoch, epochs: 5, lossMicros: '10', accuracyPpm: 5, elapsedMs: String(epoch) },
        });
        if (trainBreaks === epoch) {
          trainBreaks = undefined;
          await arrival();
          call.emit('error', { code: status.UNAVAILABLE, details: 'gone' });
          return;
        }
      }
      call.write({ ended: { ok: true, error: '', finalWeights: Buffer.alloc(32), weightsBytes: '1' } });
    },
    async DownloadWeights(call: Streaming & Unary) {
      const from = Number(call.request.offset);
      node.downloads.push(from);
      const sha256 = createHash('sha256').update(weights).digest();
      if (faults.wrongFileHash) sha256[0] = (sha256[0] ?? 0) ^ 1;
      for (let offset = from, n = 0; offset < weights.length; offset += CHUNK, n++) {
        if (downloadBreaks === n) {
          downloadBreaks = undefined;
          await arrival();
          call.emit('error', { code: status.UNAVAILABLE, details: 'gone' });
          return;
        }
        const data = Buffer.from(weights.subarray(offset, offset + CHUNK));
        const checksum = crc32c(data);
        if (faults.damageChunk === n) data[0] = (data[0] ?? 0) ^ 1;
        const last = offset + CHUNK >= weights.length;
        call.write({
          offset: String(offset),
          totalBytes: String(weights.length),
          data,
          checksum,
          ...(last ? { sha256 } : {}),
        });
      }
      call.end();
    },
  };
  server.addService(
    trainingApi().TrainingService.service,
    handlers as unknown as UntypedServiceImplementation,
  );
  const credentials = ServerCredentials.createSsl(null, [
    { private_key: identity.key, cert_chain: identity.cert },
  ]);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound))),
  );
  return { ...node, endpoint: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}
