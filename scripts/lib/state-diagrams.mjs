// Mermaid diagrams from programs/<program>/states.json, held against the IDL: a state or an instruction that does not
// exist, and a state that nothing leads to, are errors.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** Before an account exists, and after. */
const OUTSIDE = '[*]';

function check(where, { states, enum: enumName, transitions }, idl) {
  const fail = (message) => {
    throw new Error(`${where}: ${message}`);
  };
  const variants = enumName
    ? idl.types.find(({ name }) => name === enumName)?.type.variants?.map(({ name }) => name)
    : states;
  if (!variants) fail(`there is no enum ${enumName}, and no list of states`);
  const instructions = new Set(idl.instructions.map(({ name }) => name));
  for (const { from, to, by } of transitions) {
    for (const state of [from, to]) {
      if (state !== OUTSIDE && !variants.includes(state)) fail(`there is no state ${state}`);
    }
    // A state may also change with the clock alone.
    if (by !== null && !instructions.has(by)) fail(`there is no instruction ${by}`);
  }
  for (const state of variants) {
    if (!transitions.some(({ to }) => to === state)) fail(`nothing leads to ${state}: add its transition`);
  }
}

function diagram({ title, about, transitions }) {
  const arrows = transitions.map(({ from, to, by, when }) => {
    const label = [by, when].filter(Boolean).join(': ');
    return `  ${from} --> ${to} : ${label}`;
  });
  return `### ${title}\n\n${about}\n\n\`\`\`mermaid\nstateDiagram-v2\n${arrows.join('\n')}\n\`\`\`\n`;
}

/** The diagrams of one program. @throws Error when its states.json does not fit its IDL */
export function stateDiagrams(room, idl) {
  const { machines } = JSON.parse(readFileSync(join(root, 'programs', room, 'states.json'), 'utf8'));
  for (const machine of machines) check(`programs/${room}/states.json: ${machine.title}`, machine, idl);
  const known = machines.flatMap(({ enum: name }) => name ?? []);
  for (const { name, type } of idl.types) {
    if (type.kind === 'enum' && /State$/.test(name) && !known.includes(name)) {
      throw new Error(`programs/${room}/states.json has no machine for ${name}`);
    }
  }
  return machines.map(diagram).join('\n');
}
