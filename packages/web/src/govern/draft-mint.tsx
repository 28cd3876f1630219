import { allowMint, disallowMint, executorAddress } from '@cyxwiz/protocol';
import { useState } from 'preact/hooks';
import { reader } from '../chain/rpc.ts';
import { amountText } from '../ui/format.ts';
import { Card, Facts, Notice } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { type Draft, type DraftingProps, TextField } from './drafting.tsx';
import { addressOf } from './read.ts';

const REFRESH_MS = 10_000;

async function load(mint: string | undefined) {
  if (mint === undefined) return undefined;
  const [info, policy] = await Promise.all([reader.mint(mint), reader.mintPolicy(mint)]);
  return { mint, info: info?.value, allowed: policy?.value.allowed === true };
}

type Found = NonNullable<Awaited<ReturnType<typeof load>>>;

/** Another token that jobs may be paid for in. */
export function DraftAllowedMint(props: DraftingProps) {
  return (
    <DraftMint
      {...props}
      words="New jobs may be priced in it, and fees in it are divided like others. Whoever executes the vote pays the rent of the account that collects them. The mint’s owner stays who may issue more of it, or freeze it."
      faultOf={({ allowed }) => allowed && 'Jobs may be paid for in it already.'}
      draftOf={({ mint, info }) =>
        info && {
          key: `allow:${mint}`,
          instruction: (payer) =>
            allowMint({ authority: executorAddress(), mint, payer, tokenProgram: info.tokenProgram }),
        }
      }
    />
  );
}

/** A token that new jobs are no longer paid for in. */
export function DraftDisallowedMint(props: DraftingProps) {
  return (
    <DraftMint
      {...props}
      words="Jobs that are paid for already go on and pay out in it; new ones are refused."
      faultOf={({ allowed }) => !allowed && 'Jobs cannot be paid for in it now.'}
      draftOf={({ mint }) => ({
        key: `disallow:${mint}`,
        instruction: () => disallowMint(mint, executorAddress()),
      })}
    />
  );
}

function DraftMint(
  props: DraftingProps & {
    words: string;
    faultOf: (found: Found) => string | false;
    draftOf: (found: Found) => Draft | undefined;
  },
) {
  const { config, finish, words, faultOf, draftOf } = props;
  const [typed, setTyped] = useState('');
  const mint = addressOf(typed);
  const loaded = useLoaded(String(mint), () => load(mint), REFRESH_MS);
  const found = loaded.state === 'ready' ? loaded.value : undefined;
  const fault = found && (found.info ? faultOf(found) : 'There is no mint at this address.');
  const info = found?.info;
  return (
    <>
      <Card title="Which token">
        <div class="fields">
          <TextField
            wide
            label="The address of its mint"
            text={typed}
            onText={setTyped}
            fault={typed !== '' && mint === undefined ? 'That is no address.' : fault || undefined}
          />
          <p class="small">{words}</p>
        </div>
        {info && (
          <Facts
            rows={[
              ['Decimals', String(info.decimals)],
              ['Issued so far', `${amountText(info.supply, info.decimals)} tokens`],
            ]}
          />
        )}
        {mint === config.cyxwizMint && (
          <Notice kind="warn" title="This is CYXWIZ itself, the token of stakes and votes" />
        )}
      </Card>
      {finish(found && !fault ? draftOf(found) : undefined)}
    </>
  );
}
