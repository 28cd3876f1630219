import { type ChainFailure, CyxwizError } from '@cyxwiz/protocol';
import { codeOf, messageOf, NodeError } from '../../domain/errors.ts';

/** Failures after which the same transaction may well succeed. */
const PASSING = new Set([
  'RPC_UNAVAILABLE',
  'TRANSACTION_EXPIRED',
  'SENDING_ABORTED',
  // The operator can send SOL.
  'INSUFFICIENT_LAMPORTS',
]);

/** CHAIN_UNAVAILABLE for what passes, CHAIN_REFUSED (with the program's error) for what the chain has decided. */
export function chainError(error: unknown): NodeError {
  if (error instanceof NodeError) return error;
  const code = codeOf(error);
  const program = programError(error);
  const facts: Record<string, string> = { failure: code, ...(program === null ? {} : { error: program }) };
  const decided = error instanceof CyxwizError && !PASSING.has(code);
  return new NodeError(decided ? 'CHAIN_REFUSED' : 'CHAIN_UNAVAILABLE', messageOf(error), facts, error);
}

function programError(error: unknown): string | null {
  if (!(error instanceof CyxwizError) || error.code !== 'PROGRAM_ERROR') return null;
  return (error.failure as Extract<ChainFailure, { code: 'PROGRAM_ERROR' }>).error;
}
