import { type Refusal, readRefusals } from '../rest/api.ts';
import { Card, Notice, Time } from './parts.tsx';
import { Private } from './private.tsx';

/** Why an owner's node did not get jobs. */
export function Refusals({ owner }: { owner: string }) {
  return (
    <Card title="Jobs that went to others">
      <Private
        wallet={owner}
        what="Why this node was not chosen in the last seven days."
        load={() => readRefusals(owner)}
      >
        {(refusals) => <List refusals={refusals} />}
      </Private>
    </Card>
  );
}

function List({ refusals }: { refusals: readonly Refusal[] }) {
  if (refusals.length === 0) {
    return <Notice kind="info" title="No job of the last seven days went to another node" />;
  }
  return (
    <ul>
      {refusals.map(({ at, reason }, place) => (
        <li key={`${at}:${place}`}>
          <Time ms={Date.parse(at)} />: {reason}
        </li>
      ))}
    </ul>
  );
}
