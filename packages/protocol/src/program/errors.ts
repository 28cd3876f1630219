import anchorErrors from '../idl/anchor_errors.json' with { type: 'json' };
import type { Idl } from './idl.ts';
import { programs } from './programs.ts';

export interface ProgramError {
  /** Name of the program as in its IDL, or its address. */
  readonly program: string;
  /** Name of the error, e.g. `JobIsProving`; `Custom` when it is not known. */
  readonly error: string;
  readonly message: string;
}

/**
 * What an error number means. Our programs' numbers do not overlap, so a number is understood even when the logs are
 * cut and the program is not known.
 */
export function describeProgramError(program: string | undefined, number: number): ProgramError {
  const idls: readonly Idl[] = Object.values(programs).map((known) => known.idl);
  const raisedBy = idls.find((idl) => idl.address === program);
  for (const idl of raisedBy ? [raisedBy] : program === undefined ? idls : []) {
    const found = idl.errors?.find((error) => error.code === number);
    if (found) return { program: idl.metadata.name, error: found.name, message: found.msg ?? found.name };
  }
  const name = raisedBy?.metadata.name ?? program ?? 'a program';
  const anchor = raisedBy && anchorErrors.find((error) => error.code === number);
  if (anchor) return { program: name, error: anchor.name, message: anchor.msg };
  return { program: name, error: 'Custom', message: `error number ${number}` };
}
