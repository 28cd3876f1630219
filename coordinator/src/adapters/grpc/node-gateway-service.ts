import { toTimestamp, type coordinatorV1 as wire, wireBigint } from '@cyxwiz/protocol';
import { invalidField } from '../../domain/fault.ts';
import { LIMITS } from '../../domain/limits.ts';
import { readAddress, readBytes, readEndpoint, readEngines, readWhole } from '../edge/fields.ts';
import type { SurfaceDeps } from '../edge/surface.ts';
import { bearer, streamHandler, unaryHandler } from './calls.ts';

/** Largest loss that the circuit holds, in micros. */
const MAX_LOSS_MICROS = (1n << 48n) - 1n;

/** Handlers of NodeGatewayService. All but the first two need a session. */
export function nodeGatewayService(deps: SurfaceDeps, stopping: AbortSignal) {
  const { useCases } = deps;
  return {
    Challenge: unaryHandler<wire.ChallengeRequest__Output, wire.ChallengeResponse>(
      deps,
      'Challenge',
      async (request) => {
        const { challenge, expiresAt } = await useCases.issueChallenge(readAddress('node', request.node));
        return { challenge: Buffer.from(challenge), expiresAt: toTimestamp(expiresAt) };
      },
    ),
    RegisterNode: unaryHandler<wire.RegisterNodeRequest__Output, wire.RegisterNodeResponse>(
      deps,
      'RegisterNode',
      async (request) => {
        const node = readAddress('node', request.node);
        const session = await useCases.registerNode({
          node,
          challenge: readBytes('challenge', request.challenge, 32),
          signature: readBytes('signature', request.signature, 64),
          endpoint: readEndpoint('endpoint', request.endpoint, node),
          slots: readWhole('slots', request.slots, 1, LIMITS.maxSlots),
          priceBps: readWhole('price_bps', request.priceBps || 10_000, 1, LIMITS.maxPriceBps),
          engines: readEngines(request.engines),
        });
        return {
          session: session.token,
          expiresAt: toTimestamp(session.expiresAt),
          heartbeatSeconds: LIMITS.heartbeatSeconds,
          issuer: session.issuer,
        };
      },
    ),
    CheckReachability: unaryHandler<wire.CheckReachabilityRequest__Output, wire.CheckReachabilityResponse>(
      deps,
      'CheckReachability',
      async (request) => {
        const { endpoint, lastSeen, tlsKeyHash, failure } = await useCases.checkReachability({
          node: readAddress('node', request.node),
          challenge: readBytes('challenge', request.challenge, 32),
          signature: readBytes('signature', request.signature, 64),
        });
        return {
          endpoint,
          lastSeen: toTimestamp(lastSeen),
          tlsKeyHash: Buffer.from(tlsKeyHash ?? []),
          failure: failure ?? '',
        };
      },
    ),
    Heartbeat: unaryHandler<wire.HeartbeatRequest__Output, wire.HeartbeatResponse>(
      deps,
      'Heartbeat',
      async (request, call) => {
        const node = await useCases.verifySession(bearer(call.metadata));
        const cpuLoad = Number(request.cpuLoad);
        if (!Number.isFinite(cpuLoad) || cpuLoad < 0)
          throw invalidField('cpu_load', `${cpuLoad} is not a load`);
        const beat = {
          freeSlots: request.freeSlots,
          cpuLoad,
          memoryUsedMib: Number(wireBigint(request.memoryUsedMib)),
          draining: request.draining,
        };
        const { now, promised } = await useCases.heartbeat(node, beat);
        return { serverTime: toTimestamp(now), promisedJobs: [...promised] };
      },
    ),
    WatchAssignments: streamHandler<wire.WatchAssignmentsRequest__Output, wire.WatchAssignmentsResponse>(
      deps,
      'WatchAssignments',
      stopping,
      async (_request, call, signal) => {
        const offers = useCases.watchAssignments(await useCases.verifySession(bearer(call.metadata)), signal);
        return (async function* () {
          for await (const offer of offers) {
            yield {
              job: offer.job,
              salt: Buffer.from(offer.salt),
              specJson: Buffer.from(offer.specJson),
              clientWallet: offer.terms.clientWallet,
              clientKey: Buffer.from(offer.clientKey),
              ...(offer.acceptBy !== undefined && { acceptBy: toTimestamp(offer.acceptBy) }),
            };
          }
        })();
      },
    ),
    ReportProgress: unaryHandler<wire.ReportProgressRequest__Output, wire.ReportProgressResponse>(
      deps,
      'ReportProgress',
      async (request, call) => {
        const lossMicros = wireBigint(request.lossMicros);
        if (lossMicros > MAX_LOSS_MICROS) throw invalidField('loss_micros', `${lossMicros} is 2^48 or more`);
        await useCases.reportProgress({
          node: await useCases.verifySession(bearer(call.metadata)),
          job: readAddress('job', request.job),
          epoch: readWhole('epoch', request.epoch, 1, 0x7fff_ffff),
          lossMicros,
          accuracyPpm: readWhole('accuracy_ppm', request.accuracyPpm, 0, 1_000_000),
          checkpointHash:
            request.checkpointHash.length === 0
              ? undefined
              : readBytes('checkpoint_hash', request.checkpointHash, 32),
        });
        return {};
      },
    ),
    ReportCompletion: unaryHandler<wire.ReportCompletionRequest__Output, wire.ReportCompletionResponse>(
      deps,
      'ReportCompletion',
      async (request, call) => {
        const node = await useCases.verifySession(bearer(call.metadata));
        const job = readAddress('job', request.job);
        if (request.error.length > LIMITS.maxErrorLength) {
          throw invalidField('error', `is longer than ${LIMITS.maxErrorLength} characters`);
        }
        if (request.transactions.length > LIMITS.maxTransactions) {
          throw invalidField('transactions', `names more than ${LIMITS.maxTransactions}`);
        }
        await useCases.reportCompletion(node, job, request.error);
        return {};
      },
    ),
  };
}
