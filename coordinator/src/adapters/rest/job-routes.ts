import { encodeJobSpec, fromHex, type JobSpec } from '@cyxwiz/protocol';
import { invalidField } from '../../domain/fault.ts';
import type { JobPhase } from '../../domain/job.ts';
import type { SubmitJobInput } from '../../usecases/submit-job.ts';
import {
  ANY_RESOURCES,
  readAddress,
  readAudits,
  readIdempotencyKey,
  readMint,
  readResources,
  readSignature,
  readU64,
} from '../edge/fields.ts';
import type { SurfaceDeps } from '../edge/surface.ts';
import { wireResources } from './market-routes.ts';
import { jobReply, offerReply, reassignmentReply, reportReply } from './replies.ts';
import {
  ConfirmBody,
  ConfirmReply,
  ErrorBody,
  JobParams,
  JobReply,
  JobsQuery,
  JobsReply,
  OfferReply,
  ReassignBody,
  ReassignReply,
  ReportsReply,
  SubmitBody,
} from './schemas.ts';
import type { RestApp } from './server.ts';
import { sendEvents } from './server-sent-events.ts';

const ERRORS = { '4xx': ErrorBody, '5xx': ErrorBody };
const PHASES: readonly string[] = [
  'RESERVED',
  'FUNDED',
  'RUNNING',
  'PROVING',
  'SETTLED',
  'CANCELLED',
  'REFUNDED',
  'TIMED_OUT',
  'EXPIRED',
  'DISPUTED',
  'RESOLVED',
] satisfies JobPhase[];

/** Submit, confirm, read and watch jobs. */
export function jobRoutes(app: RestApp, deps: SurfaceDeps, stopping: AbortSignal): void {
  const { useCases } = deps;
  app.post(
    '/v1/jobs',
    {
      schema: {
        summary: 'Matches a job, reserves the node for five minutes, returns the unsigned escrow transaction',
        body: SubmitBody,
        response: { 201: OfferReply, ...ERRORS },
      },
    },
    async ({ body, headers }, reply) => {
      const key = headers['idempotency-key'];
      const input = readSubmission(
        body,
        typeof key === 'string' ? key : body.idempotencyKey,
        await deps.cyxwizMint(),
      );
      return reply.code(201).send(offerReply(await useCases.submitJob(input)));
    },
  );
  app.get(
    '/v1/jobs',
    {
      schema: {
        summary: 'Jobs, newest first',
        querystring: JobsQuery,
        response: { 200: JobsReply, ...ERRORS },
      },
    },
    async ({ query }) => {
      const before = query.before === undefined ? undefined : Date.parse(query.before);
      if (Number.isNaN(before)) throw invalidField('before', 'is not a time like 2026-01-31T12:00:00Z');
      if (query.phase !== undefined && !PHASES.includes(query.phase)) {
        throw invalidField('phase', `must be one of ${PHASES.join(', ')}`);
      }
      const jobs = await useCases.listJobs({
        clientWallet:
          query.clientWallet === undefined ? undefined : readAddress('clientWallet', query.clientWallet),
        phase: query.phase as JobPhase | undefined,
        before,
        limit: Number(readU64('limit', query.limit ?? '20', 1n, 100n)),
      });
      return { jobs: jobs.map(jobReply) };
    },
  );
  app.get(
    '/v1/jobs/:id',
    { schema: { summary: 'One job', params: JobParams, response: { 200: JobReply, ...ERRORS } } },
    async ({ params }) => jobReply(await useCases.getJob(readAddress('id', params.id))),
  );
  app.get(
    '/v1/jobs/:id/reports',
    {
      schema: {
        summary: 'What the node said of its training, by epoch; at most 512 points, evenly spread',
        params: JobParams,
        response: { 200: ReportsReply, ...ERRORS },
      },
    },
    async ({ params }) => {
      const reports = await useCases.listReports(readAddress('id', params.id));
      return { reports: reports.map(reportReply) };
    },
  );
  app.post(
    '/v1/jobs/:id/confirm',
    {
      schema: {
        summary: 'Reads the escrow on chain and returns the token for the node',
        params: JobParams,
        body: ConfirmBody,
        response: { 200: ConfirmReply, ...ERRORS },
      },
    },
    async ({ params, body }) => {
      const job = readAddress('id', params.id);
      const { expiresAt, ...confirmed } = await useCases.confirmEscrow(
        job,
        readSignature('signature', body.signature),
      );
      return { ...confirmed, tokenExpiresAt: new Date(expiresAt).toISOString() };
    },
  );
  app.post(
    '/v1/jobs/:id/reassign',
    {
      schema: {
        summary: 'Reserves another node for a job whose node died, returns the unsigned transaction',
        params: JobParams,
        body: ReassignBody,
        response: { 200: ReassignReply, ...ERRORS },
      },
    },
    async ({ params, body }) => {
      const { resources, deadlineSeconds } = body;
      const wanted = resources === undefined ? ANY_RESOURCES : wireResources(resources);
      const job = readAddress('id', params.id);
      return reassignmentReply(
        await useCases.reassignJob({ job, resources: readResources(wanted), deadlineSeconds }),
      );
    },
  );
  app.get(
    '/v1/jobs/:id/events',
    {
      schema: { summary: 'The job now and each change, as server-sent events named job', params: JobParams },
    },
    async ({ params, raw }, reply) => {
      const job = readAddress('id', params.id);
      await useCases.getJob(job);
      await sendEvents(raw, reply, stopping, async function* (signal) {
        for await (const view of useCases.watchJob(job, signal)) yield { event: 'job', data: jobReply(view) };
      });
    },
  );
}

function readSubmission(body: SubmitBody, key: string | undefined, cyxwizMint: string): SubmitJobInput {
  return {
    clientWallet: readAddress('clientWallet', body.clientWallet),
    clientKey: fromHex(body.clientKey, 32),
    specJson: encodeJobSpec(body.spec as unknown as JobSpec),
    resources: readResources(wireResources(body.resources)),
    priority: body.priority ?? 'normal',
    mint: readMint('mint', body.mint, cyxwizMint),
    clientNonceHash: fromHex(body.clientNonceHash, 32),
    audits: readAudits(body.audits ?? 0),
    maxPrice: body.maxPrice === undefined ? undefined : readU64('maxPrice', body.maxPrice, 1n),
    deadlineSeconds: body.deadlineSeconds,
    idempotencyKey: readIdempotencyKey(key),
  };
}
