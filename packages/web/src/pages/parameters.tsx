import { ParameterHistory, ParameterTable } from '../govern/parameter-table.tsx';
import { GovernanceNav } from '../ui/governance-nav.tsx';
import { Link } from '../ui/router.tsx';

export default function ParametersPage() {
  return (
    <>
      <h1 tabIndex={-1}>Parameters</h1>
      <GovernanceNav current="Parameters" />
      <p>
        The numbers that the programs go by, read from the chain. A job keeps the terms that it began with;
        what a vote changes is for later ones. <Link to="/governance/propose">Propose a change</Link>
      </p>
      <h2>History</h2>
      <ParameterHistory />
      <h2>In force now</h2>
      <ParameterTable />
    </>
  );
}
