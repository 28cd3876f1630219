import type { Socket } from 'node:net';

export interface ConnectionLimits {
  /** Connections at the same time. */
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  /** Of these, connections that have not shown a session yet; an eighth of them from one address. */
  readonly maxStrangers: number;
  /** How long a connection may stay without showing a session. */
  readonly strangerSeconds: number;
}

interface Guest {
  readonly peer: string;
  readonly socket: Socket;
  readonly address: string;
  stranger: boolean;
  /** Behind its TLS handshake. */
  secured: boolean;
}

interface Count {
  all: number;
  strangers: number;
}

/** A connection's name: its other end, and ours, which tells connections to one relay apart. */
export function peerOf(socket: Pick<Socket, 'remoteAddress' | 'remotePort' | 'localPort'>): string {
  const { remoteAddress, remotePort, localPort } = socket;
  return `${remoteAddress}|${remotePort}|${localPort}`;
}

/**
 * Who may be connected. Strangers, be they half open, silent or busy, have a small room of their own: when it is full, one
 * of the address with most of them gives way, mostly one that has not finished its handshake, so that a flood keeps nobody
 * out who goes on to show a session.
 */
export class ConnectionGate {
  readonly #limits: ConnectionLimits;
  /** In the order of their coming. */
  readonly #guests = new Map<string, Guest>();
  /** The same, apart: the oldest is the first. */
  readonly #strangers = new Set<Guest>();
  readonly #addresses = new Map<string, Count>();

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
  }

  get connections(): number {
    return this.#guests.size;
  }

  /** Lets a connection in, or ends it. True when it is in. `from`: where it comes from, when a relay has said so. */
  admit(socket: Socket, from?: string): boolean {
    const { maxConnections, maxStrangers, strangerSeconds } = this.#limits;
    // Gone before it was looked at.
    const address = socket.remoteAddress && (from ?? socket.remoteAddress);
    if (address === undefined || !this.#mayEnter(address)) {
      socket.destroy();
      return false;
    }
    if (this.#strangers.size >= maxStrangers || this.#guests.size >= maxConnections) {
      const other = this.#whoGivesWay();
      if (other === undefined) {
        socket.destroy();
        return false;
      }
      this.#leave(other);
      other.socket.destroy();
    }
    const guest: Guest = { peer: peerOf(socket), socket, address, stranger: true, secured: false };
    this.#guests.set(guest.peer, guest);
    this.#strangers.add(guest);
    const count = this.#addresses.get(address) ?? { all: 0, strangers: 0 };
    this.#addresses.set(address, { all: count.all + 1, strangers: count.strangers + 1 });
    // A server that has closed is not kept alive to throw somebody out.
    const late = setTimeout(() => {
      if (guest.stranger) socket.destroy();
    }, 1000 * strangerSeconds).unref();
    socket.once('close', () => {
      clearTimeout(late);
      this.#leave(guest);
    });
    return true;
  }

  /** The connection is behind its handshake. */
  secure(peer: string): void {
    const guest = this.#guests.get(peer);
    if (guest !== undefined) guest.secured = true;
  }

  /** The connection has shown a session. */
  prove(peer: string): void {
    const guest = this.#guests.get(peer);
    if (guest?.stranger !== true) return;
    guest.stranger = false;
    this.#strangers.delete(guest);
    const count = this.#addresses.get(guest.address);
    if (count !== undefined) count.strangers -= 1;
  }

  closeAll(): void {
    for (const { socket } of [...this.#guests.values()]) socket.destroy();
  }

  /**
   * While more than three in four strangers are before their handshake it is one of these, else one behind it, so that
   * neither kind fills the room; of the address that has most strangers; the oldest.
   */
  #whoGivesWay(): Guest | undefined {
    const strangers = [...this.#strangers];
    const unsecured = strangers.filter(({ secured }) => !secured);
    const kind = 4 * unsecured.length > 3 * strangers.length;
    const strangersOf = ({ address }: Guest) => this.#addresses.get(address)?.strangers ?? 0;
    let chosen: Guest | undefined;
    for (const guest of kind ? unsecured : strangers.filter(({ secured }) => secured)) {
      if (chosen === undefined || strangersOf(guest) > strangersOf(chosen)) chosen = guest;
    }
    return chosen ?? unsecured[0];
  }

  #mayEnter(address: string): boolean {
    const { maxConnectionsPerAddress, maxStrangers } = this.#limits;
    const { all, strangers } = this.#addresses.get(address) ?? { all: 0, strangers: 0 };
    return all < maxConnectionsPerAddress && strangers < Math.ceil(maxStrangers / 8);
  }

  #leave(guest: Guest): void {
    if (this.#guests.get(guest.peer) !== guest) return;
    this.prove(guest.peer);
    this.#guests.delete(guest.peer);
    const count = this.#addresses.get(guest.address);
    if (count === undefined) return;
    count.all -= 1;
    if (count.all === 0) this.#addresses.delete(guest.address);
  }
}
