import { type ChainReader, nodeId } from '@cyxwiz/protocol';
import type { NodeRegistry } from '../../ports/node-registry.ts';

/** The node accounts on chain, read anew each time: a key that was rotated away is refused from that moment. */
export function solanaRegistry(reader: Pick<ChainReader, 'node'>): NodeRegistry {
  return {
    operatorOf: async (node) => {
      const seen = await reader.node(nodeId(node));
      return seen && { operator: seen.value.operator, banned: seen.value.banned };
    },
  };
}
