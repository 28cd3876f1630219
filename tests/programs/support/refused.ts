import { describeProgramError } from '@cyxwiz/protocol';
import type { FailedTransactionMetadata } from 'litesvm';

/** Numbers of Solana's own errors, as far as tests meet them. */
const RUNTIME: Readonly<Record<number, string>> = {
  3: 'InvalidAccountData',
  5: 'InsufficientFunds',
  6: 'IncorrectProgramId',
  7: 'MissingRequiredSignature',
  9: 'UninitializedAccount',
  19: 'NotEnoughAccountKeys',
  20: 'AccountDataSizeChanged',
  31: 'MissingAccount',
  36: 'ComputationalBudgetExceeded',
  37: 'PrivilegeEscalation',
  39: 'ProgramFailedToComplete',
  44: 'InvalidAccountOwner',
};
const TRANSACTION: Readonly<Record<number, string>> = {
  4: 'InsufficientFundsForFee',
  6: 'AlreadyProcessed',
  7: 'BlockhashNotFound',
  11: 'SignatureFailure',
};

/** A transaction that the chain refused. `error` is the name that a program's IDL, Anchor or the runtime gives. */
export class Refused extends Error {
  readonly error: string;
  readonly logs: readonly string[];
  /** The account that Anchor blames, by its name in the program that refused. */
  readonly account: string | undefined;

  constructor(error: string, logs: readonly string[]) {
    super(`${error}\n${logs.join('\n')}`);
    this.account = logs.map((line) => /AnchorError caused by account: (\w+)/.exec(line)?.[1]).find(Boolean);
    this.name = 'Refused';
    this.error = error;
    this.logs = logs;
  }

  static from(failure: FailedTransactionMetadata): Refused {
    const logs = failure.meta().logs();
    const error = failure.err();
    if (typeof error === 'number')
      return new Refused(TRANSACTION[error] ?? `transaction error ${error}`, logs);
    if (!('err' in error)) return new Refused(error.constructor.name, logs);
    const inner = error.err();
    if (typeof inner === 'number') return new Refused(RUNTIME[inner] ?? `instruction error ${inner}`, logs);
    if (!('code' in inner)) return new Refused('BorshIoError', logs);
    // The first program to fail is the innermost one: the number is its.
    const raisedBy = logs.map((line) => /^Program (\w+) failed: custom/.exec(line)?.[1]).find(Boolean);
    const described = describeProgramError(raisedBy, inner.code);
    return new Refused(described.error === 'Custom' ? `Custom ${inner.code}` : described.error, logs);
  }
}
