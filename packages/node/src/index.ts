export { DrainFile, StatusFile } from './adapters/disk/agent-files.ts';
export {
  adoptTlsIdentity,
  ensureTlsIdentity,
  stageTlsIdentity,
  type TlsIdentity,
} from './adapters/disk/tls-identity.ts';
export { benchmarkEngine } from './adapters/engine/benchmark-engine.ts';
export { confinementGaps } from './adapters/engine/process/confinement.ts';
export { spoilProofs } from './adapters/prover/spoil-proofs.ts';
export { type DetectedHardware, detectHardware } from './adapters/system/detect-hardware.ts';
export { AGENT_VERSION, type RunningAgent } from './agent.ts';
export {
  configFromEnv,
  type NodeConfig,
  type NodeConfigInput,
  nodeConfigSchema,
  parseNodeConfig,
} from './config.ts';
export type { AgentStatus, JobLine } from './domain/agent-status.ts';
export { engineOfferSchema } from './domain/engine-offer.ts';
export { NODE_ERROR_CODES, NodeError, type NodeErrorCode } from './domain/errors.ts';
export type { AgentPorts } from './ports/agent-ports.ts';
export type { ProofRequest, ProofResult, Prover } from './ports/prover.ts';
export {
  openReexecutor,
  parseEngineOffers,
  type Reexecutor,
  type ReexecutorOptions,
  type Start,
} from './reexecute.ts';
export { startNode } from './start-node.ts';
