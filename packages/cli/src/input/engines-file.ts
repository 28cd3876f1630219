import { parseEngineOffers } from '@cyxwiz/node';
import { messageOf } from '@cyxwiz/protocol';
import { badInput } from '../failure/cli-error.ts';
import { readJson } from './file.ts';

export type EngineOffers = ReturnType<typeof parseEngineOffers>;

/**
 * How programs are started, from a file of their own or from a node's configuration.
 * @throws CliError BAD_INPUT
 */
export async function readEngines(path: string, field = '--engines'): Promise<EngineOffers> {
  const value = await readJson(path, field);
  const inside = typeof value === 'object' && value !== null && 'engines' in value ? value.engines : value;
  try {
    return parseEngineOffers(inside);
  } catch (cause) {
    const next = 'give {"NAME": {"command": ["program", "argument"]}}, or a node’s configuration file';
    throw badInput(field, `${path}: ${messageOf(cause)}`, next, cause);
  }
}
