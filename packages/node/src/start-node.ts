import { readFile } from 'node:fs/promises';
import { AUDITED_OFFER, nodeId, signEd25519 } from '@cyxwiz/protocol';
import pino from 'pino';
import { SolanaChain } from './adapters/chain/solana-chain.ts';
import { GrpcCoordinator } from './adapters/coordinator/grpc-coordinator.ts';
import { DrainFile, StatusFile } from './adapters/disk/agent-files.ts';
import { JobFolder } from './adapters/disk/job-folder.ts';
import { readOperatorKey } from './adapters/disk/operator-key.ts';
import { RecordFiles } from './adapters/disk/records/record-files.ts';
import { SessionFile } from './adapters/disk/session-file.ts';
import { SpentTokenLog } from './adapters/disk/spent-token-log.ts';
import { ensureTlsIdentity } from './adapters/disk/tls-identity.ts';
import { START_NAMES, UploadFile } from './adapters/disk/upload-file.ts';
import { Engines } from './adapters/engine/engines.ts';
import { ExactEngine } from './adapters/engine/exact-engine.ts';
import { ProcessEngine } from './adapters/engine/process-engine.ts';
import { NativeStepProver } from './adapters/prover/native-step-prover.ts';
import { ProofsProver } from './adapters/prover/proofs-prover.ts';
import { spoilProofs } from './adapters/prover/spoil-proofs.ts';
import { TlsRelay } from './adapters/relay/tls-relay.ts';
import { ProcessLoad } from './adapters/system/process-load.ts';
import { systemClock } from './adapters/system/system-clock.ts';
import { CoordinatorKeys } from './adapters/tokens/coordinator-keys.ts';
import { JwtVerifier } from './adapters/tokens/jwt-verifier.ts';
import { AGENT_VERSION, type RunningAgent, runAgent } from './agent.ts';
import { type NodeConfig, type NodeConfigInput, parseNodeConfig } from './config.ts';
import type { AgentPorts } from './ports/agent-ports.ts';
import type { Log } from './ports/log.ts';

/**
 * Starts a node agent. The only place that builds adapters; whoever embeds the agent may bring his own.
 * @throws NodeError CONFIG_INVALID, JOURNAL_CORRUPT
 */
export async function startNode(
  input: NodeConfigInput,
  own: Partial<AgentPorts> = {},
): Promise<RunningAgent> {
  const config = parseNodeConfig(input);
  const { dataDir, owner, coordinatorCertificateFile: certificateFile } = config;
  const log: Log = own.log ?? pino({ name: 'cyxwiz-node', level: config.logLevel }, pino.destination(2));
  const clock = own.clock ?? systemClock;
  const identity = await ensureTlsIdentity(dataDir);
  const operator = await readOperatorKey(config.operatorKeyFile);
  const chain = own.chain ?? new SolanaChain({ rpcUrl: config.rpcUrl, wsUrl: config.wsUrl, owner, operator });
  const jobs = own.jobs ?? (await JobFolder.open(dataDir));
  const prover = own.prover ?? new ProofsProver({ backend: config.prover });
  const ports: AgentPorts = {
    log,
    clock,
    chain,
    jobs,
    uploads: own.uploads ?? new UploadFile(jobs),
    starts: own.starts ?? new UploadFile(jobs, START_NAMES),
    spent: own.spent ?? (await SpentTokenLog.open(dataDir, () => clock.nowMs())),
    sessions: own.sessions ?? new SessionFile(dataDir),
    tokens:
      own.tokens ??
      new JwtVerifier(
        chain.node,
        clock,
        await CoordinatorKeys.open(dataDir, config.coordinatorAccount, chain, clock),
      ),
    engine:
      own.engine ??
      new Engines({
        exact: new ExactEngine(),
        process: await ProcessEngine.open(dataDir, config.engines, log, {
          secrets: [config.operatorKeyFile],
          required: config.confinement === 'required',
        }),
      }),
    prover: config.allowFaults && config.fault === 'wrong-proof' ? spoilProofs(prover) : prover,
    stepProver: own.stepProver ?? (await NativeStepProver.open(dataDir, config.stepProofs)),
    signer: own.signer ?? { sign: (digest) => signEd25519(operator.secretKey, digest) },
    load: own.load ?? (await ProcessLoad.start()),
    records: own.records ?? new RecordFiles(jobs),
    drains: own.drains ?? new DrainFile(dataDir),
    status: own.status ?? new StatusFile(dataDir),
    relay: own.relay ?? (await relayOf(config, chain.node, operator.secretKey)),
    coordinator:
      own.coordinator ??
      new GrpcCoordinator({
        address: config.coordinator,
        tls: config.coordinatorTls,
        certificate: certificateFile === undefined ? undefined : await readFile(certificateFile),
        node: chain.node,
        operatorSecretKey: operator.secretKey,
        slots: config.slots,
        priceBps: config.priceBps,
        engines: [
          'exact',
          ...(config.exactJobs ? [AUDITED_OFFER] : []),
          ...Object.keys(config.engines).map((name) => `process:${name}`),
        ],
      }),
  };
  try {
    return await runAgent(config, identity, ports);
  } catch (error) {
    await ports.spent.close();
    ports.coordinator.close();
    throw error;
  }
}

async function relayOf(
  { relay: address, relayCertificateFile: file }: NodeConfig,
  node: string,
  key: Uint8Array,
) {
  if (address === undefined) return undefined;
  const certificate = file === undefined ? undefined : await readFile(file);
  return new TlsRelay({
    address,
    certificate,
    node: nodeId(node),
    operatorSecretKey: key,
    agentVersion: AGENT_VERSION,
  });
}
