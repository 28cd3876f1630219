import { jobEscrow } from '@cyxwiz/protocol';
import { escapes, escapesText } from '@cyxwiz/sdk';
import { newsText } from '../jobs/audit-news.ts';
import type { Checks } from './checks.ts';
import { escrowOf, type RunningJob } from './job-run.ts';
import type { Screen } from './screen.ts';

const POLL_MS = 300;

/** The client's part in the audits of an exact job, beside the training, until they have passed. */
export async function attendAudits(run: RunningJob, screen: Screen, signal: AbortSignal): Promise<void> {
  const { clientNonce } = run.checked.job;
  for await (const news of run.client.audits.attend(run.job, clientNonce, { pollMs: POLL_MS, signal })) {
    screen.say(newsText(news));
  }
}

/** What the audits show, held against what the job asked for. */
export async function checkAudits(run: RunningJob, screen: Screen, checks: Checks): Promise<void> {
  const job = await escrowOf(run);
  const audit = (await run.client.chain.audit(run.job))?.value;
  screen.step(`${job.auditsProven} of ${job.auditsDue} audits are proven on chain`);
  checks.that(
    'audits were due',
    job.auditsDue > 0 && job.auditsDue <= Number(jobEscrow.constant('MAX_AUDITS')),
  );
  checks.equal('each of them is proven', job.auditsProven, job.auditsDue);
  checks.equal('the client’s nonce is part of the challenge', audit?.nonceRevealed, true);
  screen.say(escapesText(escapes(job.auditsDue)));
}
