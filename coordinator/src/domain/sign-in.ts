export const STATEMENT =
  'Sign in to see what is yours at this coordinator. This moves nothing and gives nobody power over your wallet.';

/** Undefined when there is none. */
export function nonceOf(text: string): string | undefined {
  return /^Nonce: ([0-9a-f]{32})$/m.exec(text)?.[1];
}
