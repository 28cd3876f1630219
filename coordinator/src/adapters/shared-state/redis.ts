import { Redis } from 'ioredis';
import type { Beat, SharedState } from '../../ports/shared-state.ts';
import type { Log } from '../../ports/system.ts';

// Count and expiry in one step: a counter without an end would lock a caller out for good.
const TAKE = `local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
local ttl = redis.call('PTTL', KEYS[1])
return {n, ttl}`;

/** Shared by every coordinator on that server. Keys begin with `prefix`. */
export async function redisState(url: string, prefix: string, log: Log): Promise<SharedState> {
  const options = { lazyConnect: true, maxRetriesPerRequest: 2, connectTimeout: 5_000 };
  const commands = new Redis(url, options);
  const listener = new Redis(url, { ...options, autoResubscribe: true });
  for (const client of [commands, listener]) {
    client.on('error', (err: Error) => log.warn({ err }, 'redis does not answer'));
  }
  try {
    await Promise.all([commands.connect(), listener.connect()]);
  } catch (cause) {
    commands.disconnect();
    listener.disconnect();
    throw new Error(`cannot reach Redis at ${new URL(url).host}: start it, or leave REDIS_URL empty`, {
      cause,
    });
  }
  const listeners = new Map<string, Set<() => void>>();
  listener.on('message', (channel: string) => {
    for (const call of listeners.get(channel) ?? []) call();
  });
  return {
    presence: {
      beat: async (node, beat, ttlMs) => {
        await commands.set(`${prefix}beat:${node}`, JSON.stringify(beat), 'PX', ttlMs);
      },
      online: async (nodes) => {
        if (nodes.length === 0) return new Map();
        const values = await commands.mget(nodes.map((node) => `${prefix}beat:${node}`));
        return new Map(
          nodes.flatMap((node, i) => {
            const value = values[i];
            return value ? [[node, JSON.parse(value) as Beat] as const] : [];
          }),
        );
      },
    },
    fanout: {
      publish: async (topic) => void (await commands.publish(prefix + topic, '1')),
      subscribe: async (topic, call) => {
        const channel = prefix + topic;
        const set = listeners.get(channel) ?? new Set();
        listeners.set(channel, set);
        set.add(call);
        if (set.size === 1) await listener.subscribe(channel);
        return () => {
          set.delete(call);
          if (set.size > 0 || listeners.get(channel) !== set) return;
          listeners.delete(channel);
          listener.unsubscribe(channel).catch((err: unknown) => log.warn({ err }, 'could not unsubscribe'));
        };
      },
    },
    limiter: {
      take: async (key, limit, windowMs) => {
        const answer = (await commands.eval(TAKE, 1, `${prefix}rate:${key}`, windowMs)) as [number, number];
        return answer[0] > limit ? Math.max(1, answer[1]) : 0;
      },
    },
    once: {
      put: async (key, value, ttlMs) => void (await commands.set(`${prefix}once:${key}`, value, 'PX', ttlMs)),
      take: async (key) => (await commands.getdel(`${prefix}once:${key}`)) ?? undefined,
    },
    sessions: {
      put: async (key, value, ttlMs) =>
        void (await commands.set(`${prefix}session:${key}`, value, 'PX', ttlMs)),
      get: async (key) => (await commands.get(`${prefix}session:${key}`)) ?? undefined,
      delete: async (key) => void (await commands.del(`${prefix}session:${key}`)),
    },
    ping: async () => void (await commands.ping()),
    close: async () => {
      await Promise.allSettled([commands.quit(), listener.quit()]);
    },
  };
}
