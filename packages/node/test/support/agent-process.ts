/** An agent in a process of its own that can be killed: argv is a JSON object {config, node, operator, chain}. */
import { type NodeConfigInput, startNode } from '../../src/index.ts';
import { FileChain } from './file-chain.ts';
import { MemoryCoordinator } from './memory-coordinator.ts';
import { MemoryProver } from './memory-prover.ts';

interface Given {
  readonly config: NodeConfigInput;
  readonly node: string;
  readonly operator: string;
  readonly chain: string;
}

const given = JSON.parse(process.argv[2] ?? '{}') as Given;
const coordinator = new MemoryCoordinator();
coordinator.down = true;
const agent = await startNode(given.config, {
  chain: new FileChain(given.node, given.operator, given.chain),
  coordinator,
  prover: new MemoryProver(),
});
process.once('SIGTERM', () => void agent.close().then(() => process.exit(0)));
process.stdout.write('ready\n');
