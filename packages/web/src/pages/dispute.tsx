import { DisputeView } from '../dispute/dispute-view.tsx';
import { short } from '../ui/format.ts';
import { GovernanceNav } from '../ui/governance-nav.tsx';

export default function DisputePage({ id }: { id: string }) {
  return (
    <>
      <h1 tabIndex={-1}>
        Dispute over job <code>{short(id)}</code>
      </h1>
      <GovernanceNav />
      <DisputeView id={id} />
    </>
  );
}
