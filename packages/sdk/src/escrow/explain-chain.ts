import { type ChainFailure, CyxwizError, messageOf } from '@cyxwiz/protocol';
import { ClientError } from '../errors.ts';
import { GOVERNANCE_NEXT } from '../governance/next-steps.ts';

/** What to do about errors of the programs that a client meets; everything else says enough in its message. */
const NEXT: Readonly<Record<string, string>> = {
  JobIsProving:
    'the training has ended: verify the weights, then `cyxwiz job waive`, or wait for the settlement',
  AcceptWindowOpen: 'the node may still accept; cancel free of charge when the window is over',
  NotTimedOut: 'wait for the deadline, or for two hours without a sign of the node',
  SettleInstead: 'the work is proven: cyxwiz crank settle JOB',
  ObjectionWindowOpen: 'wait until the window is over, or let the client waive it: cyxwiz job waive JOB',
  FinalRootNotProven: 'wait for the proof; after the deadline anyone can refund: cyxwiz crank timeout JOB',
  JobNotProving: 'look at the job: cyxwiz job status JOB',
  JobStillOpen: 'settle, cancel or refund the job first',
  TooManyJobsToday: 'ten jobs a day and wallet; go on tomorrow or with another wallet',
  NewJobsPaused: 'the guardians paused new jobs; running ones are not affected',
  WrongClient: 'use the keypair that submitted the job',
  TooEarlyToClose: 'only who paid the rent closes a job within seven days of its end',
  RevealWindowOpen:
    'the client still has time to reveal its nonce (cyxwiz job reveal JOB); try again when the window is over',
  SlotMissedTwice: 'nobody recorded either slot in time; after the deadline: cyxwiz crank timeout JOB',
  QueueEmpty: 'nothing to do: every outcome has been applied',
  ...GOVERNANCE_NEXT,
};

/** SPL token's "insufficient funds" and the escrow's own words for it. */
const POOR = /insufficient funds|0x1\b|InsufficientFunds/i;

/** Turns a failure of the chain into one that says what to do next. */
export function explainChain(cause: unknown): ClientError {
  if (cause instanceof ClientError) return cause;
  if (!(cause instanceof CyxwizError)) {
    return new ClientError('RPC_UNAVAILABLE', messageOf(cause), { next: 'check --rpc and try again', cause });
  }
  const failure = cause.failure as ChainFailure | { code: string; message: string };
  const { code, message } = failure;
  if (code === 'PROGRAM_ERROR' && 'error' in failure) {
    const poor = failure.error === 'Custom' && failure.number === 1;
    if (poor || failure.logs.some((line) => POOR.test(line) && line.includes('insufficient funds'))) {
      return new ClientError('INSUFFICIENT_FUNDS', 'the wallet does not hold enough of the mint', {
        next: 'send tokens to the wallet, or lower the price: fewer epochs, lower priority',
        reason: failure.error,
        cause,
      });
    }
    return new ClientError('TRANSACTION_FAILED', message, {
      next: NEXT[failure.error] ?? 'nothing has moved; the message says what to change',
      reason: failure.error,
      cause,
    });
  }
  if (code === 'INSUFFICIENT_LAMPORTS') {
    return new ClientError('INSUFFICIENT_FUNDS', message, { next: 'send a little SOL to the wallet', cause });
  }
  if (code === 'TRANSACTION_EXPIRED') {
    return new ClientError('TRANSACTION_EXPIRED', message, {
      next: 'nothing has moved; submit again',
      cause,
    });
  }
  if (code === 'RPC_UNAVAILABLE') {
    return new ClientError('RPC_UNAVAILABLE', message, { next: 'check --rpc and try again', cause });
  }
  return new ClientError('TRANSACTION_FAILED', message, { next: 'nothing has moved', reason: code, cause });
}

/** What the action gives, or a failure that says what to do next. */
export async function explained<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw explainChain(cause);
  }
}
