import { Type } from 'typebox';

const Address = Type.String({ minLength: 1, maxLength: 64, description: 'base58' });
const Time = Type.String({ description: 'RFC 3339' });
const Base64 = (maxLength: number) =>
  Type.String({ minLength: 4, maxLength, pattern: '^[A-Za-z0-9+/]+={0,2}$', description: 'base64' });
const strict = { additionalProperties: false };

export const SignInBody = Type.Object({ wallet: Address }, strict);
export const SignInReply = Type.Object({
  domain: Type.String(),
  address: Address,
  statement: Type.String(),
  uri: Type.String(),
  version: Type.Literal('1'),
  nonce: Type.String(),
  issuedAt: Time,
  expirationTime: Time,
});
export const SessionBody = Type.Object(
  { wallet: Address, message: Base64(4096), signature: Base64(128) },
  strict,
);
export const SessionReply = Type.Object({
  wallet: Type.Optional(Type.String({ description: 'absent: nobody is signed in' })),
  expiresAt: Type.Optional(Time),
});

const Refused = {
  code: Type.String(),
  reason: Type.String(),
  matchScore: Type.Optional(Type.Number()),
};
export const OrderReply = Type.Object({
  job: Address,
  specJson: Type.String({ description: 'canonical JSON, whose hash is on chain' }),
  node: Address,
  audits: Type.Integer(),
  deadlineSeconds: Type.Integer(),
  matchScore: Type.Number(),
  priceExplanation: Type.Array(Type.String()),
  rejections: Type.Array(Type.Object({ node: Address, ...Refused })),
});
export const RefusalsReply = Type.Object({
  refusals: Type.Array(Type.Object({ at: Time, ...Refused })),
});
