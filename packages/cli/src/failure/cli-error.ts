import { CyxwizError, type Failure } from '@cyxwiz/protocol';

export interface CliFailure extends Failure {
  /** What to do about it. */
  readonly next: string;
  readonly reason?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A failure that the command line itself finds: what is wrong, and what to do. */
export class CliError extends CyxwizError<CliFailure> {
  constructor(failure: CliFailure, cause?: unknown) {
    super(failure, cause === undefined ? undefined : { cause });
  }
}

/** Input that the caller can correct. `field` is the option or argument as the caller typed it. */
export function badInput(field: string, wrong: string, next: string, cause?: unknown): CliError {
  return new CliError({ code: 'BAD_INPUT', message: `${field}: ${wrong}`, next, details: { field } }, cause);
}
