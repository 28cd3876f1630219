import { acceptAuthority, executorAddress } from '@cyxwiz/protocol';
import { Address, Card, Facts } from '../ui/parts.tsx';
import type { DraftingProps } from './drafting.tsx';

/** The first vote, which shows that voting works before the key is gone. */
export function DraftAuthority({ config, finish }: DraftingProps) {
  return (
    <>
      <Card title="Token holders take over">
        <p>
          Carried and executed, everything that the key could do takes a vote: parameters, tokens, verifying
          keys, funds, guardians.
        </p>
        <Facts
          rows={[
            ['From the key', <Address key="f" of={config.authority} label="the key that is the authority" />],
            ['To', 'whatever is carried by a vote'],
          ]}
        />
      </Card>
      {finish({ key: 'authority', instruction: () => acceptAuthority(executorAddress()) })}
    </>
  );
}
