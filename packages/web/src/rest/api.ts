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
  readonly proofsValid: number;
  readonly verifiedPower: number;
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

const get = <T>(path: string) => askJson<T>('GET', path);

/** @throws Error with the coordinator's message, its `code` and its `hint` */
export async function askJson<T>(method: string, path: string, send?: unknown): Promise<T> {
  const init = {
    method,
    ...(send !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(send),
    }),
  };
  const response = await fetch(path, init).catch(() => {
    throw Object.assign(new Error('the coordinator does not answer'), {
      hint: 'look at your connection; the page tries again by itself',
    });
  });
  const body = (await response.json()) as T & { message?: string; hint?: string; code?: string };
  if (response.ok) return body;
  throw Object.assign(new Error(body.message ?? `the coordinator answered ${response.status}`), {
    hint: body.hint,
    code: body.code,
  });
}

export async function readJobs(filter: Readonly<Record<string, string>>): Promise<readonly Job[]> {
  return (await get<{ jobs: Job[] }>(`/v1/jobs?${new URLSearchParams(filter)}`)).jobs;
}

export async function readNodes(): Promise<readonly Node[]> {
  return (await get<{ nodes: Node[] }>('/v1/nodes')).nodes;
}

export interface Report {
  readonly epoch: number;
  readonly lossMicros: string;
  readonly accuracyPpm: number;
}

/** What the node said of a job's training so far, by epoch. */
export async function readReports(job: string): Promise<readonly Report[]> {
  return (await get<{ reports: Report[] }>(`/v1/jobs/${job}/reports`)).reports;
}

/** What was ordered and offered; told to its client, who is signed in. */
export interface Order {
  readonly specJson: string;
  readonly node: string;
  readonly matchScore: number;
  readonly priceExplanation: readonly string[];
  readonly rejections: readonly { readonly node: string; readonly reason: string }[];
}

export const readOrder = (job: string) => get<Order>(`/v1/jobs/${job}/order`);

export interface Refusal {
  readonly at: string;
  readonly code: string;
  readonly reason: string;
}

/** Told to the owner, who is signed in. */
export async function readRefusals(owner: string): Promise<readonly Refusal[]> {
  return (await get<{ refusals: Refusal[] }>(`/v1/owners/${owner}/refusals`)).refusals;
}

export interface Earning {
  readonly job: string;
  readonly mint: string;
  readonly decimals: number;
  readonly amount: string;
  readonly transaction: string;
  readonly at?: string;
  readonly finalized: boolean;
  readonly cursor: string;
}

/** Of a node's owner, newest first, at most 100; older ones than `before`, the cursor of one. */
export async function readEarnings(owner: string, before?: string): Promise<readonly Earning[]> {
  const query = before === undefined ? '' : `?${new URLSearchParams({ before })}`;
  return (await get<{ earnings: Earning[] }>(`/v1/owners/${owner}/earnings${query}`)).earnings;
}

/** The mint of CYXWIZ. */
export async function readCyxwizMint(): Promise<string> {
  return (await get<{ cyxwizMint: string }>('/v1/mint')).cyxwizMint;
}
