import { engineOffer, type JobSpec, parseJobSpec } from '@cyxwiz/protocol';
import { fault, invalidField } from '../domain/fault.ts';
import type { Replacement } from '../domain/job.ts';
import { LIMITS } from '../domain/limits.ts';
import { matchNodes, outranked, type RankedNode, type Rejection } from '../domain/matching.ts';
import type { ChainParams } from '../domain/policy.ts';
import type { Resources } from '../domain/pricing.ts';
import type { ChainReader, Escrow, EscrowBuilder } from '../ports/chain.ts';
import type { Database, StoredOffer } from '../ports/stores.ts';
import type { Clock, Random } from '../ports/system.ts';
import { differences, unknownJob } from './confirm-escrow.ts';
import type { FindCandidates } from './find-candidates.ts';
import { noNodeAvailable } from './submit-job.ts';

export interface ReassignJobDeps {
  readonly chain: ChainReader;
  readonly builder: EscrowBuilder;
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly findCandidates: FindCandidates;
  /** Ends reservations that ran out, so that their slots can be had. */
  readonly expireReservations: () => Promise<void>;
  readonly defaultDeadlineSeconds: number;
}

export interface ReassignJobInput {
  readonly job: string;
  readonly resources: Resources;
  readonly deadlineSeconds: number | undefined;
}

export type ReassignedJob = Replacement & {
  /** What the next node works for, base units. */
  readonly stagePrice: bigint;
  readonly epochsDone: number;
  readonly transaction: Uint8Array;
};

/**
 * Dead node → match → reservation of the node that follows → unsigned transaction. The price is what the escrow still
 * holds: nodes are asked for no other, and one that works for no less refuses by itself. Who asks does not matter: only
 * the client can sign.
 * @throws FaultError `JOB_UNKNOWN`, `ESCROW_NOT_FOUND`, `ESCROW_MISMATCH`, `JOB_ENDED`, `NODE_ALIVE`, `PAUSED`,
 * `NO_NODE_AVAILABLE`, `INVALID_ARGUMENT`
 */
export function reassignJob(deps: ReassignJobDeps) {
  return async (input: ReassignJobInput): Promise<ReassignedJob> => {
    const offer = await deps.database.jobs.offer(input.job);
    if (!offer) throw unknownJob(input.job);
    const escrow = await deadEscrow(deps, offer);
    const params = await deps.chain.params();
    if (params.paused) throw fault('PAUSED', 'governance has paused new escrows', 'ask again afterwards');
    const rest = restOf(escrow);
    await deps.expireReservations();

    const earlier = await deps.database.jobs.replacement(input.job);
    if (earlier && earlier.reservedUntil > deps.clock.now()) return offered(deps, earlier, rest);
    const spec = parseJobSpec(new TextEncoder().encode(offer.specJson));
    const terms = termsOf(deps, input, spec, rest.epochs, params);
    const candidates = await deps.findCandidates();
    const { ranked, rejected } = matchNodes(
      candidates.filter(({ address }) => address !== escrow.node),
      {
        resources: input.resources,
        engine: engineOffer(spec),
        maxPrice: undefined,
        decimals: offer.decimals,
        params,
        now: await deps.chain.now(),
        priceFor: () => ({ amount: rest.stagePrice, explanation: [] }),
      },
    );
    const dead = { node: escrow.node ?? offer.node, code: 'OFFLINE' as const, reason: 'it failed this job' };
    const lost: Rejection[] = [dead, ...rejected];
    for (const chosen of ranked) {
      const replacement = replacementBy(deps, input.job, chosen, terms, [
        ...lost,
        ...outranked(ranked, chosen).filter((r) => !lost.some((l) => l.node === r.node)),
      ]);
      const { slots, address } = chosen.candidate;
      const outcome = await deps.database.jobs.replace({ replacement, slots }, deps.clock.now());
      if (outcome === 'reserved') return offered(deps, replacement, rest);
      const reason = 'its last slot was reserved a moment ago';
      lost.push({ node: address, code: 'BUSY', reason, matchScore: chosen.matchScore });
    }
    throw noNodeAvailable(lost);
  };
}

/** The escrow, once the program would let its client reassign it. */
async function deadEscrow({ chain }: ReassignJobDeps, offer: StoredOffer): Promise<Escrow> {
  const { escrow } = await chain.escrow(offer.job, 'confirmed');
  if (!escrow)
    throw fault('ESCROW_NOT_FOUND', `there is no escrow at ${offer.job}`, 'look at it with GetJob');
  if (differences(offer.terms, escrow).includes('specHash'))
    throw fault('ESCROW_MISMATCH', 'the escrow is for another specification', 'ask who made its offer');
  if (escrow.state !== 'RUNNING' || escrow.node === undefined) {
    throw fault(
      'JOB_ENDED',
      `the job is ${escrow.state}, and only one that a node trains can be given to another`,
      'a job whose training is over ends by its proof, or is refunded; one that no node has accepted is cancelled',
    );
  }
  const heartbeat = (await chain.nodes([escrow.node])).get(escrow.node)?.lastHeartbeat ?? 0;
  const silentFrom = Math.max(escrow.acceptedAt, escrow.anchoredAt, heartbeat) + escrow.silence;
  const now = await chain.now();
  if (now > silentFrom || now > escrow.deadline) return escrow;
  const seconds = Math.min(silentFrom, escrow.deadline) - now + 1;
  throw fault(
    'NODE_ALIVE',
    `the node of this job counts as alive for ${seconds} seconds more`,
    'ask again when it was not heard of until then',
    { seconds },
  );
}

/** What is left once the node that failed is paid for what it proved; in the exact tier nothing is, before the audits. */
function restOf(escrow: Escrow) {
  const proven = escrow.tier === 'Exact' ? 0 : escrow.proven;
  const earned = (escrow.stagePrice * BigInt(proven)) / BigInt(escrow.checkpoints);
  const trained = proven * escrow.checkpointInterval;
  return {
    stagePrice: escrow.stagePrice - earned,
    epochs: escrow.epochs - trained,
    epochsDone: escrow.epochsDone + trained,
  };
}

function termsOf(
  deps: ReassignJobDeps,
  input: ReassignJobInput,
  spec: JobSpec,
  epochs: number,
  params: ChainParams,
) {
  const estimatedSeconds = Math.ceil((spec.estimatedSeconds * epochs) / spec.epochs);
  const least = params.acceptWindowSeconds + estimatedSeconds;
  const most = params.maxDeadlineSeconds;
  const usual = Math.min(most, Math.max(deps.defaultDeadlineSeconds, 2 * least));
  const deadlineSeconds = input.deadlineSeconds ?? usual;
  if (deadlineSeconds >= least && deadlineSeconds <= most) return { estimatedSeconds, deadlineSeconds };
  throw invalidField('deadline_seconds', `${deadlineSeconds} is not from ${least} to ${most}`);
}

function replacementBy(
  deps: ReassignJobDeps,
  job: string,
  { candidate, matchScore }: RankedNode,
  terms: ReturnType<typeof termsOf>,
  rejections: readonly Rejection[],
): Replacement {
  const salt = deps.random.bytes(32);
  return {
    ...terms,
    job,
    node: candidate.address,
    salt,
    assignmentHash: deps.builder.assignmentHash(candidate.address, salt),
    rejections,
    matchScore,
    reservedUntil: deps.clock.now() + LIMITS.reservationMs,
  };
}

/** With a fresh blockhash each time. */
async function offered(
  { builder }: ReassignJobDeps,
  replacement: Replacement,
  { stagePrice, epochsDone }: ReturnType<typeof restOf>,
): Promise<ReassignedJob> {
  const transaction = await builder.reassignment(replacement, await builder.recentBlockhash());
  return { ...replacement, stagePrice, epochsDone, transaction };
}
