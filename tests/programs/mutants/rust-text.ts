/** A span of text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const OPENING = '([{';
const CLOSING = ')]}';

/** Index after a comment, string or character that starts at `at`; `at` itself when none does. */
function afterOpaque(text: string, at: number): number {
  const rest = text.slice(at, at + 2);
  if (rest === '//') {
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end;
  }
  if (rest === '/*') return text.indexOf('*/', at) + 2;
  if (text[at] === '"') {
    let end = at + 1;
    while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
    return end + 1;
  }
  // A lifetime is no character: 'a' ends with a quote, 'info does not.
  const character = /^'(\\.[^']*|[^'\\])'/.exec(text.slice(at, at + 12));
  return character ? at + character[0].length : at;
}

/** Index of the bracket that closes the one at `open`. */
export function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const after = afterOpaque(text, at);
    if (after > at) {
      at = after - 1;
      continue;
    }
    if (OPENING.includes(text[at] as string)) depth += 1;
    if (CLOSING.includes(text[at] as string)) depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error(`nothing closes ${text.slice(open, open + 40)}`);
}

/** Parts of `text` between commas that no bracket encloses, without the blank around them. */
export function parts(text: string, { start, end }: Span): Span[] {
  const found: Span[] = [];
  let from = start;
  const push = (to: number) => {
    const part = text.slice(from, to);
    const blank = part.length - part.trimStart().length;
    const trimmed = part.trim();
    if (trimmed) found.push({ start: from + blank, end: from + blank + trimmed.length });
    from = to + 1;
  };
  for (let at = start; at < end; at++) {
    const after = afterOpaque(text, at);
    if (after > at) {
      at = after - 1;
    } else if (OPENING.includes(text[at] as string)) {
      at = closing(text, at);
    } else if (text[at] === ',') {
      push(at);
    }
  }
  push(end);
  return found;
}

/** Where `pattern`, a global one, matches code: not in comments or strings. */
export function* matches(text: string, pattern: RegExp): Generator<RegExpExecArray> {
  const opaque: Span[] = [];
  for (let at = 0; at < text.length; at++) {
    const after = afterOpaque(text, at);
    if (after > at) {
      opaque.push({ start: at, end: after });
      at = after - 1;
    }
  }
  for (const match of text.matchAll(pattern)) {
    if (!opaque.some(({ start, end }) => match.index >= start && match.index < end)) yield match;
  }
}
