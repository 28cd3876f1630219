import { equalBytes, toHex } from '@cyxwiz/protocol';
import { NodeError } from '../domain/errors.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';

/**
 * The chain knows this node with this operator and this TLS key; clients would turn away from any other.
 * @throws NodeError CONFIG_INVALID
 */
export async function requireRegistered(
  { chain, log }: Pick<AgentPorts, 'chain' | 'log'>,
  tlsKeyHash: Uint8Array,
): Promise<void> {
  const node = await chain.readNode();
  if (node === null) {
    throw new NodeError('CONFIG_INVALID', `node ${chain.node} is not registered: register it with its stake`);
  }
  if (node.operator !== chain.operator) {
    throw new NodeError(
      'CONFIG_INVALID',
      `the node's operator is ${node.operator}, this key is ${chain.operator}`,
    );
  }
  if (equalBytes(node.tlsKeyHash, tlsKeyHash)) return;
  const previous = equalBytes(node.previousTlsKeyHash, tlsKeyHash);
  if (!previous || (await chain.now()) >= node.previousTlsUntil) {
    throw new NodeError(
      'CONFIG_INVALID',
      `the registered TLS key hash is ${toHex(node.tlsKeyHash)}, this agent's is ${toHex(tlsKeyHash)}: update the node, or restart the agent when its folder holds that key`,
    );
  }
  log.warn(
    { goodUntil: node.previousTlsUntil },
    'the chain names the next TLS key already: restart the agent when its folder holds it',
  );
}
