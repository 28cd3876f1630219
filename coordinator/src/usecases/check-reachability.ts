import { fault } from '../domain/fault.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Database } from '../ports/stores.ts';
import type { Dialled, NodeDialler } from '../ports/system.ts';
import { type ProveOperatorDeps, proveOperator, type SignedChallenge } from './prove-operator.ts';

export interface CheckReachabilityDeps extends ProveOperatorDeps {
  readonly database: Database;
  readonly dialler: NodeDialler;
}

export type Reachability = Dialled & { readonly endpoint: string; readonly lastSeen: number };

/**
 * Dials the node as a client would and says what answers. The address is the one that the node has announced, never one of
 * the request, and each node may ask once in ten seconds: nobody scans the network with it.
 * @throws FaultError `CHALLENGE_UNKNOWN`, `NODE_UNKNOWN`, `OPERATOR_SIGNATURE_INVALID`, `RATE_LIMITED`
 */
export function checkReachability(deps: CheckReachabilityDeps) {
  const prove = proveOperator(deps);
  return async (signed: SignedChallenge): Promise<Reachability> => {
    const { address } = await prove(signed);
    const record = await deps.database.nodes.get(address);
    if (!record) {
      throw fault(
        'NODE_UNKNOWN',
        'this node has never registered here',
        'start its agent: cyxwiz node start --dir DIR',
      );
    }
    const { limiter } = deps.shared;
    const waits = await Promise.all([
      limiter.take(`reach:${address}`, 1, LIMITS.reachabilityMs),
      limiter.take('reach', LIMITS.reachabilityPerMinute, 60_000),
    ]);
    const seconds = Math.ceil(Math.max(...waits) / 1000);
    if (seconds > 0) {
      throw fault('RATE_LIMITED', 'nodes were dialled a moment ago', `wait ${seconds} s`, {
        retryAfterSeconds: seconds,
      });
    }
    const dialled = await deps.dialler.dial(record.endpoint);
    return { ...dialled, endpoint: record.endpoint, lastSeen: record.lastSeen };
  };
}
