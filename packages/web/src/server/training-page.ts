import type { TrainingEvent } from '@cyxwiz/sdk';
import type { SigningDesk } from './desk.ts';
import type { DeskCommand, TrainingView } from './desk-events.ts';

/** Points that are kept of a curve; then every other one goes. */
const MOST_POINTS = 512;

export interface TrainingPage {
  /** What the node says; the page shows it. */
  show(event: TrainingEvent): void;
  /** The training is not followed any more. */
  close(): void;
}

/** Shows one training on the desk's page, and lets its buttons reach the node. */
export function trainingPage(
  desk: Pick<SigningDesk, 'training' | 'trained'>,
  job: string,
  control: (command: DeskCommand) => Promise<unknown>,
): TrainingPage {
  let view: TrainingView = { job, standing: '', epoch: 0, epochs: 0, curve: [] };
  const tell = (change: Partial<TrainingView>) => {
    view = { ...view, ...change };
    desk.training(view, async (command) => void (await control(command)));
  };
  tell({});
  return {
    show: (event) => {
      if (event.type === 'status') {
        const { state, epoch, epochs } = event;
        tell({ standing: state, epoch: Math.max(epoch, view.epoch), epochs });
      } else if (event.type === 'epoch') {
        const { epoch, epochs, lossMicros, accuracyPpm } = event;
        const point = [epoch, Number(lossMicros) / 1e6, accuracyPpm / 1e6] as const;
        tell({ epoch, epochs, curve: thinned([...view.curve.filter(([at]) => at < epoch), point]) });
      }
    },
    close: () => desk.trained(),
  };
}

/** The last point always stays. */
function thinned(curve: TrainingView['curve']): TrainingView['curve'] {
  if (curve.length <= MOST_POINTS) return curve;
  return curve.filter((_, at) => at % 2 === 0 || at === curve.length - 1);
}
