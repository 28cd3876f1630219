import { CyxwizError } from '@cyxwiz/protocol';
import { CommanderError } from 'commander';
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.ts';

/** A failure as it is printed. */
export interface Explained {
  readonly code: string;
  readonly message: string;
  readonly next: string;
  readonly reason?: string;
  readonly details?: unknown;
  readonly exitCode: ExitCode;
}

/** What to do about failures of packages that know no command line. */
const NEXT: Readonly<Record<string, string>> = {
  PROGRAMS_MISSING: 'build the programs: npm run setup',
  ARTEFACTS_MISSING: 'build the circuits: npm run setup',
  RPC_UNAVAILABLE: 'check --rpc (or CYXWIZ_RPC) and try again',
  INSUFFICIENT_LAMPORTS: 'send a little SOL to the paying wallet',
  TRANSACTION_EXPIRED: 'nothing has moved; try again',
  SENDING_ABORTED: 'look at the chain before you try again: the transaction may have landed',
  WRONG_OWNER: 'check the address and the cluster (--rpc)',
  WRONG_ACCOUNT_TYPE: 'check the address and the cluster (--rpc)',
  EADDRINUSE: 'choose another port, or end the program that holds it',
  EACCES: 'run as a user who may, or choose another path or port',
};

/** Turns whatever was thrown into what is wrong and what to do. `usage` is the command whose help to point at. */
export function explain(error: unknown, usage: string): Explained {
  if (error instanceof CommanderError) return explainUsage(error, usage);
  if (error instanceof CyxwizError) {
    const { code, message, ...facts } = error.failure as unknown as {
      code: string;
      message: string;
      next?: string;
      hint?: string;
      reason?: string;
      error?: string;
      details?: unknown;
    };
    const reason = facts.reason ?? facts.error;
    const told = fromCoordinator(facts.details);
    const hint = told?.hint ?? facts.hint;
    const next = hint ?? facts.next ?? NEXT[code] ?? 'correct what the message names and try again';
    const details = told?.details ?? facts.details;
    return {
      code,
      message: oneLine(told ? message.replace(`; ${told.hint}`, '') : message),
      next: oneLine(next),
      ...(reason === undefined ? {} : { reason }),
      ...(details === undefined ? {} : { details }),
      exitCode: exitCodeOf(code, reason),
    };
  }
  const code = (error as { code?: unknown } | null)?.code;
  const message = oneLine(error instanceof Error ? error.message : String(error));
  if (typeof code === 'string' && NEXT[code]) {
    return { code, message, next: NEXT[code], exitCode: exitCodeOf(code) };
  }
  return {
    code: 'INTERNAL',
    message,
    next: 'this is a fault of cyxwiz: run it again with CYXWIZ_DEBUG=1 and report what it prints',
    exitCode: EXIT.INTERNAL,
  };
}

interface Told {
  readonly hint: string;
  readonly details: unknown;
}

/** A coordinator sends what to do and its details (as JSON text) beside its message. */
function fromCoordinator(details: unknown): Told | undefined {
  const { hint, details: json } = (details ?? {}) as { hint?: unknown; details?: unknown };
  if (typeof hint !== 'string' || hint === '') return undefined;
  try {
    return { hint, details: typeof json === 'string' && json !== '' ? JSON.parse(json) : undefined };
  } catch {
    return { hint, details: json };
  }
}

/** Commander's own wording, without its prefix; its suggestion becomes what to do. */
function explainUsage(error: CommanderError, usage: string): Explained {
  const [first = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const help = `see ${usage} --help`;
  if (error.code === 'commander.help') {
    const message = `${usage} needs a command after it`;
    return { code: 'BAD_INPUT', message, next: help, exitCode: EXIT.USAGE };
  }
  const hint = suggestion?.replace(/^\(|\)$/g, '').replace(/^D/, 'd');
  return {
    code: 'BAD_INPUT',
    message: oneLine(first),
    next: hint ? `${hint} ${help}` : help,
    exitCode: EXIT.USAGE,
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
