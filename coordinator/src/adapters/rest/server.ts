import type { AddressInfo } from 'node:net';
import cors from '@fastify/cors';
import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify';
import { fault } from '../../domain/fault.ts';
import { LIMITS } from '../../domain/limits.ts';
import { type SurfaceDeps, takeTurn, toFault } from '../edge/surface.ts';
import { errorBody, requestFault, statusOf } from './errors.ts';
import { governanceRoutes } from './governance-routes.ts';
import { jobRoutes } from './job-routes.ts';
import { KnownRoutes } from './known-routes.ts';
import { marketRoutes } from './market-routes.ts';
import { operationRoutes } from './operation-routes.ts';
import { ownerRoutes } from './owner-routes.ts';
import { type PageParts, pageRoutes, sendPage } from './page-routes.ts';
import { requireOwnPage, sessionToken } from './page-session.ts';
import { privateRoutes } from './private-routes.ts';
import { sessionRoutes } from './session-routes.ts';

export interface RestConfig {
  readonly host: string;
  readonly port: number;
  /** Behind a proxy that sets X-Forwarded-For. */
  readonly trustProxy: boolean;
  /** Origins of web pages that may call; empty: every one. None of them can use our own page's cookie. */
  readonly origins: readonly string[];
  /** Address of our own page, as browsers see it; asked for once the server listens. */
  readonly pageOrigin: () => string;
  /** The page, and the chain behind it; absent: none is served. */
  readonly page?: PageParts | undefined;
}

export interface RunningRest {
  readonly url: string;
  close(): Promise<void>;
}

function build(config: RestConfig) {
  return Fastify({
    trustProxy: config.trustProxy,
    bodyLimit: LIMITS.maxRequestBytes,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    // Longer than any address that Node lets through: the schema refuses them, in words.
    routerOptions: { maxParamLength: 32_768 },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
  }).withTypeProvider<TypeBoxTypeProvider>();
}
export type RestApp = ReturnType<typeof build>;

/** The REST surface: same use cases, same checks and same codes as gRPC. */
export async function startRest(deps: SurfaceDeps, config: RestConfig): Promise<RunningRest> {
  const app = build(config);
  const stopping = new AbortController();
  await app.register(swagger, {
    openapi: {
      info: {
        title: 'CyxWiz coordinator',
        version: '1',
        description: 'Introduces clients to nodes; never holds money.',
      },
    },
  });
  await app.register(cors, { origin: config.origins.length > 0 ? [...config.origins] : true });
  app.addHook('onRequest', async (request) => {
    if (request.url.startsWith('/v1/')) await takeTurn(deps, 'rest', request.ip);
  });
  app.addHook('onRequest', async (request) => {
    // Whoever is signed in changes nothing at the wish of another page.
    const origin = config.pageOrigin();
    const changes = !/^(GET|HEAD|OPTIONS)$/.test(request.method);
    if (changes && sessionToken(request, origin) !== undefined) requireOwnPage(request, origin);
  });
  app.addHook('onResponse', async (request, reply) => {
    const name = `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
    deps.metrics.request('rest', name, String(reply.statusCode), reply.elapsedTime / 1000);
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known =
      requestFault(error) ?? toFault(deps, error, `${request.method} ${request.routeOptions.url}`);
    const retry = known.failure.details?.['retryAfterSeconds'];
    if (typeof retry === 'number') void reply.header('retry-after', String(retry));
    return reply.code(statusOf(known)).send(errorBody(known));
  });
  const routes = new KnownRoutes(app);
  const refuseUnknown = (request: FastifyRequest, reply: FastifyReply) => {
    if (config.page && sendPage(config.page, request, reply)) return reply;
    const allowed = routes.methodsOf(request.url);
    const unknown = fault(
      allowed.length > 0 ? 'METHOD_NOT_ALLOWED' : 'ROUTE_UNKNOWN',
      `there is no ${request.method} ${request.url.slice(0, 200)}`,
      allowed.length > 0 ? `use ${allowed.join(', ')}` : 'see /openapi.json',
    );
    if (allowed.length > 0) void reply.header('allow', allowed.join(', '));
    return reply.code(statusOf(unknown)).send(errorBody(unknown));
  };
  app.setNotFoundHandler(refuseUnknown);
  // Before a body is looked at: Fastify has rules of its own for the bodies of some methods.
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) await refuseUnknown(request, reply);
  });
  await app.register(async (scope) => marketRoutes(scope as unknown as RestApp, deps));
  await app.register(async (scope) => governanceRoutes(scope as unknown as RestApp, deps));
  await app.register(async (scope) => jobRoutes(scope as unknown as RestApp, deps, stopping.signal));
  await app.register(async (scope) => ownerRoutes(scope as unknown as RestApp, deps));
  for (const routes of [sessionRoutes, privateRoutes]) {
    await app.register(async (scope) => routes(scope as unknown as RestApp, deps, config.pageOrigin));
  }
  await app.register(async (scope) => operationRoutes(scope as unknown as RestApp, deps));
  const { page } = config;
  if (page) await app.register(async (scope) => pageRoutes(scope as unknown as RestApp, deps, page));
  await app.listen({ host: config.host, port: config.port });
  const { port } = app.server.address() as AddressInfo;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return {
    url: `http://${host}:${port}`,
    close: async () => {
      stopping.abort();
      await app.close();
    },
  };
}
