import { PublicKey } from '@solana/web3.js';
import { CyxwizError } from '../failure.ts';
import { type NodeId, nodeId } from '../ids.ts';

/** What a client of a direct address asks TLS for. Names say nothing, keys do; but a name must not be an IP address. */
const DIRECT = 'node.cyxwiz';
/** RFC 4648 in lower case: a node's 32 bytes are 52 letters, which one DNS label of 63 holds; hexadecimal is one too long. */
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const LABEL = /^[a-z2-7]{52}$/;

/** Where clients reach a node: `host:port`, or `host:port#NODE` at a relay that passes their bytes on. */
export interface NodeEndpoint {
  readonly host: string;
  readonly port: number;
  /** host:port, as gRPC takes it. */
  readonly target: string;
  /** What the client's TLS asks for. */
  readonly serverName: string;
  /** The node that the relay is asked for; undefined for a direct address. */
  readonly relayed: NodeId | undefined;
}

/** @throws CyxwizError `INVALID_ENDPOINT`, or `INVALID_ADDRESS` for what stands behind the # */
export function parseNodeEndpoint(text: string): NodeEndpoint {
  const match = /^(?:\[([0-9a-fA-F:.%]+)\]|([^\s:/[\]#]+)):(\d{1,5})(?:#(\S+))?$/.exec(text);
  const [, six, other, digits, node] = match ?? [];
  const host = six ?? other;
  const port = Number(digits);
  if (host === undefined || !(port > 0 && port < 65_536)) {
    throw new CyxwizError({
      code: 'INVALID_ENDPOINT',
      message: `${JSON.stringify(text.slice(0, 100))} is neither host:port nor host:port#NODE`,
    });
  }
  const target = six === undefined ? `${host}:${port}` : `[${host}]:${port}`;
  const relayed = node === undefined ? undefined : nodeId(node);
  return {
    ...{ host, port, target, relayed },
    serverName: relayed === undefined ? DIRECT : relayServerName(relayed),
  };
}

/** The address of a node behind a relay, for clients. @param relay host:port */
export function relayedEndpoint(relay: string, node: NodeId): string {
  return `${relay}#${node}`;
}

/** The name by which a relay finds the node: its address in base32, in the zone of nodes. */
export function relayServerName(node: NodeId): string {
  let [label, bits, held] = ['', 0, 0];
  for (const byte of new PublicKey(node).toBytes()) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) label += LETTERS[(held >> (bits - 5)) & 31];
    held &= 31;
  }
  return `${label}${LETTERS[(held << (5 - bits)) & 31]}.${DIRECT}`;
}

/** The node that a client asks a relay for; undefined for every other name. */
export function nodeOfServerName(name: string): NodeId | undefined {
  const lower = name.toLowerCase();
  const label = lower.slice(0, -1 - DIRECT.length);
  if (lower !== `${label}.${DIRECT}` || !LABEL.test(label)) return undefined;
  const bytes = new Uint8Array(32);
  let [at, bits, held] = [0, 0, 0];
  for (const letter of label) {
    held = (held << 5) | LETTERS.indexOf(letter);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at] = held >> bits;
    at += 1;
    held &= (1 << bits) - 1;
  }
  // Four bits are left over: another name of the same node would be one if they could be anything.
  return held === 0 ? nodeId(new PublicKey(bytes)) : undefined;
}
