/** The page will not go on. `next` says what the person can do. */
export class Unsafe extends Error {
  readonly next: string;

  constructor(message: string, next: string) {
    super(message);
    this.next = next;
  }
}

/** What to show of anything that was thrown: what is wrong, and what to do. */
export function wordsOf(error: unknown): { readonly message: string; readonly next: string } {
  const { message, next, hint } = error as { message?: string; next?: string; hint?: string };
  const told = message ?? String(error);
  const short = told.length > 400 ? `${told.slice(0, 400)}…` : told;
  return {
    message: short,
    next: next ?? hint ?? 'try again; if it happens again, look at the log of the program',
  };
}
