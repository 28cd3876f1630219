import { Action } from '../act/action.tsx';
import type { Doing } from '../act/done.tsx';
import { byProposal } from './by-proposal.ts';

/** Executing what was carried, once its timelock is over. */
export function ExecuteProposal({ number, deed }: { number: bigint; deed: Doing[1] }) {
  return (
    <Action
      label="Execute it"
      words="Anyone: run what was voted on. You pay the fee, and the rent of an account where it makes one; so read it first."
      act={byProposal((actions) => actions.execute(number))}
      onDone={deed(`proposal ${number} is executed`)}
    />
  );
}
