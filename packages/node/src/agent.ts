import { nodeId, relayedEndpoint, toHex } from '@cyxwiz/protocol';
import type { TlsIdentity } from './adapters/disk/tls-identity.ts';
import { listen } from './adapters/grpc/tls-server.ts';
import { SESSION_KEY, trainingService } from './adapters/grpc/training-service.ts';
import type { NodeConfig } from './config.ts';
import { messageOf, NodeError } from './domain/errors.ts';
import type { AgentPorts } from './ports/agent-ports.ts';
import { keepChainHeartbeat } from './usecases/chain-heartbeat.ts';
import { JobBoard } from './usecases/job-board.ts';
import { keepAtRelay, type RelayState } from './usecases/keep-at-relay.ts';
import { keepPresence, type PresenceState } from './usecases/keep-presence.ts';
import { keepTidy } from './usecases/keep-tidy.ts';
import { Sessions } from './usecases/sessions.ts';
import { showStatus } from './usecases/show-status.ts';
import { type DrainState, watchDrain } from './usecases/watch-drain.ts';

export const AGENT_VERSION = '0.1.0';

export interface RunningAgent {
  /** host:port of TrainingService. */
  readonly grpcAddress: string;
  /** Address of the node account. */
  readonly node: string;
  /** SHA-256 of the certificate's public key, hex. */
  readonly tlsKeyHash: string;
  /** What programs of `engines` can do here although the owner forbids it: a sentence each. */
  readonly warnings: readonly string[];
  /** Resolves once the owner's notice to drain is carried out: there is nothing left to do but to close. */
  readonly drained: Promise<void>;
  /** Stops taking work, writes everything down, closes every stream. */
  close(): Promise<void>;
}

/** Sets the agent to work on ports that exist already. */
export async function runAgent(
  config: NodeConfig,
  identity: TlsIdentity,
  ports: AgentPorts,
): Promise<RunningAgent> {
  const stopping = new AbortController();
  const sessions = await Sessions.open(ports.sessions, ports.clock, config.sessionSeconds);
  const board = new JobBoard(ports, config);
  const service = trainingService({
    ports,
    board,
    sessions,
    settings: config,
    tlsKeyHash: identity.keyHash,
    agentVersion: AGENT_VERSION,
    stopping: stopping.signal,
  });
  // First, so that a journal that cannot be read leaves nothing behind that runs.
  await board.load();
  const server = await listen({
    ...{ host: config.listenHost, port: config.listenPort, identity, service, limits: config },
    isClient: (headers) => sessions.knows(headers[SESSION_KEY]?.toString()),
  });
  const grpcAddress = `${config.listenHost.includes(':') ? `[${config.listenHost}]` : config.listenHost}:${server.port}`;

  const relayed = config.relay && relayedEndpoint(config.relay, nodeId(ports.chain.node));
  const endpoint = config.publicEndpoint ?? relayed ?? grpcAddress;
  const relay: RelayState | null =
    config.relay === undefined ? null : { address: config.relay, sinceMs: null, error: null };
  const presence: PresenceState = { connected: false, known: false };
  const drain: DrainState = { notice: null };
  const facts = {
    ...{ agentVersion: AGENT_VERSION, pid: process.pid, endpoint, slots: config.slots, presence, drain },
    ...{ listening: grpcAddress, relay },
  };
  const drained = Promise.withResolvers<void>();
  const work = Promise.all([
    keepPresence(endpoint, identity.keyHash, board, ports, config, stopping.signal, presence),
    keepChainHeartbeat(board, ports, config, stopping.signal),
    relay && keepAtRelay(server, ports, config, stopping.signal, relay),
    watchDrain(board, ports, { drain, presence }, stopping.signal).then((done) => done && drained.resolve()),
    showStatus(board, ports, facts, stopping.signal),
    keepTidy(board, ports, stopping.signal),
  ]).catch((error: unknown) => {
    if (!stopping.signal.aborted) ports.log.error({ error: messageOf(error) }, 'the agent takes no new work');
  });

  return {
    grpcAddress,
    node: ports.chain.node,
    tlsKeyHash: toHex(identity.keyHash),
    warnings: ports.engine.gaps,
    drained: drained.promise,
    close: async () => {
      if (stopping.signal.aborted) return;
      ports.log.info({}, 'stopping');
      stopping.abort(new NodeError('SHUTTING_DOWN', 'the agent is stopping'));
      ports.chain.close();
      await board.close();
      await work;
      await server.close();
      await ports.prover.close();
      await ports.stepProver.close();
      await ports.spent.close();
      ports.coordinator.close();
      ports.log.info({}, 'stopped');
    },
  };
}
