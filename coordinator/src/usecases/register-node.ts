import { fault } from '../domain/fault.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Database } from '../ports/stores.ts';
import type { Clock, LatencyProbe } from '../ports/system.ts';
import type { IssuedToken, Tokens } from '../ports/tokens.ts';
import { type ProveOperatorDeps, proveOperator, type SignedChallenge } from './prove-operator.ts';

export interface RegisterNodeDeps extends ProveOperatorDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly probe: LatencyProbe;
}

export interface RegisterNodeInput extends SignedChallenge {
  readonly endpoint: string;
  readonly slots: number;
  readonly priceBps: number;
  readonly engines: readonly string[];
}

export type NodeSession = IssuedToken & { readonly issuer: string };

/**
 * Opens a session for the operator whose key is in the node's account on chain.
 * @throws FaultError `CHALLENGE_UNKNOWN`, `NODE_UNKNOWN`, `NODE_BANNED`, `OPERATOR_SIGNATURE_INVALID`
 */
export function registerNode(deps: RegisterNodeDeps) {
  const prove = proveOperator(deps);
  return async (input: RegisterNodeInput): Promise<NodeSession> => {
    const { node: address } = input;
    const node = await prove(input);
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
    return { ...session, issuer: deps.tokens.issuer };
  };
}
