import type { JobPhaseName } from '@cyxwiz/protocol';

/** What the coordinator's REST answers; amounts are base units in decimal digits. */
export interface Job {
  readonly job: string;
  readonly clientWallet: string;
  readonly node: string;
  readonly phase: Phase;
  readonly final: boolean;
  readonly mint: string;
  readonly price: string;
  readonly decimals: number;
  readonly checkpoints: number;
  readonly anchoredCheckpoints: number;
  readonly provenCheckpoints: number;
  readonly tier: 'Committed' | 'Exact';
  readonly auditsDue: number;
  readonly auditsProven: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly lossMicros?: string;
  readonly accuracyPpm?: number;
  readonly reportedEpoch: number;
  readonly movements: readonly Movement[];
  readonly error: string;
}

export interface Movement {
  readonly kind: string;
  readonly amount: string;
  readonly to: string;
  readonly transaction: string;
  readonly finalized: boolean;
}

export type Phase = JobPhaseName;

export interface Node {
  readonly node: string;
  readonly tier: string;
  readonly score: number;
  readonly stake: string;
  readonly online: boolean;
  readonly banned: boolean;
  readonly suspendedUntil: number;
  readonly freeSlots: number;
  readonly slots: number;
  readonly priceBps: number;
  readonly latencyMs?: number;
  readonly uptime: number;
  readonly engines: readonly string[];
  readonly hardware: {
    readonly cpuCores: number;
    readonly memoryMib: number;
    readonly gpuCount: number;
    readonly gpuMemoryMib: number;
    readonly benchmark: string;
  };
}

/** @throws Error with the coordinator's message and its `hint` */
async function get<T>(path: string): Promise<T> {
  const response = await fetch(path).catch(() => {
    throw Object.assign(new Error('the coordinator does not answer'), {
      hint: 'look at your connection; the page tries again by itself',
    });
  });
  const body = (await response.json()) as T & { message?: string; hint?: string };
  if (response.ok) return body;
  throw Object.assign(new Error(body.message ?? `the coordinator answered ${response.status}`), {
    hint: body.hint,
  });
}

export async function readJobs(filter: Readonly<Record<string, string>>): Promise<readonly Job[]> {
  return (await get<{ jobs: Job[] }>(`/v1/jobs?${new URLSearchParams(filter)}`)).jobs;
}

export async function readNodes(): Promise<readonly Node[]> {
  return (await get<{ nodes: Node[] }>('/v1/nodes')).nodes;
}

/** The mint of CYXWIZ. */
export async function readCyxwizMint(): Promise<string> {
  return (await get<{ cyxwizMint: string }>('/v1/mint')).cyxwizMint;
}
