import { connect, disconnect, useWallet } from '../wallet/store.ts';
import { Address, Notice } from './parts.tsx';

/** Which wallet signs, or which ones could. */
export function WalletBar({ reason }: { reason: string }) {
  const { wallets, wallet, account, vanished, problem } = useWallet();
  if (wallet && account) {
    return (
      <div class="wallet">
        <img src={wallet.icon} alt="" width="24" height="24" />
        <span>
          {wallet.name} <Address of={account.address} label="your wallet’s address" />
        </span>
        <button type="button" class="quiet" onClick={disconnect}>
          Disconnect
        </button>
      </div>
    );
  }
  return (
    <div class="wallet choose">
      {vanished && (
        <Notice
          kind="warn"
          title="Your wallet is gone from this page"
          next="switch its extension on again, or connect another one"
        />
      )}
      {wallet && !account && (
        <Notice kind="warn" title={`${wallet.name} shares no account`} next="unlock it and allow this page" />
      )}
      {problem && (
        <Notice kind="bad" title="No wallet is connected">
          {problem}
        </Notice>
      )}
      {wallets.length === 0 ? (
        <Notice
          kind="info"
          title="No wallet was found in this browser"
          next="install Phantom, or another wallet that knows Wallet Standard, and load this page again"
        >
          {reason}
        </Notice>
      ) : (
        <fieldset>
          <legend>{reason}</legend>
          {wallets.map((one) => (
            <button type="button" key={one.name} class="choice" onClick={() => connect(one)}>
              <img src={one.icon} alt="" width="24" height="24" />
              Connect {one.name}
            </button>
          ))}
        </fieldset>
      )}
    </div>
  );
}
