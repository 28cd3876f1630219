import type { Proposal } from '@cyxwiz/protocol';
import type { Meaning } from './words.ts';

/** The account that a proposal's instruction has under a name; undefined: none, or whoever executes it. */
export function accountIn(
  { slots }: Proposal,
  { accounts }: NonNullable<Meaning['instruction']>,
  name: string,
): string | undefined {
  const slot = slots[accounts.indexOf(name)];
  return typeof slot === 'object' ? slot.value.key : undefined;
}
