import { CyxwizError } from '@cyxwiz/protocol';
import type { ProofFailure } from '../../src/index.ts';

/** What an action fails with; anything but an expected failure is thrown on. */
export async function failureOf(action: Promise<unknown>): Promise<ProofFailure> {
  const error = await action.then(
    () => new Error('it succeeded'),
    (caught: unknown) => caught,
  );
  if (error instanceof CyxwizError) return error.failure as ProofFailure;
  throw error;
}
