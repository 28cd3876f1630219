import { CYXWIZ_DECIMALS } from '@cyxwiz/protocol';
import { explainChain } from '@cyxwiz/sdk';
import { VersionedTransaction } from '@solana/web3.js';
import { useState } from 'preact/hooks';
import { readCluster } from '../chain/cluster.ts';
import { effectsOf } from '../chain/effects.ts';
import { reader } from '../chain/rpc.ts';
import { Loading, Notice } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { WalletBar } from '../ui/wallet-bar.tsx';
import { askSignature } from '../wallet/ask.ts';
import { useWallet } from '../wallet/store.ts';
import { Changes } from './changes.tsx';
import { describe } from './decode.ts';
import { tellDesk } from './desk-post.ts';
import { refusalOf } from './refusal.ts';
import { wordsOf } from './unsafe.ts';

async function prepare(encoded: string) {
  const transaction = VersionedTransaction.deserialize(new Uint8Array(Buffer.from(encoded, 'base64')));
  const [cluster, effects, config] = await Promise.all([
    readCluster(),
    effectsOf(transaction),
    reader.config(),
  ]);
  const refused = refusalOf(effects, transaction);
  if (refused) throw explainChain(refused);
  return {
    transaction,
    cluster,
    effects,
    mint: config?.value.cyxwizMint ?? '',
    words: describe(transaction),
  };
}

/** One further transaction of a program that uses this browser's wallet: to waive, to reveal, to rate. */
export function TransactionView(props: { desk: string; request: number; wallet: string; encoded: string }) {
  const { desk, request, encoded } = props;
  const { wallet, account } = useWallet();
  const loaded = useLoaded(String(request), () => prepare(encoded));
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  if (loaded.state === 'loading') return <Loading what="Looking at the transaction…" />;
  if (loaded.state === 'failed') return <Notice kind="bad" {...titled(loaded.error)} />;
  const { transaction, cluster, effects, mint, words } = loaded.value;
  const other = account && account.address !== props.wallet;
  const sign = async () => {
    if (!wallet || !account) return;
    setAsking(true);
    setFailure(undefined);
    try {
      const signed = await askSignature(wallet, account, transaction, cluster.chain);
      await tellDesk(desk, 'signed', {
        request,
        transaction: Buffer.from(signed.serialize()).toString('base64'),
      });
    } catch (error) {
      setFailure(error);
      setAsking(false);
    }
  };
  return (
    <>
      <section class="card">
        <h2>What this signature does</h2>
        <ol>
          {words.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
        <Changes
          effects={effects}
          wallet={props.wallet}
          fee={5_000n * BigInt(transaction.message.header.numRequiredSignatures)}
          names={new Map()}
          tokens={new Map([[mint, { decimals: CYXWIZ_DECIMALS, name: 'CYXWIZ' }]])}
        />
      </section>
      <WalletBar reason="Connect the wallet that signs" />
      {other && (
        <Notice
          kind="warn"
          title="Your wallet shows another account"
          next={`switch it back to ${props.wallet}`}
        />
      )}
      {failure !== undefined && <Notice kind="bad" {...titled(failure)} />}
      <div class="actions">
        <button type="button" class="primary" disabled={!account || other || asking} onClick={sign}>
          {asking ? 'Your wallet asks you now…' : 'Sign'}
        </button>
        <button type="button" class="quiet" onClick={() => void tellDesk(desk, 'refused', { request })}>
          Do not sign
        </button>
      </div>
    </>
  );
}

function titled(error: unknown) {
  const { message, next } = wordsOf(error);
  return { title: message, next };
}
