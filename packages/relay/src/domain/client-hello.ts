/** Of a ClientHello, however many records it comes in; post-quantum key shares make one of about two thousand. */
export const MAX_HELLO_BYTES = 16 * 1024;

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const SERVER_NAME = 0;
const HOST_NAME = 0;
const RECORD_HEAD = 5;
const MESSAGE_HEAD = 4;

export type Hello =
  /** Not all of it is there yet. */
  | { readonly state: 'more' }
  /** `serverName` in lower case; undefined when none is named. */
  | { readonly state: 'read'; readonly serverName: string | undefined }
  | { readonly state: 'refused'; readonly why: string };

/**
 * Which server the client asks for, out of the first bytes of a TLS connection (RFC 8446 4.1.2, RFC 6066 3). Nothing else in
 * them is looked at, and nothing behind them can be: it is encrypted.
 */
export function readClientHello(bytes: Uint8Array): Hello {
  try {
    const message = handshakeOf(bytes);
    if (message !== undefined) return { state: 'read', serverName: serverNameOf(message) };
  } catch (error) {
    if (error instanceof RangeError) return { state: 'refused', why: error.message };
    throw error;
  }
  if (bytes.length >= MAX_HELLO_BYTES) return { state: 'refused', why: 'the ClientHello is too long' };
  return { state: 'more' };
}

/** The ClientHello put together from its records, without its head; undefined while there is more to come. */
function handshakeOf(bytes: Uint8Array): Uint8Array | undefined {
  let message: Uint8Array = new Uint8Array();
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] !== HANDSHAKE) throw new RangeError('this is not TLS');
    if (bytes.length > at + 1 && bytes[at + 1] !== 3) throw new RangeError('this is no version of TLS');
    if (bytes.length < at + RECORD_HEAD) break;
    const length = ((bytes[at + 3] as number) << 8) | (bytes[at + 4] as number);
    if (length === 0 || length > 2 ** 14) throw new RangeError('a record has a length that none may have');
    const part = bytes.subarray(at + RECORD_HEAD, at + RECORD_HEAD + length);
    message = message.length === 0 ? part : Buffer.concat([message, part]);
    at += RECORD_HEAD + length;
    // What comes behind it is for the node.
    const whole = wholeOf(message);
    if (whole !== undefined) return whole;
  }
  return undefined;
}

function wholeOf(message: Uint8Array): Uint8Array | undefined {
  if (message.length > 0 && message[0] !== CLIENT_HELLO) {
    throw new RangeError('it does not begin with a ClientHello');
  }
  if (message.length < MESSAGE_HEAD) return undefined;
  const length = new Fields(message.subarray(1)).number(MESSAGE_HEAD - 1);
  if (length > MAX_HELLO_BYTES) throw new RangeError('the ClientHello is too long');
  const end = MESSAGE_HEAD + length;
  return message.length < end ? undefined : message.subarray(MESSAGE_HEAD, end);
}

function serverNameOf(message: Uint8Array): string | undefined {
  const hello = new Fields(message);
  // Version and random.
  hello.take(2 + 32);
  hello.vector(1); // session
  hello.vector(2); // cipher suites
  hello.vector(1); // compression methods
  if (hello.empty) return undefined;
  const extensions = new Fields(hello.vector(2));
  let name: string | undefined;
  while (!extensions.empty) {
    const type = extensions.number(2);
    const data = extensions.vector(2);
    if (type !== SERVER_NAME) continue;
    if (name !== undefined) throw new RangeError('it names servers twice');
    const names = new Fields(new Fields(data).vector(2));
    if (names.number(1) !== HOST_NAME) throw new RangeError('it names a server in a way that is not known');
    name = Buffer.from(names.vector(2)).toString('latin1').toLowerCase();
    if (!/^[\x21-\x7e]{1,255}$/.test(name)) throw new RangeError('it asks for a name that is none');
    if (!names.empty) throw new RangeError('it names more than one server');
  }
  return name;
}

/** Reads on within bounds. @throws RangeError past the end */
class Fields {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get empty(): boolean {
    return this.#at === this.#bytes.length;
  }

  take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError('the ClientHello is broken');
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  number(length: number): number {
    return this.take(length).reduce((sum, byte) => 256 * sum + byte, 0);
  }

  /** Bytes that come with their count, a number of `length` bytes. */
  vector(length: number): Uint8Array {
    return this.take(this.number(length));
  }
}
