import type { NodeSession, TrainingEvent } from '@cyxwiz/sdk';
import { ClientError } from '@cyxwiz/sdk';
import type { Context } from '../context.ts';
import { bar, percent } from '../output/text.ts';
import type { CheckpointKeeper } from './checkpoint-keeper.ts';

/**
 * Shows the training until it has ended. Stopping the program leaves the training running.
 * @throws ClientError TRAINING_FAILED with the node's own words
 */
export async function followTraining(
  context: Context,
  session: NodeSession,
  job: string,
  keeper?: CheckpointKeeper,
  onEvent: (event: TrainingEvent) => void = () => {},
): Promise<void> {
  const training = session.train();
  const stop = () => training.close();
  context.signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const event of training) {
      show(context, event);
      onEvent(event);
      if (event.type === 'anchored') keeper?.poke();
      if (event.type !== 'ended' || event.ok) continue;
      throw new ClientError('TRAINING_FAILED', `the node gave up: ${event.error}`, {
        next: event.error.startsWith('STOPPED_BY_CLIENT')
          ? `take back what was not earned: cyxwiz job cancel ${job}, or let it go on: cyxwiz job resume ${job}`
          : `the escrow is not paid; look at it: cyxwiz job status ${job}`,
      });
    }
  } finally {
    context.signal.removeEventListener('abort', stop);
    training.close();
    await keeper?.idle();
  }
}

function show({ output }: Context, event: TrainingEvent): void {
  // The other stages are on the chain, and told from there.
  if (event.type === 'audit' && event.stage !== 'COMMITTING') return;
  const text = textOf(event);
  if (output.json) output.say({ data: { event: event.type, ...event, type: undefined }, text: '' });
  else if (event.type === 'epoch' || event.type === 'audit') output.progress(text);
  else if (text !== '') output.note(text);
}

function textOf(event: TrainingEvent): string {
  switch (event.type) {
    case 'epoch': {
      const loss = (Number(event.lossMicros) / 1e6).toFixed(6);
      return `${bar(event.epoch, event.epochs)} loss ${loss} accuracy ${percent(event.accuracyPpm)}`;
    }
    case 'anchored':
      return `anchored ${event.checkpoints} checkpoints: ${event.transaction}`;
    case 'proof':
      return `proof: ${event.stage.toLowerCase()}${event.transaction ? ` (${event.transaction})` : ''}`;
    case 'audit':
      return `${bar(event.done, event.of)} segments committed to`;
    case 'ended':
      return event.ok ? 'trained and proven' : '';
    case 'status':
      return '';
  }
}
