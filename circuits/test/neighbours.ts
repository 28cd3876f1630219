// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pairs of wires that can change together, the rest of a valid witness as it is. uniqueness.ts shows more, that inputs
// have one witness; this also changes inputs, each with each wire that it shares a constraint with.
import { type Constraints, MODULUS } from './constraints.ts';

/** alpha·u + beta·v + gamma·u·v + kappa·u² + lambda·v²: what two changes do to a constraint that held. */
interface Effect {
  readonly alpha: bigint;
  readonly beta: bigint;
  readonly gamma: bigint;
  readonly kappa: bigint;
  readonly lambda: bigint;
}

interface Sides {
  /** Values of the first two sides, and how often each wire stands on each side. */
  readonly values: readonly [bigint, bigint];
  readonly weights: ReadonlyMap<number, readonly [bigint, bigint, bigint]>;
}

export interface Pairs {
  /** Changes that no constraint refuses. */
  readonly free: [number, number][];
  /** Pairs whose constraints are too entangled for the rules here. */
  readonly undecided: [number, number][];
  readonly tried: number;
}

const mod = (value: bigint): bigint => ((value % MODULUS) + MODULUS) % MODULUS;

export function freePairs({ rows, wires }: Constraints, witness: readonly bigint[]): Pairs {
  const touching: number[][] = Array.from({ length: wires }, () => []);
  const sides = rows.map((row, index): Sides => {
    const weights = new Map<number, [bigint, bigint, bigint]>();
    const values = row.map((side, s) => {
      let sum = 0n;
      for (const [wire, value] of side) {
        sum += value * (witness[wire] ?? 0n);
        if (wire === 0) continue;
        const weight = weights.get(wire) ?? [0n, 0n, 0n];
        weight[s as 0 | 1 | 2] += value;
        weights.set(wire, weight);
      }
      return mod(sum);
    });
    for (const wire of weights.keys()) touching[wire]?.push(index);
    return { values: [values[0] ?? 0n, values[1] ?? 0n], weights };
  });

  const none = [0n, 0n, 0n] as const;
  const effect = (row: number, u: number, v: number): Effect => {
    const { values, weights } = sides[row] as Sides;
    const [ua, ub, uc] = weights.get(u) ?? none;
    const [va, vb, vc] = weights.get(v) ?? none;
    return {
      alpha: mod(ua * values[1] + ub * values[0] - uc),
      beta: mod(va * values[1] + vb * values[0] - vc),
      gamma: mod(ua * vb + ub * va),
      kappa: mod(ua * ub),
      lambda: mod(va * vb),
    };
  };

  // Where a change of u alone is refused whatever its size: only a wire of the same constraint can make up for it.
  const rigid = touching.map((of, u) => of.filter((row) => rigidIn(effect(row, u, 0))));
  const partners = (u: number): Set<number> => {
    const rowsOf = rigid[u] ?? [];
    const shortest = rowsOf.reduce<number | undefined>(
      (best, row) =>
        best === undefined || (sides[row]?.weights.size ?? 0) < (sides[best]?.weights.size ?? 0) ? row : best,
      undefined,
    );
    if (shortest === undefined) {
      return new Set((touching[u] ?? []).flatMap((row) => [...(sides[row]?.weights.keys() ?? [])]));
    }
    const all = [...(sides[shortest]?.weights.keys() ?? [])];
    return new Set(all.filter((v) => rowsOf.every((row) => sides[row]?.weights.has(v))));
  };

  const pairs: Pairs & { tried: number } = { free: [], undecided: [], tried: 0 };
  for (let u = 1; u < wires; u++) {
    for (const v of partners(u)) {
      if (v <= u && partners(v).has(u)) continue; // it had its turn
      if (v === u || !(rigid[v] ?? []).every((row) => sides[row]?.weights.has(u))) continue;
      pairs.tried++;
      const both = new Set([...(touching[u] ?? []), ...(touching[v] ?? [])]);
      const verdict = solvable([...both].map((row) => effect(row, u, v)));
      if (verdict === 'free') pairs.free.push([u, v]);
      if (verdict === 'undecided') pairs.undecided.push([u, v]);
    }
  }
  return pairs;
}

function rigidIn({ alpha, kappa }: Effect): boolean {
  return kappa === 0n && alpha !== 0n;
}

/** Whether all effects vanish for some u and v that are both other than 0. */
function solvable(effects: readonly Effect[]): 'free' | 'fixed' | 'undecided' {
  const real = effects.filter((e) => Object.values(e).some((value) => value !== 0n));
  const linear = real.find((e) => e.gamma === 0n && e.kappa === 0n && e.lambda === 0n);
  if (!linear) return real.length === 0 ? 'free' : 'undecided';
  if (linear.alpha === 0n || linear.beta === 0n) return 'fixed';
  const ratio = mod(-linear.alpha * inverse(linear.beta)); // v = ratio · u
  let root: bigint | undefined;
  for (const { alpha, beta, gamma, kappa, lambda } of real) {
    const first = mod(alpha + beta * ratio);
    const second = mod(kappa + gamma * ratio + lambda * ratio * ratio);
    if (first === 0n && second === 0n) continue;
    if (first === 0n || second === 0n) return 'fixed';
    const here = mod(-first * inverse(second));
    if (root !== undefined && root !== here) return 'fixed';
    root = here;
  }
  return 'free';
}

function inverse(value: bigint): bigint {
  let [low, high] = [mod(value), MODULUS];
  let [a, b] = [1n, 0n];
  while (low > 1n) {
    const quotient = high / low;
    [low, high] = [high % low, low];
    [a, b] = [b - quotient * a, a];
  }
  return mod(a);
}
