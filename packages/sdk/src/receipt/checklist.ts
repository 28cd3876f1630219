import { messageOf } from '@cyxwiz/protocol';

/** One line of what `verify` prints. */
export type Check = { name: string; ok: boolean; detail: string };

/** Runs every check, whatever failed before, so that the reader sees all that is wrong. */
export class Checklist {
  readonly checks: Check[] = [];

  /** `look` returns a detail for the reader, or throws an Error that says what is wrong. */
  async check(name: string, look: () => Promise<string | undefined> | string | undefined): Promise<void> {
    try {
      this.checks.push({ name, ok: true, detail: (await look()) ?? '' });
    } catch (error) {
      this.checks.push({ name, ok: false, detail: messageOf(error) });
    }
  }

  get ok(): boolean {
    return this.checks.length > 0 && this.checks.every((check) => check.ok);
  }
}

/** @throws Error naming what differs */
export function same(what: string, found: unknown, expected: unknown): void {
  if (String(found) !== String(expected)) {
    throw new Error(`${what} is ${String(found)}, the receipt says ${String(expected)}`);
  }
}

export function holds(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(otherwise);
}
