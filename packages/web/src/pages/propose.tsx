import { ProposeForm } from '../govern/propose-form.tsx';
import { GovernanceNav } from '../ui/governance-nav.tsx';

export default function ProposePage() {
  return (
    <>
      <h1 tabIndex={-1}>Propose something</h1>
      <GovernanceNav />
      <p>
        Whoever has locked enough tokens may propose. A new verifying key, and anything that takes more than
        one transaction, is proposed with <code>cyxwiz vote propose</code>, and voted on here.
      </p>
      <ProposeForm />
    </>
  );
}
