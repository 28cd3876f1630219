import { messageOf, NodeError } from '../../domain/errors.ts';

export type Proofs = typeof import('@cyxwiz/proofs');

/** That package is optional (and under another licence), so it is looked for when the first proof is wanted. */
export async function loadProofs(): Promise<Proofs> {
  try {
    return await import('@cyxwiz/proofs');
  } catch (error) {
    throw new NodeError(
      'PROOF_FAILED',
      `the package @cyxwiz/proofs cannot be loaded (${messageOf(error)}): install it, this node cannot be paid without`,
      {},
      error,
    );
  }
}
