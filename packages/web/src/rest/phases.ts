import type { Phase } from './api.ts';

export const PHASES: Readonly<
  Record<Phase, { readonly name: string; readonly tone: string; readonly words: string }>
> = {
  RESERVED: { name: 'offered', tone: '', words: 'A node is reserved; nobody has paid yet.' },
  FUNDED: {
    name: 'paid for',
    tone: 'live',
    words: 'The price is in the vault. The node has not accepted yet.',
  },
  RUNNING: { name: 'training', tone: 'live', words: 'The node trains and anchors its checkpoints on chain.' },
  PROVING: {
    name: 'proving',
    tone: 'live',
    words: 'The training has ended. It is proven, and its client may object.',
  },
  SETTLED: { name: 'paid', tone: 'good', words: 'Everything was proven, and the node was paid.' },
  CANCELLED: { name: 'cancelled', tone: '', words: 'Its client took the job back.' },
  REFUNDED: { name: 'refunded', tone: '', words: 'No node came; the client got the price back.' },
  TIMED_OUT: {
    name: 'timed out',
    tone: 'bad',
    words: 'The node failed. It kept what it had proven; the client got the rest.',
  },
  DISPUTED: {
    name: 'disputed',
    tone: 'bad',
    words: 'A party disputes it. Its money is frozen until token holders have decided.',
  },
  RESOLVED: { name: 'decided', tone: '', words: 'The dispute is decided, and paid out as the verdict says.' },
  EXPIRED: { name: 'not paid for', tone: '', words: 'The offer ran out before anybody paid.' },
};
