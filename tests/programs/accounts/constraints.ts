import { readFileSync } from 'node:fs';

/** What an account struct says of one of its accounts: the errors, and the other accounts that the check names. */
interface Constraint {
  readonly of: string;
  readonly text: string;
  readonly error: string;
}

/** Anchor's own names for constraints that name no error. */
const UNNAMED: readonly (readonly [RegExp, string])[] = [
  [/^seeds\b/, 'ConstraintSeeds'],
  [/^address\b/, 'ConstraintAddress'],
  [/^has_one\b/, 'ConstraintHasOne'],
  [/^(associated_token|token)::mint\b/, 'ConstraintTokenMint'],
  [/^token::authority\b/, 'ConstraintTokenOwner'],
  [/^token::token_program\b/, 'ConstraintTokenTokenProgram'],
  [/^mint::token_program\b/, 'ConstraintMintTokenProgram'],
  [/^constraint\b/, 'ConstraintRaw'],
];

/** Splits at commas outside of brackets. */
function parts(text: string): readonly string[] {
  const found = [''];
  let depth = 0;
  for (const letter of text) {
    if ('([{'.includes(letter)) depth += 1;
    if (')]}'.includes(letter)) depth -= 1;
    if (letter === ',' && depth === 0) found.push('');
    else found[found.length - 1] += letter;
  }
  return found.map((part) => part.trim()).filter(Boolean);
}

function constraintsIn(attributes: string, of: string): readonly Constraint[] {
  return parts(attributes).flatMap((text) => {
    const named = /@\s*\w+::(\w+)/.exec(text)?.[1];
    const error = named ?? UNNAMED.find(([pattern]) => pattern.test(text))?.[1];
    return error ? [{ of, text, error }] : [];
  });
}

const known = new Map<string, readonly Constraint[]>();

/** The constraints of an instruction's accounts, as its source has them. */
function constraintsOf(room: string, instruction: string): readonly Constraint[] {
  const path = `${room}/src/instructions/${instruction}.rs`;
  const found = known.get(path);
  if (found) return found;
  const source = readFileSync(new URL(`../../../programs/${path}`, import.meta.url), 'utf8');
  const struct = /#\[derive\(Accounts\)\][^{]*pub struct \w+<'info> \{\n(.*?)\n\}/s.exec(source)?.[1];
  if (!struct) throw new Error(`${path} has no struct of accounts`);
  const code = struct.replace(/^\s*\/\/.*$/gm, '');
  const fields = [...code.matchAll(/((?:\s*#\[account\(.*?\)\]\n)*)\s*pub (\w+): /gs)];
  const constraints = fields.flatMap(([, attributes = '', name = '']) =>
    [...attributes.matchAll(/#\[account\((.*?)\)\]\n/gs)].flatMap(([, inner = '']) =>
      constraintsIn(inner, name),
    ),
  );
  known.set(path, constraints);
  return constraints;
}

/** Errors of the constraints that name an account or stand at it: what exchanging it may be refused with. */
export function stated(room: string, instruction: string, account: string): ReadonlySet<string> {
  const mentions = new RegExp(`\\b${account}\\b`);
  return new Set(
    constraintsOf(room, instruction)
      .filter(({ of, text }) => of === account || mentions.test(text.replace(/@.*$/s, '')))
      .map(({ error }) => error),
  );
}
