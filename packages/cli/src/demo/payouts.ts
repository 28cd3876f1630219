/** Where the money of a job goes when it ends early, by the design; base units. The demo holds the chain to it. */
export type Payout = { toNode: bigint; fee: bigint; toClient: bigint; burned: bigint };

const BPS = 10_000n;
const FEE_BPS = 1_000n;
const CANCEL_FEE_BPS = 1_000n;
const BURN_BPS = 500n;
const SLASH_BPS = 1_000n;
const INSURANCE_BPS = 8_000n;

function earnedOf(price: bigint, proven: number, checkpoints: number): bigint {
  return (price * BigInt(proven)) / BigInt(checkpoints);
}

/** Proven progress is paid 90/10; 10 % of the rest goes to the node, which is not at fault; the rest comes back. */
export function whenClientCancels(price: bigint, proven: number, checkpoints: number): Payout {
  const earned = earnedOf(price, proven, checkpoints);
  const fee = (earned * FEE_BPS) / BPS;
  const compensation = ((price - earned) * CANCEL_FEE_BPS) / BPS;
  return { toNode: earned - fee + compensation, fee, toClient: price - earned - compensation, burned: 0n };
}

/** Proven progress is paid 90/10; 5 % of the rest is burned; the rest comes back. */
export function whenNodeFails(price: bigint, proven: number, checkpoints: number): Payout {
  const earned = earnedOf(price, proven, checkpoints);
  const fee = (earned * FEE_BPS) / BPS;
  const burned = ((price - earned) * BURN_BPS) / BPS;
  return { toNode: earned - fee, fee, toClient: price - earned - burned, burned };
}

/** 10 % of the stake for a job below ten tokens: 80 % of it is set aside for clients, the rest is burned. */
export function slashOf(stake: bigint): { slashed: bigint; insured: bigint; burned: bigint } {
  const slashed = (stake * SLASH_BPS) / BPS;
  const insured = (slashed * INSURANCE_BPS) / BPS;
  return { slashed, insured, burned: slashed - insured };
}
