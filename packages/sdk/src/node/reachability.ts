import {
  coordinatorApi,
  fromTimestamp,
  type NodeId,
  nodeSessionDigest,
  signEd25519,
  unary,
} from '@cyxwiz/protocol';
import { type ChannelCredentials, credentials } from '@grpc/grpc-js';
import { COORDINATOR, explainGrpc } from '../refusal.ts';

/** Dialling may take the coordinator five seconds, and longer to look up a name. */
const TIMEOUT_MS = 20_000;

/** What a coordinator found at the address that a node has announced to it. */
export type Reachability = {
  /** What was dialled. */
  endpoint: string;
  /** SHA-256 of the public key that answered. */
  tlsKeyHash: Uint8Array | undefined;
  /** Why none did, as in CheckReachabilityResponse. */
  failure: string | undefined;
  /** Milliseconds since the epoch; when it last heard of the node. */
  lastSeen: number | undefined;
};

/**
 * Has a coordinator dial a node as clients do. For whoever has the node's operator key.
 * @throws ClientError COORDINATOR_UNAVAILABLE, COORDINATOR_REFUSED (NODE_UNKNOWN: it has never registered there)
 */
export async function reachabilityOf(
  node: NodeId,
  operatorSecretKey: Uint8Array,
  coordinator: { address: string; channel?: ChannelCredentials },
): Promise<Reachability> {
  const { NodeGatewayService } = coordinatorApi();
  const { address, channel } = coordinator;
  const byNumber = /^(127\.0\.0\.1|\[::1\]):/.test(address);
  const client = new NodeGatewayService(
    address,
    channel ?? credentials.createInsecure(),
    byNumber ? { 'grpc.ssl_target_name_override': 'localhost' } : {},
  );
  try {
    const { service } = NodeGatewayService;
    const { challenge } = await unary(client, service, 'Challenge', { node });
    const signature = signEd25519(operatorSecretKey, nodeSessionDigest(node, challenge));
    const request = { node, challenge, signature };
    const found = await unary(client, service, 'CheckReachability', request, { timeoutMs: TIMEOUT_MS });
    return {
      endpoint: found.endpoint,
      tlsKeyHash: found.tlsKeyHash.length === 0 ? undefined : new Uint8Array(found.tlsKeyHash),
      failure: found.failure || undefined,
      lastSeen: fromTimestamp(found.lastSeen),
    };
  } catch (cause) {
    throw explainGrpc(COORDINATOR, cause);
  } finally {
    client.close();
  }
}
