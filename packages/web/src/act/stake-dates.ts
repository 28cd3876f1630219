import type { Node } from '@cyxwiz/protocol';
import { durationText } from '../ui/format.ts';

const BPS = 10_000n;
const YEAR = 31_536_000n;

/** What an owner may do with the stake at `now` (the chain's clock, unix seconds), by the rules of the program. */
export interface StakeStanding {
  /** The part that backs jobs and earns, base units. */
  readonly staying: bigint;
  /** Why no withdrawal can be requested now; undefined: it can. */
  readonly requestBarred: string | undefined;
  /** Why nothing can be claimed now; undefined: it can. */
  readonly claimBarred: string | undefined;
}

export function stakeStanding(node: Node, now: bigint): StakeStanding {
  const busy = `${node.activeJobs} job${node.activeJobs === 1 ? '' : 's'} of this node must end first.`;
  const locked =
    now < node.lockedUntil && `It is locked for ${durationText(Number(node.lockedUntil - now))}.`;
  const cooling =
    now < node.claimableAt && `It cools down for ${durationText(Number(node.claimableAt - now))} more.`;
  const request =
    (node.withdrawing > 0n && 'A withdrawal is under way; claim or cancel it first.') ||
    (node.stake === 0n && 'There is no stake.') ||
    locked ||
    (node.activeJobs > 0 && busy);
  const claim =
    (node.withdrawing === 0n && 'No withdrawal is under way.') || cooling || (node.activeJobs > 0 && busy);
  return {
    staying: node.stake - node.withdrawing,
    requestBarred: request || undefined,
    claimBarred: claim || undefined,
  };
}

/** What is wrong with a withdrawal of so much; undefined: nothing. */
export function withdrawalFault(node: Node, units: bigint, least: bigint): string | undefined {
  if (units > node.stake) return 'That is more than the stake.';
  const rest = node.stake - units;
  return rest > 0n && rest < least
    ? 'What stays must be nothing, or the least stake. Withdraw less, or all.'
    : undefined;
}

/** Rewards earned until `now` and not yet paid into the stake, base units; as the program would reckon them. */
export function rewardsAt(
  node: Node,
  { rewardApyBps, rewardClean }: { readonly rewardApyBps: number; readonly rewardClean: bigint },
  now: bigint,
): bigint {
  if (node.banned) return node.rewards;
  const times = [node.lastSlash + rewardClean, node.registeredAt + rewardClean, node.rewardsUntil];
  const from = times.sort((a, b) => (a < b ? 1 : -1))[0] ?? now;
  if (now <= from) return node.rewards;
  return (
    node.rewards + ((node.stake - node.withdrawing) * BigInt(rewardApyBps) * (now - from)) / (BPS * YEAR)
  );
}

/** "in 29 days 3 hours", or "2 hours ago". */
export function awayText(at: bigint, now: bigint): string {
  const text = durationText(Number(at > now ? at - now : now - at));
  return at > now ? `in ${text}` : `${text} ago`;
}
