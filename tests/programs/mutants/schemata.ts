import { createHash } from 'node:crypto';
import { accounts } from './constraints.ts';
import { closing, matches, type Span } from './rust-text.ts';
import type { Flag } from './switch.ts';

/** A check that can be switched off. */
export interface Mutant {
  readonly number: number;
  /** File below programs/. */
  readonly file: string;
  readonly line: number;
  /** The check as it is written, in one line; with the file, and a count where a file repeats it, its name. */
  readonly check: string;
}

/** A replacement in a text. */
export interface Edit extends Span {
  readonly text: string;
}

/** Names the check at an index of the text, and returns the expression that says whether it is off. */
export type Guard = (at: number, check: string) => string;

/** Rewrites programs so that each check asks first whether it is switched off. Numbers count over all files. */
export class Schemata {
  readonly mutants: Mutant[] = [];
  /** By the program's folder. */
  readonly flags = new Map<string, Flag[]>();
  /** Constraints that cannot be taken away alone, with the file. */
  readonly left: string[] = [];

  /**
   * The file with every check guarded.
   * @param instructions names in the IDL of those that take a struct of accounts
   */
  rewrite(file: string, text: string, instructions: ReadonlyMap<string, readonly string[]>): string {
    const edits: Edit[] = [];
    const names = new Map<string, number>();
    const number = (at: number, check: string): number => {
      const words = check.replace(/\s+/g, ' ').trim();
      const seen = (names.get(words) ?? 0) + 1;
      names.set(words, seen);
      const line = text.slice(0, at).split('\n').length;
      const name = seen > 1 ? `${words} (${seen})` : words;
      this.mutants.push({ number: this.mutants.length + 1, file, line, check: name });
      return this.mutants.length;
    };
    const guard: Guard = (at, check) => `crate::mutants::off(${number(at, check)})`;
    requires(text, edits, guard);
    accessControls(text, edits, guard);
    for (const found of accounts(text, edits, guard)) {
      if (found.kind === 'left') {
        this.left.push(`${file}: ${found.check}`);
        continue;
      }
      const mutant = number(found.at, found.check);
      const room = file.split('/', 1)[0] ?? '';
      const flags = this.flags.get(room) ?? [];
      this.flags.set(room, flags);
      for (const name of instructions.get(found.struct) ?? []) {
        const discriminator = [...createHash('sha256').update(`global:${name}`).digest().subarray(0, 8)];
        flags.push({ number: mutant, discriminator, index: found.index, kind: found.kind });
      }
    }
    return edits
      .sort((a, b) => b.start - a.start)
      .reduce((all, { start, end, text: now }) => all.slice(0, start) + now + all.slice(end), text);
  }
}

/** Which instructions take a struct of accounts, from the text of a program's lib.rs. */
export function instructionsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [, name = '', struct = ''] of text.matchAll(
    /pub fn (\w+)(?:<[^>]*>)?\(\s*ctx: Context<(?:'info, )?(\w+)/g,
  )) {
    found.set(struct, [...(found.get(struct) ?? []), name]);
  }
  return found;
}

/** `require!(…);` and its relatives. */
function requires(text: string, edits: Edit[], guard: Guard): void {
  for (const match of matches(text, /\brequire(?:_\w+)?!\(/g)) {
    const end = closing(text, match.index + match[0].length - 1) + 1;
    const check = text.slice(match.index, end);
    edits.push({ start: match.index, end, text: `if !${guard(match.index, check)} { ${check}; }` });
  }
}

/** `#[access_control(…)]`: what it does goes to the start of the function. */
function accessControls(text: string, edits: Edit[], guard: Guard): void {
  for (const match of matches(text, /#\[access_control\(/g)) {
    const open = match.index + match[0].length - 1;
    const close = closing(text, open);
    const body = text.indexOf('{', text.indexOf('-> Result', close));
    const check = text.slice(open + 1, close);
    edits.push({ start: match.index, end: close + 2, text: '' });
    edits.push({
      start: body + 1,
      end: body + 1,
      text: ` if !${guard(match.index, `access_control(${check})`)} { ${check}?; }`,
    });
  }
}
