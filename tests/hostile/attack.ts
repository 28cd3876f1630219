import type { Target } from './target.ts';
import type { AttackOrder } from './wire.ts';

export interface Scene extends Omit<AttackOrder, 'agent' | 'name'> {
  readonly target: Target;
  /** Aborted once the job that trains meanwhile has ended. */
  readonly until: AbortSignal;
}

export interface Attack {
  readonly name: string;
  /** What went otherwise than it should; empty is good. */
  run(scene: Scene): Promise<string[]>;
}

/** A fault unless what came is what should. */
export function expected(what: string, came: string, should: string | readonly string[]): string[] {
  const good = typeof should === 'string' ? [should] : should;
  return good.includes(came) ? [] : [`${what}: ${came || 'nothing'} in place of ${good.join(' or ')}`];
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Resolves with what `promise` rejects with, by `tell`; 'answered' when it does not. */
export async function told<T>(promise: Promise<T>, tell: (error: unknown) => string): Promise<string> {
  return promise.then(
    () => 'answered',
    (error: unknown) => tell(error),
  );
}
