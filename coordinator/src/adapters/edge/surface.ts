import { messageOf } from '@cyxwiz/protocol';
import { asFault, type FaultError, fault } from '../../domain/fault.ts';
import type { RateLimiter } from '../../ports/shared-state.ts';
import type { Log } from '../../ports/system.ts';
import type { UseCases } from '../../usecases/index.ts';
import type { Metrics } from '../system/metrics.ts';

/** What both surfaces are made of. */
export interface SurfaceDeps {
  readonly useCases: UseCases;
  readonly limiter: RateLimiter;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly cyxwizMint: () => Promise<string>;
  /** Requests that one address may make in a minute on each surface. */
  readonly requestsPerMinute: number;
}

/** @throws FaultError `RATE_LIMITED`. A limiter that does not answer lets everybody in: it must not be a way to stop us. */
export async function takeTurn(
  deps: SurfaceDeps,
  surface: string,
  peer: string,
  /** The usual limit is divided by it. */
  share = 1,
): Promise<void> {
  const limit = Math.ceil(deps.requestsPerMinute / share);
  let wait = 0;
  try {
    wait = await deps.limiter.take(`${surface}:${peer}`, limit, 60_000);
  } catch (err) {
    deps.log.warn({ err }, 'the rate limiter does not answer');
  }
  if (wait <= 0) return;
  const seconds = Math.ceil(wait / 1000);
  throw fault(
    'RATE_LIMITED',
    `more than ${limit} requests in a minute from this address`,
    `wait ${seconds} s`,
    { retryAfterSeconds: seconds },
  );
}

/** Any error as a fault. What was not meant for callers is logged and stays here. */
export function toFault(deps: Pick<SurfaceDeps, 'log'>, error: unknown, where: string): FaultError {
  const known = asFault(error);
  if (known) return known;
  deps.log.error({ err: error, where }, `unexpected failure: ${messageOf(error)}`);
  return fault(
    'INTERNAL',
    'the coordinator failed; its operator finds the reason in the log',
    'try again later',
  );
}
