import type { Chain } from './chain.ts';
import type { Clock } from './clock.ts';
import type { Coordinator } from './coordinator.ts';
import type { DrainNotices } from './drain-notices.ts';
import type { Engine } from './engine.ts';
import type { JobRecords } from './job-records.ts';
import type { JobStore, SpentTokens, UploadStore } from './job-store.ts';
import type { Log } from './log.ts';
import type { MachineLoad } from './machine-load.ts';
import type { OperatorSigner } from './operator-signer.ts';
import type { Prover } from './prover.ts';
import type { Relay } from './relay.ts';
import type { SessionStore } from './session-store.ts';
import type { StatusBoard } from './status-board.ts';
import type { StepProver } from './step-prover.ts';
import type { TokenVerifier } from './token-verifier.ts';

/** Everything that the use cases reach the world through. */
export interface AgentPorts {
  readonly clock: Clock;
  readonly chain: Chain;
  readonly coordinator: Coordinator;
  /** Undefined when clients come directly. */
  readonly relay: Relay | undefined;
  readonly engine: Engine;
  readonly prover: Prover;
  readonly stepProver: StepProver;
  readonly jobs: JobStore;
  readonly records: JobRecords;
  /** Data sets. */
  readonly uploads: UploadStore;
  /** States that stages begin with. */
  readonly starts: UploadStore;
  readonly spent: SpentTokens;
  readonly sessions: SessionStore;
  readonly tokens: TokenVerifier;
  readonly signer: OperatorSigner;
  readonly load: MachineLoad;
  readonly drains: DrainNotices;
  readonly status: StatusBoard;
  readonly log: Log;
}
