import type { Socket } from 'node:net';

export interface ConnectionLimits {
  /** Connections at the same time that have sent something. */
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  /** Of these, connections that have not shown a session yet; an eighth of so many from one address, silent ones too. */
  readonly maxStrangers: number;
  /** Beside these, connections that have sent nothing yet. */
  readonly maxSilent: number;
  /** How long a connection may stay without showing a session. */
  readonly strangerSeconds: number;
}

/** How far a stranger has come: connected, has sent something, behind its handshake, has sent something there, has called. */
export const STAGES = ['connected', 'greeting', 'secured', 'speaking', 'calling'] as const;
export type Stage = (typeof STAGES)[number];

/** Of one address. */
interface Count {
  all: number;
  strangers: number;
}

interface Guest {
  /** Once it has sent something: the system is not asked for the name of each connection of a silent flood. */
  peer: string | undefined;
  readonly socket: Socket;
  readonly address: string;
  readonly count: Count;
  stranger: boolean;
  stage: Stage;
}

/** A connection's name: its other end, and ours, which tells connections to one relay apart. */
export function peerOf(socket: Pick<Socket, 'remoteAddress' | 'remotePort' | 'localPort'>): string {
  const { remoteAddress, remotePort, localPort } = socket;
  return `${remoteAddress}|${remotePort}|${localPort}`;
}

/**
 * Who may be connected. Strangers have two rooms of their own, a large one as long as they send nothing, since they cost little.
 * When a room is full, one of the stage that most in it are at gives way, of a large crowd some at once. A flood is mostly at one stage, and who goes on to show
 * a session passes each quickly. Chance decides among the older half, so that nobody is too far away to get through at all.
 */
export class ConnectionGate {
  readonly #limits: ConnectionLimits;
  readonly #random: () => number;
  readonly #guests = new Map<Socket, Guest>();
  readonly #named = new Map<string, Guest>();
  /** In the order of reaching the stage. */
  readonly #strangers: Readonly<Record<Stage, Set<Guest>>> = {
    connected: new Set(),
    greeting: new Set(),
    secured: new Set(),
    speaking: new Set(),
    calling: new Set(),
  };
  readonly #spoken = STAGES.slice(1).map((stage) => this.#strangers[stage]);
  readonly #addresses = new Map<string, Count>();

  /** @param random from 0 to 1, 1 excluded */
  constructor(limits: ConnectionLimits, random: () => number = Math.random) {
    this.#limits = limits;
    this.#random = random;
  }

  get connections(): number {
    return this.#guests.size;
  }

  /** Lets a connection in, or ends it. True when it is in. `from`: where it comes from, when a relay has said so. */
  admit(socket: Socket, from?: string): boolean {
    const { maxSilent, strangerSeconds } = this.#limits;
    // Gone before it was looked at.
    const address = socket.remoteAddress && (from ?? socket.remoteAddress);
    if (address === undefined || !this.#mayEnter(address)) {
      socket.destroy();
      return false;
    }
    const silent = this.#strangers.connected;
    if (silent.size >= maxSilent) this.#makeRoom([silent]);
    const count = this.#addresses.get(address) ?? { all: 0, strangers: 0 };
    count.all += 1;
    count.strangers += 1;
    this.#addresses.set(address, count);
    const guest: Guest = { peer: undefined, socket, address, count, stranger: true, stage: 'connected' };
    this.#guests.set(socket, guest);
    silent.add(guest);
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

  /** A stranger has sent something, and goes by its name from now on. False when there was no room, and it is ended. */
  greet(socket: Socket): boolean {
    const guest = this.#guests.get(socket);
    if (guest === undefined) return false;
    const { maxConnections, maxStrangers } = this.#limits;
    const strangers = this.#spoken.reduce((sum, { size }) => sum + size, 0);
    const full = strangers >= maxStrangers || this.#named.size >= maxConnections;
    if (full && !this.#makeRoom(this.#spoken)) {
      socket.destroy();
      return false;
    }
    guest.peer = peerOf(socket);
    this.#named.set(guest.peer, guest);
    this.reach(guest.peer, 'greeting');
    return true;
  }

  /** A stranger has come further. */
  reach(peer: string, stage: Stage): void {
    const guest = this.#named.get(peer);
    if (guest?.stranger !== true) return;
    this.#strangers[guest.stage].delete(guest);
    guest.stage = stage;
    this.#strangers[stage].add(guest);
  }

  /** The connection has shown a session. */
  prove(peer: string): void {
    const guest = this.#named.get(peer);
    if (guest !== undefined) this.#isKnown(guest);
  }

  closeAll(): void {
    for (const socket of [...this.#guests.keys()]) socket.destroy();
  }

  #isKnown(guest: Guest): void {
    if (!guest.stranger) return;
    guest.stranger = false;
    guest.count.strangers -= 1;
    this.#strangers[guest.stage].delete(guest);
  }

  #makeRoom(rooms: readonly Set<Guest>[]): boolean {
    const others = this.#whoGivesWay(rooms);
    for (const other of others) {
      this.#leave(other);
      // Nothing of it stays in the kernel to wait for the other end.
      other.socket.resetAndDestroy();
    }
    return others.length > 0;
  }

  /**
   * Of the stage that most strangers are at, the earlier of two; of the addresses that have most; of the older half. Where
   * each has an address of its own it is one in 128, so that a flood is not looked through for each of its connections.
   */
  #whoGivesWay(rooms: readonly Set<Guest>[]): Guest[] {
    let crowd = new Set<Guest>();
    for (const some of rooms) if (some.size > crowd.size) crowd = some;
    let most = 0;
    let among = 0;
    for (const { count } of crowd) {
      if (count.strangers > most) [most, among] = [count.strangers, 0];
      if (count.strangers === most) among += 1;
    }
    const half = Math.ceil(among / 2);
    const wanted = most === 1 ? Math.ceil(among / 128) : 1;
    const apart = Math.floor(half / wanted);
    const chosen: Guest[] = [];
    let place = 0;
    let next = Math.floor(this.#random() * apart);
    for (const guest of crowd) {
      if (chosen.length === wanted) break;
      if (guest.count.strangers !== most || place++ !== next) continue;
      chosen.push(guest);
      next = Math.floor((chosen.length + this.#random()) * apart);
    }
    return chosen;
  }

  #mayEnter(address: string): boolean {
    const { maxConnectionsPerAddress, maxStrangers } = this.#limits;
    const { all, strangers } = this.#addresses.get(address) ?? { all: 0, strangers: 0 };
    return all < maxConnectionsPerAddress && strangers < Math.ceil(maxStrangers / 8);
  }

  #leave(guest: Guest): void {
    if (!this.#guests.delete(guest.socket)) return;
    this.#isKnown(guest);
    const { peer } = guest;
    if (peer !== undefined && this.#named.get(peer) === guest) this.#named.delete(peer);
    guest.count.all -= 1;
    if (guest.count.all === 0) this.#addresses.delete(guest.address);
  }
}
