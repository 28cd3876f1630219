import { equalBytes } from '@cyxwiz/protocol';
import { fault } from '../domain/fault.ts';
import { ENDED, type JobPhase, type OfferTerms } from '../domain/job.ts';
import type { ChainReader, Escrow } from '../ports/chain.ts';
import type { Database, StoredOffer } from '../ports/stores.ts';
import type { IssuedToken, Tokens } from '../ports/tokens.ts';
import type { ObserveJob } from './observe-job.ts';

export interface ConfirmEscrowDeps {
  readonly chain: ChainReader;
  readonly database: Database;
  readonly tokens: Tokens;
  readonly observeJob: ObserveJob;
}

export interface ConfirmedEscrow extends IssuedToken {
  readonly endpoint: string;
  readonly node: string;
  readonly phase: JobPhase;
}

/**
 * Reads the escrow at `confirmed`, holds it against the offer field by field, binds the slot, tells the node and
 * introduces the client to it; that of a settled job too, who may fetch its weights. What the caller says decides nothing: the signature only explains a missing account.
 * @throws FaultError `JOB_UNKNOWN`, `JOB_ENDED`, `ESCROW_NOT_FOUND`, `ESCROW_FAILED`, `ESCROW_MISMATCH`,
 * `RESERVATION_EXPIRED`, `NODE_OFFLINE`
 */
export function confirmEscrow(deps: ConfirmEscrowDeps) {
  return async (job: string, signature: string): Promise<ConfirmedEscrow> => {
    const known = await deps.database.jobs.offer(job);
    if (!known) throw unknownJob(job);
    const { escrow } = await deps.chain.escrow(job, 'confirmed');
    const offer = await inItsStage(deps, known, escrow);
    if (!escrow) {
      if (offer.phase !== 'RESERVED') throw jobEnded(job, offer.phase);
      throw await missing(deps.chain, job, signature);
    }
    const differing = differences(offer.terms, escrow, offer.reassignments > 0 ? STAGE_TERMS : new Set());
    if (differing.length > 0) {
      throw fault(
        'ESCROW_MISMATCH',
        `the escrow differs from the offer in ${differing.join(', ')}`,
        'cancel that escrow (free of charge once the acceptance window is over) and sign the offered transaction',
        { fields: differing },
      );
    }
    // The weights that a settled job has paid for stay on its node for some days.
    const settled = escrow.state === 'SETTLED';
    if (ENDED.has(escrow.state) && !settled) throw jobEnded(job, escrow.state);
    const node = await deps.database.nodes.get(offer.node);
    if (!node)
      throw fault('NODE_OFFLINE', 'the node of this job has left', 'cancel the escrow once it may be');
    if (!settled && !(await deps.database.jobs.hold(job, node.slots))) {
      throw fault(
        'RESERVATION_EXPIRED',
        'the reservation ran out before the escrow was funded, and the node has no free slot any more',
        'cancel the escrow (free of charge once the acceptance window is over) and submit the job again',
      );
    }
    await deps.observeJob(job);
    const token = await deps.tokens.issueClientToken({
      node: offer.node,
      clientWallet: offer.terms.clientWallet,
      job,
      clientKey: offer.clientKey,
    });
    return { ...token, endpoint: node.endpoint, node: offer.node, phase: escrow.state };
  };
}

/** What the stage of a job after its first has of its own. Its assignment must be ours all the same. */
const STAGE_TERMS: ReadonlySet<keyof OfferTerms> = new Set([
  'initialWeights',
  'epochs',
  'estimatedSeconds',
  'deadlineSeconds',
] as const);

/** Before the client comes back with a reassigned job, nobody may have looked at the chain. */
async function inItsStage(
  deps: ConfirmEscrowDeps,
  known: StoredOffer,
  escrow: Escrow | undefined,
): Promise<StoredOffer> {
  if (!escrow || escrow.reassignments <= known.reassignments) return known;
  await deps.observeJob(known.job);
  return (await deps.database.jobs.offer(known.job)) ?? known;
}

export function unknownJob(job: string) {
  return fault(
    'JOB_UNKNOWN',
    `this coordinator has made no offer for the job ${job}`,
    'check the address; ask the coordinator that made the offer',
  );
}

function jobEnded(job: string, phase: JobPhase) {
  return fault(
    'JOB_ENDED',
    `the job ${job} has ended (${phase})`,
    'read its movements with GetJob, or submit a new job',
  );
}

async function missing(chain: ChainReader, job: string, signature: string) {
  const failure = await chain.failureOf(signature);
  return failure
    ? fault(
        'ESCROW_FAILED',
        `the escrow transaction failed on chain: ${failure}`,
        'correct the cause and sign again',
      )
    : fault(
        'ESCROW_NOT_FOUND',
        `there is no confirmed escrow at ${job} yet`,
        'wait until the transaction is confirmed and ask again; if its blockhash has expired, submit again with the same idempotency key and sign the fresh transaction',
      );
}

/** Names of the terms in which the account on chain is not what was offered. */
export function differences(
  offer: OfferTerms,
  escrow: Escrow,
  except: ReadonlySet<keyof OfferTerms> = new Set(),
): string[] {
  return (Object.keys(offer) as (keyof OfferTerms)[]).filter((field) => {
    if (except.has(field)) return false;
    const [offered, found] = [offer[field], escrow[field]];
    return offered instanceof Uint8Array && found instanceof Uint8Array
      ? !equalBytes(offered, found)
      : offered !== found;
  });
}
