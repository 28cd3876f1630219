import {
  addStake,
  CYXWIZ_DECIMALS,
  cancelWithdrawal,
  claimWithdrawal,
  compoundRewards,
  createTokenAccount,
  type Node,
  requestWithdrawal,
  stakeVaultAddress,
} from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import { useState } from 'preact/hooks';
import { AmountField, unitsOf } from '../ui/amount-field.tsx';
import { amountText, durationText, percent, timeText } from '../ui/format.ts';
import { Card } from '../ui/parts.tsx';
import { Action } from './action.tsx';
import type { MyNode } from './my-node.tsx';
import { rewardsAt, stakeStanding, withdrawalFault } from './stake-dates.ts';

interface Props {
  readonly mine: MyNode;
  readonly node: Node;
  readonly onDone: () => void;
}

const text = (units: bigint) => `${amountText(units, CYXWIZ_DECIMALS)} CYXWIZ`;
const days = (seconds: bigint) => durationText(Number(seconds));

/** Everything that moves stake: more of it, out of it in two steps, and what it earned. */
export function StakeActions(props: Props) {
  return (
    <Card title="Stake">
      <AddStake {...props} />
      <Withdraw {...props} />
      <Rewards {...props} />
    </Card>
  );
}

function accountsOf({ owner, address, mint, tokenProgram }: MyNode) {
  return { owner: new PublicKey(owner), node: address, mint, ...(tokenProgram && { tokenProgram }) };
}

const namesOf = ({ address }: MyNode): ReadonlyMap<string, string> =>
  new Map([
    [stakeVaultAddress(address).toBase58(), 'The node’s stake'],
    [address, 'Your node'],
  ]);

function AddStake({ mine, node, onDone }: Props) {
  const [typed, setTyped] = useState('');
  const units = unitsOf(typed, CYXWIZ_DECIMALS);
  const fault =
    typed !== '' && units === undefined
      ? 'Type an amount, like 150 or 12.5.'
      : units !== undefined && units > mine.held
        ? 'That is more than your wallet holds.'
        : undefined;
  const ready = units !== undefined && fault === undefined;
  return (
    <>
      <h3>Add to it</h3>
      <p class="small">
        A larger job asks for a larger stake: {mine.params.minStake.map(text).join(', ')}, by its price.
      </p>
      <AmountField label="More stake" unit="CYXWIZ" text={typed} onText={setTyped} fault={fault} />
      <Action
        key={ready ? String(units) : 'none'}
        label={ready ? `Add ${text(units)}` : 'Add stake'}
        words="It can be lost when the node fails a job, and is locked like the rest."
        wallet={mine.owner}
        names={namesOf(mine)}
        {...(ready && { pays: { mint: mine.mint, units } })}
        barred={node.banned ? 'A banned node takes no stake.' : ready ? undefined : 'Type an amount first.'}
        act={(actions) => actions.send([addStake(units ?? 0n, accountsOf(mine))])}
        onDone={onDone}
      />
    </>
  );
}

function Withdraw({ mine, node, onDone }: Props) {
  const [typed, setTyped] = useState('');
  const { lock, lockPerJob, withdrawCooldown, minStake } = mine.params;
  const standing = stakeStanding(node, mine.now);
  const units = typed === '' ? node.stake : unitsOf(typed, CYXWIZ_DECIMALS);
  const fault =
    units === undefined
      ? 'Type an amount, like 150 or 12.5, or nothing for all of it.'
      : withdrawalFault(node, units, minStake[0] ?? 0n);
  const asked = units === undefined || fault ? undefined : units;
  const common = { wallet: mine.owner, names: namesOf(mine), onDone };
  const from = timeText(Number(mine.now + withdrawCooldown) * 1000);
  return (
    <>
      <h3>Take it out</h3>
      <p class="small">
        Stake is locked for {days(lock)} from registration, and every accepted job adds {days(lockPerJob)}.
        Then it is taken out in two steps: you request it, and {days(withdrawCooldown)} later you claim it.
        Until then it can still be lost, and earns nothing.
      </p>
      <AmountField
        label="How much"
        unit="CYXWIZ, all if empty"
        text={typed}
        onText={setTyped}
        fault={fault}
      />
      <Action
        {...common}
        key={`request:${asked}`}
        label={asked === undefined ? 'Request a withdrawal' : `Request ${text(asked)}`}
        words={`Requested now, it may be claimed from ${from}.`}
        barred={standing.requestBarred ?? (asked === undefined ? fault : undefined)}
        act={(actions) => actions.send([requestWithdrawal(asked ?? 0n, accountsOf(mine))])}
      />
      <Action
        {...common}
        label="Claim the withdrawal"
        words="The stake that has cooled down goes to your wallet."
        barred={standing.claimBarred}
        act={(actions) => {
          const accounts = accountsOf(mine);
          const place = createTokenAccount({ payer: accounts.owner, ...accounts });
          return actions.send([place, claimWithdrawal(accounts)]);
        }}
      />
      <Action
        {...common}
        label="Cancel the withdrawal"
        words="It goes back to work, and earns from then on."
        barred={node.withdrawing === 0n ? 'No withdrawal is under way.' : undefined}
        act={(actions) => actions.send([cancelWithdrawal(accountsOf(mine))])}
      />
    </>
  );
}

function Rewards({ mine, node, onDone }: Props) {
  const { rewardApyBps, rewardClean } = mine.params;
  const earned = rewardsAt(node, mine.params, mine.now);
  const { rewardsVault } = mine;
  const short =
    rewardsVault > 0n && rewardsVault < earned
      ? ` The rewards vault holds ${text(rewardsVault)} now, so no more is paid; the rest stays owed.`
      : '';
  return (
    <>
      <h3>Rewards</h3>
      <p class="small">
        Stake earns {percent(rewardApyBps)} a year from {days(rewardClean)} after registration or the last
        loss of stake, as far as the rewards vault holds it.
      </p>
      <Action
        label="Pay the rewards into the stake"
        words={`Earned and not yet paid: ${text(earned)}.${short} Anybody may do this for you.`}
        names={namesOf(mine)}
        barred={
          earned === 0n
            ? 'Nothing has been earned yet.'
            : rewardsVault === 0n
              ? 'The rewards vault is empty; parts of the fees fill it.'
              : undefined
        }
        act={(actions) => actions.send([compoundRewards(accountsOf(mine))])}
        onDone={onDone}
      />
    </>
  );
}
