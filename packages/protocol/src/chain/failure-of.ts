import { CyxwizError } from '../failure.ts';
import type { TransactionSignature } from '../ids.ts';
import { describeProgramError } from '../program/errors.ts';
import type { ChainFailure } from './errors.ts';

/** The program that failed last by the logs: with CPI, not always the one the transaction called. */
function failedProgram(logs: readonly string[]): string | undefined {
  for (const line of logs) {
    const match = /^Program (\S+) failed/.exec(line);
    if (match) return match[1];
  }
  return undefined;
}

/** Turns the runtime's error of a transaction into one that names the program's error and what it means. */
export function failureOf(
  error: unknown,
  logs: readonly string[],
  programs: readonly string[],
  signature?: TransactionSignature,
): CyxwizError<ChainFailure> {
  const at = signature === undefined ? {} : { signature };
  const [instruction, detail] = (error as { InstructionError?: [number, unknown] })?.InstructionError ?? [];
  const number = (detail as { Custom?: number } | undefined)?.Custom;
  if (instruction !== undefined && number !== undefined) {
    const program = failedProgram(logs) ?? programs[instruction];
    const known = describeProgramError(program, number);
    const message = `${known.program} refused: ${known.message} (${known.error}, ${number})`;
    return new CyxwizError({ ...known, code: 'PROGRAM_ERROR', message, number, instruction, logs, ...at });
  }
  const reason = reasonOf(detail ?? error);
  if (/^(InsufficientFundsForFee|InsufficientFundsForRent|AccountNotFound)$/.test(reason)) {
    const message = `the fee payer or a new account lacks lamports (${reason}); send SOL to the paying wallet`;
    return new CyxwizError({ code: 'INSUFFICIENT_LAMPORTS', message, logs });
  }
  const message = `the transaction failed: ${reason}${logs.length ? `; last log: ${logs.at(-1)}` : ''}`;
  return new CyxwizError({ code: 'TRANSACTION_FAILED', message, reason, logs, ...at });
}

export function reasonOf(error: unknown): string {
  if (typeof error === 'string') return error;
  if (typeof error === 'object' && error !== null) return Object.keys(error)[0] ?? 'unknown';
  return String(error);
}
