import { readAddress, readU64 } from '../edge/fields.ts';
import type { SurfaceDeps } from '../edge/surface.ts';
import { earningReply } from './replies.ts';
import { EarningsQuery, EarningsReply, ErrorBody, OwnerParams } from './schemas.ts';
import type { RestApp } from './server.ts';

/** What owners of nodes ask. */
export function ownerRoutes(app: RestApp, { useCases }: SurfaceDeps): void {
  app.get(
    '/v1/owners/:owner/earnings',
    {
      schema: {
        summary: 'What the owner of a node was paid, newest first, each with its transaction',
        params: OwnerParams,
        querystring: EarningsQuery,
        response: { 200: EarningsReply, '4xx': ErrorBody, '5xx': ErrorBody },
      },
    },
    async ({ params, query }) => {
      const [transaction = '', ordinal = ''] = query.before?.split(':') ?? [];
      const earnings = await useCases.listEarnings({
        owner: readAddress('owner', params.owner),
        before: query.before === undefined ? undefined : { transaction, ordinal: Number(ordinal) },
        limit: Number(readU64('limit', query.limit ?? '100', 1n, 100n)),
      });
      return { earnings: earnings.map(earningReply) };
    },
  );
}
