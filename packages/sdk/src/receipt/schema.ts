import { jobEscrow, jobSpecSchema } from '@cyxwiz/protocol';
import { z } from 'zod';

const bytes = (length: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-f]{${2 * length}}$`), `must be ${2 * length} lower-case hexadecimal digits`);
const address = z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{32,44}$/, 'must be a base58 address');
const signature = z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{64,88}$/, 'must be a base58 signature');
/** 64-bit integers do not survive JSON numbers, so they are decimal text. */
const integer = z.string().regex(/^-?(0|[1-9]\d{0,19})$/, 'must be a whole number in decimal text');

export const transactionKinds = [
  'create_job',
  'accept_job',
  'anchor_progress',
  'prove_checkpoints',
  'anchor_steps',
  'record_slot_hash',
  'open_challenge',
  'prove_audit',
  'waive_objection',
  'claim_progress',
  'settle',
  'apply_outcomes',
  /** It failed on chain. */
  'refused',
  'other',
] as const;

const transaction = z.strictObject({
  kind: z.enum(transactionKinds),
  signature,
  slot: z.int().nonnegative(),
  computeUnits: z.int().nonnegative(),
  feeLamports: integer,
  feePayer: address,
});

const ppm = z.int().min(0).max(1_000_000);
const limit = (name: string) => Number(jobEscrow.constant(name));

const audit = z.strictObject({
  stepKey: address,
  stepKeySha256: bytes(32),
  /** Over the states between segments. */
  stepsRoot: bytes(32),
  /** Who paid for the audit's account. */
  rentPayer: address,
  segments: z.int().min(1).max(limit('MAX_SEGMENTS')),
  audits: z.int().min(1).max(limit('MAX_AUDITS')),
  slot: integer,
  slotHash: bytes(32),
  /** The client's; absent when it did not reveal it in time. */
  nonce: bytes(32).optional(),
  challenge: bytes(32),
  /** By the number of the audit. */
  proofs: z
    .array(
      z.strictObject({
        segment: z.int().nonnegative(),
        a: bytes(64),
        b: bytes(128),
        c: bytes(64),
        transaction: signature,
      }),
    )
    .max(limit('MAX_AUDITS')),
  /** How likely a node that cheated in a share of the segments got through. */
  escapes: z.array(z.strictObject({ cheatedPpm: ppm, escapePpm: ppm })),
});

/** Format 1 of receipt.json: everything that somebody needs to check one settled job. */
export const receiptSchema = z.strictObject({
  format: z.literal('cyxwiz-receipt'),
  version: z.literal(1),
  issuedAt: z.iso.datetime(),
  /**
   * What was proven: `Committed` means that the chain of checkpoints was, not each step of training; `Exact` that the
   * steps of segments drawn at random were as well.
   */
  tier: z.enum(['Committed', 'Exact']),
  /** True: the verifying key came from a published seed, and anybody can forge proofs for it. */
  developmentKey: z.boolean(),
  cluster: z.strictObject({ name: z.string().min(1), genesisHash: address }),
  programs: z.strictObject({
    governance: address,
    nodeRegistry: address,
    jobEscrow: address,
    reputation: address,
  }),
  job: z.strictObject({
    address,
    client: address,
    node: address,
    nodeOwner: address,
    nodeOperator: address,
    nodeIndex: z.int().nonnegative(),
    mint: address,
    tokenProgram: address,
    decimals: z.int().min(0).max(18),
    nonce: integer,
    price: integer,
    salt: bytes(32),
    assignmentHash: bytes(32),
    spec: jobSpecSchema,
    specHash: bytes(32),
    clientNonceHash: bytes(32),
    deadlineSeconds: integer,
    audits: z.int().min(0).max(255),
    checkpoints: z.int().min(1).max(64),
    acceptedSlot: integer,
    createdAt: integer,
    acceptedAt: integer,
    anchoredAt: integer,
    endedAt: integer,
  }),
  /** Every checkpoint as the node reported it; absent when the client did not see them all. */
  checkpoints: z
    .array(
      z.strictObject({ weights: bytes(32), lossMicros: integer, accuracyPpm: z.int(), elapsedMs: integer }),
    )
    .max(64)
    .optional(),
  proof: z.strictObject({
    circuit: z.literal('checkpoint_chain'),
    keyVersion: z.int().positive(),
    verifyingKey: address,
    verifyingKeySha256: bytes(32),
    publicInputs: z.strictObject({
      binding: bytes(32),
      checkpoints: z.int(),
      elapsedMs: integer,
      root: bytes(32),
      finalWeights: bytes(32),
    }),
    a: bytes(64),
    b: bytes(128),
    c: bytes(64),
    /** By the node's clock, from a client that was there; nothing depends on it. */
    proveMillis: z.int().nonnegative().optional(),
    backend: z.string().optional(),
  }),
  /** Of the exact tier: how the audited segments were drawn, and the proof of each. */
  audit: audit.optional(),
  weights: z.strictObject({ sha256: bytes(32), bytes: z.int().positive(), commitment: bytes(32) }),
  /** Of the exact engine: the client's own measurement. How well a program's weights do, only the program can say. */
  evaluation: z
    .strictObject({ heldOutAccuracyPpm: z.int().min(0).max(1_000_000), rows: z.int().positive() })
    .optional(),
  payment: z.strictObject({
    node: integer,
    fee: integer,
    refunded: integer,
    burned: integer,
    feeBps: z.int().min(0).max(10_000),
    nodeToken: address,
    feeVault: address,
    clientToken: address,
  }),
  transactions: z.array(transaction).min(5),
  /** Everybody's money before and after; `other` is the rest of the chain, so that the changes add up. */
  balances: z.array(
    z.strictObject({
      who: z.string().min(1),
      address: address.optional(),
      asset: z.enum(['tokens', 'lamports']),
      before: integer,
      after: integer,
    }),
  ),
  /** `before` by a client that looked. */
  score: z.strictObject({
    before: z.int().min(0).max(1000).optional(),
    after: z.int().min(0).max(1000),
    page: address,
  }),
  /** The exported part of the chain beside this file. */
  ledger: z
    .strictObject({ file: z.string().regex(/^[\w.-]+$/, 'must be a file name'), sha256: bytes(32) })
    .optional(),
  /** ed25519 by the client's wallet over `receiptDigest`. */
  signature: bytes(64),
});

export type Receipt = z.infer<typeof receiptSchema>;
export type UnsignedReceipt = Omit<Receipt, 'signature'>;
export type ReceiptTransaction = Receipt['transactions'][number];

/** Format 1 of the exported ledger: what the chain said, for when the chain is gone. */
export const ledgerSchema = z.strictObject({
  format: z.literal('cyxwiz-ledger'),
  version: z.literal(1),
  genesisHash: address,
  slot: z.int().nonnegative(),
  accounts: z.record(
    address,
    z.strictObject({ owner: address, lamports: integer, data: z.base64(), executable: z.boolean() }),
  ),
  transactions: z.record(
    signature,
    z.strictObject({
      slot: z.int().nonnegative(),
      /** The signed transaction as it went over the wire. */
      transaction: z.base64(),
      meta: z.strictObject({
        err: z.unknown(),
        fee: z.int().nonnegative(),
        computeUnitsConsumed: z.int().nonnegative(),
        preTokenBalances: z.array(
          z.strictObject({ account: address, mint: address, owner: address, amount: integer }),
        ),
        postTokenBalances: z.array(
          z.strictObject({ account: address, mint: address, owner: address, amount: integer }),
        ),
        innerInstructions: z.array(
          z.strictObject({
            index: z.int().nonnegative(),
            instructions: z.array(
              z.strictObject({ programIdIndex: z.int().nonnegative(), data: z.string() }),
            ),
          }),
        ),
      }),
    }),
  ),
});

export type Ledger = z.infer<typeof ledgerSchema>;
export type LedgerTransaction = Ledger['transactions'][string];
export type LedgerAccount = Ledger['accounts'][string];
