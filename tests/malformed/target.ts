import { EngineError } from '@cyxwiz/engine';
import { CyxwizError } from '@cyxwiz/protocol';
import type { Below } from './mutate.ts';

/** What is fed with mutated input. */
export interface Target {
  readonly name: string;
  /** True when the input was taken, false when it was refused. @throws anything that is a fault */
  feed(random: Below): boolean | Promise<boolean>;
}

/** False for errors of our own, which have a code; INTERNAL says that nobody expected this. @throws all others */
export function refusal(error: unknown): false {
  const typed = error instanceof EngineError || error instanceof CyxwizError;
  if (typed && error.code !== 'INTERNAL') return false;
  throw error;
}

/** Whether `parse` takes what it is given. */
export function judge(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch (error) {
    return refusal(error);
  }
}
