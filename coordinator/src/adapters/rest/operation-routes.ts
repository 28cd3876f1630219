import type { SurfaceDeps } from '../edge/surface.ts';
import { KeysReply, ReadyReply } from './schemas.ts';
import type { RestApp } from './server.ts';

/** What operators, load balancers and nodes ask. Not rate-limited, so that a flood does not look like a failure. */
export function operationRoutes(app: RestApp, { useCases, metrics }: SurfaceDeps): void {
  app.get('/livez', { schema: { summary: 'The process lives' } }, async () => ({ live: true }));
  app.get(
    '/readyz',
    {
      schema: {
        summary: 'Chain, database and shared state answer',
        response: { 200: ReadyReply, 503: ReadyReply },
      },
    },
    async (_request, reply) => {
      const readiness = await useCases.checkReadiness();
      const body = { ready: readiness.ready, checks: { ...readiness.checks } };
      return reply.code(readiness.ready ? 200 : 503).send(body);
    },
  );
  app.get('/metrics', { schema: { summary: 'Prometheus' } }, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  app.get(
    '/.well-known/jwks.json',
    { schema: { summary: 'Keys of the tokens', response: { 200: KeysReply } } },
    async (_request, reply) => {
      const { keys } = await useCases.jwks();
      return reply.header('cache-control', 'public, max-age=60').send({ keys: [...keys] });
    },
  );
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/json').send(app.swagger()),
  );
}
