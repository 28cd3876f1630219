import { poseidon4 } from 'poseidon-lite/poseidon4';
import { TREE_ARITY, TREE_LEVELS } from './format.ts';

/** A 4-ary Poseidon tree of 4 levels (256 leaves); missing leaves are 0. */
export interface BatchTree {
  readonly root: bigint;
  /** The whole sibling group at each level, from the leaves up, as the step circuit takes it. */
  path(index: number): bigint[][];
}

export function batchTree(leaves: readonly bigint[]): BatchTree {
  const levels: { nodes: readonly bigint[]; empty: bigint }[] = [];
  let nodes = leaves;
  let empty = 0n;
  for (let level = 0; level < TREE_LEVELS; level++) {
    levels.push({ nodes, empty });
    const parents: bigint[] = [];
    for (let i = 0; i < nodes.length; i += TREE_ARITY) parents.push(poseidon4(group(nodes, empty, i)));
    empty = poseidon4([empty, empty, empty, empty]);
    nodes = parents;
  }
  return {
    root: nodes[0] ?? empty,
    path: (index) => levels.map((level, l) => group(level.nodes, level.empty, groupStart(index, l))),
  };
}

function groupStart(index: number, level: number): number {
  return Math.floor(index / TREE_ARITY ** (level + 1)) * TREE_ARITY;
}

function group(nodes: readonly bigint[], empty: bigint, start: number): bigint[] {
  return Array.from({ length: TREE_ARITY }, (_, i) => nodes[start + i] ?? empty);
}
