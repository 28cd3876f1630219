import { amountText, durationText, percent, short } from '../ui/format.ts';
import { Address, Card, Facts } from '../ui/parts.tsx';
import type { EscrowReview } from './escrow.ts';

/** One whole in basis points. */
const bps = 10_000n;

/** What the person is about to agree to, in words; every number is from the chain or from the order. */
export function EscrowWords({ review, unit }: { review: EscrowReview; unit: string }) {
  const { offer, price, spec, vault, node, escrow, fees } = review;
  const pay = `${amountText(price, offer.decimals)} ${unit}`;
  const part = (rate: number) => `${amountText((price * BigInt(rate)) / bps, offer.decimals)} ${unit}`;
  const deadline = durationText(Number(offer.deadlineSeconds));
  return (
    <>
      <Card title="What you pay">
        <p class="headline">
          <strong>{pay}</strong> leave your wallet <Address of={offer.wallet} label="your wallet’s address" />{' '}
          and go into the vault <Address of={vault} label="the vault’s address" />.
        </p>
        <p>
          Nobody holds the vault’s key: only the rules of the escrow program take money out of it. The
          coordinator that found the node cannot.
        </p>
        <details>
          <summary>How the price came about</summary>
          <ul>
            {offer.priceExplanation.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      </Card>
      <Card title="What comes back, and when">
        <ul>
          <li>
            Nobody starts within <strong>{durationText(Number(escrow.acceptWindow))}</strong>: you take back
            all {pay}, free of charge (<code>cyxwiz job cancel</code>, or on the job’s page).
          </li>
          <li>
            The node falls silent for {durationText(Number(escrow.silence))}, or is not done {deadline} after
            you paid: anyone can send you the refund
            {review.isCyxwiz && <>, less {percent(fees.failedRefundBurnBps)} that are burned</>}. The node
            keeps only what it had proven, and loses part of its stake.
          </li>
          <li>
            You cancel while it works: the node gets what it had proven and {percent(fees.cancelFeeBps)} of
            the rest; you get what is left.
          </li>
          <li>
            It is done and proven: you have {durationText(Number(escrow.objectionWindow))} to look at the
            weights and to object. Then {part(10_000 - fees.feeBps)} go to the node and {part(fees.feeBps)}{' '}
            are the fee ({percent(fees.diamondFeeBps)} for a Diamond node).
          </li>
          <li>
            The small deposit in SOL for the accounts comes back to you when the finished job is closed.
          </li>
        </ul>
      </Card>
      <Card title="Who works for you">
        <Facts
          rows={[
            ['Node', <Address of={offer.node} label="the node’s address" key="n" />],
            [
              'Score',
              `${node.score} of 1,000 (${node.tier}), from ${node.jobs} paid job${node.jobs === 1 ? '' : 's'}`,
            ],
            ['Stake', `${amountText(node.stake, 9)} CYXWIZ that it can lose`],
            node.banned && ['Standing', 'banned: it cannot accept this job'],
          ]}
        />
        <p class="small">
          Until the node has accepted, the chain shows only a hash of who it is, so that nobody can take the
          job from it.
        </p>
      </Card>
      <Card title="What it does, and what the proof shows">
        <Facts
          rows={[
            [
              'Training',
              spec.engine === 'exact'
                ? `a network ${spec.shape.inputs}-${spec.shape.hidden}-${spec.shape.outputs}, ${spec.epochs} epochs, batches of ${spec.shape.batch}`
                : `the program ${spec.program.name}, ${spec.epochs} epochs`,
            ],
            [
              'Data',
              `${offer.dataBytes.toLocaleString()} bytes, bound by the commitment ${short(spec.datasetRoot)}`,
            ],
            ['Estimate', durationText(spec.estimatedSeconds)],
          ]}
        />
        <ProofWords review={review} />
      </Card>
    </>
  );
}

function ProofWords({ review: { spec, audits, developmentKeys } }: { review: EscrowReview }) {
  return (
    <>
      <h3>The proof will show</h3>
      <ul>
        <li>
          that the checkpoints form one unbroken chain of the promised length, from these first weights and
          this data, by this node, in increasing time, to the weights you download
        </li>
        {spec.exact && (
          <li>that {audits} parts of the training, drawn by lot, were computed correctly step by step</li>
        )}
      </ul>
      <h3>It will not show</h3>
      <ul>
        {spec.exact ? (
          <li>
            that the parts which were not drawn are correct: cheating in half of them goes unseen in about{' '}
            {(100 * 0.5 ** audits).toLocaleString(undefined, { maximumSignificantDigits: 2 })} % of cases, in
            a tenth of them in{' '}
            {(100 * 0.9 ** audits).toLocaleString(undefined, { maximumSignificantDigits: 2 })} %
          </li>
        ) : (
          <li>
            that each step was computed correctly. That is checked by training again, or by an order in the
            exact tier (<code>--tier exact</code>)
          </li>
        )}
        <li>
          that the weights are any good: measure them on rows of your own before the time to object is over
        </li>
        {developmentKeys && (
          <li>
            anything to a stranger: this chain allows development keys, whose secret is published, so anyone
            can forge these proofs
          </li>
        )}
      </ul>
    </>
  );
}
