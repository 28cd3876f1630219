import { fromHex, parseJobSpec } from '@cyxwiz/protocol';
import type { AttendOptions, AuditActions } from '@cyxwiz/sdk';
import type { Context } from '../context.ts';
import { newsText } from './audit-news.ts';
import type { JobFile } from './job-file.ts';

/**
 * What `work` gives, while the client does its part in the audits of an exact job until they have passed. Stops with a
 * `work` that fails.
 */
export async function attendingAudits<T>(
  context: Context,
  audits: AuditActions,
  file: JobFile,
  work: () => Promise<T>,
): Promise<T> {
  const { exact } = parseJobSpec(new TextEncoder().encode(file.specJson));
  if (!exact) return work();
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const nonce = fromHex(file.clientNonce, 32);
  try {
    const [done] = await Promise.all([work(), tellAudits(context, audits, file.job, nonce, { signal })]);
    return done;
  } finally {
    stop.abort();
  }
}

/** Attends the audits with this nonce and says what happens. */
export async function tellAudits(
  { output, signal }: Context,
  audits: AuditActions,
  job: string,
  nonce: Uint8Array,
  options: AttendOptions = {},
): Promise<void> {
  for await (const news of audits.attend(job, nonce, { signal, ...options })) {
    const { type, ...facts } = news;
    if (output.json) output.say({ data: { event: 'audits', happened: type, ...facts }, text: '' });
    else output.note(newsText(news));
  }
}
