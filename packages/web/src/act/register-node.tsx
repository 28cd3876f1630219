import { CYXWIZ_DECIMALS } from '@cyxwiz/protocol';
import { useState } from 'preact/hooks';
import { AmountField, unitsOf } from '../ui/amount-field.tsx';
import { amountText } from '../ui/format.ts';
import { Card } from '../ui/parts.tsx';
import type { MyNode } from './my-node.tsx';

const text = (units: bigint) => amountText(units, CYXWIZ_DECIMALS);

/**
 * How a wallet without a node gets one. The machine's own key has to sign beside the owner, at the same moment: so the
 * page that asks for the owner's signature is opened by the program on that machine, and not this one.
 */
export function RegisterNode({ mine }: { mine: MyNode }) {
  const least = mine.params.minStake[0] ?? 0n;
  const [typed, setTyped] = useState(text(least));
  const units = unitsOf(typed, CYXWIZ_DECIMALS);
  const fault =
    units === undefined
      ? 'Type an amount, like 50 or 200.'
      : units < least
        ? `The least stake is ${text(least)} CYXWIZ.`
        : units > mine.held
          ? `Your wallet holds ${text(mine.held)} CYXWIZ.`
          : undefined;
  return (
    <Card title="This wallet has no node">
      <p>
        A node is registered with two signatures: yours, for the stake, and that of the machine’s own operator
        key, so that nobody registers a key that is another’s. Do this on the machine:
      </p>
      <AmountField label="Stake" unit="CYXWIZ" text={typed} onText={setTyped} fault={fault} />
      <pre class="commands">
        {`cyxwiz node init --dir node --owner ${mine.owner}\n`}
        {`cyxwiz node register --dir node --stake ${units === undefined ? '50' : text(units).replace(/[^0-9.]/g, '')} --wallet browser`}
      </pre>
      <p>
        The second command opens a page of your own installation, where you see every change and sign with
        this wallet. If the machine has no screen, forward its port: <code>--sign-port 8123</code> and{' '}
        <code>ssh -L 8123:127.0.0.1:8123 MACHINE</code>.
      </p>
      <p class="small">
        Larger jobs ask for a larger stake: {mine.params.minStake.map(text).join(', ')} CYXWIZ, by their
        price. Nobody can take the stake out but you; a node that fails a job loses a part of it.
      </p>
    </Card>
  );
}
