/** A failure that callers are expected to handle: a code for programs, a message for people that says what to do. */
export interface Failure<Code extends string = string> {
  readonly code: Code;
  readonly message: string;
}

/**
 * The one error class that CyxWiz packages throw for expected failures. Narrow on `code`; whatever else the failure
 * carries is on `failure`.
 */
export class CyxwizError<F extends Failure = Failure> extends Error {
  override readonly name = 'CyxwizError';
  readonly code: F['code'];
  readonly failure: F;

  constructor(failure: F, options?: { cause?: unknown }) {
    super(failure.message, options);
    this.code = failure.code;
    this.failure = failure;
  }
}

/** True when `error` is a CyxwizError, and, with `code` given, one with that code. */
export function isFailure<Code extends string>(
  error: unknown,
  code?: Code,
): error is CyxwizError<Failure<Code>> {
  return error instanceof CyxwizError && (code === undefined || error.code === code);
}

/** The message of anything that can be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
