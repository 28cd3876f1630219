import type { Dispute } from '@cyxwiz/protocol';
import type { DisputePhase } from '@cyxwiz/sdk';

export const PHASES: Readonly<Record<DisputePhase, { name: string; tone: string; words: string }>> = {
  evidence: {
    name: 'evidence',
    tone: 'live',
    words: 'Both sides may hand in evidence. Voting begins after that.',
  },
  vote: { name: 'voting', tone: 'live', words: 'Token holders vote about who is right.' },
  'time to appeal': {
    name: 'may be appealed',
    tone: 'live',
    words: 'The vote is over. Who lost it may ask for a second one, with new evidence.',
  },
  'vote on the appeal': {
    name: 'voting on appeal',
    tone: 'live',
    words: 'Token holders vote a second time.',
  },
  'verdict final': {
    name: 'to be executed',
    tone: 'live',
    words: 'The verdict is final. Anyone may execute it, which pays everybody.',
  },
  'verdict executed': { name: 'decided', tone: 'good', words: 'The verdict has been executed.' },
};

export const VERDICTS = {
  ForClient: 'for the client',
  ForNode: 'for the node',
  NoQuorum: 'for nobody: too few voted, or as many for one side as for the other',
} as const;

export const sideName = (side: Dispute['opener']) => (side === 'Client' ? 'the client' : 'the node’s owner');

/** When something changes next by itself; undefined: no more. */
export function nextChange(dispute: Dispute, phase: DisputePhase): readonly [string, bigint] | undefined {
  const [first, second] = dispute.rounds;
  if (phase === 'evidence') return ['voting begins', dispute.evidenceEnds];
  if (phase === 'vote') return ['voting ends', first?.ends ?? 0n];
  if (phase === 'time to appeal') return ['executable from', dispute.appealEnds];
  if (phase === 'vote on the appeal') return ['voting ends', second?.ends ?? 0n];
  return undefined;
}
