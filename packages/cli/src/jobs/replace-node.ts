import { jobId, parseJobSpec, toHex } from '@cyxwiz/protocol';
import { ClientError, type CyxwizClient, restartOf } from '@cyxwiz/sdk';
import type { Context } from '../context.ts';
import { lines } from '../output/text.ts';
import { type JobFile, saveJobFile } from './job-file.ts';
import { type StateOptions, stateToGoOnWith } from './state-to-go-on.ts';

/**
 * Gives a job whose node died to another one that the coordinator finds. Nothing is signed that could not go on: the state
 * which the next node needs is here before.
 * @throws those of `stateToGoOnWith` and of `CyxwizClient.reassign`
 */
export async function replaceNode(
  context: Context,
  client: CyxwizClient,
  file: JobFile,
  options: StateOptions & { readonly deadlineSeconds?: bigint } = {},
): Promise<JobFile> {
  const { job, resources } = file;
  const spec = parseJobSpec(new TextEncoder().encode(file.specJson));
  const { job: escrow } = await client.escrow.job(job);
  const restart = restartOf(escrow);
  if (restart.epoch > 0) await stateToGoOnWith(context, file, restart, options);
  let saved = file;
  const { signature, offer } = await client
    .reassign(jobId(job), spec, {
      ...(resources === undefined ? {} : { resources }),
      ...(options.deadlineSeconds === undefined ? {} : { deadlineSeconds: options.deadlineSeconds }),
      // Written before it is signed: a crash must not separate the client from what the node has to know.
      onOffer: async ({ salt }) => {
        saved = { ...file, salt: toHex(salt) };
        await saveJobFile(context.home, saved);
      },
    })
    .catch((error: unknown) => {
      throw withWayOut(error, job);
    });
  const text = lines([
    ['job', job],
    ['from', `epoch ${offer.epochsDone}`],
    ['node', offer.node],
    ['reassigned', signature],
  ]);
  const { node, epochsDone, estimatedSeconds, stagePrice } = offer;
  const data = {
    ...{ event: 'reassigned', job, node, epochsDone, estimatedSeconds, stagePrice },
    transaction: signature,
  };
  context.output.say({ data, text: `another node goes on\n${text}` });
  return saved;
}

/** Without another node there is the refund, as for any job whose node died. */
function withWayOut(error: unknown, job: string): unknown {
  if (!(error instanceof ClientError) || error.reason !== 'NO_NODE_AVAILABLE') return error;
  // Its own hint is for somebody who orders; the nodes' reasons stay.
  const { message, details: { hint: _, ...details } = {} } = error.failure;
  return new ClientError('COORDINATOR_REFUSED', `the node died, and there is no other to go on: ${message}`, {
    reason: error.reason,
    details,
    next: `take the rest of the price back: cyxwiz crank timeout ${job}; or try again later: cyxwiz job watch ${job}`,
    cause: error,
  });
}
