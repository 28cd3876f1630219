import type { AgentStatus } from '@cyxwiz/node';
import { type AddressKind, equalBytes } from '@cyxwiz/protocol';
import type { Reachability } from '@cyxwiz/sdk';

/** What was found out about the way to a node. */
export interface Findings {
  readonly dir: string;
  readonly way: 'direct' | 'relay';
  readonly announced: string | undefined;
  /** Of the announced address; `unknown`: a name that stands for none. */
  readonly address: AddressKind | 'unknown' | undefined;
  /** Undefined when none runs. */
  readonly agent: Pick<AgentStatus, 'relay'> | undefined;
  /** Why who listens on this machine is not the node; undefined when it is, or none runs. */
  readonly local: string | undefined;
  /** SHA-256 of the TLS key on chain. */
  readonly pin: Uint8Array;
  readonly outside: Reachability | { readonly error: { code: string; reason?: string; message: string } };
}

/** `code` for programs, `message` why, `next` what to do. */
export type Verdict =
  | { readonly reachable: true }
  | { readonly reachable: false; readonly code: string; readonly message: string; readonly next: string };

const no = (code: string, message: string, next: string): Verdict => ({
  reachable: false,
  code,
  message,
  next,
});

/** Whether clients reach the node; the first cause when they do not, from the machine outwards. */
export function judge(found: Findings): Verdict {
  const { agent, announced, dir, local, outside, pin, way } = found;
  if (agent === undefined) {
    return no('NODE_NOT_RUNNING', 'no agent runs on this folder', `start it: cyxwiz node start --dir ${dir}`);
  }
  if (local !== undefined) {
    return no(
      'NODE_KEY_WRONG',
      `the agent on this machine is not the node of the chain: ${local}`,
      `register the folder’s key: cyxwiz node update --dir ${dir} --keypair OWNER.json`,
    );
  }
  if (agent.relay !== null && agent.relay.sinceMs === null) {
    const why = agent.relay.error === null ? '' : `: ${agent.relay.error}`;
    return no(
      'RELAY_NOT_CONNECTED',
      `the agent has no connection to its relay ${agent.relay.address}${why}`,
      'check relay and relayCertificateFile in node.json, or use another relay',
    );
  }
  if ('error' in outside) return unasked(outside.error, dir);
  if (outside.failure !== undefined) return failed(found, outside.failure, outside.endpoint);
  if (outside.tlsKeyHash === undefined || !equalBytes(outside.tlsKeyHash, pin)) {
    return no(
      'NODE_KEY_WRONG',
      `something else than this node answers at ${outside.endpoint}`,
      'check where the port is forwarded to, and publicEndpoint in node.json',
    );
  }
  if (outside.endpoint === announced) return { reachable: true };
  return no(
    'ADDRESS_OUTDATED',
    `the coordinator still sends clients to ${outside.endpoint}, not to ${announced}`,
    `wait a few seconds and check again${way === 'relay' ? '' : '; or start the agent again'}`,
  );
}

function unasked(error: { code: string; reason?: string; message: string }, dir: string): Verdict {
  if (error.reason === 'NODE_UNKNOWN') {
    return no(
      'NODE_NOT_ANNOUNCED',
      'the coordinator has never heard of this node',
      `the agent’s log says why: cyxwiz node status --dir ${dir}`,
    );
  }
  const unavailable = error.code === 'COORDINATOR_UNAVAILABLE';
  return no(
    error.code,
    error.message,
    unavailable ? 'check coordinator in node.json, or try again later' : 'try again in ten seconds',
  );
}

function failed({ address, way }: Findings, failure: string, endpoint: string): Verdict {
  const open = 'open the port (router, firewall), name another address with publicEndpoint, or use a relay';
  const ways: Readonly<Record<string, readonly [message: string, next: string]>> = {
    NAME_UNKNOWN: [`the name in ${endpoint} stands for no address`, 'correct publicEndpoint in node.json'],
    ADDRESS_NOT_PUBLIC: [
      `${endpoint} is ${address === 'loopback' ? 'this machine alone' : 'not an address of the internet'}`,
      'name a public one with publicEndpoint, or use a relay: docs/node.md',
    ],
    REFUSED: [`nobody listens at ${endpoint}, seen from outside`, open],
    TIMED_OUT: [`nothing answers at ${endpoint}, seen from outside`, open],
    UNREACHABLE: [`there is no way to ${endpoint} from outside`, open],
    NO_TLS: [`what answers at ${endpoint} does not speak TLS 1.3`, 'check where the port is forwarded to'],
    NODE_NOT_AT_RELAY: [
      `the relay does not know this node at ${endpoint}`,
      'wait a few seconds and check again',
    ],
    RELAY_FAILED: [
      'the relay has no place left, or this node did not answer it',
      'try again, or use another relay',
    ],
  };
  const [message, next] = ways[failure] ?? [`${endpoint} cannot be reached: ${failure}`, open];
  const code = way === 'direct' && failure === 'RELAY_FAILED' ? 'NO_TLS' : failure;
  return no(`NODE_${code}`.replace('NODE_NODE_', 'NODE_'), message, next);
}
