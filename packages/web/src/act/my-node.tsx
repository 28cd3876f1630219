import { CYXWIZ_DECIMALS, nodeAddress, rewardsAddress, toHex, tokenAccountOf } from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import { useRef, useState } from 'preact/hooks';
import { reader } from '../chain/rpc.ts';
import { wordsOf } from '../sign/unsafe.ts';
import { Address, Amount, Card, Facts, Loading, Notice, Time } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { NodeKeys } from './node-keys.tsx';
import { RegisterNode } from './register-node.tsx';
import { StakeActions } from './stake-actions.tsx';
import { awayText } from './stake-dates.ts';

const REFRESH_MS = 5_000;

/** Everything about an owner's node that this page needs, in one look at the chain. */
export type MyNode = NonNullable<Awaited<ReturnType<typeof read>>>;

async function read(owner: string) {
  const address = nodeAddress(owner);
  const [seen, now, config] = await Promise.all([reader.node(address), reader.unixTime(), reader.config()]);
  if (!config) return undefined;
  const { cyxwizMint, params } = config.value;
  const { tokenProgram } = (await reader.mint(cyxwizMint))?.value ?? {};
  const [held, rewards] = await Promise.all([
    reader.tokenBalance(tokenAccountOf(new PublicKey(owner), cyxwizMint, tokenProgram)),
    reader.tokenBalance(rewardsAddress()),
  ]);
  return {
    address,
    owner,
    node: seen?.value,
    now,
    mint: cyxwizMint,
    tokenProgram,
    params: params.stake,
    held: held?.value.amount ?? 0n,
    /** What the vault that rewards are paid from holds. */
    rewardsVault: rewards?.value.amount ?? 0n,
  };
}

/** The node of a wallet, what its stake is doing, and everything its owner may sign. */
export function MyNodeView({ owner }: { owner: string }) {
  const [round, setRound] = useState(0);
  const loaded = useLoaded(`${owner}:${round}`, () => read(owner), REFRESH_MS);
  // What was shown stays while it is read again: a signature is being followed in it.
  const last = useRef<MyNode>(undefined);
  if (loaded.state === 'ready') last.current = loaded.value;
  const mine = last.current?.owner === owner ? last.current : undefined;
  if (loaded.state === 'failed') {
    return <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />;
  }
  if (!mine && loaded.state === 'loading') return <Loading what="Reading your node…" />;
  if (!mine) {
    return (
      <Notice
        kind="bad"
        title="The CyxWiz programs are not set up on this chain"
        next="ask another coordinator"
      />
    );
  }
  if (!mine.node) return <RegisterNode mine={mine} />;
  const reread = () => setRound(round + 1);
  return (
    <>
      <Standing mine={mine} node={mine.node} />
      <StakeActions mine={mine} node={mine.node} onDone={reread} />
      <NodeKeys mine={mine} node={mine.node} onDone={reread} />
    </>
  );
}

function Standing({ mine, node }: { mine: MyNode; node: NonNullable<MyNode['node']> }) {
  const { now } = mine;
  const { hardware } = node;
  const cyxwiz = (units: bigint) => <Amount units={units} decimals={CYXWIZ_DECIMALS} unit="CYXWIZ" />;
  const date = (at: bigint) => (
    <>
      <Time ms={Number(at) * 1000} />, {awayText(at, now)}
    </>
  );
  return (
    <Card title="Your node">
      {node.banned && (
        <Notice kind="bad" title="This node is banned: it lost a dispute and takes no jobs any more" />
      )}
      {!node.banned && node.suspendedUntil > now && (
        <Notice kind="warn" title="This node is suspended after repeated failures">
          It may accept jobs again from {date(node.suspendedUntil)}.
        </Notice>
      )}
      <Facts
        rows={[
          ['Node', <Address key="a" of={mine.address} label="the node’s address" />],
          ['Stake', cyxwiz(node.stake)],
          node.withdrawing > 0n && ['Being withdrawn', cyxwiz(node.withdrawing)],
          node.withdrawing > 0n && ['May be claimed', date(node.claimableAt)],
          ['Locked until', date(node.lockedUntil)],
          ['Jobs', `${node.activeJobs} now, ${node.jobsAccepted} ever accepted`],
          ['Registered', date(node.registeredAt)],
          ['Last sign of life', date(node.lastHeartbeat)],
          [
            'Machine',
            `${hardware.cpuCores} core${hardware.cpuCores === 1 ? '' : 's'}, ${hardware.memoryMib.toLocaleString()} MiB, ${hardware.gpuCount} GPU${hardware.gpuCount === 1 ? '' : 's'}`,
          ],
          ['Operator key', <Address key="o" of={node.operator} label="the operator key" />],
          ['TLS key hash', <code key="t">{toHex(node.tlsKeyHash)}</code>],
          node.previousTlsUntil > now && ['The key before is good until', date(node.previousTlsUntil)],
          ['In your wallet', cyxwiz(mine.held)],
        ]}
      />
    </Card>
  );
}
