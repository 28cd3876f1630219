import type { SurfaceDeps } from '../edge/surface.ts';
import { ErrorBody, ParameterHistoryReply } from './schemas.ts';
import type { RestApp } from './server.ts';

/** Settings that one answer holds at most. */
const NEWEST = 200;

/** How governance came to be what it is. What it is now, the chain says. */
export function governanceRoutes(app: RestApp, { useCases }: SurfaceDeps): void {
  app.get(
    '/v1/parameters/history',
    {
      schema: {
        summary: 'Every setting of the parameters, newest first, at most 200',
        response: { 200: ParameterHistoryReply, '4xx': ErrorBody, '5xx': ErrorBody },
      },
    },
    async () => {
      const { settings, complete } = await useCases.listParameterSettings();
      const newest = settings.slice(-NEWEST).reverse();
      return {
        complete,
        settings: newest.map(({ signature, slot, at, proposal, changes }) => ({
          transaction: signature,
          slot: slot.toString(),
          ...(at !== undefined && { at: new Date(at).toISOString() }),
          ...(proposal !== undefined && { proposal: proposal.toString() }),
          changes: changes.map((change) => ({ ...change })),
        })),
      };
    },
  );
}
