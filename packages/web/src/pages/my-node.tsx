import { Earnings } from '../ui/earnings.tsx';
import { Loading } from '../ui/parts.tsx';
import { Refusals } from '../ui/refusals.tsx';
import { Link } from '../ui/router.tsx';
import { useLoaded } from '../ui/use.ts';
import { WalletBar } from '../ui/wallet-bar.tsx';
import { useWallet } from '../wallet/store.ts';

/** What an owner does with a node: stake in and out, keys, what it earned. */
export default function MyNodePage() {
  const { account } = useWallet();
  const part = useLoaded('my-node', () => import('../act/my-node.tsx'));
  return (
    <>
      <h1 tabIndex={-1}>My node</h1>
      <p>
        For the owner of a machine; everybody else finds the machines in the{' '}
        <Link to="/nodes">directory</Link>.
      </p>
      <WalletBar reason="Connect the wallet that owns the node" />
      {account && part.state !== 'ready' && <Loading what="Reading your node…" />}
      {account && part.state === 'ready' && (
        <part.value.MyNodeView key={account.address} owner={account.address} />
      )}
      {account && <Earnings key={account.address} owner={account.address} />}
      {account && <Refusals key={`refusals:${account.address}`} owner={account.address} />}
    </>
  );
}
