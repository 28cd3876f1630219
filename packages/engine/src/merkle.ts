import { poseidon4 } from 'poseidon-lite/poseidon4';
import { STATE_TREE_LEVELS, TREE_ARITY, TREE_LEVELS } from './format.ts';

/** A 4-ary Poseidon tree of fixed depth; missing leaves are 0. */
export interface PoseidonTree {
  readonly root: bigint;
  /** The whole sibling group at each level, from the leaves up, as the step circuit takes it. */
  path(index: number): bigint[][];
}

export type BatchTree = PoseidonTree;

/** The tree over the batches of a data set: 4 levels, 256 leaves. */
export function batchTree(leaves: readonly bigint[]): PoseidonTree {
  return poseidonTree(leaves, TREE_LEVELS);
}

/** The tree over the states of a job, State(0) … State(segments): 7 levels, 16,384 leaves. */
export function stateTree(leaves: readonly bigint[]): PoseidonTree {
  return poseidonTree(leaves, STATE_TREE_LEVELS);
}

export function poseidonTree(leaves: readonly bigint[], depth: number): PoseidonTree {
  if (leaves.length > TREE_ARITY ** depth) {
    throw new RangeError(`${leaves.length} leaves do not fit a tree of ${TREE_ARITY ** depth}`);
  }
  const levels: { nodes: readonly bigint[]; empty: bigint }[] = [];
  let nodes = leaves;
  let empty = 0n;
  for (let level = 0; level < depth; level++) {
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
