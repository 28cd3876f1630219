import { connectionChainReader, connectionTransactionRpc, TransactionSender } from '@cyxwiz/protocol';
import { Connection } from '@solana/web3.js';

/** The Solana node, through whoever served this page: the page asks no other host. */
export const connection = new Connection(`${location.origin}/rpc`, {
  commitment: 'confirmed',
  disableRetryOnRateLimit: true,
});
export const reader = connectionChainReader(connection);
export const sender = new TransactionSender(connectionTransactionRpc(connection), { pollMs: 400 });

let calls = 0;

/** One JSON-RPC call, for what web3.js reads only in part. @throws Error in the node's own words */
export async function rpc<T>(method: string, params: readonly unknown[]): Promise<T> {
  calls += 1;
  const response = await fetch('/rpc', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: calls, method, params }),
  });
  const answer = (await response.json()) as { result?: T; error?: { message: string }; message?: string };
  if (answer.result !== undefined) return answer.result;
  throw new Error(answer.error?.message ?? answer.message ?? 'the Solana node does not answer; try again');
}
