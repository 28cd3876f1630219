import { disputePhase, proposalStage } from '@cyxwiz/sdk';
import { DoneList, useDone } from '../act/done.tsx';
import { Execute } from '../dispute/execute.tsx';
import { type Case, readDispute, readDisputes } from '../dispute/read.ts';
import { ReleaseBonds } from '../dispute/release-bonds.tsx';
import { wordsOf } from '../sign/unsafe.ts';
import { short } from '../ui/format.ts';
import { Card, Loading, Notice } from '../ui/parts.tsx';
import { Link } from '../ui/router.tsx';
import { useLoaded } from '../ui/use.ts';
import { ExecuteProposal } from './execute-proposal.tsx';
import { readProposals } from './read.ts';
import { meaningOf } from './words.ts';

const REFRESH_MS = 10_000;

async function load() {
  const [{ proposals, config, now }, { disputes }] = await Promise.all([readProposals(), readDisputes()]);
  const due = disputes.filter(({ dispute }) => {
    if (!dispute) return false;
    return disputePhase(dispute, now) === 'verdict final' || (dispute.verdict && !dispute.bondsReleased);
  });
  const cases = await Promise.all(
    due.map(async ({ job: { job: id } }): Promise<Case[]> => {
      const read = await readDispute(id);
      return read.dispute ? [{ ...read, id, dispute: read.dispute }] : [];
    }),
  );
  return {
    proposals: proposals
      .filter((proposal) => proposalStage(proposal, now) === 'carried, to be executed')
      .map((proposal) => ({ number: proposal.number, title: meaningOf(proposal, config).title })),
    disputes: cases.flat(),
  };
}

/** What votes have decided and nobody has executed: the newest proposals, and disputes that the coordinator knows. */
export function ExecutionsDue() {
  const loaded = useLoaded('executions', load, REFRESH_MS);
  const [done, deed] = useDone();
  if (loaded.state === 'loading') return <Loading what="Asking what votes have decided…" />;
  if (loaded.state === 'failed') {
    return <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />;
  }
  const { proposals, disputes } = loaded.value;
  return (
    <>
      {proposals.map(({ number, title }) => (
        <Card key={String(number)} title="A proposal was carried">
          <p>
            <Link to={`/governance/proposals/${number}`}>{`No. ${number}`}</Link> {title}
          </p>
          <ExecuteProposal number={number} deed={deed} />
        </Card>
      ))}
      {disputes.map((of) => (
        <Card key={of.id} title="A dispute was decided">
          <p>
            Over job{' '}
            <Link to={`/governance/disputes/${of.id}`}>
              <code>{short(of.id)}</code>
            </Link>
          </p>
          {of.dispute.verdict === null ? (
            <Execute of={of} deed={deed} />
          ) : (
            <ReleaseBonds id={of.id} deed={deed} />
          )}
        </Card>
      ))}
      {proposals.length + disputes.length === 0 && <p>No vote waits to be executed.</p>}
      <DoneList done={done} />
    </>
  );
}
