/** All that the page asks a Solana node. Nothing here is expensive for it, and nothing changes its settings. */
const METHODS: ReadonlySet<string> = new Set([
  'getAccountInfo',
  'getBalance',
  'getBlockHeight',
  'getFeeForMessage',
  'getGenesisHash',
  'getLatestBlockhash',
  'getMultipleAccounts',
  'getRecentPrioritizationFees',
  'getSignatureStatuses',
  'getSignaturesForAddress',
  'getSlot',
  'getTransaction',
  'isBlockhashValid',
  'sendTransaction',
  'simulateTransaction',
]);

const TIMEOUT_MS = 15_000;

export interface GateReply {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Hands single JSON-RPC calls of the page on to the node at `url`, which the page never learns: providers put their
 * customers' keys into it.
 */
export function rpcGate(url: string, fetcher: typeof fetch = fetch): (body: unknown) => Promise<GateReply> {
  return async (body) => {
    const { jsonrpc, id, method, params } = (body ?? {}) as Record<string, unknown>;
    const named = typeof id === 'string' || typeof id === 'number' ? id : null;
    const refuse = (status: number, code: number, message: string) => ({
      status,
      body: { jsonrpc: '2.0', id: named, error: { code, message } },
    });
    if (Array.isArray(body) || jsonrpc !== '2.0' || named === null || typeof method !== 'string') {
      return refuse(400, -32600, 'send one JSON-RPC 2.0 call with an id');
    }
    if (!METHODS.has(method)) return refuse(403, -32601, `the page has no use for ${method.slice(0, 60)}`);
    if (params !== undefined && !Array.isArray(params)) return refuse(400, -32602, 'params must be a list');
    try {
      const answer = await fetcher(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc, id: named, method, params: params ?? [] }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return { status: 200, body: await answer.json() };
    } catch {
      return refuse(502, -32603, 'the Solana node does not answer; try again');
    }
  };
}
