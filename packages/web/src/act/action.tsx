import { CYXWIZ_DECIMALS } from '@cyxwiz/protocol';
import { type EscrowActions, explainChain } from '@cyxwiz/sdk';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { readCluster } from '../chain/cluster.ts';
import { compose } from '../chain/compose.ts';
import type { Effects } from '../chain/effects.ts';
import { reader } from '../chain/rpc.ts';
import { Changes, type TokenName } from '../sign/changes.tsx';
import { refusalOf } from '../sign/refusal.ts';
import { Signing } from '../sign/signing.tsx';
import { Unsafe, wordsOf } from '../sign/unsafe.ts';
import { short } from '../ui/format.ts';
import { Loading, Notice } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { WalletBar } from '../ui/wallet-bar.tsx';
import { useWallet } from '../wallet/store.ts';
import { instructionsOf } from './instructions.ts';

/** More than any of these actions costs in deposits and fees, in lamports. */
const MOST_LAMPORTS = 20_000_000n;

export interface ActionProps {
  readonly label: string;
  readonly words: ComponentChildren;
  /** Whose signature it takes; undefined: anybody's. */
  readonly wallet?: string;
  readonly act: (actions: EscrowActions) => Promise<unknown>;
  /** What accounts are called. */
  readonly names?: ReadonlyMap<string, string>;
  readonly onDone?: () => void;
}

/** One thing to do: a button, then what it would change, then the signature. */
export function Action(props: ActionProps) {
  const [open, setOpen] = useState(false);
  const { account } = useWallet();
  return (
    <div class="action">
      <div class="actions">
        <span class="grow">{props.words}</span>
        <button type="button" class="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
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

async function prepare(signer: string, act: ActionProps['act']) {
  const instructions = await instructionsOf(signer, act);
  const [cluster, composed, config] = await Promise.all([
    readCluster(),
    compose(signer, instructions),
    reader.config(),
  ]);
  const refused = refusalOf(composed.effects, composed.transaction);
  if (refused) throw explainChain(refused);
  check(signer, composed.effects);
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

/** None of these actions takes a token from whoever signs, or gives anybody power over one. */
function check(signer: string, effects: Effects): void {
  for (const { account, token, powers, lamports } of effects.changes) {
    const takes = token?.owner === signer && token.amount < 0n;
    if (takes || powers || (account === signer && lamports < -MOST_LAMPORTS)) {
      throw new Unsafe(
        'this would take more from your wallet than a fee',
        'do not sign it; tell the operator of this page',
      );
    }
  }
}

function Review(props: ActionProps & { signer: string }) {
  const { signer, act, label } = props;
  const loaded = useLoaded(`${signer}:${label}`, () => prepare(signer, act));
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
        label={`Sign: ${label.toLowerCase()}`}
        instructions={(wallet) => instructionsOf(wallet, act)}
        check={(effects) => check(signer, effects)}
        onConfirmed={() => props.onDone?.()}
      />
    </>
  );
}
