import { connect as tlsConnect } from 'node:tls';
import { coordinatorPackage } from '@cyxwiz/protocol';
import { type Client, credentials, loadPackageDefinition, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { expect } from 'chai';
import { protoPath } from 'grpc-health-check';
import { startGrpc } from '../../src/adapters/grpc/server.ts';
import { address } from '../support/fake-chain.ts';
import { join, submission } from '../support/harness.ts';
import { refusal, type Surfaces, send, surfaces, withSession } from '../support/surfaces.ts';

type Stream = NodeJS.EventEmitter & { cancel(): void; write(message: unknown): void; end(): void };

describe('surfaces', function () {
  this.timeout(30_000);
  let s: Surfaces;
  before(async () => {
    s = await surfaces();
  });
  after(() => s.close());
  const health = (service: string) =>
    new Promise<string>((resolve, reject) => {
      const loaded = loadPackageDefinition(loadSync(protoPath, { enums: String })) as never as {
        grpc: {
          health: {
            v1: {
              Health: new (
                ...args: unknown[]
              ) => Client & { check(r: object, done: (e: unknown, v: { status: string }) => void): void };
            };
          };
        };
      };
      const client = new loaded.grpc.health.v1.Health(s.grpc.address, s.channel);
      client.check({ service }, (error, value) => {
        client.close();
        if (error) reject(error);
        else resolve(value.status);
      });
    });

  it('answer health checks for the whole and for each service', async () => {
    for (const name of [
      '',
      'cyxwiz.coordinator.v1.CoordinatorService',
      'cyxwiz.coordinator.v1.NodeGatewayService',
    ]) {
      expect(await health(name)).to.equal('SERVING');
    }
    expect((await refusal(health('other'))).status).to.equal(status.NOT_FOUND);
  });

  it('describe themselves by reflection', async () => {
    const proto = new URL(
      '../../../node_modules/@grpc/reflection/build/proto/grpc/reflection/v1/reflection.proto',
      import.meta.url,
    );
    const loaded = loadPackageDefinition(loadSync(proto.pathname)) as never as {
      grpc: {
        reflection: {
          v1: { ServerReflection: new (...args: unknown[]) => Client & { serverReflectionInfo(): Stream } };
        };
      };
    };
    const client = new loaded.grpc.reflection.v1.ServerReflection(s.grpc.address, s.channel);
    const stream = client.serverReflectionInfo();
    const answer = new Promise<{ listServicesResponse: { service: { name: string }[] } }>(
      (resolve, reject) => {
        stream.on('data', resolve).on('error', reject);
      },
    );
    stream.write({ listServices: '*' });
    const names = (await answer).listServicesResponse.service.map((service) => service.name);
    expect(names).to.include.members([
      'cyxwiz.coordinator.v1.CoordinatorService',
      'cyxwiz.coordinator.v1.NodeGatewayService',
    ]);
    stream.end();
    client.close();
    expect(Object.keys(coordinatorPackage())).to.include('cyxwiz.coordinator.v1.CoordinatorService');
  });

  it('speak TLS 1.3 and nothing older', async () => {
    const port = Number(s.grpc.address.split(':').pop());
    const attempt = (maxVersion: 'TLSv1.2' | 'TLSv1.3') =>
      new Promise<string>((resolve) => {
        const socket = tlsConnect(
          {
            host: '127.0.0.1',
            port,
            ca: s.tls?.certificate,
            minVersion: 'TLSv1.2',
            maxVersion,
            ALPNProtocols: ['h2'],
          },
          () => {
            resolve(String(socket.getProtocol()));
            socket.destroy();
          },
        );
        socket.once('error', (error: NodeJS.ErrnoException) => resolve(String(error.code)));
      });
    expect(await attempt('TLSv1.3')).to.equal('TLSv1.3');
    expect(await attempt('TLSv1.2')).to.equal('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  });

  it('are not believed without their certificate', async () => {
    const { CoordinatorService } = (await import('@cyxwiz/protocol')).coordinatorApi();
    const stranger = new CoordinatorService(s.grpc.address, credentials.createSsl());
    const { status: code } = await refusal(send(stranger, 'GetJob', { job: address() }));
    expect(code).to.equal(status.UNAVAILABLE);
    stranger.close();
  });

  it('refuse to be plain beyond loopback', async () => {
    const error = await startGrpc(s.h.surface, { host: '0.0.0.0', port: 0, tls: undefined }).then(
      () => undefined,
      (e: unknown) => e as Error,
    );
    expect(error?.message).to.match(/loopback only/);
  });

  it('are plain on loopback when told so', async () => {
    const plain = await surfaces({ plain: true });
    expect((await refusal(send(plain.client, 'GetJob', { job: address() }))).code).to.equal('JOB_UNKNOWN');
    await plain.close();
  });

  it('honour deadlines', async () => {
    const slow = s.h.cases.getJob;
    (s.h.cases as { getJob: unknown }).getJob = () => new Promise(() => undefined);
    const { unary, coordinatorApi } = await import('@cyxwiz/protocol');
    const call = unary(
      s.client,
      coordinatorApi().CoordinatorService.service,
      'GetJob' as never,
      { job: address() } as never,
      { timeoutMs: 100 },
    );
    expect((await refusal(call)).status).to.equal(status.DEADLINE_EXCEEDED);
    (s.h.cases as { getJob: unknown }).getJob = slow;
  });

  it('stream a job over gRPC and as server-sent events, the same changes on both', async () => {
    await join(s.h, {}, { slots: 4 });
    const offer = await s.h.cases.submitJob(submission());
    const overGrpc: string[] = [];
    const stream = s.client.WatchJob({ job: offer.job });
    const grpcEnded = new Promise<void>((resolve, reject) => {
      stream
        .on('data', (m: { job: { phase: string } }) => overGrpc.push(m.job.phase))
        .on('end', resolve)
        .on('error', reject);
    });
    const response = await fetch(`${s.rest.url}/v1/jobs/${offer.job}/events`);
    expect(response.headers.get('content-type')).to.equal('text/event-stream');
    const text = response.text();
    s.h.clock.advance(300_000);
    await s.h.cases.expireReservations();
    await grpcEnded;
    const events = (await text).split('\n\n').filter((block) => block.startsWith('event: job'));
    const overRest = events.map(
      (block) => (JSON.parse(block.split('data: ')[1] ?? '{}') as { phase: string }).phase,
    );
    expect(overGrpc.at(-1)).to.equal('JOB_PHASE_EXPIRED');
    expect(overRest.at(-1)).to.equal('EXPIRED');
  });

  it('end a stream whose reader left', async () => {
    const { node } = await join(s.h);
    const { token } = await s.h.tokens.issueSession(node.address);
    const stream = s.gateway.WatchAssignments({}, withSession(token).metadata);
    const ended = refusal(
      new Promise((_resolve, reject) => stream.on('error', reject).on('data', () => undefined)),
    );
    stream.cancel();
    expect((await ended).status).to.equal(status.CANCELLED);
  });

  it('publish OpenAPI, keys, metrics and their state', async () => {
    const api = await s.call('GET', '/openapi.json');
    expect(Object.keys(api.body['paths'] as object)).to.include.members([
      '/v1/price',
      '/v1/nodes',
      '/v1/jobs',
      '/v1/jobs/{id}',
      '/v1/jobs/{id}/confirm',
      '/v1/jobs/{id}/events',
      '/.well-known/jwks.json',
      '/livez',
      '/readyz',
      '/metrics',
    ]);
    expect((await s.call('GET', '/.well-known/jwks.json')).body).to.deep.equal(await s.h.tokens.jwks());
    expect((await s.call('GET', '/livez')).status).to.equal(200);
    expect((await s.call('GET', '/readyz')).body).to.deep.equal({
      ready: true,
      checks: { chain: 'ok', database: 'ok', shared: 'ok', tokens: 'ok' },
    });
    const metrics = await (await fetch(`${s.rest.url}/metrics`)).text();
    for (const name of [
      'cyxwiz_requests_total',
      'cyxwiz_jobs',
      'cyxwiz_request_seconds',
      'cyxwiz_process_resident_memory_bytes',
    ]) {
      expect(metrics).to.contain(name);
    }
  });

  it('are not ready, but alive, without the chain', async () => {
    s.h.chain.down = true;
    const ready = await s.call('GET', '/readyz');
    expect(ready.status).to.equal(503);
    expect((ready.body['checks'] as Record<string, string>)['chain']).to.match(/does not answer/);
    expect((await s.call('GET', '/livez')).status).to.equal(200);
    s.h.chain.down = false;
  });

  it('let web pages of other origins call', async () => {
    const response = await fetch(`${s.rest.url}/v1/nodes`, { headers: { origin: 'https://app.test' } });
    expect(response.headers.get('access-control-allow-origin')).to.equal('https://app.test');
  });

  it('price by both surfaces alike', async () => {
    const machine = { cpuCores: 8, memoryMib: 16_384, gpuCount: 1, gpuMemoryMib: 8192 };
    const rest = await s.call('POST', '/v1/price', {
      resources: { ...machine, gpuClass: 'consumer' },
      estimatedSeconds: 43_200,
      nodeScore: 700,
    });
    const request = {
      resources: { ...machine, gpuClass: 'GPU_CLASS_CONSUMER' },
      estimatedSeconds: '43200',
      nodeScore: 700,
    };
    const grpc = await send(s.client, 'EstimatePrice', request);
    expect([rest.body['price'], grpc['price']]).to.deep.equal(['72960000000', '72960000000']);
    expect(rest.body['explanation']).to.deep.equal(grpc['explanation']);
  });

  it('limit each address, say how long to wait, and spare the operator', async () => {
    const limited = await surfaces({ requestsPerMinute: 3 });
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push(await limited.call('GET', '/v1/nodes'));
    expect(answers.map((answer) => answer.status)).to.deep.equal([200, 200, 200, 429, 429]);
    expect(answers[4]?.body['code']).to.equal('RATE_LIMITED');
    expect(Number(answers[4]?.headers.get('retry-after'))).to.be.within(1, 60);
    const codes = [];
    for (let i = 0; i < 5; i++)
      codes.push((await refusal(send(limited.client, 'GetJob', { job: address() }))).code);
    expect(codes).to.deep.equal([
      'JOB_UNKNOWN',
      'JOB_UNKNOWN',
      'JOB_UNKNOWN',
      'RATE_LIMITED',
      'RATE_LIMITED',
    ]);
    expect((await limited.call('GET', '/livez')).status).to.equal(200);
    limited.h.clock.advance(60_001);
    expect((await limited.call('GET', '/v1/nodes')).status).to.equal(200);
    await limited.close();
  });

  it('close while streams are open: readers learn that it is stopping', async () => {
    const own = await surfaces();
    const { node } = await join(own.h);
    const { token } = await own.h.tokens.issueSession(node.address);
    const stream = own.gateway.WatchAssignments({}, withSession(token).metadata);
    const ended = refusal(
      new Promise((_resolve, reject) => stream.on('error', reject).on('data', () => undefined)),
    );
    const offer = await own.h.cases.submitJob(submission());
    const events = await fetch(`${own.rest.url}/v1/jobs/${offer.job}/events`);
    const text = events.text().catch(() => 'closed');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await own.close();
    expect((await ended).status).to.equal(status.UNAVAILABLE);
    expect(await text).to.be.a('string');
  });
});
