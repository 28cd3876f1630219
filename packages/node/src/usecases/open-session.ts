import {
  connectDigest,
  equalBytes,
  fromHex,
  jobId,
  TRAINING_PROTOCOL_VERSIONS,
  verifyEd25519,
} from '@cyxwiz/protocol';
import { NodeError } from '../domain/errors.ts';
import { assertJobAddress } from '../domain/job-address.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { JobBoard } from './job-board.ts';
import type { Sessions } from './sessions.ts';
import type { AgentSettings } from './settings.ts';

/** More versions than this in one request are an attack, not a client. */
const MOST_VERSIONS = 32;

export interface ConnectRequest {
  readonly job: string;
  readonly token: string;
  readonly signature: Uint8Array;
  readonly protocolVersions: readonly number[];
}

export interface OpenedSession {
  readonly session: string;
  readonly protocolVersion: number;
}

export interface ConnectSurroundings {
  readonly ports: AgentPorts;
  readonly board: JobBoard;
  readonly sessions: Sessions;
  readonly settings: AgentSettings;
  readonly tlsKeyHash: Uint8Array;
}

/** The highest version that both sides speak. @throws NodeError PROTOCOL_VERSION naming what each of them does */
function commonVersion(offered: readonly number[]): number {
  const client = offered.slice(0, MOST_VERSIONS);
  const common = TRAINING_PROTOCOL_VERSIONS.filter((version) => client.includes(version)).at(-1);
  if (common !== undefined && offered.length <= MOST_VERSIONS) return common;
  const facts = { node: TRAINING_PROTOCOL_VERSIONS.join(', '), client: client.join(', ') || 'none' };
  throw new NodeError(
    'PROTOCOL_VERSION',
    offered.length > MOST_VERSIONS
      ? `the client names ${offered.length} versions of the protocol: name at most ${MOST_VERSIONS}`
      : `this node speaks versions ${facts.node} of the protocol, the client ${facts.client}: update the older of the two`,
    { ...facts, next: 'update whichever of the two is older' },
  );
}

/**
 * Opens a session for a client. The token's id is spent last: whoever cannot sign with the key of the job cannot burn
 * a token that he stole or overheard.
 * @throws NodeError TOKEN_*, CLIENT_SIGNATURE, PROTOCOL_VERSION, JOB_ADDRESS, JOB_UNKNOWN
 */
export async function openSession(
  request: ConnectRequest,
  around: ConnectSurroundings,
): Promise<OpenedSession> {
  const { ports, board, sessions, tlsKeyHash } = around;
  const job = assertJobAddress(request.job);
  const protocolVersion = commonVersion(request.protocolVersions);
  const claims = await ports.tokens.verify(request.token);
  if (claims.job !== job) {
    throw new NodeError(
      'TOKEN_JOB',
      `the token is for job ${claims.job}: ask the coordinator for one for ${job}`,
    );
  }
  const known = await board.find(job, around.settings.patienceMs);
  if (known === undefined) {
    throw new NodeError('JOB_UNKNOWN', `this node has no assignment for job ${job}: try again in a moment`);
  }
  if (claims.clientWallet !== known.record.clientWallet) {
    throw new NodeError(
      'TOKEN_SUBJECT',
      'the token was issued to another wallet than the one that assigned the job',
    );
  }
  // The specification's hash is in the escrow, so not even the coordinator can put another key here.
  const key = fromHex(known.spec.clientKey, 32);
  if (!equalBytes(claims.clientKey, key)) {
    throw new NodeError(
      'TOKEN_KEY_MISMATCH',
      'the token is for another key than clientKey of the job specification',
    );
  }
  const digest = connectDigest(jobId(job), request.token, tlsKeyHash);
  if (!verifyEd25519(key, digest, request.signature)) {
    throw new NodeError(
      'CLIENT_SIGNATURE',
      'the signature does not fit: sign sha256("cyxwiz:connect:v1", job, sha256(token), TLS key hash) with the job key',
    );
  }
  if (!(await ports.spent.spend(claims.id, claims.expiresAtMs))) {
    throw new NodeError('TOKEN_SPENT', 'the token was used before: ask the coordinator for a new one');
  }
  const session = await sessions.issue(job);
  ports.log.info({ job }, 'a client connected');
  return { session, protocolVersion };
}
