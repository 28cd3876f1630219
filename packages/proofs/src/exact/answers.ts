// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the prover answers, checked: a prover of another version is found here and not where its numbers are used.
import { FIELD_MODULUS } from '@cyxwiz/protocol';
import { proofFailure } from '../failure.ts';

/** The ends and roots of a committed training. */
export interface TrainingCommitments {
  readonly segments: number;
  readonly stepsRoot: bigint;
  readonly initialWeights: bigint;
  readonly finalWeights: bigint;
  readonly datasetRoot: bigint;
}

export interface TreeOpening {
  readonly root: bigint;
  /** Of each index asked for, the sibling groups from the leaves up. */
  readonly paths: readonly (readonly (readonly bigint[])[])[];
}

type Answer = Readonly<Record<string, unknown>>;

export function trainingCommitments(answer: Answer): TrainingCommitments {
  return {
    segments: count(answer, 'segments'),
    stepsRoot: element(answer.stepsRoot),
    initialWeights: element(answer.initialWeights),
    finalWeights: element(answer.finalWeights),
    datasetRoot: element(answer.datasetRoot),
  };
}

export function treeOpening({ root, paths }: Answer): TreeOpening {
  const groups = list(paths).map((path) => list(path).map((group) => list(group).map(element)));
  return { root: element(root), paths: groups };
}

export function count(answer: Answer, name: string): number {
  const value = answer[name];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw malformed(`${name} is no count`);
}

function element(value: unknown): bigint {
  if (typeof value === 'string' && /^(?:0|[1-9][0-9]{0,76})$/.test(value) && BigInt(value) < FIELD_MODULUS)
    return BigInt(value);
  throw malformed('a number is not below the field modulus');
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw malformed('a list is missing');
}

function malformed(what: string): Error {
  const message = `the prover's answer cannot be read (${what}): build the prover again`;
  return proofFailure({ code: 'PROVER_FAILED', message, proverCode: 'malformed_answer' });
}
