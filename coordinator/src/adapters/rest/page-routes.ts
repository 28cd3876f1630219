import type { Assets, rpcGate } from '@cyxwiz/web/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fault } from '../../domain/fault.ts';
import { type SurfaceDeps, takeTurn } from '../edge/surface.ts';
import type { RestApp } from './server.ts';

export interface PageParts {
  readonly assets: Assets;
  readonly gate: ReturnType<typeof rpcGate>;
}

/** The chain for the page: a few methods, for requests of this origin only, under a limit of their own. */
export function pageRoutes(app: RestApp, deps: SurfaceDeps, { gate }: PageParts): void {
  app.post('/rpc', { schema: { hide: true } }, async (request, reply) => {
    const { origin, host } = request.headers;
    if (origin === undefined || !URL.canParse(origin) || new URL(origin).host !== host) {
      throw fault(
        'NOT_THIS_PAGE',
        'only the page of this coordinator may ask here',
        'use a Solana RPC node of your own',
      );
    }
    await takeTurn(deps, 'rpc', request.ip);
    const { status, body } = await gate(request.body);
    return reply.code(status).send(body);
  });
}

/** Answers with a file of the page; false when there is none of that name. */
export function sendPage({ assets }: PageParts, request: FastifyRequest, reply: FastifyReply): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const path = request.url.split('?')[0] ?? '/';
  const found = assets.find(path, String(request.headers['accept-encoding'] ?? ''));
  if (!found) return false;
  void reply.code(200).headers(found.headers).send(found.body);
  return true;
}
