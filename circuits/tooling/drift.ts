// SPDX-License-Identifier: GPL-3.0-or-later
import { isDeepStrictEqual } from 'node:util';
import type { CircuitEntry } from './manifest.ts';

/**
 * What is wrong with a committed entry of circuits.json or its committed verifying key, given the circuit as built;
 * undefined when nothing is.
 * @param committedKey sha256 of the committed verifying key, undefined when there is none
 */
export function findDrift(
  committed: CircuitEntry,
  built: CircuitEntry,
  committedKey: string | undefined,
): string | undefined {
  const { constraints, wires, sha256 } = built;
  if (!isDeepStrictEqual(built, committed)) {
    const facts = JSON.stringify({ constraints, wires, sha256 });
    return `circuits.json does not describe ${committed.name} as built: ${facts}`;
  }
  if (committedKey !== sha256.verifyingKey) {
    return `${committed.verifyingKey} is not the verifying key of ${committed.name} as built`;
  }
  return undefined;
}
