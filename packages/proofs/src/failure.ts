// SPDX-License-Identifier: GPL-3.0-or-later
import { CyxwizError, type Failure } from '@cyxwiz/protocol';

export type ProofFailure =
  /** The circuit or the prover is not built; the message says how to build it. */
  | Failure<'ARTEFACTS_MISSING'>
  /** The proving key is of another version of the circuit than the committed verifying key. */
  | Failure<'STALE_KEY'>
  /** The inputs break a rule of the circuit: no witness exists. */
  | Failure<'WITNESS_REJECTED'>
  /** The prover answered with an error; `proverCode` is its own code. */
  | (Failure<'PROVER_FAILED'> & { readonly proverCode: string })
  /** A prover or worker process ended while it was needed. */
  | Failure<'PROVER_STOPPED'>
  /** Whoever asked for it cancelled it. */
  | Failure<'PROVER_CANCELLED'>
  /** The pool was closed. */
  | Failure<'PROVER_CLOSED'>
  /** Not a proof, verifying key or signal: wrong shape, or a number out of its field. */
  | Failure<'MALFORMED_PROOF'>;

export function proofFailure(failure: ProofFailure, cause?: unknown): CyxwizError<ProofFailure> {
  return new CyxwizError(failure, cause === undefined ? undefined : { cause });
}
