import { nodeId, nodeSessionDigest, signEd25519 } from '@cyxwiz/protocol';
import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import { address, signature } from '../support/fake-chain.ts';
import { join } from '../support/harness.ts';
import { refused } from '../support/refused-call.ts';
import { bytes, SUBMIT } from '../support/submit-request.ts';
import { type Surfaces, send, surfaces, withSession } from '../support/surfaces.ts';

const { INVALID_ARGUMENT, UNAUTHENTICATED, PERMISSION_DENIED, NOT_FOUND } = status;

describe('gRPC: bad input of nodes', function () {
  this.timeout(30_000);
  let s: Surfaces;
  let mine: Awaited<ReturnType<typeof join>>;
  before(async () => {
    s = await surfaces();
    mine = await join(s.h, {}, { slots: 4 });
  });
  after(() => s.close());

  describe('registration', () => {
    async function registration(changes: object = {}, operator = mine.operator) {
      const node = mine.node.address;
      const { challenge } = (await send(s.gateway, 'Challenge', { node })) as { challenge: Buffer };
      const signed = Buffer.from(signEd25519(operator.secretKey, nodeSessionDigest(nodeId(node), challenge)));
      return {
        node,
        challenge,
        signature: signed,
        endpoint: '127.0.0.1:7000',
        slots: 4,
        engines: ['exact'],
        ...changes,
      };
    }
    const bad: [string, object, number, string, RegExp][] = [
      ['no node', { node: '' }, INVALID_ARGUMENT, 'INVALID_ARGUMENT', /^node: is missing/],
      [
        'no challenge',
        { challenge: bytes(0) },
        INVALID_ARGUMENT,
        'INVALID_ARGUMENT',
        /^challenge: is missing/,
      ],
      [
        'a challenge of its own',
        { challenge: bytes(32) },
        UNAUTHENTICATED,
        'CHALLENGE_UNKNOWN',
        /not given to that node/,
      ],
      [
        'a signature of 63 bytes',
        { signature: bytes(63) },
        INVALID_ARGUMENT,
        'INVALID_ARGUMENT',
        /^signature: has 63/,
      ],
      [
        'a forged signature',
        { signature: bytes(64) },
        UNAUTHENTICATED,
        'OPERATOR_SIGNATURE_INVALID',
        /not by the operator/,
      ],
      ['no port', { endpoint: 'host' }, INVALID_ARGUMENT, 'INVALID_ARGUMENT', /^endpoint/],
      ['port 0', { endpoint: 'host:0' }, INVALID_ARGUMENT, 'INVALID_ARGUMENT', /^endpoint/],
      [
        'a URL for an endpoint',
        { endpoint: 'http://host:1' },
        INVALID_ARGUMENT,
        'INVALID_ARGUMENT',
        /^endpoint/,
      ],
      [
        'another node behind a relay',
        { endpoint: 'relay:443#So11111111111111111111111111111111111111112' },
        INVALID_ARGUMENT,
        'INVALID_ARGUMENT',
        /^endpoint.* node itself/,
      ],
      ['no slots', { slots: 0 }, INVALID_ARGUMENT, 'INVALID_ARGUMENT', /^slots/],
      ['65 slots', { slots: 65 }, INVALID_ARGUMENT, 'INVALID_ARGUMENT', /^slots/],
      ['a huge price', { priceBps: 1_000_001 }, INVALID_ARGUMENT, 'INVALID_ARGUMENT', /^price_bps/],
      ['no engine', { engines: [] }, INVALID_ARGUMENT, 'INVALID_ARGUMENT', /^engines/],
      ['a strange engine', { engines: ['rm -rf'] }, INVALID_ARGUMENT, 'INVALID_ARGUMENT', /^engines/],
      [
        'a program without a name',
        { engines: ['process:'] },
        INVALID_ARGUMENT,
        'INVALID_ARGUMENT',
        /^engines/,
      ],
    ];
    for (const [name, changes, code, typed, message] of bad) {
      it(`with ${name}: ${typed}, and the record stays`, async () => {
        const before = await s.h.database.nodes.get(mine.node.address);
        await refused(send(s.gateway, 'RegisterNode', await registration(changes)), code, typed, message);
        expect(await s.h.database.nodes.get(mine.node.address)).to.deep.equal(before);
        expect(await send(s.gateway, 'RegisterNode', await registration())).to.include.keys(
          'session',
          'issuer',
        );
      });
    }

    it('takes a node at a relay, as that node', async () => {
      const at = (endpoint: string) => registration({ endpoint });
      await send(s.gateway, 'RegisterNode', await at(`relay.example:443#${mine.node.address}`));
      const record = await s.h.database.nodes.get(mine.node.address);
      expect(record?.endpoint).to.equal(`relay.example:443#${mine.node.address}`);
      const refusal = send(s.gateway, 'RegisterNode', await at(`relay#${mine.node.address}`));
      await refused(refusal, INVALID_ARGUMENT, 'INVALID_ARGUMENT', /^endpoint.*host:port/);
      await send(s.gateway, 'RegisterNode', await registration());
    });

    it('refuses a challenge twice, and one that is older than a minute', async () => {
      const once = await registration();
      await send(s.gateway, 'RegisterNode', once);
      await refused(
        send(s.gateway, 'RegisterNode', once),
        UNAUTHENTICATED,
        'CHALLENGE_UNKNOWN',
        /used already/,
      );
      const late = await registration();
      s.h.clock.advance(60_001);
      await refused(
        send(s.gateway, 'RegisterNode', late),
        UNAUTHENTICATED,
        'CHALLENGE_UNKNOWN',
        /older than a minute/,
      );
    });

    it('refuses a node that is not on chain, and one that is banned', async () => {
      const stranger = s.h.chain.addNode();
      s.h.chain.nodes.delete(stranger.address);
      const { challenge } = (await send(s.gateway, 'Challenge', { node: stranger.address })) as {
        challenge: Buffer;
      };
      const request = { ...(await registration()), node: stranger.address, challenge };
      await refused(send(s.gateway, 'RegisterNode', request), NOT_FOUND, 'NODE_UNKNOWN', /no node account/);
      const original = s.h.chain.nodes.get(mine.node.address);
      s.h.chain.nodes.set(mine.node.address, { ...original, banned: true } as never);
      await refused(
        send(s.gateway, 'RegisterNode', await registration()),
        PERMISSION_DENIED,
        'NODE_BANNED',
        /banned/,
      );
      s.h.chain.nodes.set(mine.node.address, original as never);
    });
  });

  describe('sessions', () => {
    const calls: [string, object][] = [
      ['Heartbeat', { freeSlots: 1 }],
      ['ReportProgress', { job: address(), epoch: 1 }],
      ['ReportCompletion', { job: address() }],
    ];
    for (const [name, request] of calls) {
      it(`${name} needs one`, async () => {
        await refused(
          send(s.gateway, name, request),
          UNAUTHENTICATED,
          'SESSION_MISSING',
          /authorization: Bearer/,
        );
        await refused(
          send(s.gateway, name, request, withSession('a.b.c')),
          UNAUTHENTICATED,
          'SESSION_INVALID',
          /expired/,
        );
      });
    }

    it('end after an hour', async () => {
      const { token } = await s.h.tokens.issueSession(mine.node.address);
      expect(await send(s.gateway, 'Heartbeat', { freeSlots: 1 }, withSession(token))).to.include.keys(
        'serverTime',
      );
      s.h.clock.advance(3_600_000);
      await refused(
        send(s.gateway, 'Heartbeat', { freeSlots: 1 }, withSession(token)),
        UNAUTHENTICATED,
        'SESSION_INVALID',
        /expired/,
      );
    });

    it("are not to be had for a client's token", async () => {
      const grant = {
        node: mine.node.address,
        clientWallet: address(),
        job: address(),
        clientKey: bytes(32),
      };
      const { token } = await s.h.tokens.issueClientToken(grant);
      await refused(
        send(s.gateway, 'Heartbeat', {}, withSession(token)),
        UNAUTHENTICATED,
        'SESSION_INVALID',
        /not a session/,
      );
    });

    it('WatchAssignments needs one', async () => {
      const stream = s.gateway.WatchAssignments({});
      const ended = new Promise((_resolve, reject) => stream.on('error', reject).on('data', () => undefined));
      await refused(ended, UNAUTHENTICATED, 'SESSION_MISSING', /Bearer/);
    });
  });

  describe('reports', () => {
    let job: string;
    let session: { metadata: ReturnType<typeof withSession>['metadata'] };
    before(async () => {
      session = withSession((await s.h.tokens.issueSession(mine.node.address)).token);
      await send(s.gateway, 'Heartbeat', { freeSlots: 4 }, session);
      job = String((await send(s.client, 'SubmitJob', SUBMIT()))['job']);
    });
    const bad: [string, object, RegExp][] = [
      ['epoch 0', { epoch: 0 }, /^epoch: 0/],
      ["an epoch beyond the job's", { epoch: 51 }, /^epoch: 51 is beyond/],
      ['an accuracy above one', { accuracyPpm: 1_000_001 }, /^accuracy_ppm/],
      ['a loss of 2^48', { lossMicros: (1n << 48n).toString() }, /^loss_micros/],
      ['half a hash', { checkpointHash: bytes(16) }, /^checkpoint_hash: has 16/],
    ];
    for (const [name, changes, message] of bad) {
      it(`ReportProgress with ${name} stores nothing`, async () => {
        const request = { job, epoch: 1, lossMicros: '5', accuracyPpm: 7, ...changes };
        await refused(
          send(s.gateway, 'ReportProgress', request, session),
          INVALID_ARGUMENT,
          'INVALID_ARGUMENT',
          message,
        );
        expect(await s.h.cases.getJob(job)).to.include({ reportedEpoch: 0, lossMicros: undefined });
      });
    }

    it("refuses reports on another node's job and on unknown ones", async () => {
      const thief = withSession((await s.h.tokens.issueSession(address())).token);
      await refused(
        send(s.gateway, 'ReportProgress', { job, epoch: 1 }, thief),
        PERMISSION_DENIED,
        'NOT_YOUR_JOB',
        /another node/,
      );
      await refused(
        send(s.gateway, 'ReportCompletion', { job }, thief),
        PERMISSION_DENIED,
        'NOT_YOUR_JOB',
        /another node/,
      );
      await refused(
        send(s.gateway, 'ReportCompletion', { job: address() }, session),
        NOT_FOUND,
        'JOB_UNKNOWN',
        /no offer/,
      );
    });

    it('takes good ones; a late epoch does not take the metrics back', async () => {
      const report = { job, epoch: 20, lossMicros: '123', accuracyPpm: 975_000, checkpointHash: bytes(32) };
      await send(s.gateway, 'ReportProgress', report, session);
      await send(s.gateway, 'ReportProgress', { ...report, epoch: 10, accuracyPpm: 1 }, session);
      expect(await s.h.cases.getJob(job)).to.include({
        reportedEpoch: 20,
        lossMicros: 123n,
        accuracyPpm: 975_000,
      });
    });

    it('do not believe that a job is settled', async () => {
      await send(
        s.gateway,
        'ReportCompletion',
        { job, phase: 'JOB_PHASE_SETTLED', transactions: [signature()], error: '' },
        session,
      );
      expect((await s.h.cases.getJob(job)).phase).to.equal('RESERVED');
    });

    it('refuse an oversized error and too many transactions', async () => {
      const long = { job, error: 'x'.repeat(501) };
      await refused(
        send(s.gateway, 'ReportCompletion', long, session),
        INVALID_ARGUMENT,
        'INVALID_ARGUMENT',
        /^error/,
      );
      const many = { job, transactions: Array.from({ length: 33 }, signature) };
      await refused(
        send(s.gateway, 'ReportCompletion', many, session),
        INVALID_ARGUMENT,
        'INVALID_ARGUMENT',
        /^transactions/,
      );
    });
  });
});
