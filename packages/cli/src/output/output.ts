import type { Surroundings } from '../surroundings.ts';

/** What a command has to say, for people and for programs. */
export interface Said {
  readonly data: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/**
 * Results on stdout, everything else on stderr. With `--json` every line of stdout is one JSON document; 64-bit
 * numbers are strings of base units, bytes are hex.
 */
export class Output {
  readonly json: boolean;
  readonly #around: Surroundings;
  #bar = false;

  constructor(around: Surroundings, json: boolean) {
    this.#around = around;
    this.json = json;
  }

  /** A result, or one event of many. */
  say({ data, text }: Said): void {
    this.#endBar();
    this.#around.out(this.json ? `${stringify(data)}\n` : `${text}\n`);
  }

  /** What a person wants to know meanwhile. */
  note(text: string): void {
    if (this.json) return;
    this.#endBar();
    this.#around.err(`${text}\n`);
  }

  warn(message: string, next: string): void {
    this.#endBar();
    this.#around.err(
      this.json ? `${stringify({ warning: { message, next } })}\n` : `warning: ${message}\n  next: ${next}\n`,
    );
  }

  /** A line that replaces the one before it on a terminal; elsewhere nothing. */
  progress(text: string): void {
    if (this.json || !this.#around.interactive) return;
    this.#around.err(`\r\x1b[2K${text}`);
    this.#bar = true;
  }

  #endBar(): void {
    if (this.#bar) this.#around.err('\n');
    this.#bar = false;
  }
}

/** JSON with bigint as string and bytes as hex. */
export function stringify(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, item) {
    if (typeof item === 'bigint') return item.toString();
    // A Buffer, which is what accounts are read from, has become an object of its own by now.
    const bytes = this[key];
    return bytes instanceof Uint8Array ? Buffer.from(bytes).toString('hex') : item;
  });
}
