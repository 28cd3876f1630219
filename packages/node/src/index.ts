export {
  adoptTlsIdentity,
  ensureTlsIdentity,
  stageTlsIdentity,
  type TlsIdentity,
} from './adapters/disk/tls-identity.ts';
export { spoilProofs } from './adapters/prover/spoil-proofs.ts';
export { AGENT_VERSION, type RunningAgent } from './agent.ts';
export {
  configFromEnv,
  type NodeConfig,
  type NodeConfigInput,
  nodeConfigSchema,
  parseNodeConfig,
} from './config.ts';
export { NODE_ERROR_CODES, NodeError, type NodeErrorCode } from './domain/errors.ts';
export type { AgentPorts } from './ports/agent-ports.ts';
export type { ProofRequest, ProofResult, Prover } from './ports/prover.ts';
export { startNode } from './start-node.ts';
