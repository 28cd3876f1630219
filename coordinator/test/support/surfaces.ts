/** Both surfaces over the harness, as callers see them. */

import { coordinatorApi, unary } from '@cyxwiz/protocol';
import { createIdentity } from '@cyxwiz/protocol/server-identity';
import { type Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { startGrpc } from '../../src/adapters/grpc/server.ts';
import { startRest } from '../../src/adapters/rest/server.ts';
import { type Harness, type HarnessOptions, harness } from './harness.ts';

export interface RestAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

/** Where the harness says that its page is. */
export const PAGE = 'http://coordinator.test';

export async function surfaces(options: HarnessOptions & { plain?: boolean } = {}) {
  const h = await harness(options);
  const rest = await startRest(h.surface, {
    host: '127.0.0.1',
    port: 0,
    trustProxy: false,
    origins: [],
    pageOrigin: () => PAGE,
  });
  const tls = options.plain
    ? undefined
    : await createIdentity('coordinator', ['localhost', '127.0.0.1'], Date.now());
  const grpc = await startGrpc(h.surface, { host: '127.0.0.1', port: 0, tls });
  const channel = tls ? credentials.createSsl(Buffer.from(tls.certificate)) : credentials.createInsecure();
  const api = coordinatorApi();
  const client = new api.CoordinatorService(grpc.address, channel);
  const gateway = new api.NodeGatewayService(grpc.address, channel);

  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<RestAnswer> => {
    const raw = typeof body === 'string';
    const response = await fetch(rest.url + path, {
      method,
      ...(body === undefined
        ? { headers }
        : {
            body: raw ? body : JSON.stringify(body),
            headers: { 'content-type': 'application/json', ...headers },
          }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text ? (JSON.parse(text) as Record<string, unknown>) : {},
      headers: response.headers,
    };
  };
  return {
    h,
    rest,
    grpc,
    tls,
    channel,
    client,
    gateway,
    call,
    close: async () => {
      client.close();
      gateway.close();
      await Promise.all([rest.close(), grpc.close()]);
      await h.close();
    },
  };
}

export type Surfaces = Awaited<ReturnType<typeof surfaces>>;

/** What a refused gRPC call says. */
export interface Refusal {
  readonly status: number;
  readonly code: string | undefined;
  readonly details: string;
  readonly statusDetails: Buffer | undefined;
}

export async function refusal(work: Promise<unknown>): Promise<Refusal> {
  try {
    await work;
  } catch (error) {
    const { code, details, metadata } = error as ServiceError;
    return {
      status: code,
      details,
      code: metadata?.get('cyxwiz-error-code')[0] as string | undefined,
      statusDetails: metadata?.get('grpc-status-details-bin')[0] as Buffer | undefined,
    };
  }
  throw new Error('expected a refusal, but the call went well');
}

export function withSession(session: string): { metadata: Metadata } {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${session}`);
  return { metadata };
}

const services = () => {
  const { CoordinatorService, NodeGatewayService } = coordinatorApi();
  return { ...CoordinatorService.service, ...NodeGatewayService.service };
};

/** A unary call by its name, with whatever the test wants to send. */
export function send(
  client: Client,
  name: string,
  request: object,
  options: { metadata?: Metadata } = {},
): Promise<Record<string, unknown>> {
  return unary(client, services() as never, name as never, request as never, options) as Promise<
    Record<string, unknown>
  >;
}

export type { Harness };
