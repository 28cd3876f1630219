import type { Node } from '@cyxwiz/protocol';

/** A key that a node may show: SHA-256 of its SPKI, and until when, in milliseconds of this machine's clock. */
export interface Pin {
  readonly hash: Uint8Array;
  /** Absent: as long as the chain names it. */
  readonly untilMs?: number;
}

/**
 * The key before a node's present one, which its agent serves until it restarts: good for a day after the rotation.
 * `chainNow` is the chain's own clock in unix seconds, `nowMs` this machine's in milliseconds.
 */
export function previousPin(
  node: Pick<Node, 'previousTlsKeyHash' | 'previousTlsUntil'>,
  chainNow: bigint,
  nowMs: number,
): Pin | undefined {
  const left = node.previousTlsUntil - chainNow;
  return left > 0n ? { hash: node.previousTlsKeyHash, untilMs: nowMs + 1000 * Number(left) } : undefined;
}

/** Whether one of the pins is this key's, and good at `nowMs`. */
export function isPinned(pins: readonly Pin[], hash: Uint8Array, nowMs: number): boolean {
  return pins.some((pin) => Buffer.from(hash).equals(pin.hash) && nowMs < (pin.untilMs ?? Infinity));
}
