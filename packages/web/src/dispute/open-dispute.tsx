import { CYXWIZ_DECIMALS, disputeAddress, disputeVaultAddress, fromHex, type Job } from '@cyxwiz/protocol';
import { useState } from 'preact/hooks';
import { Action } from '../act/action.tsx';
import { DoneList, useDone } from '../act/done.tsx';
import { isVerified } from '../act/due.ts';
import { readConfig } from '../govern/read.ts';
import { wordsOf } from '../sign/unsafe.ts';
import { amountText, durationText } from '../ui/format.ts';
import { HashField } from '../ui/hash-field.tsx';
import { Card, Loading, Notice } from '../ui/parts.tsx';
import { Link } from '../ui/router.tsx';
import { useLoaded } from '../ui/use.ts';
import { byDispute } from './by-dispute.ts';

/** On a job’s page: the way to its dispute, or to opening one. */
export function OpenDispute({ id, job, now }: { id: string; job: Job; now: bigint }) {
  const [done, deed] = useDone();
  const [open, setOpen] = useState(false);
  const disputed = job.state === 'Disputed' || job.state === 'Resolved';
  if (!disputed && !mayBeDisputed(job, now)) return null;
  return (
    <Card title="Dispute">
      {disputed ? (
        <p>
          {job.state === 'Disputed'
            ? 'A party disputes this job. Its money is frozen until the verdict is executed. '
            : 'A dispute about this job was decided. '}
          <Link to={`/governance/disputes/${id}`}>To the dispute</Link>
        </p>
      ) : (
        <>
          <div class="actions">
            <span class="grow">
              Client or node’s owner: freeze the money, and let token holders decide who is right.
            </span>
            <button type="button" class="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? 'No dispute now' : 'Dispute the job'}
            </button>
          </div>
          {open && <Form id={id} job={job} deed={deed} />}
        </>
      )}
      <DoneList done={done} />
    </Card>
  );
}

/** As far as the job alone says; the program also asks how the node is. */
function mayBeDisputed(job: Job, now: bigint): boolean {
  if (job.state !== 'Running' && job.state !== 'Proving') return false;
  return !isVerified(job) || (!job.objectionWaived && now <= job.provenAt + job.terms.objectionWindow);
}

function Form({ id, job, deed }: { id: string; job: Job; deed: ReturnType<typeof useDone>[1] }) {
  const loaded = useLoaded('terms', readConfig);
  const [hash, setHash] = useState<string>();
  if (loaded.state === 'loading') return <Loading what="Reading the rules…" />;
  if (loaded.state === 'failed') {
    return <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />;
  }
  const { cyxwizMint, params } = loaded.value;
  const { disputeBond, evidence, disputeVote, appeal } = params.voting;
  const bond = amountText(disputeBond, CYXWIZ_DECIMALS);
  const time = (seconds: bigint) => durationText(Number(seconds));
  const vault = disputeVaultAddress(disputeAddress(id)).toBase58();
  const sides = [
    ['client', job.client],
    ['node’s owner', job.nodeOwner],
  ] as const;
  return (
    <>
      <ul>
        <li>
          You put down a bond of {bond} CYXWIZ. It comes back unless the other side wins; then it goes to the
          treasury.
        </li>
        <li>
          {time(evidence)} for evidence, {time(disputeVote)} to vote, {time(appeal)} to appeal. Until then
          nobody is paid, and the job does not go on.
        </li>
        <li>
          Evidence that voters can check themselves is made by <code>cyxwiz job recheck</code>. Only its
          SHA-256 goes on chain; keep the files where voters find them.
        </li>
      </ul>
      <HashField label="Your evidence" onHash={setHash} />
      {hash &&
        sides.map(([name, wallet]) => (
          <Action
            key={`${name}:${hash}`}
            label={`Dispute it as the ${name}`}
            words={`Signed by the wallet of the ${name}, which puts down ${bond} CYXWIZ.`}
            wallet={wallet}
            act={byDispute((actions) => actions.open(id, fromHex(hash, 32)))}
            pays={{ mint: cyxwizMint, units: disputeBond, into: vault }}
            names={new Map([[vault, 'The dispute’s vault']])}
            onDone={deed('the dispute is open; keep the evidence where voters find it')}
          />
        ))}
    </>
  );
}
