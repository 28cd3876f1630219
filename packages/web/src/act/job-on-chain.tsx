import { type Job, toHex } from '@cyxwiz/protocol';
import { useState } from 'preact/hooks';
import { reader } from '../chain/rpc.ts';
import { OpenDispute } from '../dispute/open-dispute.tsx';
import { wordsOf } from '../sign/unsafe.ts';
import { durationText, short } from '../ui/format.ts';
import { Address, Card, Facts, Loading, Notice, Time } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { Action } from './action.tsx';
import { dueOf } from './due.ts';
import { namesOf } from './names.ts';

const REFRESH_MS = 5_000;
const ms = (seconds: bigint) => Number(seconds) * 1000;

async function read(id: string) {
  const [seen, now] = await Promise.all([reader.job(id), reader.unixTime()]);
  if (!seen) return undefined;
  const job = seen.value;
  const working = job.state === 'Running' || job.state === 'Proving';
  const node = working ? (await reader.node(job.node))?.value : undefined;
  return { job, now, due: dueOf(id, job, node, now) };
}

/** What the chain itself says of a job, read by this page, and what can be done about it. */
export function JobOnChain({ id, phase }: { id: string; phase: string }) {
  const [round, setRound] = useState(0);
  const loaded = useLoaded(`${id}:${phase}:${round}`, () => read(id), REFRESH_MS);
  if (loaded.state === 'loading') return <Loading what="Reading the escrow on chain…" />;
  if (loaded.state === 'failed') {
    return <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />;
  }
  if (!loaded.value) {
    return (
      <Notice kind="info" title="There is no escrow account at this address">
        It has not been paid for, or it has ended and was closed. A closed job lives on in its transactions
        and its receipt.
      </Notice>
    );
  }
  const { job, now, due } = loaded.value;
  const reread = () => setRound(round + 1);
  return (
    <>
      <Card title="On chain">
        <Facts
          rows={[
            ['State', job.state],
            job.state === 'Funded' && ['Node may accept until', <Time key="a" ms={ms(job.acceptBy)} />],
            ['Deadline', <Time key="d" ms={ms(job.deadline)} />],
            job.acceptedAt > 0n && ['Accepted', <Time key="c" ms={ms(job.acceptedAt)} />],
            job.anchoredCheckpoints > 0 && [
              'Anchored root',
              <span key="r">
                <code>{short(toHex(job.anchoredRoot))}</code> over {job.anchoredCheckpoints} checkpoint
                {job.anchoredCheckpoints === 1 ? '' : 's'}, <Time ms={ms(job.anchoredAt)} />
              </span>,
            ],
            job.provenCheckpoints > 0 && [
              'Proven',
              <span key="p">
                {job.provenCheckpoints} of {job.checkpoints} checkpoints, <Time ms={ms(job.provenAt)} />
                {job.developmentKey && ', with a development key that anyone can forge with'}
              </span>,
            ],
            job.state === 'Proving' && ['Time to object', objection(job, now)],
            ['Vault', <Address key="v" of={job.vault} label="the vault’s address" />],
            job.stars > 0 && ['Rated', `${job.stars} of 5 stars`],
          ]}
        />
      </Card>
      <Actions id={id} job={job} now={now} due={due} onDone={reread} />
      <OpenDispute id={id} job={job} now={now} />
    </>
  );
}

function objection(job: Job, now: bigint): string {
  if (job.objectionWaived) return 'given up by the client';
  if (job.provenCheckpoints < job.checkpoints) return 'begins with the last proof';
  const left = job.provenAt + job.terms.objectionWindow - now;
  return left < 0n ? 'over' : `${durationText(Number(left))} more`;
}

type Due = ReturnType<typeof dueOf>;

function Actions(props: { id: string; job: Job; now: bigint; due: Due; onDone: () => void }) {
  const { id, job, now, due, onDone } = props;
  const [stars, setStars] = useState(5);
  const names = namesOf(id, job);
  const mine = { wallet: job.client, names, onDone };
  const running = job.state === 'Running';
  const unaccepted = job.state === 'Funded' && now > job.acceptBy;
  const waivable = job.state === 'Proving' && !job.objectionWaived;
  const ratable = job.state === 'Settled' && job.stars === 0;
  if (!due && !running && !unaccepted && !waivable && !ratable) return null;
  return (
    <Card title="What can be done">
      {due && (
        <Action
          key={due.key}
          label={due.label}
          words={<>Anyone: {due.why}</>}
          act={due.act}
          onDone={onDone}
        />
      )}
      {(running || unaccepted) && (
        <Action
          {...mine}
          label="Cancel the job"
          words={
            running
              ? 'Its client: take back what is not proven, for a fee.'
              : 'Its client: take everything back, free of charge.'
          }
          act={(actions) => actions.cancel(id)}
        />
      )}
      {waivable && (
        <Action
          {...mine}
          label="Waive my objection"
          words="Its client: once you have looked at the weights, let the node be paid at once."
          act={(actions) => actions.waive(id)}
        />
      )}
      {ratable && (
        <>
          <label class="stars">
            Stars
            <select value={stars} onChange={(event) => setStars(Number(event.currentTarget.value))}>
              {[5, 4, 3, 2, 1].map((count) => (
                <option key={count} value={count}>
                  {count}
                </option>
              ))}
            </select>
          </label>
          <Action
            {...mine}
            key={stars}
            label={`Rate the node ${stars} of 5`}
            words="Its client: say once how it was. It counts by the job’s price."
            act={(actions) => actions.rate(id, stars)}
          />
        </>
      )}
    </Card>
  );
}
