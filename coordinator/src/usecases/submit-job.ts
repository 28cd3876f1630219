import {
  checkpointCount,
  engineOffer,
  equalBytes,
  fromHex,
  type JobSpec,
  parseJobSpec,
  sha256,
  specHash,
} from '@cyxwiz/protocol';
import { fault, invalidField } from '../domain/fault.ts';
import { type Offer, type OfferTerms, termsOfSpec } from '../domain/job.ts';
import { LIMITS } from '../domain/limits.ts';
import { matchNodes, outranked, type RankedNode, type Rejection } from '../domain/matching.ts';
import type { ChainParams } from '../domain/policy.ts';
import { type Priority, priceJob, type Resources } from '../domain/pricing.ts';
import type { EscrowBuilder } from '../ports/chain.ts';
import type { Database, StoredOffer } from '../ports/stores.ts';
import type { Clock, Random } from '../ports/system.ts';
import { type EstimatePriceDeps, mintTerms } from './estimate-price.ts';
import type { FindCandidates } from './find-candidates.ts';

export interface SubmitJobDeps extends EstimatePriceDeps {
  readonly builder: EscrowBuilder;
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly findCandidates: FindCandidates;
  /** Ends reservations that ran out, so that their slots can be had. */
  readonly expireReservations: () => Promise<void>;
  readonly walletLimit: number;
  readonly defaultDeadlineSeconds: number;
}

export interface SubmitJobInput {
  readonly clientWallet: string;
  readonly clientKey: Uint8Array;
  readonly specJson: Uint8Array;
  readonly resources: Resources;
  readonly priority: Priority;
  readonly mint: string;
  readonly clientNonceHash: Uint8Array;
  /** Undefined: governance's default. */
  readonly audits: number | undefined;
  readonly maxPrice: bigint | undefined;
  readonly deadlineSeconds: number | undefined;
  readonly idempotencyKey: string | undefined;
}

export type SubmittedJob = Offer & { readonly transaction: Uint8Array };

/**
 * Price → match → reservation → unsigned transaction. Everything that can fail without a trace fails first.
 * @throws FaultError `INVALID_JOB_SPEC`, `CLIENT_KEY_MISMATCH`, `PAUSED`, `NO_VERIFYING_KEY`, `NO_NODE_AVAILABLE`,
 * `TOO_MANY_RESERVATIONS`, `IDEMPOTENCY_CONFLICT`, `RESERVATION_EXPIRED` and those of pricing
 */
export function submitJob(deps: SubmitJobDeps) {
  return async (input: SubmitJobInput): Promise<SubmittedJob> => {
    const spec = readSpec(input);
    const requestHash = hashRequest(input);
    const earlier = await replay(deps, input, requestHash);
    if (earlier) return withTransaction(deps, earlier);

    const params = await deps.chain.params();
    if (params.paused) {
      throw fault(
        'PAUSED',
        'governance has paused new escrows',
        'try again when the pause is over; open jobs go on',
      );
    }
    const terms = await mintTerms(deps, input.mint);
    if (!(await deps.chain.hasVerifyingKey())) {
      throw fault(
        'NO_VERIFYING_KEY',
        'governance has no active verifying key for the circuit checkpoint_chain',
        'wait until governance adds one: no job could be proven now',
      );
    }
    if (spec.exact && !(await deps.chain.hasStepKey(spec.exact))) {
      throw fault(
        'NO_VERIFYING_KEY',
        `governance has no active verifying key for version ${spec.exact.keyVersion} of the step circuit ${spec.exact.circuit}`,
        'order the job in the committed tier, or wait until governance adds one',
      );
    }
    const deadlineSeconds = checkDeadline(deps, input, spec, params);
    const blockhash = await deps.builder.recentBlockhash();

    await deps.expireReservations();
    const now = deps.clock.now();
    const { ranked, rejected } = matchNodes(await deps.findCandidates(), {
      resources: input.resources,
      engine: engineOffer(spec),
      maxPrice: input.maxPrice,
      decimals: terms.decimals,
      params,
      now: now / 1000,
      priceFor: (tier, askBps) =>
        priceJob({ ...input, ...terms, tier, askBps, estimatedSeconds: BigInt(spec.estimatedSeconds) }),
    });
    const lost: Rejection[] = [...rejected];
    for (const chosen of ranked) {
      const offer = makeOffer(deps, input, spec, chosen, {
        decimals: terms.decimals,
        deadlineSeconds,
        audits: input.audits ?? params.defaultAudits,
        rejections: [
          ...lost,
          ...outranked(ranked, chosen).filter((r) => !lost.some((l) => l.node === r.node)),
        ],
      });
      const outcome = await deps.database.jobs.reserve({
        offer,
        idempotencyKey: input.idempotencyKey,
        requestHash,
        slots: chosen.candidate.slots,
        walletLimit: deps.walletLimit,
        now,
      });
      if (outcome === 'reserved') {
        return { ...offer, transaction: await deps.builder.transaction(offer, blockhash) };
      }
      if (outcome === 'wallet-limit') throw tooManyReservations(deps.walletLimit);
      if (outcome === 'duplicate') {
        const winner = await replay(deps, input, requestHash);
        if (winner) return withTransaction(deps, winner);
      }
      lost.push({
        node: chosen.candidate.address,
        code: 'BUSY',
        reason: 'its last slot was reserved a moment ago',
        matchScore: chosen.matchScore,
      });
    }
    throw noNodeAvailable(lost);
  };
}

export function noNodeAvailable(lost: readonly Rejection[]) {
  return fault(
    'NO_NODE_AVAILABLE',
    lost.length === 0
      ? 'no node is known to this coordinator'
      : `none of ${lost.length} nodes can take this job now`,
    'look at the reason of each node: raise the price limit, ask for less, or try again in a few minutes',
    { rejections: lost },
  );
}

function readSpec(input: SubmitJobInput): JobSpec {
  const spec = parseJobSpec(input.specJson);
  if (!equalBytes(fromHex(spec.clientKey, 32), input.clientKey)) {
    throw fault(
      'CLIENT_KEY_MISMATCH',
      'client_key is not the clientKey of the specification, whose hash goes on chain',
      'send the key that the specification names',
    );
  }
  if (input.audits !== undefined && !spec.exact) {
    throw invalidField(
      'audits',
      'are drawn in the exact tier only, and the specification is of the committed one',
    );
  }
  return spec;
}

/**
 * The programs refuse a deadline that leaves no time to accept and to train. An exact job's moves when its steps are
 * anchored and its audits drawn; here the client sees from the start how long it may take.
 */
function checkDeadline(
  deps: SubmitJobDeps,
  input: SubmitJobInput,
  spec: JobSpec,
  params: ChainParams,
): number {
  const maximum = params.maxDeadlineSeconds;
  const audits = spec.exact ? params.revealWindowSeconds + params.auditWindowSeconds : 0;
  const least = params.acceptWindowSeconds + spec.estimatedSeconds + audits;
  const seconds =
    input.deadlineSeconds ?? Math.min(maximum, Math.max(deps.defaultDeadlineSeconds, 2 * least));
  if (seconds < least || seconds > maximum) {
    throw invalidField(
      'deadline_seconds',
      `${seconds} is not from ${least} (time to accept, the job's own estimate${spec.exact ? ', and its audits' : ''}) to ${maximum}`,
    );
  }
  return seconds;
}

/** The offer of an earlier request with the same key, if it is the same request. */
async function replay(deps: SubmitJobDeps, input: SubmitJobInput, requestHash: Uint8Array) {
  if (input.idempotencyKey === undefined) return undefined;
  const earlier = await deps.database.jobs.offerByKey(input.clientWallet, input.idempotencyKey);
  if (!earlier) return undefined;
  if (!equalBytes(earlier.requestHash, requestHash)) {
    throw fault(
      'IDEMPOTENCY_CONFLICT',
      'this idempotency key was used for another request',
      'choose a new key, or send the first request unchanged',
    );
  }
  if (
    earlier.phase === 'EXPIRED' ||
    (earlier.phase === 'RESERVED' && earlier.reservedUntil <= deps.clock.now())
  ) {
    throw fault(
      'RESERVATION_EXPIRED',
      'the offer made for this idempotency key has run out',
      'submit the job again with a new key',
    );
  }
  return earlier;
}

/** The same offer with a fresh blockhash, so that it can still be signed. */
async function withTransaction(deps: SubmitJobDeps, offer: StoredOffer): Promise<SubmittedJob> {
  const blockhash = await deps.builder.recentBlockhash();
  return { ...offer, transaction: await deps.builder.transaction(offer, blockhash) };
}

interface OfferParts {
  readonly decimals: number;
  readonly deadlineSeconds: number;
  readonly audits: number;
  readonly rejections: readonly Rejection[];
}

function makeOffer(
  deps: SubmitJobDeps,
  input: SubmitJobInput,
  spec: JobSpec,
  chosen: RankedNode,
  parts: OfferParts,
): Offer {
  const nonce = deps.builder.jobNonce(input.clientWallet, () =>
    Buffer.from(deps.random.bytes(8)).readBigUInt64LE(),
  );
  const salt = deps.random.bytes(32);
  const terms: OfferTerms = {
    clientWallet: input.clientWallet,
    nonce,
    mint: input.mint,
    price: chosen.price.amount,
    assignmentHash: deps.builder.assignmentHash(chosen.candidate.address, salt),
    specHash: specHash(input.specJson),
    ...termsOfSpec(spec),
    clientNonceHash: input.clientNonceHash,
    deadlineSeconds: parts.deadlineSeconds,
    audits: parts.audits,
  };
  return {
    job: deps.builder.jobAddress(input.clientWallet, nonce),
    terms,
    node: chosen.candidate.address,
    salt,
    decimals: parts.decimals,
    clientKey: input.clientKey,
    specJson: new TextDecoder().decode(input.specJson),
    checkpoints: checkpointCount(spec),
    reservedUntil: deps.clock.now() + LIMITS.reservationMs,
    rejections: parts.rejections,
    matchScore: chosen.matchScore,
    priceExplanation: chosen.price.explanation,
  };
}

function hashRequest(input: SubmitJobInput): Uint8Array {
  const { clientKey, specJson, clientNonceHash, idempotencyKey: _, ...rest } = input;
  const plain = JSON.stringify(rest, (_key, value) => (typeof value === 'bigint' ? value.toString() : value));
  return sha256(sha256(plain), sha256(clientKey), sha256(specJson), sha256(clientNonceHash));
}

function tooManyReservations(limit: number) {
  return fault(
    'TOO_MANY_RESERVATIONS',
    `this wallet already holds ${limit} reservations that are not funded`,
    'sign one of them, or wait until they run out (five minutes)',
  );
}
