import { toTimestamp, type coordinatorV1 as wire, wireBigint } from '@cyxwiz/protocol';
import {
  ANY_RESOURCES,
  readAddress,
  readAudits,
  readBytes,
  readEstimate,
  readIdempotencyKey,
  readMint,
  readResources,
  readSignature,
  readWhole,
} from '../edge/fields.ts';
import type { SurfaceDeps } from '../edge/surface.ts';
import { streamHandler, unaryHandler } from './calls.ts';
import { jobMessage, offerMessage, priorityOf, reassignmentMessage, resourcesOf } from './messages.ts';

/** Handlers of CoordinatorService: read the message, call the use case, write the answer. */
export function coordinatorService(deps: SurfaceDeps, stopping: AbortSignal) {
  const { useCases } = deps;
  return {
    EstimatePrice: unaryHandler<wire.EstimatePriceRequest__Output, wire.EstimatePriceResponse>(
      deps,
      'EstimatePrice',
      async (request) => {
        const { nodeScore } = request;
        const price = await useCases.estimatePrice({
          resources: readResources(resourcesOf(request.resources)),
          estimatedSeconds: readEstimate('estimated_seconds', request.estimatedSeconds),
          priority: priorityOf(request.priority),
          nodeScore: nodeScore === undefined ? undefined : readWhole('node_score', nodeScore, 0, 1000),
          mint: readMint('mint', request.mint, await deps.cyxwizMint()),
        });
        const { decimals, explanation } = price;
        return { price: price.amount.toString(), decimals, explanation: [...explanation] };
      },
    ),
    SubmitJob: unaryHandler<wire.SubmitJobRequest__Output, wire.SubmitJobResponse>(
      deps,
      'SubmitJob',
      async (request) =>
        offerMessage(
          await useCases.submitJob({
            clientWallet: readAddress('client_wallet', request.clientWallet),
            clientKey: readBytes('client_key', request.clientKey, 32),
            specJson: new Uint8Array(request.specJson),
            resources: readResources(resourcesOf(request.resources)),
            priority: priorityOf(request.priority),
            mint: readMint('mint', request.mint, await deps.cyxwizMint()),
            clientNonceHash: readBytes('client_nonce_hash', request.clientNonceHash, 32),
            audits: readAudits(request.audits),
            maxPrice: wireBigint(request.maxPrice) || undefined,
            deadlineSeconds: Number(wireBigint(request.deadlineSeconds)) || undefined,
            idempotencyKey: readIdempotencyKey(request.idempotencyKey),
          }),
        ),
    ),
    ConfirmEscrow: unaryHandler<wire.ConfirmEscrowRequest__Output, wire.ConfirmEscrowResponse>(
      deps,
      'ConfirmEscrow',
      async (request) => {
        const job = readAddress('job', request.job);
        const confirmed = await useCases.confirmEscrow(job, readSignature('signature', request.signature));
        return {
          endpoint: confirmed.endpoint,
          node: confirmed.node,
          token: confirmed.token,
          tokenExpiresAt: toTimestamp(confirmed.expiresAt),
          phase: `JOB_PHASE_${confirmed.phase}`,
        };
      },
    ),
    ReassignJob: unaryHandler<wire.ReassignJobRequest__Output, wire.ReassignJobResponse>(
      deps,
      'ReassignJob',
      async (request) =>
        reassignmentMessage(
          await useCases.reassignJob({
            job: readAddress('job', request.job),
            resources: readResources(resourcesOf(request.resources) ?? ANY_RESOURCES),
            deadlineSeconds: Number(wireBigint(request.deadlineSeconds)) || undefined,
          }),
        ),
    ),
    GetJob: unaryHandler<wire.GetJobRequest__Output, wire.GetJobResponse>(
      deps,
      'GetJob',
      async (request) => ({
        job: jobMessage(await useCases.getJob(readAddress('job', request.job))),
      }),
    ),
    WatchJob: streamHandler<wire.WatchJobRequest__Output, wire.WatchJobResponse>(
      deps,
      'WatchJob',
      stopping,
      async (request, _call, signal) => {
        const views = useCases.watchJob(readAddress('job', request.job), signal);
        return (async function* () {
          for await (const view of views) yield { job: jobMessage(view) };
        })();
      },
    ),
  };
}
