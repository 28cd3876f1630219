import { CyxwizError } from '../failure.ts';
import type { ConfigParams } from '../idl/governance.ts';
import { camelCase, type Idl, type IdlType, isNamedField, typeDef } from '../program/idl.ts';
import { governance } from '../program/programs.ts';
import parameters from './parameters.json' with { type: 'json' };

/**
 * The parameters with which CyxWiz starts (parameters.json), as init_config takes them. Amounts are base units of
 * CYXWIZ unless the name says tokens; times are seconds.
 */
export function initialParameters(): ConfigParams {
  return fromJson(
    governance.idl,
    { defined: { name: 'ConfigParams' } },
    parameters,
    'params',
  ) as ConfigParams;
}

/** Numbers of the file that are 64 bits wide on chain become bigint; a missing or surplus name is an error. */
function fromJson(idl: Idl, type: IdlType, value: unknown, where: string): unknown {
  if (typeof type === 'string') return /64|128/.test(type) ? BigInt(value as string | number) : value;
  if ('array' in type)
    return (value as unknown[]).map((item, i) => fromJson(idl, type.array[0], item, `${where}[${i}]`));
  const definition = 'defined' in type ? typeDef(idl, type.defined.name) : undefined;
  if (definition?.kind !== 'struct') throw mismatch(`${where} has a type that the file cannot hold`);
  const fields = (definition.fields ?? []).filter(isNamedField);
  const given = value as Record<string, unknown>;
  const surplus = Object.keys(given).find((name) => !fields.some((field) => camelCase(field.name) === name));
  if (surplus) throw mismatch(`${where}.${surplus} is not a parameter`);
  return Object.fromEntries(
    fields.map((field) => {
      const name = camelCase(field.name);
      if (given[name] === undefined) throw mismatch(`${where}.${name} is missing`);
      return [name, fromJson(idl, field.type, given[name], `${where}.${name}`)];
    }),
  );
}

function mismatch(why: string) {
  return new CyxwizError({
    code: 'IDL_MISMATCH',
    message: `parameters.json does not fit the program: ${why}`,
  });
}
