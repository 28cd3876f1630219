import { fault } from '../../domain/fault.ts';
import { readAddress } from '../edge/fields.ts';
import type { SurfaceDeps } from '../edge/surface.ts';
import { requireSession } from './page-session.ts';
import { orderReply, refusalReply } from './replies.ts';
import { ErrorBody, JobParams, OwnerParams } from './schemas.ts';
import type { RestApp } from './server.ts';
import { OrderReply, RefusalsReply } from './session-schemas.ts';

const ERRORS = { '4xx': ErrorBody, '5xx': ErrorBody };

/** What is between this coordinator and one wallet, and not on chain. */
export function privateRoutes(app: RestApp, deps: SurfaceDeps, originOf: () => string): void {
  const { useCases } = deps;
  app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
  app.get(
    '/v1/jobs/:id/order',
    {
      schema: {
        summary: 'What was ordered and offered; for its client, signed in',
        params: JobParams,
        response: { 200: OrderReply, ...ERRORS },
      },
    },
    async (request) => {
      const { wallet } = await requireSession(deps, request, originOf());
      return orderReply(await useCases.showOrder(readAddress('id', request.params.id), wallet));
    },
  );
  app.get(
    '/v1/owners/:owner/refusals',
    {
      schema: {
        summary: 'Why the owner’s node was not chosen in the last seven days; for that owner, signed in',
        params: OwnerParams,
        response: { 200: RefusalsReply, ...ERRORS },
      },
    },
    async (request) => {
      const { wallet } = await requireSession(deps, request, originOf());
      const owner = readAddress('owner', request.params.owner);
      if (wallet !== owner) {
        throw fault('NOT_YOUR_WALLET', `you are signed in as ${wallet}`, 'sign in with the owner’s wallet');
      }
      return { refusals: (await useCases.listRefusals(owner)).map(refusalReply) };
    },
  );
}
