import { join } from 'node:path';
import type { NodeSession } from '@cyxwiz/sdk';
import { enlarge, overGrpc } from './download.ts';
import { type Figure, median, type Part, type Say } from './figures.ts';
import { System, startDigitsJob } from './system.ts';

const CALLS = 2000;
const CONNECTS = 50;
const DOWNLOADS = 5;

export const relayPart: Part = {
  name: 'relay',
  about: 'what a relay adds: small calls, connections and a download, direct and relayed in turns',
  async measure(say) {
    const system = await System.start(say);
    try {
      return {
        title: 'Through a relay',
        intro: `One node agent, reached directly and through a relay in the same run, in turns; agent, relay and client are processes of their own on one machine, over loopback, so that no distance is in these figures: between machines a relay adds the way over it. A call is GetReceipt on a connection that is there. A connection is two TCP connections and TLS handshakes (the key is looked at, then pinned), Connect with a fresh token, and through the relay a dial-back for each.`,
        figures: await run(system, say),
      };
    } finally {
      await system.stop();
    }
  },
};

async function run(system: System, say: Say): Promise<Figure[]> {
  const data = join(system.folder, 'relay');
  const relay = await system.program(
    'packages/cli/bin/cyxwiz.mjs',
    [
      ...['relay', 'start', '--json', '--listen', '127.0.0.1:0', '--metrics', '127.0.0.1:0', '--data', data],
      ...['--rpc', system.chain.rpcUrl],
    ],
    {},
  );
  await system.registerNode({
    relay: relay.ready.address,
    relayCertificateFile: join(data, 'relay-cert.pem'),
    pollMs: 5_000,
  });
  const agent = await system.startAgent();
  const client = await system.connect();
  try {
    say('a real job, so that there is something to download');
    const { session, id, escrow, job } = await startDigitsJob(client);
    for await (const event of session.train()) if (event.type === 'ended') break;
    session.close();
    await agent.stop();
    await enlarge(join(system.nodeFolder, 'jobs', id));
    const direct = (await system.startAgent()).ready.grpcAddress as string;
    const open = async (relayed: boolean): Promise<NodeSession> => {
      const introduction = await client.confirm(id as never, escrow);
      return client.connect(relayed ? introduction : { ...introduction, endpoint: direct }, job);
    };
    const both = [await open(false), await open(true)] as const;
    say(`${CALLS} calls each way`);
    const calls = await inTurns(CALLS, (way) => both[way].receipt().then(() => undefined));
    say(`${DOWNLOADS} downloads each way`);
    await overGrpc(both[0]);
    const rates: [number[], number[]] = [[], []];
    for (let i = 0; i < DOWNLOADS; i += 1) {
      for (const way of [0, 1] as const) rates[way].push(await overGrpc(both[way]));
    }
    for (const each of both) each.close();
    say(`${CONNECTS} connections each way`);
    const connects = await inTurns(CONNECTS, async (way) => {
      (await open(way === 1)).close();
    });
    return figuresOf(calls, connects, rates);
  } finally {
    client.close();
  }
}

/** Milliseconds of each, direct and relayed; the first tenth is left out. */
async function inTurns(count: number, act: (way: 0 | 1) => Promise<void>): Promise<[number[], number[]]> {
  const taken: [number[], number[]] = [[], []];
  const warm = count / 10;
  for (let i = 0; i < count + warm; i += 1) {
    for (const way of [0, 1] as const) {
      const started = performance.now();
      await act(way);
      if (i >= warm) taken[way].push(performance.now() - started);
    }
  }
  return taken;
}

const WAYS = ['direct', 'relayed'] as const;

function figuresOf(
  calls: [number[], number[]],
  connects: [number[], number[]],
  rates: [number[], number[]],
): Figure[] {
  const percentile = (values: readonly number[], part: number) =>
    [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(part * values.length))] ?? 0;
  const figure = (name: string, value: number, how: string): Figure => ({
    name,
    value,
    unit: 'ms',
    digits: 2,
    how,
  });
  const call = `of ${CALLS} calls, in turns`;
  const [p50, p99] = [0.5, 0.99].map((part) => calls.map((way) => percentile(way, part))) as [
    number[],
    number[],
  ];
  const added = (pair: number[]) => (pair[1] ?? 0) - (pair[0] ?? 0);
  return [
    ...WAYS.map((way, i) => figure(`call, ${way}: p50`, p50[i] ?? 0, call)),
    figure('added by the relay: p50', added(p50), 'difference of the two'),
    ...WAYS.map((way, i) => figure(`call, ${way}: p99`, p99[i] ?? 0, call)),
    figure('added by the relay: p99', added(p99), 'difference of the two'),
    ...WAYS.map((way, i) =>
      figure(`connection and token, ${way}`, median(connects[i] ?? []), `median of ${CONNECTS}, in turns`),
    ),
    ...WAYS.map(
      (way, i): Figure => ({
        ...{ name: `DownloadWeights, ${way}`, value: median(rates[i] ?? []), unit: 'MB/s' },
        how: `median of ${DOWNLOADS} of 64 MiB, everything checked, in turns`,
      }),
    ),
    {
      ...{ name: 'relayed to direct', value: (100 * median(rates[1])) / median(rates[0]), unit: '%' },
      how: 'of the two medians',
    },
  ];
}
