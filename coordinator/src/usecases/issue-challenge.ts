import { toHex } from '@cyxwiz/protocol';
import { LIMITS } from '../domain/limits.ts';
import type { SharedState } from '../ports/shared-state.ts';
import type { Clock, Random } from '../ports/system.ts';

export interface IssueChallengeDeps {
  readonly shared: SharedState;
  readonly clock: Clock;
  readonly random: Random;
}

export const challengeKey = (node: string, challenge: Uint8Array) => `challenge:${node}:${toHex(challenge)}`;

/** 32 random bytes for the operator to sign: good for one minute, once, for this node. */
export function issueChallenge(deps: IssueChallengeDeps) {
  return async (node: string): Promise<{ challenge: Uint8Array; expiresAt: number }> => {
    const challenge = deps.random.bytes(32);
    await deps.shared.once.put(challengeKey(node, challenge), '1', LIMITS.challengeMs);
    return { challenge, expiresAt: deps.clock.now() + LIMITS.challengeMs };
  };
}
