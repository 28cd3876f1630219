import { Action } from '../act/action.tsx';
import { byDispute, type Deed } from './by-dispute.ts';

/** Sending bond and deposit on their way, after the verdict was executed. */
export function ReleaseBonds({ id, deed }: { id: string; deed: Deed }) {
  return (
    <Action
      label="Release the bonds"
      words="Anyone: send bond and deposit where the verdict says."
      act={byDispute((actions) => actions.release(id))}
      onDone={deed('the bonds are released')}
    />
  );
}
