import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Fastify from 'fastify';
import { paidJob } from '../e2e/support/paid-job.ts';
import { type Stage, startStage } from '../e2e/support/stage.ts';
import { pythonWithSchemathesis, tryApi } from './schemathesis.ts';

const SEED = Number(process.env.CYXWIZ_OPENAPI_SEED ?? 1);
const EXAMPLES = Number(process.env.CYXWIZ_OPENAPI_EXAMPLES ?? 20);

describe('the coordinator and its OpenAPI description', function () {
  this.timeout(900_000);
  let stage: Stage;
  let folder: string;
  let url: string;

  before(async () => {
    pythonWithSchemathesis();
    folder = await mkdtemp(join(tmpdir(), 'cyxwiz-openapi-'));
    // Limits by address are tested elsewhere; here they would answer nearly everything.
    stage = await startStage({ coordinator: { requestsPerMinute: 100_000_000 } });
    url = `${stage.world.coordinator.restUrl}/openapi.json`;
  });

  after(async () => {
    await stage?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const described = async (): Promise<string[]> => {
    const { paths } = (await (await fetch(url)).json()) as { paths: Record<string, object> };
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
  };

  it('agree on whatever is asked, and nothing makes the coordinator fail', async () => {
    const outcome = await tryApi({ url, seed: SEED, examples: EXAMPLES, folder });
    expect(outcome.ok, outcome.output).to.equal(true);
    // The events of a job never end.
    expect(outcome.operations).to.equal((await described()).length - 1);
    expect(outcome.requests).to.be.greaterThan(100);
    console.log(`openapi: ${outcome.requests} requests of ${outcome.operations} operations, seed ${SEED}`);
  });

  it('agree on a job that was paid', async () => {
    const { story } = await paidJob(stage, join(folder, 'receipt.json'));
    const parameters = { 'path.id': story.run.job };
    const outcome = await tryApi({ url, seed: SEED, examples: EXAMPLES, parameters, folder });
    expect(outcome.ok, outcome.output).to.equal(true);
    story.run.client.close();
    const job = await fetch(`${stage.world.coordinator.restUrl}/v1/jobs/${story.run.job}`);
    expect((await job.json()) as object).to.include({ phase: 'SETTLED' });
  });

  it('have a check that finds an API that does otherwise', async () => {
    const liar = Fastify();
    liar.get('/number', async () => ({ number: 'not one' }));
    liar.get('/openapi.json', async () => ({
      openapi: '3.0.3',
      info: { title: 'liar', version: '1' },
      paths: {
        '/number': {
          get: {
            responses: {
              200: {
                description: 'a number',
                content: {
                  'application/json': {
                    schema: { type: 'object', properties: { number: { type: 'integer' } } },
                  },
                },
              },
            },
          },
        },
      },
    }));
    await liar.listen({ host: '127.0.0.1', port: 0 });
    const { port } = liar.server.address() as AddressInfo;
    try {
      const outcome = await tryApi({
        url: `http://127.0.0.1:${port}/openapi.json`,
        seed: SEED,
        examples: 2,
        folder,
      });
      expect(outcome.ok).to.equal(false);
      expect(outcome.output).to.contain('Response violates schema');
    } finally {
      await liar.close();
    }
  });
});
