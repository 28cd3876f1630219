import { CYXWIZ_DECIMALS, lockTokens, lockVaultAddress, unlockTokens } from '@cyxwiz/protocol';
import { useState } from 'preact/hooks';
import { Action } from '../act/action.tsx';
import { DoneList, useDone } from '../act/done.tsx';
import { reader } from '../chain/rpc.ts';
import { wordsOf } from '../sign/unsafe.ts';
import { AmountField, unitsOf } from '../ui/amount-field.tsx';
import { amountText } from '../ui/format.ts';
import { Amount, Card, Facts, Loading, Notice, Time } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { WalletBar } from '../ui/wallet-bar.tsx';
import { useWallet } from '../wallet/store.ts';
import { readConfig, readVoter } from './read.ts';

const REFRESH_MS = 5_000;

async function load(wallet: string) {
  const { cyxwizMint: mint } = await readConfig();
  const [voter, now, info] = await Promise.all([
    readVoter(wallet, mint),
    reader.unixTime(),
    reader.mint(mint),
  ]);
  return { ...voter, now, mint, tokenProgram: info?.value.tokenProgram };
}

/** What the connected wallet votes with, and how to change that. */
export function TokenLock() {
  const { account } = useWallet();
  return (
    <Card title="Your votes">
      <p class="small">
        One locked token is one vote in whatever is opened after it was locked. It stays locked until the last
        vote that it was cast in is over.
      </p>
      <WalletBar reason="Connect a wallet to see what it votes with" />
      {account && <Lock key={account.address} wallet={account.address} />}
    </Card>
  );
}

function Lock({ wallet }: { wallet: string }) {
  const loaded = useLoaded(wallet, () => load(wallet), REFRESH_MS);
  const [typed, setTyped] = useState('');
  const [done, deed] = useDone();
  if (loaded.state === 'loading') return <Loading what="Reading your locked tokens…" />;
  if (loaded.state === 'failed') {
    return <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />;
  }
  const { lock, held, now, mint, tokenProgram } = loaded.value;
  const tokens = { mint, owner: wallet, ...(tokenProgram && { tokenProgram }) };
  const amount = unitsOf(typed, CYXWIZ_DECIMALS);
  const locked = lock?.amount ?? 0n;
  const bound = lock !== undefined && lock.lockedUntil > now;
  const shown = amount === undefined ? '' : amountText(amount, CYXWIZ_DECIMALS);
  const vault = lockVaultAddress(wallet).toBase58();
  const names = new Map([[vault, 'Your locked tokens']]);
  return (
    <>
      <Facts
        rows={[
          ['Locked', <Amount key="l" units={locked} decimals={CYXWIZ_DECIMALS} unit="CYXWIZ" />],
          ['In the wallet', <Amount key="h" units={held} decimals={CYXWIZ_DECIMALS} unit="CYXWIZ" />],
          locked > 0n &&
            lock && ['They vote on what was opened after', <Time key="s" ms={Number(lock.since) * 1000} />],
          bound && lock && ['They stay until', <Time key="u" ms={Number(lock.lockedUntil) * 1000} />],
        ]}
      />
      <AmountField
        label="Amount"
        unit="CYXWIZ"
        text={typed}
        onText={setTyped}
        fault={
          typed !== '' && amount === undefined ? 'Type an amount above zero, like 150 or 12.5.' : undefined
        }
      />
      {amount !== undefined && (
        <>
          {amount > held ? (
            <p>Your wallet holds less than {shown} CYXWIZ, so it cannot lock that much.</p>
          ) : (
            <Action
              key={`lock:${amount}`}
              label={`Lock ${shown} CYXWIZ`}
              words={
                locked > 0n
                  ? 'Adding tokens makes all of your locked tokens wait for what is opened next.'
                  : 'They go into a vault that only you take them out of again.'
              }
              act={(actions) => actions.send([lockTokens(amount, tokens)])}
              pays={{ mint, units: amount, into: vault }}
              names={names}
              onDone={deed(`${shown} CYXWIZ are locked`)}
            />
          )}
          {lock && amount <= locked && !bound && (
            <Action
              key={`unlock:${amount}`}
              label={`Unlock ${shown} CYXWIZ`}
              words="They come back into your wallet, and vote on nothing more."
              wallet={wallet}
              act={(actions) =>
                actions.send([unlockTokens(amount, { ...tokens, rentPayer: lock.rentPayer })])
              }
              names={names}
              onDone={deed(`${shown} CYXWIZ are unlocked`)}
            />
          )}
        </>
      )}
      <DoneList done={done} />
    </>
  );
}
