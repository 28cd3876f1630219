import type { Dispute } from '@cyxwiz/protocol';
import type { DisputePhase } from '@cyxwiz/sdk';
import { Card, Time } from '../ui/parts.tsx';

const ms = (seconds: bigint) => Number(seconds) * 1000;

/** The stages of a dispute with their dates; where it stands is marked. */
export function Calendar({ dispute, phase }: { dispute: Dispute; phase: DisputePhase }) {
  const [first, second] = dispute.rounds;
  const appealed = dispute.appellant !== null;
  const stages: readonly (readonly [DisputePhase, string, bigint])[] = [
    ['evidence', 'Evidence, until', appealed ? (first?.begins ?? 1n) - 1n : dispute.evidenceEnds],
    ['vote', 'Vote, until', first?.ends ?? 0n],
    ...(appealed
      ? ([['vote on the appeal', 'Vote on the appeal, until', second?.ends ?? 0n]] as const)
      : ([['time to appeal', 'Appeal, until', dispute.appealEnds]] as const)),
    ['verdict final', 'Executable after', appealed ? (second?.ends ?? 0n) : dispute.appealEnds],
    ...(dispute.verdict === null ? [] : ([['verdict executed', 'Executed', dispute.resolvedAt]] as const)),
  ];
  return (
    <Card title="When">
      <ol class="calendar">
        <li>
          Opened <Time ms={ms(dispute.openedAt)} />
        </li>
        {stages.map(([name, words, until]) => (
          <li key={name} aria-current={name === phase ? 'step' : undefined}>
            {words} <Time ms={ms(until)} />
          </li>
        ))}
      </ol>
      {appealed && phase === 'vote on the appeal' && (
        <p class="small">
          New evidence is taken until <Time ms={ms(dispute.evidenceEnds)} />.
        </p>
      )}
    </Card>
  );
}
