// What the source of an instruction says that its IDL does not: the errors and the events.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const sources = new Map();

/** Text of every file of a program but its tests, by path. */
function sourceOf(room) {
  const found = sources.get(room);
  if (found) return found;
  const folder = join(root, 'programs', room, 'src');
  const files = new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.rs') && !file.endsWith('tests.rs'))
      .sort()
      .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );
  sources.set(room, files);
  return files;
}

function instructionText(room, name) {
  const text = sourceOf(room).get(join('instructions', `${name}.rs`));
  if (text === undefined) throw new Error(`programs/${room}/src/instructions/${name}.rs is missing`);
  return text;
}

/** The text from the brace that opens at or after `start` to the one that closes it. */
function block(text, start) {
  const open = text.indexOf('{', start);
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return text.slice(start, at + 1);
  }
  return text.slice(start);
}

/** Every function of a program, by name: several types may have one of that name. */
function functionsOf(room) {
  const functions = new Map();
  for (const text of sourceOf(room).values()) {
    for (const match of text.matchAll(/^[ \t]*(?:pub(?:\(\w+\))? )?(?:const )?fn (\w+)/gm)) {
      const [, type] =
        [...text.slice(0, match.index).matchAll(/^impl(?:<[^>]*>)? (?:\w+ for )?(\w+)/gm)].at(-1) ?? [];
      const known = functions.get(match[1]) ?? [];
      functions.set(match[1], [...known, { type, body: code(block(text, match.index)) }]);
    }
  }
  return functions;
}

/** Without comments, which name what other functions raise, and calls whose error goes no further. */
const code = (text) => text.replace(/\/\/.*$/gm, '').replace(/\w+\([^()]*\)\.is_ok\(\)/g, '');

/** Of the functions with one name, those that a call can mean: by its receiver's name, or the types around it. */
function meant(functions, receiver, caller) {
  const wanted = receiver.replaceAll('_', '').toLowerCase();
  const named = (type = '') => type.toLowerCase();
  const ways = [
    ({ type }) => receiver === 'self' && type === caller.type,
    ({ type }) => wanted.length > 2 && named(type).includes(wanted),
    ({ type }) => new RegExp(`\\b${type}\\b`).test(caller.body),
  ];
  const found = ways.map((way) => functions.filter(way)).find(({ length }) => length);
  return found ?? (functions.length === 1 ? functions : []);
}

/** Errors of the program that an instruction may raise, itself or in a function that it calls; in the IDL's order. */
export function errorsOf(room, name, idl) {
  const functions = functionsOf(room);
  const reached = new Set([{ type: undefined, body: code(instructionText(room, name)) }]);
  for (const caller of reached) {
    for (const [, receiver = '', called] of caller.body.matchAll(/(?:\b(\w+)(?:\.|::))?\b(\w+)(?=\()/g)) {
      // The invariant fails only if the program is wrong.
      if (called === 'invariant' || !functions.has(called)) continue;
      for (const next of meant(functions.get(called), receiver, caller)) reached.add(next);
    }
  }
  const raised = [...reached].map(({ body }) => body).join('\n');
  const may = (error) => error === 'InvariantViolated' || new RegExp(`Error::${error}\\b`).test(raised);
  return (idl.errors ?? []).map((error) => error.name).filter(may);
}

/** Events that an instruction writes itself; those of programs that it calls are theirs. */
export function eventsOf(room, name, idl) {
  const own = instructionText(room, name);
  const names = (event) => new RegExp(`(?<!Error::|\`)\\b${event}\\b`).test(own);
  return (idl.events ?? []).map((event) => event.name).filter(names);
}
