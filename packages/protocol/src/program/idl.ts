import { CyxwizError } from '../failure.ts';

/** The part of Anchor's IDL (spec 0.1.0) that this package reads. */
export interface Idl {
  readonly address: string;
  readonly metadata: { readonly name: string; readonly version: string };
  readonly instructions: readonly IdlInstruction[];
  readonly accounts?: readonly IdlNamed[];
  readonly events?: readonly IdlNamed[];
  readonly errors?: readonly IdlError[];
  readonly types?: readonly IdlTypeDef[];
  readonly constants?: readonly IdlConstant[];
}

export interface IdlNamed {
  readonly name: string;
  readonly discriminator: readonly number[];
}

export interface IdlError {
  readonly code: number;
  readonly name: string;
  readonly msg?: string;
}

export interface IdlConstant {
  readonly name: string;
  readonly type: IdlType;
  readonly value: string;
}

export interface IdlInstruction extends IdlNamed {
  readonly accounts: readonly IdlAccountItem[];
  readonly args: readonly IdlField[];
}

export type IdlAccountItem =
  | IdlAccount
  | { readonly name: string; readonly accounts: readonly IdlAccountItem[] };

export interface IdlAccount {
  readonly name: string;
  readonly writable?: boolean;
  readonly signer?: boolean;
  readonly optional?: boolean;
  readonly address?: string;
  readonly pda?: IdlPda;
}

export interface IdlPda {
  readonly seeds: readonly IdlSeed[];
  readonly program?: IdlSeed;
}

export type IdlSeed =
  | { readonly kind: 'const'; readonly value: readonly number[] }
  | { readonly kind: 'arg'; readonly path: string }
  | { readonly kind: 'account'; readonly path: string; readonly account?: string };

export interface IdlField {
  readonly name: string;
  readonly type: IdlType;
}

export interface IdlTypeDef {
  readonly name: string;
  readonly type:
    | { readonly kind: 'struct'; readonly fields?: readonly (IdlField | IdlType)[] }
    | { readonly kind: 'enum'; readonly variants: readonly IdlVariant[] };
}

export interface IdlVariant {
  readonly name: string;
  readonly fields?: readonly (IdlField | IdlType)[];
}

export type IdlType =
  | string
  | { readonly option: IdlType }
  | { readonly vec: IdlType }
  | { readonly array: readonly [IdlType, number | { readonly generic: string }] }
  | { readonly defined: { readonly name: string } };

/** snake_case of Rust to camelCase of TypeScript: every name of the IDL is written so here. */
export function camelCase(name: string): string {
  return name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

export function typeDef(idl: Idl, name: string): IdlTypeDef['type'] {
  const found = idl.types?.find((type) => type.name === name);
  if (!found)
    throw new CyxwizError({ code: 'IDL_MISMATCH', message: `${idl.metadata.name} has no type ${name}` });
  return found.type;
}

export function isNamedField(field: IdlField | IdlType): field is IdlField {
  return typeof field === 'object' && 'name' in field && 'type' in field;
}
