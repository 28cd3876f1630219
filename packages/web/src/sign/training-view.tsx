import { useState } from 'preact/hooks';
import type { DeskCommand, TrainingView as Training } from '../server/desk-events.ts';
import { Chart } from '../ui/chart.tsx';
import { Address, Card, Facts, Notice, Progress } from '../ui/parts.tsx';
import { tellDesk } from './desk-post.ts';
import { wordsOf } from './unsafe.ts';

const STANDINGS: Readonly<Record<string, string>> = {
  TRAINING: 'The node trains.',
  PAUSED: 'The training is held. The node lets it go on by itself after ten minutes in all, by default.',
  STOPPED: 'The training is stopped, and what it earned is being secured on chain.',
  ANCHORING: 'The node anchors its last checkpoint.',
  PROVING: 'The training is over; the node proves it.',
};

const BUTTONS: readonly {
  readonly name: DeskCommand;
  readonly label: string;
  readonly when: readonly string[];
}[] = [
  { name: 'pause', label: 'Pause', when: ['TRAINING'] },
  { name: 'resume', label: 'Resume', when: ['PAUSED', 'STOPPED'] },
  { name: 'stop', label: 'Stop', when: ['TRAINING', 'PAUSED'] },
];

/** A training that the program on this machine follows. Its buttons go to that program, and from it to the node. */
export function TrainingView({ desk, training }: { desk: string; training: Training }) {
  const [asked, setAsked] = useState<DeskCommand>();
  const [stopping, setStopping] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const { job, standing, epoch, epochs, curve } = training;
  const send = async (command: DeskCommand) => {
    setAsked(command);
    setStopping(false);
    setFailure(undefined);
    await tellDesk(desk, 'command', { command }).catch(setFailure);
    setAsked(undefined);
  };
  return (
    <>
      <p role="status">{STANDINGS[standing] ?? 'Your program hands the data to the node.'}</p>
      {failure !== undefined && (
        <Notice kind="bad" title={wordsOf(failure).message} next={wordsOf(failure).next} />
      )}
      <Card title="Training">
        <div class="charts">
          <Chart title="Loss" points={curve.map(([x, y]) => ({ x, y }))} format={(y) => y.toFixed(4)} />
          <Chart
            title="Accuracy"
            points={curve.map(([x, , y]) => ({ x, y: y * 100 }))}
            format={(y) => `${y.toFixed(2)} %`}
          />
        </div>
        <Facts
          rows={[
            ['Job', <Address key="j" of={job} label="the job’s address" />],
            epochs > 0 && ['Epochs', <Progress key="e" value={epoch} max={epochs} label="epochs trained" />],
          ]}
        />
        <div class="actions">
          {BUTTONS.filter(({ when }) => when.includes(standing)).map(({ name, label }) => (
            <button
              type="button"
              class="quiet"
              key={name}
              disabled={asked !== undefined}
              onClick={() => (name === 'stop' ? setStopping(true) : void send(name))}
            >
              {asked === name ? 'Asking the node…' : label}
            </button>
          ))}
        </div>
        {stopping && (
          <Notice kind="warn" title="Stop this training?">
            The node secures on chain what it has earned so far. The rest of the money comes back when you
            cancel the job on its page; cancelling costs a fee.
            <div class="actions">
              <button type="button" class="primary" onClick={() => void send('stop')}>
                Stop the training
              </button>
              <button type="button" class="quiet" onClick={() => setStopping(false)}>
                Let it go on
              </button>
            </div>
          </Notice>
        )}
        <p class="small">
          What the node says is its word. These buttons reach it through the program that opened this page,
          which holds the only key to the session; no coordinator can press them.
        </p>
      </Card>
    </>
  );
}
