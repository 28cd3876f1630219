import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BUILT = fileURLToPath(new URL('../../../../target/web', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
};

/** Paths that the page routes by itself; all are the same document. */
const PAGES =
  /^\/(?:$|jobs(?:\/[1-9A-HJ-NP-Za-km-z]{32,44})?$|nodes(?:\/mine)?$|anyone$|receipt$|sign\/[0-9a-f]{32}$|governance(?:\/(?:propose|parameters|proposals\/\d{1,19}|disputes(?:\/[1-9A-HJ-NP-Za-km-z]{32,44})?))?$)/;

/** Scripts and requests of the page's own origin only; wallets bring their icons as data. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const SECURITY_HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
} as const;

export interface AssetReply {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The built page, read once. What is asked for is looked up by name, never by a path of the file system. */
export class Assets {
  readonly #files: ReadonlyMap<string, Buffer>;

  private constructor(files: ReadonlyMap<string, Buffer>) {
    this.#files = files;
  }

  /** Undefined when the page has not been built (`npm run setup`). */
  static load(folder: string = BUILT): Assets | undefined {
    if (!existsSync(`${folder}/index.html`)) return undefined;
    const names = ['', 'assets/', 'keys/'].flatMap((below) =>
      readdirSync(`${folder}/${below}`, { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `${below}${entry.name}`),
    );
    return new Assets(new Map(names.map((name) => [`/${name}`, readFileSync(`${folder}/${name}`)])));
  }

  /** `accept` is the request's accept-encoding. Undefined: there is no such page or file. */
  find(path: string, accept = ''): AssetReply | undefined {
    const name = PAGES.test(path) ? '/index.html' : path;
    const type = TYPES[/\.[a-z]+$/.exec(name)?.[0] ?? ''];
    const plain = this.#files.get(name);
    if (!plain || type === undefined) return undefined;
    const [encoding, body] = this.#smallest(name, accept) ?? [undefined, plain];
    const forever = name.startsWith('/assets/');
    return {
      headers: {
        ...SECURITY_HEADERS,
        'content-type': type,
        vary: 'accept-encoding',
        'cache-control': forever ? 'public, max-age=31536000, immutable' : 'no-cache',
        ...(encoding && { 'content-encoding': encoding }),
      },
      body,
    };
  }

  #smallest(name: string, accept: string): [string, Buffer] | undefined {
    const accepted = accept.split(',').map((part) => part.split(';')[0]?.trim());
    for (const [encoding, end] of [
      ['br', '.br'],
      ['gzip', '.gz'],
    ] as const) {
      const body = this.#files.get(`${name}${end}`);
      if (body && accepted.includes(encoding)) return [encoding, body];
    }
    return undefined;
  }
}
