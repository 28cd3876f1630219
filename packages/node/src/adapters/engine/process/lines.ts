import { MAX_ENGINE_LINE_BYTES } from '@cyxwiz/protocol';

const NEWLINE = 10;

/** Cuts what a program writes into lines, and never holds more than one of the longest. */
export class Lines {
  #held: Buffer[] = [];
  #bytes = 0;

  /** The lines that are complete now, without their ends. @throws RangeError for a line that is too long */
  take(chunk: Buffer): Buffer[] {
    const lines: Buffer[] = [];
    let rest = chunk;
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      this.#hold(rest.subarray(0, end));
      lines.push(Buffer.concat(this.#held));
      this.#held = [];
      this.#bytes = 0;
      rest = rest.subarray(end + 1);
    }
    this.#hold(rest);
    return lines;
  }

  #hold(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > MAX_ENGINE_LINE_BYTES) {
      throw new RangeError(`it wrote a line of more than ${MAX_ENGINE_LINE_BYTES} bytes`);
    }
    if (part.length > 0) this.#held.push(part);
  }
}
