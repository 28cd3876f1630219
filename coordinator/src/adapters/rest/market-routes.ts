import { readEstimate, readMint, readResources } from '../edge/fields.ts';
import type { SurfaceDeps } from '../edge/surface.ts';
import { nodeReply } from './replies.ts';
import { ErrorBody, MintReply, NodesReply, PriceBody, PriceReply } from './schemas.ts';
import type { RestApp } from './server.ts';

/** Prices and nodes. */
export function marketRoutes(app: RestApp, { useCases, cyxwizMint }: SurfaceDeps): void {
  app.post(
    '/v1/price',
    {
      schema: {
        summary: 'Prices a job without storing anything',
        body: PriceBody,
        response: { 200: PriceReply, '4xx': ErrorBody, '5xx': ErrorBody },
      },
    },
    async ({ body }) => {
      const price = await useCases.estimatePrice({
        resources: readResources(wireResources(body.resources)),
        estimatedSeconds: readEstimate('estimatedSeconds', String(body.estimatedSeconds)),
        priority: body.priority ?? 'normal',
        nodeScore: body.nodeScore,
        mint: readMint('mint', body.mint, await cyxwizMint()),
      });
      return {
        price: price.amount.toString(),
        decimals: price.decimals,
        explanation: [...price.explanation],
      };
    },
  );
  app.get(
    '/v1/nodes',
    {
      schema: {
        summary: 'Nodes that this coordinator can choose from',
        response: { 200: NodesReply, '5xx': ErrorBody },
      },
    },
    async () => ({ nodes: (await useCases.listNodes()).map(nodeReply) }),
  );
  app.get(
    '/v1/mint',
    {
      schema: {
        summary: 'Mint of CYXWIZ on this chain',
        response: { 200: MintReply, '4xx': ErrorBody, '5xx': ErrorBody },
      },
    },
    async () => ({ cyxwizMint: await cyxwizMint() }),
  );
}

interface ResourcesJson {
  readonly cpuCores: number;
  readonly memoryMib: number;
  readonly gpuCount?: number;
  readonly gpuMemoryMib?: number;
  readonly gpuClass?: 'consumer' | 'datacenter';
}

export function wireResources(json: ResourcesJson) {
  const { cpuCores, memoryMib, gpuCount = 0, gpuMemoryMib = 0, gpuClass } = json;
  return { cpuCores, memoryMib, gpuCount, gpuMemoryMib, gpuClass };
}
