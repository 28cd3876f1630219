import { CYXWIZ_DECIMALS, type Dispute, toHex } from '@cyxwiz/protocol';
import { disputePhase, quorumOf, verdictOf } from '@cyxwiz/sdk';
import { type Doing, DoneList, useDone } from '../act/done.tsx';
import { wordsOf } from '../sign/unsafe.ts';
import { short } from '../ui/format.ts';
import { Address, Amount, Card, Facts, Loading, Notice } from '../ui/parts.tsx';
import { Link } from '../ui/router.tsx';
import { useLoaded } from '../ui/use.ts';
import { Votes } from '../ui/votes.tsx';
import { Calendar } from './calendar.tsx';
import { DisputeActs } from './dispute-acts.tsx';
import { EvidenceCheck } from './evidence-check.tsx';
import { type Case, readDispute } from './read.ts';
import { VerdictWords } from './verdict-words.tsx';
import { PHASES, sideName, VERDICTS } from './words.ts';

const REFRESH_MS = 4_000;

/** A dispute: who against whom, about what, until when, and what can be done. */
export function DisputeView({ id }: { id: string }) {
  const loaded = useLoaded(id, () => readDispute(id), REFRESH_MS);
  const doing = useDone();
  if (loaded.state === 'loading') return <Loading what="Reading the dispute…" />;
  if (loaded.state === 'failed') {
    return <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />;
  }
  const { dispute } = loaded.value;
  if (!dispute) {
    return (
      <>
        <Notice
          kind="info"
          title="There is no dispute over this job"
          next="look at the job, or at its address"
        >
          Either nobody opened one, or everything about it is paid out and it is closed.{' '}
          <Link to={`/jobs/${id}`}>The job</Link>
        </Notice>
        <DoneList done={doing[0]} />
      </>
    );
  }
  return <Shown of={{ ...loaded.value, id, dispute }} doing={doing} />;
}

function Shown({ of, doing }: { of: Case; doing: Doing }) {
  const { dispute, now, id } = of;
  const phase = disputePhase(dispute, now);
  const { name, tone, words } = PHASES[phase];
  const decided = dispute.verdict ?? (phase === 'verdict final' ? verdictOf(dispute) : undefined);
  return (
    <>
      <p role="status">
        <span class={`phase ${tone}`}>{name}</span> {words}
        {decided && ` The verdict is ${VERDICTS[decided]}.`}
      </p>
      <Card title="Who against whom">
        <Facts
          rows={[
            ['Opened by', sideName(dispute.opener)],
            dispute.appellant !== null && ['Appealed by', sideName(dispute.appellant)],
            ['Client', <Address key="c" of={dispute.client} label="the client’s address" />],
            ['Node', <Address key="n" of={dispute.node} label="the node’s address" />],
            ['Node’s owner', <Address key="o" of={dispute.nodeOwner} label="the owner’s address" />],
            [
              'About',
              <Link key="j" to={`/jobs/${id}`}>
                job <code>{short(id)}</code>
              </Link>,
            ],
            dispute.bond > 0n && ['Bond', <Cyxwiz key="b" units={dispute.bond} />],
            dispute.deposit > 0n && ['Deposit for the appeal', <Cyxwiz key="d" units={dispute.deposit} />],
          ]}
        />
      </Card>
      <Calendar dispute={dispute} phase={phase} />
      <Evidence dispute={dispute} id={id} />
      <Ballots dispute={dispute} />
      <VerdictWords of={of} />
      <DisputeActs of={of} phase={phase} doing={doing} />
    </>
  );
}

function Cyxwiz({ units }: { units: bigint }) {
  return <Amount units={units} decimals={CYXWIZ_DECIMALS} unit="CYXWIZ" />;
}

const handedIn = (hash: Uint8Array) => (hash.some((byte) => byte !== 0) ? toHex(hash) : undefined);

function Evidence({ dispute, id }: { dispute: Dispute; id: string }) {
  const hashes = { client: handedIn(dispute.clientEvidence), node: handedIn(dispute.nodeEvidence) };
  const line = (hash: string | undefined) => (hash ? <code class="hash">{hash}</code> : 'none');
  return (
    <Card title="Evidence">
      <p class="small">
        The chain keeps the SHA-256 of what each side handed in last. The sides keep the files where voters
        find them.
      </p>
      <Facts
        rows={[
          ['The client’s', line(hashes.client)],
          ['The node’s', line(hashes.node)],
        ]}
      />
      <EvidenceCheck job={id} hashes={hashes} />
      <p class="small">
        What evidence of a recheck is worth, <code>cyxwiz dispute check FOLDER --dataset FILE</code> finds out
        by training the epochs again. Nothing in it has to be believed.
      </p>
    </Card>
  );
}

function Ballots({ dispute }: { dispute: Dispute }) {
  const sides = (round: Dispute['rounds'][number]) =>
    [
      { name: 'For the client', votes: round.forClient },
      { name: 'For the node', votes: round.forNode },
    ] as const;
  return (
    <Card title="Votes">
      {dispute.rounds.map((round, at) =>
        at === 0 || dispute.appellant !== null ? (
          <div key={at === 0 ? 'first' : 'appeal'}>
            {dispute.appellant !== null && <h3>{at === 0 ? 'First vote' : 'Vote on the appeal'}</h3>}
            <Votes sides={sides(round)} quorum={quorumOf(dispute, at + 1)} />
          </div>
        ) : null,
      )}
      <p class="small">
        Tokens vote that were locked before the dispute was opened. Client, node’s owner and the node’s hot
        key have no vote.
      </p>
    </Card>
  );
}
