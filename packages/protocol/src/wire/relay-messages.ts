import { z } from 'zod';

/** ALPN of a node's connection to a relay. On it go lines of JSON, none longer than this many bytes. */
export const RELAY_PROTOCOL = 'cyxwiz-relay/1';
export const MAX_RELAY_LINE_BYTES = 4096;
/** Label of the TLS exporter (RFC 5705) that binds a node's signature to its connection. */
export const RELAY_EXPORTER = 'EXPORTER-cyxwiz-relay-v1';

const bytes = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * length}}$`));
const ping = z.object({ type: z.literal('ping') });

/** What a relay says to a node. Fields that are not known here are left out, so that more can come. */
export const relaySays = z.discriminatedUnion('type', [
  /** First: 32 random bytes for the operator to sign. */
  z.object({ type: z.literal('challenge'), challenge: bytes(32) }),
  /** The node's place is taken; a connection on which nothing came for three times as long is dead. */
  z.object({ type: z.literal('ready'), heartbeatSeconds: z.int().min(1).max(300) }),
  /** A client is there: whoever dials the relay with this ticket within ten seconds gets its bytes. */
  z.object({
    type: z.literal('client'),
    ticket: bytes(32),
    /** Where the client comes from. */
    address: z.string().min(1).max(64),
    port: z.int().min(0).max(65_535),
  }),
  z.object({ type: z.literal('refused'), code: z.string().max(64), message: z.string().max(500) }),
  ping,
]);
export type RelaySays = z.infer<typeof relaySays>;

/** What a node says to a relay. */
export const nodeSays = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    /** Address of the node account. */
    node: z.string().min(32).max(44),
    /** ed25519 by the operator over relayDigest. */
    signature: bytes(64),
    agentVersion: z.string().max(32),
  }),
  ping,
]);
export type NodeSays = z.infer<typeof nodeSays>;

const GREETING = 'CYXWIZ-RELAY/1 ';
/** Every greeting has this many bytes. Its first is none that TLS begins with. */
export const RELAY_GREETING_BYTES = GREETING.length + 64 + 1;

/** What a node sends first when it dials for a client. What follows are the client's bytes. @param ticket 64 hex digits */
export function relayGreeting(ticket: string): string {
  return `${GREETING}${ticket}\n`;
}

/** The ticket of a greeting that is whole; undefined when it is none. */
export function ticketOfGreeting(greeting: string): string | undefined {
  return new RegExp(`^${GREETING}([0-9a-f]{64})\n$`).exec(greeting)?.[1];
}
