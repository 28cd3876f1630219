import { ProposalList } from '../govern/proposal-list.tsx';
import { TokenLock } from '../govern/token-lock.tsx';
import { GovernanceNav } from '../ui/governance-nav.tsx';
import { Link } from '../ui/router.tsx';

export default function GovernancePage() {
  return (
    <>
      <h1 tabIndex={-1}>Governance</h1>
      <GovernanceNav current="Proposals" />
      <p>
        Whoever holds CYXWIZ decides about the rules. A proposal is one instruction, kept on chain as it will
        be run: seven days of voting, a timelock, and then anyone executes it.
      </p>
      <ProposalList />
      <p>
        <Link to="/governance/propose">Propose something</Link>
      </p>
      <TokenLock />
    </>
  );
}
