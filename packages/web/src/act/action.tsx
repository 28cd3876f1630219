import { CYXWIZ_DECIMALS } from '@cyxwiz/protocol';
import { explainChain } from '@cyxwiz/sdk';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { readCluster } from '../chain/cluster.ts';
import { compose } from '../chain/compose.ts';
import { reader } from '../chain/rpc.ts';
import { Changes, type TokenName } from '../sign/changes.tsx';
import { refusalOf } from '../sign/refusal.ts';
import { Signing } from '../sign/signing.tsx';
import { wordsOf } from '../sign/unsafe.ts';
import { short } from '../ui/format.ts';
import { Loading, Notice } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { WalletBar } from '../ui/wallet-bar.tsx';
import { useWallet } from '../wallet/store.ts';
import { type Act, instructionsOf } from './instructions.ts';
import { type Payment, requirePaying } from './paying.ts';

export interface ActionProps {
  readonly label: string;
  readonly words: ComponentChildren;
  /** Whose signature it takes; undefined: anybody's. */
  readonly wallet?: string;
  readonly act: Act;
  /** What leaves the wallet of whoever signs; undefined: no token at all. */
  readonly pays?: Payment;
  /** Why it cannot be done now. */
  readonly barred?: string | undefined;
  /** What accounts are called. */
  readonly names?: ReadonlyMap<string, string>;
  readonly onDone?: (signature: string) => void;
}

/** One thing to do: a button, then what it would change, then the signature. */
export function Action(props: ActionProps) {
  const [open, setOpen] = useState(false);
  const { account } = useWallet();
  return (
    <div class="action">
      <div class="actions">
        <span class="grow">
          {props.words}
          {props.barred && <span class="small barred">{props.barred}</span>}
        </span>
        <button
          type="button"
          class="quiet"
          aria-expanded={open}
          disabled={!open && props.barred !== undefined}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Not now' : props.label}
        </button>
      </div>
      {open && !account && (
        <WalletBar
          reason={`Connect ${props.wallet ? 'the wallet that signs' : 'any wallet with a little SOL'}`}
        />
      )}
      {open && account && <Review {...props} signer={account.address} />}
    </div>
  );
}

async function prepare(signer: string, { act, pays }: ActionProps) {
  const instructions = await instructionsOf(signer, act);
  const [cluster, composed, config] = await Promise.all([
    readCluster(),
    compose(signer, instructions),
    reader.config(),
  ]);
  const refused = refusalOf(composed.effects, composed.transaction);
  if (refused) throw explainChain(refused);
  requirePaying(signer, composed.effects, pays);
  const tokens = new Map<string, TokenName>();
  for (const { token } of composed.effects.changes) {
    if (!token || tokens.has(token.mint)) continue;
    const decimals = (await reader.mint(token.mint))?.value.decimals ?? CYXWIZ_DECIMALS;
    tokens.set(token.mint, {
      decimals,
      name: token.mint === config?.value.cyxwizMint ? 'CYXWIZ' : short(token.mint),
    });
  }
  return { cluster, composed, tokens };
}

function Review(props: ActionProps & { signer: string }) {
  const { signer, act, label, pays } = props;
  const loaded = useLoaded(`${signer}:${label}`, () => prepare(signer, props));
  if (loaded.state === 'loading') return <Loading what="Running it without sending it…" />;
  if (loaded.state === 'failed') {
    const { message, next } = wordsOf(loaded.error);
    return <Notice kind="bad" title={message} next={next} />;
  }
  const { cluster, composed, tokens } = loaded.value;
  return (
    <>
      <Changes
        effects={composed.effects}
        wallet={signer}
        fee={composed.fee}
        names={props.names ?? new Map()}
        tokens={tokens}
      />
      <Signing
        cluster={cluster}
        wallet={props.wallet}
        label={`Sign: ${label.charAt(0).toLowerCase()}${label.slice(1)}`}
        instructions={(wallet) => instructionsOf(wallet, act)}
        check={(effects) => requirePaying(signer, effects, pays)}
        onConfirmed={(signature) => props.onDone?.(signature)}
      />
    </>
  );
}
