import { DisputeList, FindDispute } from '../dispute/dispute-list.tsx';
import { GovernanceNav } from '../ui/governance-nav.tsx';

export default function DisputesPage() {
  return (
    <>
      <h1 tabIndex={-1}>Disputes</h1>
      <GovernanceNav current="Disputes" />
      <p>
        When client and node quarrel about a job, its money is frozen, both hand in evidence, and token
        holders vote. Anyone executes the verdict.
      </p>
      <DisputeList />
      <FindDispute />
      <p class="small">
        Listed are the newest 50 open and decided disputes over jobs that this coordinator introduced.
      </p>
    </>
  );
}
