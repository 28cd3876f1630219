import { CYXWIZ_DECIMALS } from '@cyxwiz/protocol';
import { amountText } from './format.ts';

export interface Side {
  readonly name: string;
  /** Base units. */
  readonly votes: bigint;
}

const share = (part: bigint, whole: bigint) => (whole === 0n ? 0 : Number((part * 10_000n) / whole) / 100);

/** Tokens for each of two sides, and whether they are enough to decide anything. */
export function Votes({ sides, quorum }: { sides: readonly [Side, Side]; quorum: bigint }) {
  const cast = sides[0].votes + sides[1].votes;
  return (
    <div class="votes">
      {sides.map(({ name, votes }) => (
        <Bar
          key={name}
          name={name}
          value={votes}
          max={cast}
          more={cast > 0n ? `${share(votes, cast)} %` : ''}
        />
      ))}
      <Bar
        name="Quorum"
        value={cast < quorum ? cast : quorum}
        max={quorum}
        more={
          cast >= quorum && cast > 0n
            ? 'reached'
            : `${amountText(cast, CYXWIZ_DECIMALS)} of ${amountText(quorum, CYXWIZ_DECIMALS)} CYXWIZ`
        }
      />
    </div>
  );
}

function Bar({ name, value, max, more }: { name: string; value: bigint; max: bigint; more: string }) {
  const text =
    name === 'Quorum' ? more : `${amountText(value, CYXWIZ_DECIMALS)} CYXWIZ${more && `, ${more}`}`;
  return (
    <div>
      <span>{name}</span>
      <progress value={share(value, max)} max={100} aria-label={`${name}: ${text}`} />
      <span>{text}</span>
    </div>
  );
}
