import { changeParameters, parameterDifferences, updateConfig } from '@cyxwiz/protocol';
import { Argument } from 'commander';
import { badInput } from '../../../failure/cli-error.ts';
import type { Kind } from './proposing.ts';

/** The program takes all parameters at once: what changes until the vote is over is changed back by this. */
export const parameter: Kind<object> = {
  name: 'parameter',
  summary: 'change parameters; all others are set to what they are now',
  argument: new Argument(
    '<change...>',
    'like fees.feeBps=900 or stake.lock=2592000; "vote parameters" lists all',
  ),
  draft: async ({ config, executor, given }) => {
    const { params, allowDevelopmentKeys } = config;
    const now = { params, allowDevelopmentKeys };
    const next = changeParameters(now, given);
    const changes = parameterDifferences(now, next);
    if (changes.length === 0) {
      throw badInput('change', 'every parameter has that value already', 'see cyxwiz vote parameters');
    }
    return {
      instruction: updateConfig(next, executor),
      shown: changes.map(({ path, before, after }) => [path, `${before} → ${after}`] as const),
      data: { changes },
    };
  },
};
