import {
  type NodeId,
  type NodeSays,
  nodeId,
  relayDigest,
  verifyEd25519,
  walletAddress,
} from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import { RelayError } from '../domain/relay-error.ts';
import type { NodeRegistry, RegisteredOperator } from '../ports/node-registry.ts';

export interface AdmitNodeDeps {
  readonly registry: NodeRegistry;
  /** Nodes that may use this relay; undefined: every node on chain. */
  readonly allowed: ReadonlySet<string> | undefined;
}

/** What this connection was asked to sign. */
export interface Challenged {
  readonly challenge: Uint8Array;
  /** 32 bytes that both ends of this TLS connection, and nobody else, derive from it. */
  readonly channel: Uint8Array;
}

/**
 * Who signs in, when the operator that the chain names at this moment has signed this connection's challenge.
 * @throws RelayError HELLO_INVALID, NODE_NOT_ALLOWED, NODE_UNKNOWN, NODE_BANNED, OPERATOR_SIGNATURE_INVALID,
 * CHAIN_UNAVAILABLE
 */
export function admitNode({ registry, allowed }: AdmitNodeDeps) {
  return async (hello: Extract<NodeSays, { type: 'hello' }>, asked: Challenged): Promise<NodeId> => {
    const node = addressOf(hello.node);
    if (allowed?.has(node) === false) {
      throw new RelayError(
        'NODE_NOT_ALLOWED',
        `this relay does not serve the node ${node}: ask its operator`,
      );
    }
    const registered = await look(registry, node);
    if (registered === undefined) {
      throw new RelayError('NODE_UNKNOWN', `there is no node account at ${node}: register it on chain first`);
    }
    const { operator, banned } = registered;
    const digest = relayDigest(node, asked.challenge, asked.channel);
    const key = new PublicKey(walletAddress(operator)).toBytes();
    if (!verifyEd25519(key, digest, Buffer.from(hello.signature, 'hex'))) {
      throw new RelayError(
        'OPERATOR_SIGNATURE_INVALID',
        `the signature is not by ${operator}, the operator of ${node} on chain`,
      );
    }
    if (banned) throw new RelayError('NODE_BANNED', `the node ${node} is banned on chain`);
    return node;
  };
}

function addressOf(text: string): NodeId {
  try {
    return nodeId(text);
  } catch (cause) {
    throw new RelayError('HELLO_INVALID', 'the hello names no node', cause);
  }
}

async function look(registry: NodeRegistry, node: NodeId): Promise<RegisteredOperator | undefined> {
  try {
    return await registry.operatorOf(node);
  } catch (cause) {
    throw new RelayError('CHAIN_UNAVAILABLE', 'the relay cannot read the chain now: try again', cause);
  }
}
