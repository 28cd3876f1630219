import type { Prisma, PrismaClient } from './generated/client.ts';

export type Transact = <T>(work: (tx: Prisma.TransactionClient) => Promise<T>) => Promise<T>;

/**
 * Runs interactive transactions, at most `concurrency` at once; the others wait in order. Otherwise Prisma gives up
 * on those that wait for a connection while PGlite, which has only one, still starts them later.
 */
export function transactions(client: PrismaClient, concurrency: number): Transact {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await client.$transaction(work);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}

/** A row that must be the only one was there already. */
export function isDuplicate(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === 'P2002';
}

/** Once more when another transaction made the same row first: then the work finds it. */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isDuplicate(error)) return work();
    throw error;
  }
}
