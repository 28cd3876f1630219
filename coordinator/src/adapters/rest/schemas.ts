import { type Static, Type } from 'typebox';

/** Amounts are base units in decimal digits, because JSON numbers lose them above 2^53. */
const Amount = Type.String({ pattern: '^[0-9]{1,20}$', description: 'base units of the mint' });
const Address = Type.String({ minLength: 1, maxLength: 64, description: 'base58' });
const Hex32 = Type.String({ pattern: '^[0-9a-f]{64}$', description: '32 bytes in hexadecimal' });
const Time = Type.String({ description: 'RFC 3339' });

export const ErrorBody = Type.Object(
  {
    code: Type.String({ description: 'typed code, for programs' }),
    message: Type.String({ description: 'what is wrong' }),
    hint: Type.String({ description: 'what to do' }),
    details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { $id: 'Error' },
);

const strict = { additionalProperties: false };

export const ResourcesBody = Type.Object(
  {
    cpuCores: Type.Integer(),
    memoryMib: Type.Integer(),
    gpuCount: Type.Optional(Type.Integer()),
    gpuMemoryMib: Type.Optional(Type.Integer({ description: 'of all GPUs together' })),
    gpuClass: Type.Optional(Type.Union([Type.Literal('consumer'), Type.Literal('datacenter')])),
  },
  strict,
);

const PriorityBody = Type.Union([
  Type.Literal('low'),
  Type.Literal('normal'),
  Type.Literal('high'),
  Type.Literal('critical'),
]);

export const PriceBody = Type.Object(
  {
    resources: ResourcesBody,
    estimatedSeconds: Type.Integer({ minimum: 1 }),
    priority: Type.Optional(PriorityBody),
    nodeScore: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
    mint: Type.Optional(Address),
  },
  strict,
);

export const PriceReply = Type.Object({
  price: Amount,
  decimals: Type.Integer(),
  explanation: Type.Array(Type.String()),
});

export const SubmitBody = Type.Object(
  {
    clientWallet: Address,
    clientKey: Hex32,
    spec: Type.Record(Type.String(), Type.Unknown(), {
      description: 'job specification; its canonical JSON is hashed',
    }),
    resources: ResourcesBody,
    priority: Type.Optional(PriorityBody),
    mint: Type.Optional(Address),
    clientNonceHash: Hex32,
    audits: Type.Optional(
      Type.Integer({ description: 'segments to prove in the exact tier; absent or 0: the default' }),
    ),
    maxPrice: Type.Optional(Amount),
    deadlineSeconds: Type.Optional(Type.Integer({ minimum: 1 })),
    idempotencyKey: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
  },
  strict,
);
export type SubmitBody = Static<typeof SubmitBody>;

const RejectionReply = Type.Object({
  node: Address,
  code: Type.String(),
  reason: Type.String(),
  matchScore: Type.Optional(Type.Number()),
});

export const OfferReply = Type.Object({
  job: Address,
  node: Address,
  salt: Hex32,
  nonce: Type.String(),
  price: Amount,
  decimals: Type.Integer(),
  deadlineSeconds: Type.Integer(),
  transaction: Type.String({ description: 'unsigned versioned transaction, base64' }),
  reservedUntil: Time,
  matchScore: Type.Number(),
  rejections: Type.Array(RejectionReply),
  priceExplanation: Type.Array(Type.String()),
});

export const JobParams = Type.Object({ id: Address }, strict);
export const ConfirmBody = Type.Object({ signature: Type.String({ minLength: 1, maxLength: 128 }) }, strict);
export const ConfirmReply = Type.Object({
  endpoint: Type.String(),
  node: Address,
  token: Type.String(),
  tokenExpiresAt: Time,
  phase: Type.String(),
});

export const JobReply = Type.Object({
  job: Address,
  clientWallet: Address,
  node: Type.String({ description: 'empty until the node has accepted on chain' }),
  phase: Type.String(),
  final: Type.Boolean({ description: 'read at finalized: nothing can change it' }),
  mint: Address,
  price: Amount,
  decimals: Type.Integer(),
  checkpoints: Type.Integer(),
  anchoredCheckpoints: Type.Integer(),
  provenCheckpoints: Type.Integer(),
  tier: Type.String({ description: 'Committed or Exact' }),
  auditsDue: Type.Integer({ description: 'of the exact tier, once a node has accepted' }),
  auditsProven: Type.Integer(),
  createdAt: Time,
  updatedAt: Time,
  lossMicros: Type.Optional(Type.String()),
  accuracyPpm: Type.Optional(Type.Integer()),
  reportedEpoch: Type.Integer(),
  movements: Type.Array(
    Type.Object({
      kind: Type.String(),
      amount: Amount,
      to: Type.String(),
      transaction: Type.String(),
      slot: Type.String(),
      finalized: Type.Boolean(),
    }),
  ),
  observedSlot: Type.String(),
  error: Type.String(),
});

export const JobsQuery = Type.Object(
  {
    clientWallet: Type.Optional(Address),
    phase: Type.Optional(Type.String({ pattern: '^[A-Z_]{3,12}$' })),
    before: Type.Optional(Type.String({ maxLength: 40, description: 'RFC 3339; only jobs created before' })),
    limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$', description: '1 to 100, default 20' })),
  },
  strict,
);
export const JobsReply = Type.Object({ jobs: Type.Array(JobReply) });

export const NodesReply = Type.Object({
  nodes: Type.Array(
    Type.Object({
      node: Address,
      tier: Type.String(),
      score: Type.Integer(),
      stake: Amount,
      online: Type.Boolean(),
      banned: Type.Boolean(),
      suspendedUntil: Type.Integer({ description: 'seconds since 1970; 0: not suspended' }),
      freeSlots: Type.Integer(),
      slots: Type.Integer(),
      priceBps: Type.Integer(),
      latencyMs: Type.Optional(Type.Integer()),
      uptime: Type.Number(),
      engines: Type.Array(Type.String()),
      hardware: Type.Object({
        cpuCores: Type.Integer(),
        memoryMib: Type.Integer(),
        gpuCount: Type.Integer(),
        gpuMemoryMib: Type.Integer(),
        benchmark: Type.String(),
      }),
    }),
  ),
});

export const MintReply = Type.Object({ cyxwizMint: Address });

export const ReadyReply = Type.Object({
  ready: Type.Boolean(),
  checks: Type.Record(Type.String(), Type.String()),
});
export const KeysReply = Type.Object({ keys: Type.Array(Type.Record(Type.String(), Type.Unknown())) });
