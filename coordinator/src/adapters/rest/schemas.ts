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

export const ReassignBody = Type.Object(
  {
    resources: Type.Optional(ResourcesBody),
    deadlineSeconds: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  strict,
);
export const ReassignReply = Type.Object({
  node: Address,
  salt: Hex32,
  stagePrice: Amount,
  estimatedSeconds: Type.Integer(),
  deadlineSeconds: Type.Integer(),
  epochsDone: Type.Integer({ description: 'the next node goes on behind this epoch' }),
  transaction: Type.String({ description: 'unsigned versioned transaction, base64' }),
  reservedUntil: Time,
  matchScore: Type.Number(),
  rejections: Type.Array(RejectionReply),
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
  reassignments: Type.Integer({ description: 'nodes that failed before the present one' }),
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
      proofsValid: Type.Integer({ description: 'proofs of its work that held on chain' }),
      verifiedPower: Type.Integer({ description: 'the benchmark, as far as those proofs back it' }),
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

export const ReportsReply = Type.Object({
  reports: Type.Array(
    Type.Object({
      epoch: Type.Integer(),
      lossMicros: Type.String(),
      accuracyPpm: Type.Integer(),
      at: Time,
    }),
  ),
});

export const OwnerParams = Type.Object({ owner: Address }, strict);
export const EarningsQuery = Type.Object(
  {
    before: Type.Optional(
      Type.String({
        pattern: '^[1-9A-HJ-NP-Za-km-z]{64,88}:[0-9]{1,6}$',
        description: 'cursor of an earning; only older ones',
      }),
    ),
    limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$', description: '1 to 100, default 100' })),
  },
  strict,
);
export const EarningsReply = Type.Object({
  earnings: Type.Array(
    Type.Object({
      job: Address,
      mint: Address,
      decimals: Type.Integer(),
      amount: Amount,
      transaction: Type.String(),
      slot: Type.String(),
      at: Type.Optional(Type.String({ description: 'RFC 3339, by the chain; absent: unknown' })),
      finalized: Type.Boolean(),
      cursor: Type.String({ description: 'for before' }),
    }),
  ),
});

export const MintReply = Type.Object({ cyxwizMint: Address });

export const ParameterHistoryReply = Type.Object({
  complete: Type.Boolean({ description: 'false: the chain is still being read; ask again for later ones' }),
  settings: Type.Array(
    Type.Object({
      transaction: Type.String(),
      slot: Type.String(),
      at: Type.Optional(Time),
      proposal: Type.Optional(
        Type.String({ description: 'number of the proposal; absent: set by the key that was the authority' }),
      ),
      changes: Type.Array(
        Type.Object({
          path: Type.String(),
          before: Type.String({ description: 'as on chain: base units, seconds, hundredths of a percent' }),
          after: Type.String(),
        }),
        { description: 'empty: the first setting, or nothing was different' },
      ),
    }),
  ),
});

export const ReadyReply = Type.Object({
  ready: Type.Boolean(),
  checks: Type.Record(Type.String(), Type.String()),
});
export const KeysReply = Type.Object({ keys: Type.Array(Type.Record(Type.String(), Type.Unknown())) });
