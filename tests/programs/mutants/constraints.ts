import { closing, matches, parts, type Span } from './rust-text.ts';
import type { Edit, Guard } from './schemata.ts';

/** A check that the text of a constraint cannot carry: of a flag of the account, or one that cannot be taken away alone. */
export type Found =
  | { readonly kind: 'left'; readonly check: string }
  | {
      readonly kind: 'is_signer' | 'is_writable';
      readonly check: string;
      readonly struct: string;
      readonly index: number;
      readonly at: number;
    };

interface Piece extends Span {
  readonly text: string;
}

interface Field {
  readonly name: string;
  readonly type: string;
  readonly start: number;
  /** Where its type ends. */
  readonly end: number;
  /** Inside of `#[account(…)]`, when it has one. */
  readonly attribute: Span | undefined;
}

/** The order in which Anchor makes the checks of an account, whichever order they are written in. */
const ORDER = [
  'seeds',
  'has_one',
  'constraint',
  'address',
  'authority',
  'mint',
  'program',
  'mint program',
] as const;
type Rank = (typeof ORDER)[number];

/** Constraints of `#[derive(Accounts)]`. */
export function accounts(text: string, edits: Edit[], guard: Guard): Found[] {
  const found: Found[] = [];
  for (const derive of matches(text, /#\[derive\(Accounts\)\]/g)) {
    const open = text.indexOf('{', derive.index);
    const body = { start: open + 1, end: closing(text, open) };
    const struct = /struct (\w+)/.exec(text.slice(derive.index, open))?.[1] ?? '';
    const inside = text.slice(body.start, body.end);
    const payers = new Set([...inside.matchAll(/\bpayer = (\w+)/g)].map(([, payer]) => payer));
    for (const [index, field] of fields(text, body).entries()) {
      const pieces = field.attribute ? parts(text, field.attribute) : [];
      const all = pieces.map((span) => ({ ...span, text: text.slice(span.start, span.end) }));
      const { name } = field;
      const flag = (kind: 'is_signer' | 'is_writable', at: number, check: string) =>
        found.push({ kind, check: `${name}: ${check}`, struct, index, at });
      const mut = all.find((piece) => piece.text === 'mut');
      if (/\bSigner</.test(field.type)) flag('is_signer', field.start, 'Signer');
      // Anchor compiles nothing that is paid for by an account which it may not write.
      if (mut && payers.has(name)) found.push({ kind: 'left', check: `${name}: mut` });
      else if (mut) flag('is_writable', mut.start, 'mut');
      for (const check of constraints(text, field, all, edits, guard))
        found.push({ kind: 'left', check: `${name}: ${check}` });
    }
  }
  return found;
}

function fields(text: string, body: Span): Field[] {
  const found: Field[] = [];
  for (const match of matches(text.slice(0, body.end), /\bpub (\w+): ([^\n]+?),?\n/g)) {
    if (match.index < body.start) continue;
    const [whole, name = '', type = ''] = match;
    const before = found.at(-1)?.end ?? body.start;
    const attribute = [...matches(text.slice(0, match.index), /#\[account\(/g)].find(
      ({ index }) => index >= before,
    );
    const inside = attribute && attribute.index + attribute[0].length;
    found.push({
      name,
      type,
      start: match.index,
      end: match.index + whole.length - 1,
      attribute: inside === undefined ? undefined : { start: inside, end: closing(text, inside - 1) },
    });
  }
  return found;
}

/** Guards the constraints of an account; returns those that it has to leave. */
function constraints(
  text: string,
  { name, type, attribute }: Field,
  pieces: readonly Piece[],
  edits: Edit[],
  guard: Guard,
): string[] {
  const left: string[] = [];
  const guarded = new Map<Piece, { rank: Rank; text: string }>();
  const dropped = new Set<Piece>();
  const isMade = pieces.some((piece) => /^init(_if_needed)?$/.test(piece.text));
  const value = (key: string) =>
    pieces.find((piece) => piece.text.startsWith(`${key} = `))?.text.slice(key.length + 3);
  const loaded = type.includes('AccountLoader') ? `${name}.load()?` : name;
  const owner = `*${name}.to_account_info().owner`;
  const standard = (code: string) => `anchor_lang::error::ErrorCode::${code}`;

  for (const piece of pieces) {
    const [, key = '', rest = ''] = /^([\w:]+) = ([\s\S]*)$/.exec(piece.text) ?? [];
    const [wanted = '', error] = rest.split(/\s@\s/);
    const replace = (rank: Rank, holds: string, code: string) =>
      guarded.set(piece, {
        rank,
        text: `constraint = ${guard(piece.start, `${name}: ${piece.text}`)} || (${holds}) @ ${error ?? standard(code)}`,
      });
    if (key === 'constraint') replace('constraint', wanted, 'ConstraintRaw');
    if (key === 'has_one') replace('has_one', `${loaded}.${wanted} == ${wanted}.key()`, 'ConstraintHasOne');
    if (key === 'address') replace('address', `${name}.key() == ${wanted}`, 'ConstraintAddress');
    // What an account is made with is no check.
    if (isMade) {
      if (key === 'seeds') left.push(piece.text);
      continue;
    }
    const program = `${owner} == ${wanted}.key()`;
    if (key === 'mint::token_program') replace('mint program', program, 'ConstraintMintTokenProgram');
    if (key === 'token::token_program') replace('program', program, 'ConstraintTokenTokenProgram');
    if (key === 'token::mint') replace('mint', `${name}.mint == ${wanted}.key()`, 'ConstraintTokenMint');
    if (key === 'token::authority')
      replace('authority', `${name}.owner == ${wanted}.key()`, 'ConstraintTokenOwner');
    if (key === 'seeds') {
      const bump = value('bump');
      const given = wanted.trim();
      const isUsed = new RegExp(`bumps\\.${name}\\b`).test(text);
      if (!given.startsWith('[') || (bump === undefined && isUsed)) {
        left.push(piece.text);
        continue;
      }
      const seeds = given.slice(1, -1).replace(/,\s*$/, '');
      const under = value('seeds::program') ?? 'crate::ID';
      const derived = bump
        ? `Pubkey::create_program_address(&[${seeds}, &[${bump}]][..], &${under}).is_ok_and(|key| key == ${name}.key())`
        : `Pubkey::find_program_address(&[${seeds}][..], &${under}).0 == ${name}.key()`;
      for (const other of pieces) if (/^bump( =|$)|^seeds::program =/.test(other.text)) dropped.add(other);
      replace('seeds', derived, 'ConstraintSeeds');
    }
  }
  if (attribute && guarded.size) {
    const kept = pieces.filter((piece) => !guarded.has(piece) && !dropped.has(piece));
    const sorted = [...guarded.values()].sort((a, b) => ORDER.indexOf(a.rank) - ORDER.indexOf(b.rank));
    edits.push({ ...attribute, text: [...kept, ...sorted].map((piece) => piece.text).join(', ') });
  }
  return left;
}
