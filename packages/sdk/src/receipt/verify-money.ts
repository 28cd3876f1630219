import {
  feeVaultAddress,
  jobVaultAddress,
  NODES_PER_PAGE,
  pageOf,
  reputation,
  tokenAccountOf,
} from '@cyxwiz/protocol';
import { AccountLayout } from '@solana/spl-token';
import { type Checklist, holds, same } from './checklist.ts';
import { type Evidence, madeAccount } from './evidence.ts';
import type { Receipt } from './schema.ts';
import type { TransactionView } from './transaction-view.ts';

/** The payment, the balances and the score. */
export async function verifyMoney(
  receipt: Receipt,
  evidence: Evidence,
  views: ReadonlyMap<string, TransactionView>,
  list: Checklist,
): Promise<void> {
  const { job, payment } = receipt;
  await list.check('the payment is split as the terms say and adds up to the price', () => {
    const [price, fee, node] = [BigInt(job.price), BigInt(payment.fee), BigInt(payment.node)];
    same('the fee', (price * BigInt(payment.feeBps)) / 10_000n, fee);
    same('the node’s part', price - fee, node);
    same('refunded and burned', BigInt(payment.refunded) + BigInt(payment.burned), 0n);
    return `${node} to the node, ${fee} fee, of ${price} base units`;
  });
  await list.check(
    'the settlement moved exactly that, to the accounts stated, and closed the vault',
    async () => {
      same(
        'the node’s account',
        tokenAccountOf(job.nodeOwner, job.mint, job.tokenProgram),
        payment.nodeToken,
      );
      same(
        'the client’s account',
        tokenAccountOf(job.client, job.mint, job.tokenProgram),
        payment.clientToken,
      );
      same('the fee vault', feeVaultAddress(job.mint), payment.feeVault);
      // A transaction may pay for several jobs: the events must be this one's.
      const { settled, milestones } = paymentsOf(job.address, views);
      const { signature, view, ended } = settled;
      const paid = milestones.reduce(
        (sum, { data }) => ({ node: sum.node + data.payout.toNode, fee: sum.fee + data.payout.fee }),
        { node: 0n, fee: 0n },
      );
      same('what milestones paid the node', paid.node, ended.data.paidBefore.toNode);
      same('the fee of milestones', paid.fee, ended.data.paidBefore.fee);
      same('the node’s change', view.tokenChange(payment.nodeToken), ended.data.payout.toNode);
      same('the fee vault’s change', view.tokenChange(payment.feeVault), ended.data.payout.fee);
      same('the payments to the node', paid.node + ended.data.payout.toNode, payment.node);
      same('the fees', paid.fee + ended.data.payout.fee, payment.fee);
      same('the event’s price', ended.data.price, job.price);
      const vault = jobVaultAddress(job.address).toBase58();
      const left = BigInt(job.price) - paid.node - paid.fee;
      same('what the vault held', view.tokensBefore(vault), left + ended.data.surplus);
      same('the client’s change', view.tokenChange(payment.clientToken), ended.data.surplus);
      holds((await madeAccount(evidence, vault)) === undefined, 'the vault is still there');
      return signature;
    },
  );
  await list.check('balances before and after add up to the unit, fees included', async () => {
    for (const asset of ['tokens', 'lamports'] as const) {
      const rows = receipt.balances.filter((row) => row.asset === asset);
      holds(rows.length > 0, `no ${asset} are listed`);
      const change = rows.reduce((sum, row) => sum + BigInt(row.after) - BigInt(row.before), 0n);
      const fees = receipt.transactions.reduce((sum, t) => sum + BigInt(t.feeLamports), 0n);
      const expected = asset === 'tokens' ? -BigInt(payment.burned) : -fees;
      same(`the sum of changes in ${asset}`, change, expected);
    }
    if (evidence.kind === 'rpc') return 'sums checked; balances may have moved on since';
    for (const row of receipt.balances) {
      if (row.address)
        same(`${row.asset} of ${row.who}`, await balanceOf(evidence, row.address, row.asset), row.after);
    }
    return 'sums and every listed balance';
  });
  await list.check('the score is what reputation keeps', async () => {
    const account = await evidence.account(receipt.score.page);
    if (!account) throw new Error('there is no such score page');
    same('its owner', account.owner, receipt.programs.reputation);
    const page = reputation.decodeAccount('ScorePage', Buffer.from(account.data, 'base64'));
    const entry = page.nodes[job.nodeIndex % NODES_PER_PAGE];
    same('the page', page.page, pageOf(job.nodeIndex));
    same('the node', entry?.node, job.node);
    if (evidence.kind === 'rpc' && entry?.score !== receipt.score.after) return `moved on to ${entry?.score}`;
    same('the score', entry?.score, receipt.score.after);
    const { before, after } = receipt.score;
    return before === undefined ? String(after) : `${before} → ${after}`;
  });
}

/** The transaction that settled the job, and its milestones. @throws Error when none of those listed settled it */
function paymentsOf(address: string, views: ReadonlyMap<string, TransactionView>) {
  const events = [...views.entries()].flatMap(([signature, view]) =>
    view.events.map((event) => ({ signature, view, event })),
  );
  const milestones = events.flatMap(({ event }) =>
    event.name === 'MilestonePaid' && event.data.job === address ? [event] : [],
  );
  const settled = events.flatMap(({ signature, view, event }) =>
    event.name === 'JobEnded' && event.data.job === address && event.data.state === 'Settled'
      ? [{ signature, view, ended: event }]
      : [],
  )[0];
  if (!settled) throw new Error('no listed transaction settled the job');
  return { settled, milestones };
}

async function balanceOf(evidence: Evidence, address: string, asset: 'tokens' | 'lamports'): Promise<bigint> {
  const account = await evidence.account(address);
  if (!account) return 0n;
  if (asset === 'lamports') return BigInt(account.lamports);
  return AccountLayout.decode(Buffer.from(account.data, 'base64')).amount;
}
