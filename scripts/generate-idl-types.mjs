// TypeScript types of one program from its IDL: what `ProgramInterface` encodes and decodes.
const HEADER = '// Generated from the IDL by scripts/generate-idl.mjs\n';
const camel = (name) => name.replace(/_+([a-z0-9])/g, (_, letter) => letter.toUpperCase());

function typeOf(type) {
  if (typeof type === 'string') {
    if (/^[iu](8|16|32)$/.test(type)) return 'number';
    if (/^[iu](64|128)$/.test(type)) return 'bigint';
    const known = { bool: 'boolean', pubkey: 'string', bytes: 'Uint8Array', string: 'string' };
    if (known[type]) return known[type];
  } else if (type.option) return `${typeOf(type.option)} | null`;
  else if (type.vec) return type.vec === 'u8' ? 'Uint8Array' : `readonly ${elementOf(type.vec)}[]`;
  else if (type.array)
    return type.array[0] === 'u8' ? 'Uint8Array' : `readonly ${elementOf(type.array[0])}[]`;
  else if (type.defined) return type.defined.name;
  throw new Error(`no TypeScript type for ${JSON.stringify(type)}`);
}

function elementOf(type) {
  const text = typeOf(type);
  return /[ |]/.test(text) ? `(${text})` : text;
}

const docs = (lines, indent) =>
  lines?.length
    ? `${indent}/** ${lines
        .map((l) => l.trim())
        .join(' ')
        .replaceAll('*/', '')} */\n`
    : '';

const member = (name, type, lines, optional = '') =>
  `${docs(lines, '  ')}  readonly ${name}${optional}: ${type};\n`;

function structBody(fields) {
  if (fields?.length && !fields[0].name) return `readonly [${fields.map(typeOf).join(', ')}]`;
  return `{\n${(fields ?? []).map((f) => member(camel(f.name), typeOf(f.type), f.docs)).join('')}}`;
}

function definition({ name, docs: lines, type }) {
  if (type.kind === 'struct') {
    const body = structBody(type.fields);
    return `${docs(lines, '')}export ${body.startsWith('{') ? `interface ${name} ${body}` : `type ${name} = ${body};`}\n`;
  }
  const variants = type.variants.map((v) =>
    v.fields?.length
      ? `{ readonly kind: '${v.name}'; readonly value: ${structBody(v.fields)} }`
      : `'${v.name}'`,
  );
  return `${docs(lines, '')}export type ${name} = ${variants.join(' | ')};\n`;
}

const flat = (items) => items.flatMap((item) => (item.accounts ? flat(item.accounts) : [item]));

/** True when ProgramInterface finds the account itself, from the arguments and the other accounts. */
function derivable(account, names) {
  if (account.address || account.name === 'program' || account.name === 'event_authority') return true;
  const seeds = account.pda
    ? [...account.pda.seeds, ...(account.pda.program ? [account.pda.program] : [])]
    : [];
  return seeds.length > 0 && seeds.every((s) => s.kind !== 'account' || names.has(s.path));
}

function instruction({ args, accounts, docs: lines, name }) {
  const all = flat(accounts);
  const names = new Set(all.map((a) => a.name));
  const account = (a) => {
    const none = a.optional ? ' | null' : '';
    return member(camel(a.name), `Address${none}`, a.docs, none || derivable(a, names) ? '?' : '');
  };
  const argsType = args.length
    ? `{\n${args.map((a) => member(camel(a.name), typeOf(a.type), a.docs)).join('')}}`
    : 'Record<string, never>';
  return `${docs(lines, '  ')}  ${camel(name)}: {\n args: ${argsType};\n accounts: {\n${all.map(account).join('')}};\n};\n`;
}

export function typesOfIdl(idl) {
  const pascal = camel(`_${idl.metadata.name}`);
  const names = (list) => (list ?? []).map((item) => `  ${item.name}: ${item.name};\n`).join('');
  const errors = (idl.errors ?? []).map((e) => `'${e.name}'`).join(' | ') || 'never';
  return [
    HEADER,
    "import type { Address } from '../program/addresses.ts';\n\n",
    (idl.types ?? []).map(definition).join('\n'),
    `\n/** Names of the errors that the program raises itself. */\nexport type ${pascal}Error = ${errors};\n`,
    `\nexport interface ${pascal}Types {\n accounts: {\n${names(idl.accounts)}};\n events: {\n${names(idl.events)}};\n`,
    ` instructions: {\n${idl.instructions.map(instruction).join('')}};\n}\n`,
  ].join('');
}
