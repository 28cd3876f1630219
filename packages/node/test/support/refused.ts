import { NodeError } from '../../src/domain/errors.ts';

/** What the chain's adapter makes of an error of the program. */
export function refused(error: string): NodeError {
  return new NodeError('CHAIN_REFUSED', `the program refused: ${error}`, { error });
}
