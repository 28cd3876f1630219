import { CYXWIZ_DECIMALS, disputeVaultAddress, fromHex, walletOf } from '@cyxwiz/protocol';
import { majorityOf } from '@cyxwiz/sdk';
import { useState } from 'preact/hooks';
import { Action } from '../act/action.tsx';
import { amountText } from '../ui/format.ts';
import { HashField } from '../ui/hash-field.tsx';
import { byDispute, type Deed } from './by-dispute.ts';
import type { Case } from './read.ts';
import { sideName } from './words.ts';

/** Asking for a second vote: for who did not win the first. */
export function Appeal({ of, deed }: { of: Case; deed: Deed }) {
  const { dispute, address, id } = of;
  const [hash, setHash] = useState<string>();
  const winner = majorityOf(dispute, 1);
  const losers = (['Client', 'Node'] as const).filter((side) => side !== winner);
  const { appealDeposit, appealQuorumBps } = dispute.terms;
  const deposit = amountText(appealDeposit, CYXWIZ_DECIMALS);
  const vault = disputeVaultAddress(address).toBase58();
  return (
    <>
      <p>
        {winner
          ? `The vote went for ${sideName(winner)}.`
          : 'The vote went for nobody, so either side may appeal.'}{' '}
        An appeal takes new evidence and a deposit of {deposit} CYXWIZ, which comes back to who wins by it,
        and {appealQuorumBps / 100} % of the supply must vote then.
      </p>
      <HashField label="New evidence" onHash={setHash} />
      {hash &&
        losers.map((side) => (
          <Action
            key={`${side}:${hash}`}
            label={`Appeal for the ${side.toLowerCase()}`}
            words={`Signed by the wallet of ${sideName(side)}: put down ${deposit} CYXWIZ and ask for a second vote.`}
            wallet={walletOf(dispute, side)}
            act={byDispute((actions) => actions.appeal(id, fromHex(hash, 32)))}
            pays={{ mint: dispute.mint, units: appealDeposit, into: vault }}
            names={new Map([[vault, 'The dispute’s vault']])}
            onDone={deed('the appeal is open; keep the evidence where voters find it')}
          />
        ))}
    </>
  );
}
