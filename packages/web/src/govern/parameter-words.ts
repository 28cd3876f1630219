import { CYXWIZ_DECIMALS, formatAmount, parseAmount } from '@cyxwiz/protocol';
import { amountText, durationText, percent } from '../ui/format.ts';

export type Unit = 'CYXWIZ' | 'tokens' | 'percent' | 'seconds' | 'count' | 'points' | 'times' | 'switch';

interface Words {
  readonly words: string;
  readonly unit: Unit;
  /** Of a list: what each number is for. */
  readonly each?: readonly string[];
}

const BANDS = ['lowest prices', 'second band', 'third band', 'highest prices'];
const TIERS = ['Silver', 'Gold', 'Diamond'];

/** What each parameter is, in words and in its unit. */
export const PARAMETERS: Readonly<Record<string, Words>> = {
  'fees.feeBps': { words: 'Fee on a settled price', unit: 'percent' },
  'fees.diamondFeeBps': { words: 'Fee on a settled price for Diamond nodes', unit: 'percent' },
  'fees.splitBps': {
    words: 'Where fees go',
    unit: 'percent',
    each: ['stake rewards', 'development', 'liquidity', 'burned'],
  },
  'fees.cancelFeeBps': {
    words: 'Part of the rest that cancelling a running job pays the node',
    unit: 'percent',
  },
  'fees.failedRefundBurnBps': { words: 'Part of a failed job’s refund that is burned', unit: 'percent' },
  'stake.priceLimitsTokens': {
    words: 'Upper ends of the price bands',
    unit: 'tokens',
    each: BANDS.slice(0, 3),
  },
  'stake.minStake': { words: 'Least stake of a node for a job', unit: 'CYXWIZ', each: BANDS },
  'stake.failureSlashBps': { words: 'Part of the stake lost for a failed job', unit: 'percent', each: BANDS },
  'stake.auditSlashBps': { words: 'Part of the stake lost for a failed audit', unit: 'percent' },
  'stake.disputeSlashBps': { words: 'Part of the stake lost with a dispute', unit: 'percent' },
  'stake.disputeClientBps': { words: 'Of that, the client’s part', unit: 'percent' },
  'stake.repeatSlashBps': { words: 'Part of the stake lost for repeated failures', unit: 'percent' },
  'stake.repeatCount': { words: 'Failures that count as repeated', unit: 'count' },
  'stake.repeatWindow': { words: 'Time in which failures are counted together', unit: 'seconds' },
  'stake.suspension': { words: 'Suspension for repeated failures', unit: 'seconds' },
  'stake.insuranceBps': { words: 'Slashed tokens that insure (the rest is burned)', unit: 'percent' },
  'stake.lock': { words: 'Lock of a stake from registration', unit: 'seconds' },
  'stake.lockPerJob': { words: 'Lock that each job adds', unit: 'seconds' },
  'stake.withdrawCooldown': { words: 'Time from asking for a withdrawal to its claim', unit: 'seconds' },
  'stake.rewardApyBps': { words: 'Yearly reward on stake', unit: 'percent' },
  'stake.rewardClean': { words: 'Time without a slash before rewards begin', unit: 'seconds' },
  'escrow.acceptWindow': { words: 'Time that a node has to accept', unit: 'seconds' },
  'escrow.maxJobsPerDay': { words: 'Jobs that a wallet may order in a day', unit: 'count' },
  'escrow.maxDeadline': { words: 'Longest time from order to deadline', unit: 'seconds' },
  'escrow.silence': { words: 'Silence after which a node counts as dead', unit: 'seconds' },
  'escrow.objectionWindow': { words: 'Time to object after the last proof', unit: 'seconds' },
  'escrow.timeMinBps': { words: 'Shortest run that is paid, of the estimate', unit: 'percent' },
  'escrow.timeMaxBps': { words: 'Longest run that is paid, of the estimate', unit: 'percent' },
  'escrow.timeGrace': { words: 'By how much a run may miss that', unit: 'seconds' },
  'escrow.anchorMaxEpochs': { words: 'Most epochs under one anchor', unit: 'count' },
  'escrow.anchorPartBps': { words: 'Most of a job under one anchor', unit: 'percent' },
  'escrow.clockTolerance': { words: 'By how much a node’s clock may be fast', unit: 'seconds' },
  'escrow.defaultAudits': { words: 'Audits of an exact job that names none', unit: 'count' },
  'escrow.bronzeAuditFactor': { words: 'Audits of Bronze nodes, as a multiple', unit: 'times' },
  'escrow.revealWindow': { words: 'Time for a client to reveal its share of the lot', unit: 'seconds' },
  'escrow.auditWindow': { words: 'Time that remains at least to prove audits', unit: 'seconds' },
  'escrow.minNodeScore': { words: 'Score below which a job is not paid', unit: 'points' },
  'reputation.tierScores': { words: 'Scores at which tiers begin', unit: 'points', each: TIERS },
  'reputation.tierPriceLimitsTokens': {
    words: 'Dearest jobs of a tier, below',
    unit: 'tokens',
    each: ['Bronze', 'Silver', 'Gold'],
  },
  'reputation.confidence': { words: 'Jobs after which a score counts half', unit: 'count' },
  'reputation.weights': {
    words: 'What a score is made of',
    unit: 'points',
    each: ['completed', 'kept to estimates', 'ratings', 'proofs', 'uptime'],
  },
  'reputation.penalties.failed': { words: 'Penalty: failed job', unit: 'points' },
  'reputation.penalties.timeout': { words: 'Penalty: job past its time', unit: 'points' },
  'reputation.penalties.invalidProof': { words: 'Penalty: invalid proof', unit: 'points' },
  'reputation.penalties.disputeLost': { words: 'Penalty: node lost a dispute', unit: 'points' },
  'reputation.penalties.clientDisputeLost': { words: 'Penalty: client lost a dispute', unit: 'points' },
  'reputation.recovery.job': { words: 'Recovery: paid job', unit: 'points' },
  'reputation.recovery.uptime': { words: 'Recovery: a period of uptime', unit: 'points' },
  'reputation.recovery.fiveStars': { words: 'Recovery: five stars', unit: 'points' },
  'reputation.recovery.disputeWon': { words: 'Recovery: dispute won', unit: 'points' },
  'reputation.recovery.uptimePeriod': { words: 'That period of uptime', unit: 'seconds' },
  'reputation.trustPriceTokens': { words: 'Price at which a job earns full trust', unit: 'tokens' },
  'reputation.clientFullJobs': { words: 'Jobs of one client that count in full', unit: 'count' },
  'voting.vote': { words: 'Time to vote on a proposal', unit: 'seconds' },
  'voting.quorumBps': { words: 'Part of the supply that must vote', unit: 'percent' },
  'voting.appealQuorumBps': { words: 'Part of the supply that must vote on an appeal', unit: 'percent' },
  'voting.timelock': { words: 'Time from a carried vote to its execution', unit: 'seconds' },
  'voting.evidence': { words: 'Time for evidence in a dispute', unit: 'seconds' },
  'voting.disputeVote': { words: 'Time to vote on a dispute', unit: 'seconds' },
  'voting.appeal': { words: 'Time to appeal', unit: 'seconds' },
  'voting.appealDeposit': { words: 'Deposit for an appeal', unit: 'CYXWIZ' },
  'voting.voterReward': { words: 'Most that a vote on the winning side earns', unit: 'CYXWIZ' },
  'voting.disputeBond': { words: 'Bond for a dispute', unit: 'CYXWIZ' },
  'voting.proposalBps': { words: 'Part of the supply that a proposer has locked', unit: 'percent' },
  'voting.pauseLimit': { words: 'Longest pause of new jobs', unit: 'seconds' },
  'voting.pauseApproval': { words: 'Time that a guardian’s approval of a pause stands', unit: 'seconds' },
  allowDevelopmentKeys: { words: 'Proofs from keys that anyone can forge with', unit: 'switch' },
};

export const wordsFor = (path: string): Words => PARAMETERS[path] ?? { words: path, unit: 'count' };

/** A parameter's value, as the chain keeps it, for people. */
export function valueText(path: string, value: string): string {
  const { unit, each } = wordsFor(path);
  const values = value.split(',');
  if (!each) return values.map((one) => single(unit, one)).join(', ');
  return values.map((one, at) => `${single(unit, one)} ${each[at] ?? ''}`.trim()).join(', ');
}

function single(unit: Unit, value: string): string {
  if (unit === 'switch') return value === 'true' ? 'accepted' : 'refused';
  const number = Number(value);
  if (unit === 'CYXWIZ') return `${amountText(BigInt(value), CYXWIZ_DECIMALS)} CYXWIZ`;
  if (unit === 'percent') return percent(number);
  if (unit === 'seconds') return durationText(number);
  const whole = BigInt(value).toLocaleString();
  return unit === 'count' ? whole : unit === 'times' ? `× ${whole}` : `${whole} ${unit}`;
}

/** How a value is typed: CYXWIZ and percent with a point, everything else as it is on chain. */
export function typedText(path: string, value: string): string {
  const { unit } = wordsFor(path);
  const typed = (one: string) =>
    unit === 'CYXWIZ'
      ? formatAmount(BigInt(one), CYXWIZ_DECIMALS)
      : unit === 'percent'
        ? String(Number(one) / 100)
        : one;
  return value.split(',').map(typed).join(', ');
}

/** The chain's value of what was typed, which `changeParameters` still has to accept. @throws RangeError */
export function chainText(path: string, typed: string): string {
  const { unit, words } = wordsFor(path);
  const value = (one: string) => {
    if (unit === 'CYXWIZ') return parseAmount(one, CYXWIZ_DECIMALS).toString();
    if (unit !== 'percent') return one;
    const bps = Math.round(Number(one) * 100);
    if (one !== '' && Math.abs(bps / 100 - Number(one)) < 1e-9) return String(bps);
    throw new RangeError(`${words}: a percentage has at most two digits behind the point`);
  };
  return typed
    .split(',')
    .map((one) => value(one.trim()))
    .join(',');
}
