import { CYXWIZ_DECIMALS, type Proposal } from '@cyxwiz/protocol';
import { type ProposalStage, proposalStage } from '@cyxwiz/sdk';
import { useState } from 'preact/hooks';
import type { ParameterHistory } from '../rest/governance.ts';
import { readParameterHistory } from '../rest/governance.ts';
import { wordsOf } from '../sign/unsafe.ts';
import { Amount, Loading, Notice, Time } from '../ui/parts.tsx';
import { Link } from '../ui/router.tsx';
import { useLoaded } from '../ui/use.ts';
import { readProposals } from './read.ts';
import { changeText, meaningOf, STAGES } from './words.ts';

const REFRESH_MS = 10_000;

async function load(below: bigint | undefined) {
  // What executed proposals changed is the coordinator's to remember; the list stands without it.
  const nothing: ParameterHistory = { complete: false, settings: [] };
  const [read, history] = await Promise.all([
    readProposals(below),
    readParameterHistory().catch(() => nothing),
  ]);
  return { ...read, history };
}

type Read = Awaited<ReturnType<typeof load>>;

/** Proposals, newest first, with how they stand. */
export function ProposalList() {
  const [below, setBelow] = useState<readonly bigint[]>([]);
  const loaded = useLoaded(`proposals:${below.join()}`, () => load(below.at(-1)), REFRESH_MS);
  if (loaded.state === 'loading') return <Loading what="Reading the proposals…" />;
  if (loaded.state === 'failed') {
    return <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />;
  }
  const { proposals, older } = loaded.value;
  return (
    <>
      {proposals.length === 0 ? (
        <Notice kind="info" title="No proposal is here" next="make one, or look at the parameters">
          Closed proposals are gone from the chain; what they changed is with the parameters.
        </Notice>
      ) : (
        <Table read={loaded.value} />
      )}
      <div class="actions">
        {below.length > 0 && (
          <button type="button" class="quiet" onClick={() => setBelow(below.slice(0, -1))}>
            Newer
          </button>
        )}
        {older > 0n && (
          <button type="button" class="quiet" onClick={() => setBelow([...below, older])}>
            Older
          </button>
        )}
      </div>
    </>
  );
}

function Table({ read: { proposals, now, config, history } }: { read: Read }) {
  return (
    <div class="scroll">
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">Proposal</th>
            <th scope="col">Standing</th>
            <th scope="col" class="number">
              For
            </th>
            <th scope="col" class="number">
              Against
            </th>
            <th scope="col">Next</th>
          </tr>
        </thead>
        <tbody>
          {proposals.map((proposal) => {
            const stage = proposalStage(proposal, now);
            const done = history.settings.find((one) => one.proposal === String(proposal.number));
            const [change] = done?.changes ?? [];
            const { name, tone } = STAGES[stage];
            return (
              <tr key={String(proposal.number)}>
                <td data-label="Proposal">
                  <span>
                    <Link to={`/governance/proposals/${proposal.number}`}>{`No. ${proposal.number}`}</Link>{' '}
                    {change ? changeText(change) : meaningOf(proposal, config).title}
                  </span>
                </td>
                <td data-label="Standing">
                  <span class={`phase ${tone}`}>{name}</span>
                </td>
                <td data-label="For" class="number">
                  <Amount units={proposal.votesFor} decimals={CYXWIZ_DECIMALS} unit="CYXWIZ" />
                </td>
                <td data-label="Against" class="number">
                  <Amount units={proposal.votesAgainst} decimals={CYXWIZ_DECIMALS} unit="CYXWIZ" />
                </td>
                <td data-label="Next">
                  <Next proposal={proposal} stage={stage} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Next({ proposal, stage }: { proposal: Proposal; stage: ProposalStage }) {
  const until: Partial<Record<ProposalStage, readonly [string, bigint]>> = {
    voting: ['voting ends', proposal.votingEnds],
    'carried, timelock running': ['executable from', proposal.executableFrom],
    'carried, to be executed': ['lapses', proposal.expiresAt],
  };
  const found = until[stage];
  if (!found) return <>–</>;
  return (
    <span>
      {found[0]} <Time ms={Number(found[1]) * 1000} />
    </span>
  );
}
