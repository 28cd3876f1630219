// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which wires follow from others, whatever the prover does. Four rules, each a proof that the constraints leave one
// value: a constraint that is affine in its only unknown; a wire that must be 0 or 1; an affine constraint over such
// wires whose weights make every subset a different sum; and a few such wires that several constraints share, tried
// in all combinations. Constraints have to come from a circuit that was compiled without simplification.
import { type Constraints, MODULUS } from './constraints.ts';

type Affine = { readonly unknown: Map<number, bigint>; readonly constant: bigint };

const TRIED_AT_MOST = 10;
const mod = (value: bigint): bigint => ((value % MODULUS) + MODULUS) % MODULUS;

/** The wires that the rules do not determine from the `known` ones; none means: these inputs have one witness. */
export function undetermined(
  { rows, wires }: Constraints,
  witness: readonly bigint[],
  known: Iterable<number>,
): number[] {
  const determined = new Uint8Array(wires);
  const boolean = new Uint8Array(wires);
  determined[0] = 1;
  for (const wire of known) determined[wire] = 1;
  const touching: number[][] = Array.from({ length: wires }, () => []);
  rows.forEach((sides, i) => {
    for (const wire of new Set(sides.flatMap((side) => side.map(([wire]) => wire)))) touching[wire]?.push(i);
  });

  const parts = (side: readonly (readonly [number, bigint])[]): Affine => {
    const unknown = new Map<number, bigint>();
    let constant = 0n;
    for (const [wire, value] of side) {
      if (determined[wire]) constant += value * (witness[wire] ?? 0n);
      else unknown.set(wire, (unknown.get(wire) ?? 0n) + value);
    }
    return { unknown, constant: mod(constant) };
  };

  /** The constraint as an affine one over what is unknown; undefined when it multiplies two unknowns. */
  const affine = (row: number): Affine | undefined => {
    const [a, b, c] = (rows[row] ?? [[], [], []]).map(parts) as [Affine, Affine, Affine];
    if (a.unknown.size > 0 && b.unknown.size > 0) return undefined;
    const [varying, factor] = a.unknown.size > 0 ? [a, b.constant] : [b, a.constant];
    const unknown = new Map<number, bigint>();
    for (const [wire, value] of varying.unknown) unknown.set(wire, value * factor);
    for (const [wire, value] of c.unknown) unknown.set(wire, (unknown.get(wire) ?? 0n) - value);
    for (const [wire, value] of unknown) {
      if (mod(value) === 0n) unknown.delete(wire);
      else unknown.set(wire, mod(value));
    }
    return { unknown, constant: mod(varying.constant * factor - c.constant) };
  };

  const queue = rows.map((_, i) => i);
  const waiting = new Uint8Array(rows.length).fill(1);
  const again = (wire: number): void => {
    for (const row of touching[wire] ?? []) {
      if (waiting[row]) continue;
      waiting[row] = 1;
      queue.push(row);
    }
  };
  const settle = (found: Iterable<number>): void => {
    for (const wire of found) {
      determined[wire] = 1;
      again(wire);
    }
  };

  for (let row = queue.pop(); row !== undefined; row = queue.pop()) {
    waiting[row] = 0;
    const equation = affine(row);
    if (!equation) {
      const wire = booleanWire(rows[row]);
      if (wire !== undefined && !boolean[wire]) {
        boolean[wire] = 1;
        again(wire);
      }
      continue;
    }
    const unknown = [...equation.unknown.keys()];
    if (unknown.length === 1) settle(unknown);
    if (unknown.length < 2 || !unknown.every((wire) => boolean[wire])) continue;
    if (sumsDiffer([...equation.unknown.values()])) settle(unknown);
    else if (unknown.length <= TRIED_AT_MOST) {
      const rowsWithin = new Set(unknown.flatMap((wire) => touching[wire] ?? []));
      const equations = [...rowsWithin].map(affine).filter((each) => each !== undefined);
      const within = equations.filter((each) =>
        [...each.unknown.keys()].every((w) => equation.unknown.has(w)),
      );
      if (choices(unknown, within) === 1) settle(unknown);
    }
  }
  return Array.from({ length: wires }, (_, wire) => wire).filter((wire) => !determined[wire]);
}

/** w in w · (w − 1) = 0, the only form in which the circuits say it. */
function booleanWire(row: Constraints['rows'][number] | undefined): number | undefined {
  if (!row) return undefined;
  const [a, b, c] = row.map((side) => new Map(side.filter(([, value]) => value !== 0n)));
  const wires = new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])]);
  wires.delete(0);
  if (wires.size !== 1 || c?.size !== 0) return undefined;
  const [wire = 0] = wires;
  const at = (side: Map<number, bigint> | undefined, value: bigint): bigint =>
    mod((side?.get(0) ?? 0n) + (side?.get(wire) ?? 0n) * value);
  const product = (value: bigint): bigint => mod(at(a, value) * at(b, value));
  return product(0n) === 0n && product(1n) === 0n && product(2n) !== 0n ? wire : undefined;
}

/** Whether all subsets have different sums in the field: each weight is above the sum of the smaller ones. */
function sumsDiffer(weights: readonly bigint[]): boolean {
  const sizes = weights.map((weight) => (weight > MODULUS / 2n ? MODULUS - weight : weight));
  sizes.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  let sum = 0n;
  for (const size of sizes) {
    if (size <= sum) return false;
    sum += size;
  }
  return sum < MODULUS;
}

/** How many combinations of 0 and 1 satisfy all equations. */
function choices(wires: readonly number[], equations: readonly Affine[]): number {
  let count = 0;
  for (let bits = 0; bits < 2 ** wires.length; bits++) {
    const value = new Map(wires.map((wire, i) => [wire, BigInt((bits >> i) & 1)]));
    const holds = equations.every(({ unknown, constant }) => {
      let sum = constant;
      for (const [wire, weight] of unknown) sum += weight * (value.get(wire) ?? 0n);
      return mod(sum) === 0n;
    });
    if (holds) count++;
  }
  return count;
}
