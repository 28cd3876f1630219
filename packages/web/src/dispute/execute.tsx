import { treasuryAddress } from '@cyxwiz/protocol';
import { DisputeActions } from '@cyxwiz/sdk';
import { PublicKey } from '@solana/web3.js';
import { Action } from '../act/action.tsx';
import { namesOf } from '../act/names.ts';
import { reader, sender } from '../chain/rpc.ts';
import { Loading } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { byDispute, type Deed } from './by-dispute.ts';
import type { Case } from './read.ts';

const REFRESH_MS = 4_000;

/** Executing the final verdict; before it, the accounts that it pays into, if somebody has closed one. */
export function Execute({ of, deed }: { of: Case; deed: Deed }) {
  const { dispute, job, id } = of;
  const nobody = { publicKey: PublicKey.default, sign: () => Promise.reject(new Error('nobody signs')) };
  const loaded = useLoaded(
    id,
    () => new DisputeActions(reader, sender, nobody).missingAccounts(id),
    REFRESH_MS,
  );
  if (loaded.state === 'loading') return <Loading what="Looking where it pays…" />;
  if (loaded.state === 'ready' && loaded.value.length > 0) {
    return (
      <Action
        label="Make the missing token accounts"
        words="Anyone: somebody whom the verdict pays has no account for the tokens. You pay the rent of it."
        act={(actions, around) =>
          new DisputeActions(around.reader, around.sender, around.wallet)
            .missingAccounts(id)
            .then((accounts) => actions.send(accounts))
        }
        onDone={deed('the accounts are there')}
      />
    );
  }
  const treasury = treasuryAddress(dispute.mint).toBase58();
  return (
    <Action
      label="Execute the verdict"
      words="Anyone: pay everybody as the verdict says. You pay the fee only."
      act={byDispute((actions) => actions.execute(id))}
      names={new Map([...(job ? namesOf(id, job) : []), [treasury, 'The treasury']])}
      onDone={deed('the verdict is executed')}
    />
  );
}
