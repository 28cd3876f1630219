import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileChain } from './file-chain.ts';
import type { TestNode } from './test-node.ts';

const SCRIPT = fileURLToPath(new URL('./agent-process.ts', import.meta.url));
const fileOf = (node: TestNode) => join(node.dir, 'chain.json');

/** The node's chain, where an agent in a process of its own finds it. */
export function fileChainOf(node: TestNode): FileChain {
  const chain = new FileChain(node.chain.node, node.chain.operator, fileOf(node));
  chain.registered = node.chain.registered;
  chain.tokenKeys = node.chain.tokenKeys;
  return chain;
}

/** The node's agent in a process of its own, once it is there. `native`: with the real prover of steps. */
export async function spawnAgent(node: TestNode, native = false): Promise<ChildProcess> {
  const { operator, node: address } = node.chain;
  const given = { config: node.config, node: address, operator, native, chain: fileOf(node) };
  const made = spawn(process.execPath, [SCRIPT, JSON.stringify(given)], {
    stdio: ['ignore', 'pipe', process.env.CYXWIZ_TEST_LOG === undefined ? 'ignore' : 'inherit'],
  });
  await once(made.stdout as NodeJS.ReadableStream, 'data');
  return made;
}
