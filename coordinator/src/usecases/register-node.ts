import { nodeId, nodeSessionDigest, verifyEd25519, walletAddress } from '@cyxwiz/protocol';
import { fault } from '../domain/fault.ts';
import { LIMITS } from '../domain/limits.ts';
import type { ChainReader } from '../ports/chain.ts';
import type { SharedState } from '../ports/shared-state.ts';
import type { Database } from '../ports/stores.ts';
import type { Clock, LatencyProbe } from '../ports/system.ts';
import type { IssuedToken, Tokens } from '../ports/tokens.ts';
import { challengeKey } from './issue-challenge.ts';

export interface RegisterNodeDeps {
  readonly chain: ChainReader;
  readonly database: Database;
  readonly shared: SharedState;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly probe: LatencyProbe;
  /** Raw bytes of a base58 address. */
  readonly keyBytes: (address: string) => Uint8Array;
}

export interface RegisterNodeInput {
  readonly node: string;
  readonly challenge: Uint8Array;
  readonly signature: Uint8Array;
  readonly endpoint: string;
  readonly slots: number;
  readonly priceBps: number;
  readonly engines: readonly string[];
}

export type NodeSession = IssuedToken & { readonly jwksJson: string; readonly issuer: string };

/**
 * Opens a session for the operator whose key is in the node's account on chain.
 * @throws FaultError `CHALLENGE_UNKNOWN`, `NODE_UNKNOWN`, `NODE_BANNED`, `OPERATOR_SIGNATURE_INVALID`
 */
export function registerNode(deps: RegisterNodeDeps) {
  return async (input: RegisterNodeInput): Promise<NodeSession> => {
    const { node: address } = input;
    if ((await deps.shared.once.take(challengeKey(address, input.challenge))) === undefined) {
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
    const digest = nodeSessionDigest(nodeId(address), input.challenge);
    if (!verifyEd25519(deps.keyBytes(walletAddress(node.operator)), digest, input.signature)) {
      throw fault(
        'OPERATOR_SIGNATURE_INVALID',
        `the signature is not by the operator ${node.operator} that the chain names`,
        'sign with the operator key, or set the new operator with update_node',
      );
    }
    if (node.banned) throw fault('NODE_BANNED', 'this node is banned on chain', 'a banned node gets no jobs');
    const now = deps.clock.now();
    await deps.database.nodes.save({
      address,
      owner: node.owner,
      operator: node.operator,
      tlsKeyHash: node.tlsKeyHash,
      chainIndex: node.index,
      endpoint: input.endpoint,
      slots: input.slots,
      priceBps: input.priceBps,
      engines: input.engines,
      latencyMs: await deps.probe.measure(input.endpoint),
      lastSeen: now,
    });
    const idle = { freeSlots: input.slots, cpuLoad: 0, memoryUsedMib: 0 };
    await deps.shared.presence.beat(address, idle, LIMITS.presenceMs);
    const session = await deps.tokens.issueSession(address);
    return { ...session, jwksJson: JSON.stringify(await deps.tokens.jwks()), issuer: deps.tokens.issuer };
  };
}
