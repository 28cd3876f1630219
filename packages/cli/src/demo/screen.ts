const WIDTH = 28;

/** Where the demo writes: a live line on a terminal, plain lines elsewhere. */
export class Screen {
  readonly #out: NodeJS.WriteStream;
  readonly #started = Date.now();
  readonly #live: boolean;
  #open = false;

  constructor(out: NodeJS.WriteStream = process.stdout) {
    this.#out = out;
    this.#live = out.isTTY === true;
  }

  /** A new step of the story, with the seconds since the start. */
  step(text: string): void {
    const seconds = ((Date.now() - this.#started) / 1000).toFixed(1).padStart(5);
    this.line(`\n${this.#bold(`[${seconds} s] ${text}`)}`);
  }

  line(text = ''): void {
    if (this.#open) this.#out.write('\n');
    this.#open = false;
    this.#out.write(`${text}\n`);
  }

  say(text: string): void {
    this.line(`  ${text}`);
  }

  /** Progress: drawn over itself on a terminal; elsewhere one line in ten, and the last. */
  progress(done: number, total: number, text: string): void {
    const filled = Math.round((WIDTH * done) / total);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
    if (this.#live) {
      this.#out.write(`\r\x1b[2K  ${bar} ${text}`);
      this.#open = true;
    } else if (done === total || done % Math.max(1, Math.round(total / 10)) === 0) {
      this.line(`  ${bar} ${text}`);
    }
  }

  table(head: readonly string[], rows: readonly (readonly string[])[]): void {
    const widths = head.map((title, i) =>
      Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)),
    );
    const numeric = head.map((_, i) => rows.every((row) => /^[-+]?[\d,.]*%?$/.test(row[i] ?? '')));
    const format = (row: readonly string[]): string =>
      row
        .map((cell, i) => (numeric[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd();
    this.line(`  ${format(head)}`);
    this.line(`  ${widths.map((width) => '─'.repeat(width)).join('  ')}`);
    for (const row of rows) this.line(`  ${format(row)}`);
  }

  #bold(text: string): string {
    return this.#live ? `\x1b[1m${text}\x1b[0m` : text;
  }
}
