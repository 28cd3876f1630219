import { fromHex } from '@cyxwiz/protocol';
import type { DisputePhase } from '@cyxwiz/sdk';
import { useState } from 'preact/hooks';
import { Action } from '../act/action.tsx';
import { type Doing, DoneList } from '../act/done.tsx';
import { HashField } from '../ui/hash-field.tsx';
import { Card } from '../ui/parts.tsx';
import { Appeal } from './appeal.tsx';
import { byDispute, type Deed } from './by-dispute.ts';
import { DisputeBallot } from './dispute-ballot.tsx';
import { Execute } from './execute.tsx';
import type { Case } from './read.ts';
import { ReleaseBonds } from './release-bonds.tsx';
import { Rewards } from './rewards.tsx';

/** Evidence, vote, appeal, execute, release, reward, close: what is possible now, a button each. */
export function DisputeActs(props: { of: Case; phase: DisputePhase; doing: Doing }) {
  const { of, phase } = props;
  const { dispute, now, id } = of;
  const [done, deed] = props.doing;
  const voting = phase === 'vote' || phase === 'vote on the appeal';
  const decided = dispute.verdict !== null;
  const closable = decided && dispute.bondsReleased && dispute.openVotes === 0;
  return (
    <Card title="What can be done">
      {now <= dispute.evidenceEnds && !decided && <Evidence of={of} deed={deed} />}
      {voting && <DisputeBallot of={of} deed={deed} />}
      {phase === 'evidence' && <p>Nobody can vote before the time for evidence is over.</p>}
      {phase === 'time to appeal' && <Appeal of={of} deed={deed} />}
      {phase === 'verdict final' && <Execute of={of} deed={deed} />}
      {decided && !dispute.bondsReleased && <ReleaseBonds id={id} deed={deed} />}
      {decided && <Rewards of={of} deed={deed} />}
      {closable && (
        <Action
          label="Close the dispute"
          words="Anyone: nothing of it is left. Its rent goes back to whoever paid it."
          act={byDispute((actions) => actions.close(id))}
          onDone={deed('the dispute is closed')}
        />
      )}
      {decided && dispute.bondsReleased && dispute.openVotes > 0 && (
        <p>
          It can be closed when the records of {dispute.openVotes} vote{dispute.openVotes === 1 ? '' : 's'}{' '}
          are: each voter closes its own, with the reward.
        </p>
      )}
      <DoneList done={done} />
    </Card>
  );
}

function Evidence({ of: { dispute, id }, deed }: { of: Case; deed: Deed }) {
  const [hash, setHash] = useState<string>();
  const [open, setOpen] = useState(false);
  const act = (given: string) => byDispute((actions) => actions.evidence(id, fromHex(given, 32)));
  return (
    <>
      <div class="actions">
        <span class="grow">
          Client or node’s owner: hand in evidence, in place of what you handed in before.
        </span>
        <button type="button" class="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'No evidence now' : 'Hand in evidence'}
        </button>
      </div>
      {open && <HashField label="Your evidence" onHash={setHash} />}
      {open &&
        hash &&
        (
          [
            ['client', dispute.client],
            ['node', dispute.nodeOwner],
          ] as const
        ).map(([side, wallet]) => (
          <Action
            key={`${side}:${hash}`}
            label={`Hand it in for the ${side}`}
            words={`Only its SHA-256 goes on chain. Signed by the wallet of the ${side === 'client' ? 'client' : 'node’s owner'}.`}
            wallet={wallet}
            act={act(hash)}
            onDone={deed('the evidence is on record; keep it where voters find it')}
          />
        ))}
    </>
  );
}
