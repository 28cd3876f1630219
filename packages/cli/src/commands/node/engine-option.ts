import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { programNameSchema } from '@cyxwiz/protocol';
import { InvalidArgumentError } from 'commander';
import { badInput } from '../../failure/cli-error.ts';

/** Programs by the name that clients order them by, each as its words. */
export type EngineCommands = Readonly<Record<string, { readonly command: readonly string[] }>>;

/** Parser of NAME=COMMAND…, where quotes hold words together; the option can be repeated. */
export function engineOption(text: string, before: EngineCommands = {}): EngineCommands {
  const cut = text.indexOf('=');
  const name = text.slice(0, Math.max(0, cut));
  if (!programNameSchema.safeParse(name).success) {
    throw new InvalidArgumentError(
      'It must be NAME=COMMAND, the name 1 to 32 lower-case letters, digits and hyphens.',
    );
  }
  if (Object.hasOwn(before, name)) throw new InvalidArgumentError(`There are two programs called ${name}.`);
  const command = wordsOf(text.slice(cut + 1));
  if (command.length === 0) throw new InvalidArgumentError(`${name} has no command.`);
  return { ...before, [name]: { command } };
}

/** No shell reads the command; quotes are the only thing that means something here. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  const pattern = /\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))(?=\s|$)/gy;
  let end = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    words.push(match[1] ?? match[2] ?? match[3] ?? '');
    end = pattern.lastIndex;
  }
  if (text.slice(end).trim() === '') return words;
  throw new InvalidArgumentError(
    `A quote is not closed, or stands inside of a word: ${text.slice(end).trim()}`,
  );
}

/** Programs that are not there would fail their first job. @throws CliError BAD_INPUT */
export function requirePrograms(engines: EngineCommands, path = ''): void {
  for (const [name, { command }] of Object.entries(engines)) {
    const program = command[0] ?? '';
    const places = program.includes('/')
      ? [program]
      : path.split(delimiter).map((folder) => join(folder, program));
    if (places.some(isProgram)) continue;
    throw badInput(
      '--engine',
      `${name} is run by ${program}, which is no program here`,
      program.includes('/') ? 'install it, or correct the path' : 'install it, or write its whole path',
    );
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
