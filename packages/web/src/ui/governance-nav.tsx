import { Link } from './router.tsx';

const PARTS = [
  ['/governance', 'Proposals'],
  ['/governance/disputes', 'Disputes'],
  ['/governance/parameters', 'Parameters'],
] as const;

export type Part = (typeof PARTS)[number][1];

/** The parts of governance; `current` is where the reader is. */
export function GovernanceNav({ current }: { current?: Part }) {
  return (
    <nav class="parts" aria-label="Governance">
      {PARTS.map(([to, name]) => (
        <Link key={to} to={to} current={name === current}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
