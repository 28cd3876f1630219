import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PublicKey, VersionedTransaction } from '@solana/web3.js';
import { Assets, SECURITY_HEADERS } from './assets.ts';
import {
  DESK_COMMANDS,
  type DeskCommand,
  type DeskEvent,
  type EscrowOffer,
  type TrainingView,
} from './desk-events.ts';
import { rpcGate } from './rpc-gate.ts';

export type { DeskEvent, EscrowOffer } from './desk-events.ts';

const MAX_BODY = 64 * 1024;
/** A page that does not take the last event by then is gone. */
const LAST_WORD_MS = 300;
const SIGNATURE = /^[1-9A-HJ-NP-Za-km-z]{64,88}$/;

export interface DeskOptions {
  /** Solana node that the page looks at, through this process. */
  readonly rpcUrl: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Shown while no wallet is connected: what the person is about to sign. */
  readonly what: string;
  /** Whether that is an order, which a coordinator is asked about with the wallet's address. Default true. */
  readonly pays?: boolean;
}

/**
 * The page, served to this machine only, for one person who signs with a wallet in the browser. Offers lie here and
 * nowhere else; the address holds a secret of 128 bits. No key ever comes here.
 * @throws Error when the page has not been built
 */
export async function openDesk(options: DeskOptions): Promise<SigningDesk> {
  const assets = Assets.load();
  if (!assets) throw new Error('the page has not been built: run npm run setup');
  return SigningDesk.open(assets, options);
}

interface Waiting<T> {
  resolve(value: T): void;
  reject(error: Error): void;
}

export class SigningDesk {
  readonly url: string;
  readonly #server: Server;
  readonly #listeners = new Set<(event: DeskEvent) => void>();
  readonly #streams = new Set<ServerResponse>();
  #event: DeskEvent;
  readonly #pays: boolean;
  #wallet: string | undefined;
  #waitingForWallet: Waiting<PublicKey>[] = [];
  #asked: (Waiting<VersionedTransaction> & { readonly request: number }) | undefined;
  #training: TrainingView | undefined;
  #control: ((command: DeskCommand) => Promise<void>) | undefined;
  #requests = 0;
  /** What the page says it has sent: a hint, to be looked up on chain. */
  sent: string | undefined;

  private constructor(server: Server, url: string, what: string, pays: boolean) {
    this.#server = server;
    this.url = url;
    this.#pays = pays;
    this.#event = { state: 'wallet', what, pays };
  }

  static async open(
    assets: Assets,
    { rpcUrl, port = 0, what, pays = true }: DeskOptions,
  ): Promise<SigningDesk> {
    const id = randomBytes(16).toString('hex');
    const gate = rpcGate(rpcUrl);
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const desk = new SigningDesk(server, `${origin}/sign/${id}`, what, pays);
    server.on('request', (request, response) => {
      desk.#serve({ assets, gate, id, origin }, request, response).catch(() => reply(response, 500, {}));
    });
    return desk;
  }

  /** The wallet that a person connects in the page. */
  wallet(): Promise<PublicKey> {
    if (this.#wallet !== undefined) return Promise.resolve(new PublicKey(this.#wallet));
    return new Promise((resolve, reject) => this.#waitingForWallet.push({ resolve, reject }));
  }

  /** Shows an escrow; the page builds, checks, signs and sends it by itself. */
  offer(offer: EscrowOffer): void {
    this.#tell({ state: 'escrow', offer });
  }

  paid(job: string, signature: string): void {
    this.#tell({ state: 'paid', job, signature });
  }

  rest(text: string): void {
    this.#tell({ state: 'resting', text });
  }

  done(title: string, text: string): void {
    this.#tell({ state: 'done', title, text });
  }

  failed(message: string, next: string): void {
    this.#tell({ state: 'failed', message, next });
  }

  /** Shows a training; `control` carries out what the page's buttons ask, or throws why not. */
  training(view: TrainingView, control: (command: DeskCommand) => Promise<void>): void {
    this.#control = control;
    this.#training = view;
    // A question that waits for its answer stays on the page.
    if (!this.#asked) this.#tell({ state: 'training', training: view });
  }

  /** The training has ended: its buttons do nothing any more. */
  trained(): void {
    this.#control = undefined;
    this.#training = undefined;
  }

  /** Asks the page to have this transaction signed; rejects when the person refuses. */
  sign(transaction: VersionedTransaction): Promise<VersionedTransaction> {
    const request = ++this.#requests;
    const encoded = Buffer.from(transaction.serialize()).toString('base64');
    return new Promise((resolve, reject) => {
      this.#asked = { request, resolve, reject };
      this.#tell({ state: 'transaction', request, wallet: this.#wallet ?? '', transaction: encoded });
    });
  }

  async close(): Promise<void> {
    const gone = new Error('the page was closed');
    for (const waiting of this.#waitingForWallet) waiting.reject(gone);
    this.#asked?.reject(gone);
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    // The last thing said is still on its way to the page.
    for (const stream of this.#streams) stream.end();
    setTimeout(() => this.#server.closeAllConnections(), LAST_WORD_MS);
    await closed;
  }

  #tell(event: DeskEvent): void {
    this.#event = event;
    for (const listener of this.#listeners) listener(event);
  }

  async #serve(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { assets, gate, id, origin } = parts;
    // A name that somebody else's DNS points here is refused, and so is another page's request.
    if (request.headers.host !== new URL(origin).host) return reply(response, 403, {});
    const path = new URL(request.url ?? '/', origin).pathname;
    if (request.method === 'GET' && !path.startsWith('/desk/')) {
      const found = assets.find(path, String(request.headers['accept-encoding'] ?? ''));
      if (!found) return reply(response, 404, {});
      response.writeHead(200, found.headers).end(found.body);
      return;
    }
    const desk = /^\/desk\/([0-9a-f]{32})\/(events|wallet|sent|signed|refused|command)$/.exec(path);
    const known = desk?.[1] !== undefined && timingSafeEqual(Buffer.from(desk[1]), Buffer.from(id));
    if (request.method === 'GET' && known && desk[2] === 'events') return this.#stream(response);
    if (request.method !== 'POST') return reply(response, 404, {});
    if (request.headers.origin !== origin || request.headers['content-type'] !== 'application/json') {
      return reply(response, 403, {});
    }
    const body = await readJson(request);
    if (body === undefined) return reply(response, 400, { message: 'send JSON of at most 64 KiB' });
    if (path === '/rpc') {
      const answer = await gate(body);
      return reply(response, answer.status, answer.body);
    }
    if (!known) return reply(response, 404, {});
    if (desk[2] === 'command') return this.#carryOut(body, response);
    return reply(response, this.#take(desk[2] ?? '', body) ? 200 : 409, {});
  }

  #stream(response: ServerResponse): void {
    response.writeHead(200, {
      ...SECURITY_HEADERS,
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    });
    const tell = (event: DeskEvent) => response.write(`event: desk\ndata: ${JSON.stringify(event)}\n\n`);
    tell(this.#event);
    this.#listeners.add(tell);
    this.#streams.add(response);
    response.on('close', () => {
      this.#listeners.delete(tell);
      this.#streams.delete(response);
    });
  }

  /** A button of the page: the program that holds the session with the node carries it out. */
  async #carryOut(body: Record<string, unknown>, response: ServerResponse): Promise<void> {
    const command = DESK_COMMANDS.find((one) => one === body['command']);
    if (!this.#control || !command) return reply(response, 409, { message: 'no training is followed here' });
    try {
      await this.#control(command);
      reply(response, 200, {});
    } catch (error) {
      const { message, next } = error as { message?: string; next?: string };
      reply(response, 409, { message: message ?? String(error), next });
    }
  }

  /** True when the page's word fits what the desk waits for. */
  #take(what: string, body: Record<string, unknown>): boolean {
    if (what === 'wallet') return this.#takeWallet(String(body['address']));
    if (what === 'sent') {
      const signature = String(body['signature']);
      if (!SIGNATURE.test(signature)) return false;
      this.sent = signature;
      return true;
    }
    const asked = this.#asked;
    if (!asked || body['request'] !== asked.request) return false;
    if (what === 'refused') asked.reject(new Error('the signature was refused in the page'));
    else {
      try {
        asked.resolve(VersionedTransaction.deserialize(Buffer.from(String(body['transaction']), 'base64')));
      } catch {
        return false;
      }
    }
    this.#asked = undefined;
    if (this.#training) this.#tell({ state: 'training', training: this.#training });
    else
      this.#tell({
        state: 'resting',
        text: what === 'refused' ? 'Nothing was signed.' : 'Signed. The program goes on.',
      });
    return true;
  }

  #takeWallet(address: string): boolean {
    if (this.#wallet !== undefined) return this.#wallet === address;
    try {
      const key = new PublicKey(address);
      this.#wallet = key.toBase58();
      this.#tell({ state: 'preparing', wallet: this.#wallet, pays: this.#pays });
      for (const waiting of this.#waitingForWallet.splice(0)) waiting.resolve(key);
      return true;
    } catch {
      return false;
    }
  }
}

interface Parts {
  readonly assets: Assets;
  readonly gate: ReturnType<typeof rpcGate>;
  readonly id: string;
  readonly origin: string;
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return void response.end();
  response
    .writeHead(status, {
      ...SECURITY_HEADERS,
      'content-type': 'application/json',
      'cache-control': 'no-store',
    })
    .end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY) return undefined;
    parts.push(part);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
