import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { commitWeights, fieldToHex, initialWeights, prepareDataset } from '@cyxwiz/engine';
import {
  assignmentHash,
  CHECKPOINT_CHAIN_CIRCUIT,
  checkpointCount,
  type ExactJobSpec,
  encodeJobSpec,
  exactOrderOf,
  exactTermsHash,
  fromHex,
  nodeId,
  specHash,
  verifyingKeyAddress,
} from '@cyxwiz/protocol';
import { Keypair } from '@solana/web3.js';
import type { EscrowJob } from '../../src/ports/chain.ts';
import type { Assignment } from '../../src/ports/coordinator.ts';
import type { Mutable } from './memory-chain.ts';

export const SHAPE = { inputs: 6, hidden: 5, outputs: 3, batch: 4 };
/** The network of the step circuits. */
export const EXACT_SHAPE = { inputs: 64, hidden: 32, outputs: 10, batch: 8 };
/** How an exact job's steps are proven: circuit 2 covers four at once. */
export const EXACT = { circuit: 2, keyVersion: 1, steps: 4, batches: 4 };
/** Rows that make so many batches. */
const EXACT_ROWS = 40;
const SEED = '07'.repeat(32);

/** A small data set whose classes can be told apart, the same each time. */
export function smallCsv(rows = 60, shape = SHAPE): Buffer {
  const lines = Array.from({ length: rows }, (_, row) => {
    const label = row % shape.outputs;
    const values = Array.from(
      { length: shape.inputs },
      (_, i) => (i % shape.outputs === label ? 12 : 1) + ((row + i) % 4),
    );
    return [...values, label].join(',');
  });
  return Buffer.from(`${lines.join('\n')}\n`);
}

export interface JobFixture {
  readonly address: string;
  readonly spec: ExactJobSpec;
  readonly specJson: Uint8Array;
  readonly csv: Buffer;
  readonly wallet: string;
  /** 32-byte secret of the client's key. */
  readonly clientSecret: Uint8Array;
  readonly clientKey: Uint8Array;
  readonly salt: Uint8Array;
  escrow(changes?: Partial<EscrowJob>): Mutable<EscrowJob>;
  readonly assignment: Assignment;
}

export interface JobChanges {
  readonly epochs?: number;
  readonly checkpointInterval?: number;
  readonly rows?: number;
  readonly estimatedSeconds?: number;
  /** Makes it a job of the exact tier. */
  readonly exact?: ExactJobSpec['exact'];
}

/** A job for `node`, complete and consistent. */
export function jobFixture(node: string, changes: JobChanges = {}): JobFixture {
  const { exact } = changes;
  const shape = exact === undefined ? SHAPE : EXACT_SHAPE;
  const csv = smallCsv(changes.rows ?? (exact === undefined ? undefined : EXACT_ROWS), shape);
  const dataset = prepareDataset(csv, shape, { batchesMultipleOf: exact?.steps ?? 1 });
  const keys = generateKeyPairSync('ed25519');
  const clientKey = Buffer.from(keys.publicKey.export({ format: 'jwk' }).x as string, 'base64url');
  const clientSecret = Buffer.from(keys.privateKey.export({ format: 'jwk' }).d as string, 'base64url');
  const spec: ExactJobSpec = {
    version: 1,
    engine: 'exact',
    shape,
    seed: SEED,
    epochs: changes.epochs ?? 20,
    checkpointInterval: changes.checkpointInterval ?? 1,
    datasetRoot: fieldToHex(dataset.root),
    initialWeights: fieldToHex(commitWeights(initialWeights(shape, SEED))),
    estimatedSeconds: changes.estimatedSeconds ?? 10,
    clientKey: clientKey.toString('hex'),
    ...(exact === undefined ? {} : { exact }),
  };
  const order = exactOrderOf(spec);
  const specJson = encodeJobSpec(spec);
  const salt = new Uint8Array(randomBytes(32));
  const address = Keypair.generate().publicKey.toBase58();
  const wallet = Keypair.generate().publicKey.toBase58();
  const now = Math.floor(Date.now() / 1000);
  return {
    address,
    spec,
    specJson,
    csv,
    wallet,
    clientSecret,
    clientKey,
    salt,
    escrow: (escrow = {}) => ({
      state: 'Funded',
      tier: order === undefined ? 'Committed' : 'Exact',
      exactTerms:
        order === undefined ? new Uint8Array(32) : exactTermsHash(String(order.stepKey), order.terms),
      client: wallet,
      mint: Keypair.generate().publicKey.toBase58(),
      stagePrice: 1_000_000_000n,
      reassignments: 0,
      epochsDone: 0,
      assignmentHash: assignmentHash(nodeId(node), salt),
      specHash: specHash(specJson),
      datasetRoot: fromHex(spec.datasetRoot),
      initialWeights: fromHex(spec.initialWeights),
      epochs: spec.epochs,
      checkpointInterval: spec.checkpointInterval,
      checkpoints: checkpointCount(spec),
      estimatedSeconds: spec.estimatedSeconds,
      verifyingKey: verifyingKeyAddress(CHECKPOINT_CHAIN_CIRCUIT, 1).toBase58(),
      acceptBy: now + 300,
      deadline: now + 3600,
      node: null,
      acceptedAt: 0,
      binding: new Uint8Array(32),
      anchoredRoot: new Uint8Array(32),
      anchoredCheckpoints: 0,
      anchoredElapsedMs: 0n,
      anchoredWeights: new Uint8Array(32),
      anchoredAt: 0,
      provenCheckpoints: 0,
      provenAt: 0,
      objectionWaived: false,
      terms: {
        anchorMaxEpochs: 50,
        anchorPartBps: 1000,
        timeMinBps: 5000,
        timeGraceSeconds: 120,
        objectionWindowSeconds: 600,
        revealWindowSeconds: 600,
      },
      ...escrow,
    }),
    assignment: {
      job: address,
      salt,
      specJson: Buffer.from(specJson).toString(),
      clientWallet: wallet,
      clientKey,
      acceptByMs: Date.now() + 300_000,
    },
  };
}
