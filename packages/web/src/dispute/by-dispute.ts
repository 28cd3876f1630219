import { DisputeActions } from '@cyxwiz/sdk';
import type { Doing } from '../act/done.tsx';
import type { Act } from '../act/instructions.ts';

/** Something that the SDK can do about a dispute, for whatever wallet signs. */
export const byDispute =
  (act: (actions: DisputeActions) => Promise<unknown>): Act =>
  (_, { reader, sender, wallet }) =>
    act(new DisputeActions(reader, sender, wallet));

/** Notes what was done. */
export type Deed = Doing[1];
