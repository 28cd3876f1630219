import { ProposalView } from '../govern/proposal-view.tsx';
import { GovernanceNav } from '../ui/governance-nav.tsx';

export default function ProposalPage({ id }: { id: string }) {
  return (
    <>
      <h1 tabIndex={-1}>Proposal {id}</h1>
      <GovernanceNav />
      <ProposalView number={BigInt(id)} />
    </>
  );
}
