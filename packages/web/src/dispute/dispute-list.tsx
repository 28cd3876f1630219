import { disputePhase } from '@cyxwiz/sdk';
import { useState } from 'preact/hooks';
import { wordsOf } from '../sign/unsafe.ts';
import { short } from '../ui/format.ts';
import { Loading, Notice, Time } from '../ui/parts.tsx';
import { go, Link } from '../ui/router.tsx';
import { useLoaded } from '../ui/use.ts';
import { type Listed, readDisputes } from './read.ts';
import { nextChange, PHASES, sideName, VERDICTS } from './words.ts';

const REFRESH_MS = 10_000;

/** Disputes, open ones first. */
export function DisputeList() {
  const loaded = useLoaded('disputes', readDisputes, REFRESH_MS);
  if (loaded.state === 'loading') return <Loading what="Reading the disputes…" />;
  if (loaded.state === 'failed') {
    return <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />;
  }
  const { disputes, now } = loaded.value;
  if (disputes.length === 0) {
    return (
      <Notice kind="info" title="No dispute is here">
        A party of a job opens one on the job’s page, while the job runs or its client may still object.
      </Notice>
    );
  }
  return (
    <div class="scroll">
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">Job</th>
            <th scope="col">Standing</th>
            <th scope="col">Opened by</th>
            <th scope="col">Next</th>
          </tr>
        </thead>
        <tbody>
          {disputes.map((listed) => (
            <Row key={listed.job.job} listed={listed} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ listed: { job, dispute }, now }: { listed: Listed; now: bigint }) {
  const phase = dispute && disputePhase(dispute, now);
  const next = dispute && phase && nextChange(dispute, phase);
  return (
    <tr>
      <td data-label="Job">
        <Link to={dispute ? `/governance/disputes/${job.job}` : `/jobs/${job.job}`}>
          <code>{short(job.job)}</code>
        </Link>
      </td>
      <td data-label="Standing">
        {phase ? (
          <span class={`phase ${PHASES[phase].tone}`}>{PHASES[phase].name}</span>
        ) : (
          'decided, and closed'
        )}
      </td>
      <td data-label="Opened by">{dispute ? sideName(dispute.opener) : '–'}</td>
      <td data-label="Next">
        {next ? (
          <span>
            {next[0]} <Time ms={Number(next[1]) * 1000} />
          </span>
        ) : dispute?.verdict ? (
          VERDICTS[dispute.verdict]
        ) : (
          '–'
        )}
      </td>
    </tr>
  );
}

/** For disputes that this coordinator does not know. */
export function FindDispute() {
  const [job, setJob] = useState('');
  const whole = /^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(job);
  return (
    <form
      class="fields"
      onSubmit={(event) => {
        event.preventDefault();
        if (whole) go(`/governance/disputes/${job}`);
      }}
    >
      <label>
        Address of a job
        <input
          type="text"
          class="typed wide"
          value={job}
          spellcheck={false}
          autocomplete="off"
          onInput={(event) => setJob(event.currentTarget.value.trim())}
        />
      </label>
      <button type="submit" class="quiet" disabled={!whole}>
        Show its dispute
      </button>
    </form>
  );
}
