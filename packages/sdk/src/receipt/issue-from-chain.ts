import {
  bytesToField,
  type ChainReader,
  type JobId,
  type JobSpec,
  NODES_PER_PAGE,
  pageOf,
  reputation,
  scorePageAddress,
  tokenAccountOf,
} from '@cyxwiz/protocol';
import { AccountLayout } from '@solana/spl-token';
import { ClientError } from '../errors.ts';
import type { Wallet } from '../wallet.ts';
import { verifyWeights } from '../weights.ts';
import { type Evidence, required } from './evidence.ts';
import { draftReceipt, exportLedger, sealReceipt } from './issue.ts';
import type { Ledger, Receipt } from './schema.ts';
import { viewTransaction } from './transaction-view.ts';

type Row = Receipt['balances'][number];

/** What a client has of a job that is paid for. */
export interface OwnJob {
  readonly wallet: Wallet;
  readonly reader: ChainReader;
  readonly evidence: Evidence;
  /** What the receipt calls the chain; its genesis hash is what counts. */
  readonly cluster: string;
  readonly job: JobId;
  readonly spec: JobSpec;
  readonly salt: Uint8Array;
  readonly clientNonce: Uint8Array;
  /** The file as it came from the node. */
  readonly weights: Uint8Array;
}

/**
 * A receipt by a client that kept nothing but its job's file: everything else is read from the chain, so what only
 * somebody knows who was there – times of proofs, the score before – is left out.
 * @param ledgerFile name of the file that the ledger will stand in, beside the receipt
 * @throws ClientError JOB_NOT_FOUND once the job is closed, WRONG_STATE before it is paid, WEIGHTS_MISMATCH
 */
export async function issueReceipt(
  own: OwnJob,
  ledgerFile: string,
): Promise<{ receipt: Receipt; ledger: Ledger }> {
  const { wallet, reader, evidence, cluster, job: address, spec, salt, clientNonce, weights } = own;
  const job = (await reader.job(address))?.value;
  if (!job) {
    throw new ClientError('JOB_NOT_FOUND', `there is no job account at ${address}`, {
      next: 'a receipt can be written until the job is closed',
    });
  }
  if (job.state !== 'Settled') {
    throw new ClientError('WRONG_STATE', `the job is ${job.state}: a receipt is about a job that is paid`, {
      next: `look at it: cyxwiz job status ${address}`,
    });
  }
  verifyWeights(weights, job, spec.engine);
  const node = await reader.node(job.node);
  const mint = await reader.mint(job.mint);
  if (!node || !mint) {
    throw new ClientError('NODE_NOT_FOUND', 'the job’s node or mint is not on chain any more', {
      next: 'its registration was closed: no receipt can be written',
    });
  }
  const { operator, index } = node.value;
  const signatures = (await reader.signatures(address)).map(({ signature }) => signature);
  const { tokenProgram } = mint.value;
  const draft = await draftReceipt({
    ...{ wallet, chain: evidence, cluster, job, signatures, epochs: [], weights },
    checked: { offer: { job: address, salt }, job: { spec, clientNonce } },
    node: { operator, index },
    tokenProgram,
    weightsCommitment: bytesToField(job.anchoredWeights),
    balances: await balancesOf(evidence, signatures, {
      client: tokenAccountOf(job.client, job.mint, tokenProgram).toBase58(),
      'node (owner)': tokenAccountOf(job.nodeOwner, job.mint, tokenProgram).toBase58(),
      'fee vault': job.feeVault,
    }),
    score: { after: await scoreOf(evidence, index) },
  });
  const ledger = await exportLedger(draft, evidence, await reader.slot());
  return { receipt: await sealReceipt(draft, wallet, { file: ledgerFile, content: ledger }), ledger };
}

/** What these transactions have moved: what everybody holds now, and before them if nothing else had happened. */
async function balancesOf(
  evidence: Evidence,
  signatures: readonly string[],
  accounts: Readonly<Record<string, string>>,
): Promise<Row[]> {
  const views = await Promise.all(
    signatures.map(async (signature) =>
      viewTransaction(signature, await required(evidence.transaction(signature), `transaction ${signature}`)),
    ),
  );
  const rows: Row[] = [];
  let moved = 0n;
  for (const [who, address] of Object.entries(accounts)) {
    const change = views.reduce((sum, view) => sum + (view.failed ? 0n : view.tokenChange(address)), 0n);
    const account = await evidence.account(address);
    const after = account ? AccountLayout.decode(Buffer.from(account.data, 'base64')).amount : 0n;
    rows.push({ who, address, asset: 'tokens', before: String(after - change), after: String(after) });
    moved += change;
  }
  const fees = views.reduce((sum, { record }) => sum + BigInt(record.meta.fee), 0n);
  const rest = (who: string, asset: Row['asset'], change: bigint): Row =>
    change < 0n
      ? { who, asset, before: String(-change), after: '0' }
      : { who, asset, before: '0', after: String(change) };
  rows.push(rest('everybody else', 'tokens', -moved));
  rows.push(rest('who paid the fees', 'lamports', -fees));
  return rows;
}

async function scoreOf(evidence: Evidence, index: number): Promise<number> {
  const account = await required(evidence.account(scorePageAddress(pageOf(index)).toBase58()), 'the score');
  const page = reputation.decodeAccount('ScorePage', Buffer.from(account.data, 'base64'));
  return page.nodes[index % NODES_PER_PAGE]?.score ?? 0;
}
