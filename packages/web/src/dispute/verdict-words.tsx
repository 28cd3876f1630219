import { CYXWIZ_DECIMALS } from '@cyxwiz/protocol';
import { amountText, percent, short } from '../ui/format.ts';
import { Card } from '../ui/parts.tsx';
import type { Case } from './read.ts';

const WHOLE = 10_000n;
const part = (amount: bigint, bps: number) => (amount * BigInt(bps)) / WHOLE;

/** What each verdict does to the money. To the unit it stands in the table before the verdict is executed. */
export function VerdictWords({ of: { dispute, job, decimals, node, config } }: { of: Case }) {
  const { stake, fees } = config.params;
  const cyxwiz = (units: bigint) => `${amountText(units, CYXWIZ_DECIMALS)} CYXWIZ`;
  const unit = job?.mint === config.cyxwizMint ? 'CYXWIZ' : `of ${short(job?.mint ?? '')}`;
  const left = job?.state === 'Disputed' ? job.stagePrice - job.claimed : undefined;
  const rest =
    left === undefined
      ? 'what is left of the price'
      : `the ${amountText(left, decimals)} ${unit} that are left in the vault`;
  const slash = node && part(node.stake, stake.disputeSlashBps);
  const loses =
    slash === undefined
      ? percent(stake.disputeSlashBps)
      : `${percent(stake.disputeSlashBps)}, now ${cyxwiz(slash)},`;
  const opener = dispute.opener === 'Client' ? 'the client' : 'the node’s owner';
  const feeBps = job?.feeBps ?? fees.feeBps;
  const lostScore = config.params.reputation.penalties;
  const { bond } = dispute.terms;
  return (
    <Card title="What each verdict does">
      <h3>For the client</h3>
      <p>
        The client gets back {rest}. The node loses {loses} of its stake: {percent(stake.disputeClientBps)} of
        that to the client, the rest to the treasury. The node is banned and loses {lostScore.disputeLost}{' '}
        points.
        {dispute.opener === 'Node' && ' The bond is lost to the treasury.'}
      </p>
      <h3>For the node</h3>
      <p>
        The node is paid as if the job had been settled: {rest}, less the fee of {percent(feeBps)}. The client
        loses {lostScore.clientDisputeLost} points.
        {dispute.opener === 'Client' && ' The bond is lost to the treasury.'}
      </p>
      <h3>For nobody</h3>
      <p>
        Too few voted, or as many for one side as for the other: the node is paid for what it had proven, the
        rest goes back to the client, and the bond to {opener}.
        {dispute.opener === 'Node' && ' With work undone the node is slashed as for any failed job.'}
      </p>
      <p class="small">
        The bond of {cyxwiz(bond)} goes back to {opener} unless the other side wins; an appeal’s deposit of{' '}
        {cyxwiz(dispute.terms.appealDeposit)} only to an appellant who wins. Each vote for the winning side
        earns up to {cyxwiz(dispute.terms.voterReward)}, from the treasury.
      </p>
    </Card>
  );
}
