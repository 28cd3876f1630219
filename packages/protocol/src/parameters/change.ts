import { CyxwizError } from '../failure.ts';
import type { ConfigParams } from '../idl/governance.ts';
import { encodeType } from '../program/encode.ts';
import { camelCase, type IdlType, isNamedField, typeDef } from '../program/idl.ts';
import { governance } from '../program/programs.ts';

/** Everything that `update_config` sets. */
export interface Parameters {
  readonly params: ConfigParams;
  /** Whether verifying keys from a published seed are accepted. */
  readonly allowDevelopmentKeys: boolean;
}

/** One parameter by its path, like `fees.feeBps`, as text: amounts in base units, times in seconds. */
export interface ParameterLine {
  readonly path: string;
  readonly value: string;
}

export interface ParameterDifference {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

interface Place {
  readonly path: string;
  readonly type: IdlType;
  read(from: Parameters): unknown;
  write(into: Parameters, value: unknown): void;
}

type Group = Record<string, unknown>;

const KEYS = 'allowDevelopmentKeys';

/** Every parameter has a place, and the program's own types say where. */
function places(name = 'ConfigParams', above: readonly string[] = []): Place[] {
  const definition = typeDef(governance.idl, name);
  const fields = definition.kind === 'struct' ? (definition.fields ?? []).filter(isNamedField) : [];
  return fields.flatMap(({ name: field, type }) => {
    const path = [...above, camelCase(field)];
    if (typeof type === 'object' && 'defined' in type) return places(type.defined.name, path);
    const holder = ({ params }: Parameters) =>
      above.reduce<Group>((at, step) => at[step] as Group, params as unknown as Group);
    const last = path.at(-1) as string;
    return {
      path: path.join('.'),
      type,
      read: (from) => holder(from)[last],
      write: (into, value) => {
        holder(into)[last] = value;
      },
    };
  });
}

function allPlaces(): Place[] {
  const keys: Place = {
    path: KEYS,
    type: 'bool',
    read: (from) => from[KEYS],
    write: (into, value) => {
      (into as { allowDevelopmentKeys: boolean }).allowDevelopmentKeys = value as boolean;
    },
  };
  return [...places(), keys];
}

/** Every parameter in the order of the program. */
export function listParameters(parameters: Parameters): ParameterLine[] {
  return allPlaces().map(({ path, read }) => ({ path, value: text(read(parameters)) }));
}

/** What is not the same in two sets of parameters. */
export function parameterDifferences(before: Parameters, after: Parameters): ParameterDifference[] {
  return allPlaces()
    .map(({ path, read }) => ({ path, before: text(read(before)), after: text(read(after)) }))
    .filter((line) => line.before !== line.after);
}

/**
 * The parameters with some of them changed: `path=value`, a list as `1,2,3`.
 * @throws CyxwizError `INVALID_PARAMETER` naming the one that is no parameter, or has no such value
 */
export function changeParameters(now: Parameters, changes: readonly string[]): Parameters {
  const changed = structuredClone(now);
  const known = allPlaces();
  for (const change of changes) {
    const cut = change.indexOf('=');
    const [path, value] = [change.slice(0, cut), change.slice(cut + 1)];
    if (cut < 1) throw invalid(`"${change}" is no change`, 'write it like fees.feeBps=900');
    const place = known.find((one) => one.path === path);
    if (!place) throw invalid(`there is no parameter ${path}`, `there are ${near(known, path)}`);
    place.write(changed, parse(place, value));
  }
  return changed;
}

/** The parameters of the same group, or the groups. */
function near(known: readonly Place[], path: string): string {
  const group = `${path.split('.')[0]}.`;
  const same = known.filter((one) => one.path.startsWith(group)).map((one) => one.path);
  return (same.length ? same : [...new Set(known.map((one) => one.path.split('.')[0]))]).join(', ');
}

function parse({ path, type }: Place, value: string): unknown {
  const list = typeof type === 'object' && 'array' in type ? type.array : undefined;
  const items = list ? value.split(',').map((item) => scalar(list[0], item)) : scalar(type, value);
  try {
    encodeType(governance.idl, type, items, path);
    return items;
  } catch (cause) {
    if (!(cause instanceof CyxwizError)) throw cause;
    throw invalid(cause.message, 'amounts are base units, times seconds, shares hundredths of a percent');
  }
}

/** What is no number or truth value stays text, which the encoder refuses by name. */
function scalar(type: IdlType, value: string): unknown {
  if (type === 'bool') return value === 'true' || (value === 'false' ? false : value);
  if (!/^\d{1,20}$/.test(value)) return value;
  return /64|128/.test(String(type)) ? BigInt(value) : Number(value);
}

const text = (value: unknown): string => (Array.isArray(value) ? value.join(',') : String(value));

function invalid(wrong: string, next: string): CyxwizError {
  return new CyxwizError({ code: 'INVALID_PARAMETER', message: `${wrong}; ${next}` });
}
