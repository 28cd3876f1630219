import { nodeId, nodeSessionDigest, verifyEd25519, walletAddress } from '@cyxwiz/protocol';
import { fault } from '../domain/fault.ts';
import type { ChainNode, ChainReader } from '../ports/chain.ts';
import type { SharedState } from '../ports/shared-state.ts';
import { challengeKey } from './issue-challenge.ts';

export interface ProveOperatorDeps {
  readonly chain: ChainReader;
  readonly shared: SharedState;
  /** Raw bytes of a base58 address. */
  readonly keyBytes: (address: string) => Uint8Array;
}

export interface SignedChallenge {
  readonly node: string;
  readonly challenge: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * The node as the chain has it, when its operator has signed a challenge that was given to it and not used yet.
 * @throws FaultError `CHALLENGE_UNKNOWN`, `NODE_UNKNOWN`, `OPERATOR_SIGNATURE_INVALID`
 */
export function proveOperator(deps: ProveOperatorDeps) {
  return async ({ node: address, challenge, signature }: SignedChallenge): Promise<ChainNode> => {
    if ((await deps.shared.once.take(challengeKey(address, challenge))) === undefined) {
      throw fault(
        'CHALLENGE_UNKNOWN',
        'this challenge was not given to that node, is older than a minute, or was used already',
        'ask for a new challenge and sign it',
      );
    }
    const node = (await deps.chain.nodes([address])).get(address);
    if (!node) {
      throw fault(
        'NODE_UNKNOWN',
        `there is no node account at ${address}`,
        'register the node on chain with its stake first',
      );
    }
    const digest = nodeSessionDigest(nodeId(address), challenge);
    if (!verifyEd25519(deps.keyBytes(walletAddress(node.operator)), digest, signature)) {
      throw fault(
        'OPERATOR_SIGNATURE_INVALID',
        `the signature is not by the operator ${node.operator} that the chain names`,
        'sign with the operator key, or set the new operator with update_node',
      );
    }
    return node;
  };
}
