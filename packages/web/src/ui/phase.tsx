import type { Phase } from '../rest/api.ts';
import { PHASES } from '../rest/phases.ts';

export function PhaseTag({ phase }: { phase: Phase }) {
  const { name, tone } = PHASES[phase];
  return <span class={`phase ${tone}`}>{name}</span>;
}
