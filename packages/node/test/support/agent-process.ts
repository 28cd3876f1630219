/** An agent in a process of its own that can be killed: argv is a JSON object {config, node, operator, chain, native}. */
import { type NodeConfigInput, startNode } from '../../src/index.ts';
import { FileChain } from './file-chain.ts';
import { MemoryCoordinator } from './memory-coordinator.ts';
import { MemoryProver } from './memory-prover.ts';
import { MemoryStepProver } from './memory-step-prover.ts';

interface Given {
  readonly config: NodeConfigInput;
  readonly node: string;
  readonly operator: string;
  readonly chain: string;
  /** Steps are committed to by the real prover. */
  readonly native?: boolean;
}

const given = JSON.parse(process.argv[2] ?? '{}') as Given;
const coordinator = new MemoryCoordinator();
coordinator.down = true;
const agent = await startNode(given.config, {
  chain: new FileChain(given.node, given.operator, given.chain),
  coordinator,
  prover: new MemoryProver(),
  ...(given.native === true ? {} : { stepProver: new MemoryStepProver() }),
});
process.once('SIGTERM', () => void agent.close().then(() => process.exit(0)));
process.stdout.write('ready\n');
