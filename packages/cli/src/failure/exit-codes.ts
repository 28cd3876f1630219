/** What a script can tell from the exit code alone. Listed in `cyxwiz --help`. */
export const EXIT = {
  OK: 0,
  /** A program, a coordinator, a node or a check said no. */
  REFUSED: 1,
  /** Bad usage or bad input; nothing was tried. */
  USAGE: 2,
  /** Chain, coordinator or node did not answer; trying again may help. */
  UNREACHABLE: 3,
  /** No such job, node, checkpoint, proposal or account. */
  NOT_FOUND: 4,
  /** Something on this machine has to be built or installed first. */
  NOT_SET_UP: 5,
  /** A fault of this program. */
  INTERNAL: 70,
  INTERRUPTED: 130,
  TERMINATED: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_CODES_HELP = `Exit codes:
  0    done
  1    refused by a rule (of a program, a coordinator, a node or a check)
  2    bad usage or input; nothing was tried
  3    chain, coordinator or node unreachable; trying again may help
  4    no such job, node, checkpoint, proposal or account
  5    something on this machine has to be built or installed first
  70   a fault of this program
  130  interrupted (SIGINT), 143 terminated (SIGTERM)`;

const BY_CODE: Readonly<Record<string, ExitCode>> = {
  BAD_INPUT: EXIT.USAGE,
  BAD_KEYPAIR: EXIT.USAGE,
  CONFIG_INVALID: EXIT.USAGE,
  ENVIRONMENT_INVALID: EXIT.USAGE,
  NOT_A_RECEIPT: EXIT.USAGE,
  EADDRINUSE: EXIT.USAGE,
  COORDINATOR_UNAVAILABLE: EXIT.UNREACHABLE,
  RPC_UNAVAILABLE: EXIT.UNREACHABLE,
  NODE_UNAVAILABLE: EXIT.UNREACHABLE,
  STREAM_LOST: EXIT.UNREACHABLE,
  TRANSACTION_EXPIRED: EXIT.UNREACHABLE,
  SENDING_ABORTED: EXIT.UNREACHABLE,
  TIMED_OUT: EXIT.UNREACHABLE,
  JOB_NOT_FOUND: EXIT.NOT_FOUND,
  JOB_NOT_PAID: EXIT.NOT_FOUND,
  DISPUTE_NOT_FOUND: EXIT.NOT_FOUND,
  PROPOSAL_NOT_FOUND: EXIT.NOT_FOUND,
  VESTING_NOT_FOUND: EXIT.NOT_FOUND,
  NODE_NOT_FOUND: EXIT.NOT_FOUND,
  COORDINATOR_NOT_FOUND: EXIT.NOT_FOUND,
  PAGE_NOT_FOUND: EXIT.NOT_FOUND,
  CLIENT_NOT_FOUND: EXIT.NOT_FOUND,
  WRONG_OWNER: EXIT.NOT_FOUND,
  WRONG_ACCOUNT_TYPE: EXIT.NOT_FOUND,
  PROGRAMS_MISSING: EXIT.NOT_SET_UP,
  ARTEFACTS_MISSING: EXIT.NOT_SET_UP,
  INTERNAL: EXIT.INTERNAL,
  INTERRUPTED: EXIT.INTERRUPTED,
  TERMINATED: EXIT.TERMINATED,
};

/** Reasons of a coordinator or a node that mean something else than "refused". */
const BY_REASON: Readonly<Record<string, ExitCode>> = {
  JOB_UNKNOWN: EXIT.NOT_FOUND,
  NODE_UNKNOWN: EXIT.NOT_FOUND,
  CHECKPOINT_UNKNOWN: EXIT.NOT_FOUND,
  CHECKPOINT_EXPIRED: EXIT.NOT_FOUND,
  WRONG_OWNER: EXIT.NOT_FOUND,
  WRONG_ACCOUNT_TYPE: EXIT.NOT_FOUND,
  CHAIN_UNAVAILABLE: EXIT.UNREACHABLE,
  DATABASE_UNAVAILABLE: EXIT.UNREACHABLE,
  NOT_READY: EXIT.UNREACHABLE,
  SHUTTING_DOWN: EXIT.UNREACHABLE,
  INVALID_ARGUMENT: EXIT.USAGE,
  INVALID_JOB_SPEC: EXIT.USAGE,
};

/** Codes of parsers (`INVALID_ADDRESS`, `INVALID_AMOUNT`, …) are bad input; what is not listed was refused by a rule. */
export function exitCodeOf(code: string, reason?: string): ExitCode {
  const named = (reason === undefined ? undefined : BY_REASON[reason]) ?? BY_CODE[code];
  return named ?? (code.startsWith('INVALID_') ? EXIT.USAGE : EXIT.REFUSED);
}
