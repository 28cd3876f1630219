import type { Localnet } from '@cyxwiz/localnet';
import { camelCase, programs } from '@cyxwiz/protocol';

/** What one instruction took in one transaction. */
export interface Cost {
  readonly program: string;
  readonly instruction: string;
  /** With everything that it calls. */
  readonly computeUnits: number;
  /** Of the whole transaction on the wire; undefined for an instruction that only programs call. */
  readonly bytes: number | undefined;
  readonly signature: string;
}

/** Reads every transaction that named one of our programs, and takes its log apart. */
export async function readCosts(chain: Localnet): Promise<Cost[]> {
  const names = new Map(Object.values(programs).map(({ id, idl }) => [id.toBase58(), idl.metadata.name]));
  const signatures = new Set<string>();
  for (const { id } of Object.values(programs)) {
    for (let before: string | undefined; ; ) {
      const page = await chain.reader.signatures(id, before === undefined ? {} : { before });
      for (const { signature, failed } of page) if (!failed) signatures.add(signature);
      before = page.at(-1)?.signature;
      if (page.length < 1000) break;
    }
  }
  const costs: Cost[] = [];
  for (const signature of signatures) {
    const found = await chain.connection.getTransaction(signature, {
      commitment: 'confirmed',
      maxSupportedTransactionVersion: 0,
    });
    if (!found?.meta) throw new Error(`the chain has lost ${signature}`);
    const { message, signatures: signed } = found.transaction;
    const bytes = message.serialize().length + 1 + 64 * signed.length;
    costs.push(...costsOf(found.meta.logMessages ?? [], names, bytes, signature));
  }
  return costs;
}

interface Frame {
  readonly program: string;
  readonly depth: number;
  instruction: string | undefined;
}

function costsOf(
  logs: readonly string[],
  names: ReadonlyMap<string, string>,
  bytes: number,
  signature: string,
): Cost[] {
  const costs: Cost[] = [];
  const stack: Frame[] = [];
  for (const line of logs) {
    const invoked = /^Program (\S+) invoke \[(\d+)\]$/.exec(line);
    if (invoked) stack.push({ program: invoked[1] ?? '', depth: Number(invoked[2]), instruction: undefined });
    const named = /^Program log: Instruction: (\w+)$/.exec(line);
    const top = stack.at(-1);
    if (named && top) top.instruction ??= named[1];
    const consumed = /^Program (\S+) consumed (\d+) of/.exec(line);
    if (consumed && top && top.program === consumed[1] && top.instruction !== undefined) {
      const program = names.get(top.program);
      const instruction = top.instruction.charAt(0).toLowerCase() + top.instruction.slice(1);
      const computeUnits = Number(consumed[2]);
      if (program)
        costs.push({
          program,
          instruction,
          computeUnits,
          bytes: top.depth === 1 ? bytes : undefined,
          signature,
        });
    }
    if (/^Program \S+ (success|failed)/.test(line)) stack.pop();
  }
  return costs;
}

/** Every instruction that the programs have, as `program.instruction`. */
export function everyInstruction(): { program: string; instruction: string }[] {
  return Object.values(programs).flatMap(({ idl }) =>
    idl.instructions.map(({ name }) => ({ program: idl.metadata.name, instruction: camelCase(name) })),
  );
}
