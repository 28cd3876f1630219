import { poseidon16 } from 'poseidon-lite/poseidon16';

/** What a chain commits to; the number is part of the hash, so one kind can never stand for the other. */
export const CHAIN_TAG = { batch: 1002, weights: 1003 } as const;

const BLOCK = 15;

/**
 * Commits to a list of field elements of known length: state_0 = tag·2^32 + length,
 * state_{j+1} = Poseidon16(state_j, next 15 words), the last block filled with zeros. Because the length is in the
 * first state, the zeros are not ambiguous.
 */
export function chainHash(tag: number, words: readonly bigint[]): bigint {
  let state = (BigInt(tag) << 32n) + BigInt(words.length);
  for (let at = 0; at < words.length; at += BLOCK) {
    const block = words.slice(at, at + BLOCK);
    while (block.length < BLOCK) block.push(0n);
    state = poseidon16([state, ...block]);
  }
  return state;
}
