import { acceptAuthority, setGuardians } from '@cyxwiz/protocol';
import { Argument, Option } from 'commander';
import { badInput } from '../../../failure/cli-error.ts';
import { address } from '../../../input/names.ts';
import { wholeNumber } from '../../../input/numbers.ts';
import type { Kind } from './proposing.ts';

const list = (text: string, before: string[] | undefined): string[] => [...(before ?? []), address(text)];

export const guardians: Kind<{ readonly threshold?: number }> = {
  name: 'guardians',
  summary: 'replace the five guardians, who can pause new jobs',
  argument: new Argument('<address...>', 'all five').argParser(list),
  options: [
    new Option('--threshold <n>', 'how many of them it takes to pause (default: as many as now)').argParser(
      wholeNumber(1, 5),
    ),
  ],
  draft: async ({ config, executor, options, given }) => {
    if (new Set(given).size !== 5 || given.length !== 5) {
      throw badInput(
        'address',
        `${new Set(given).size} different addresses are given`,
        'name five guardians',
      );
    }
    const threshold = options.threshold ?? config.guardianThreshold;
    return {
      instruction: setGuardians({ guardians: given, threshold }, executor),
      shown: [...given.map((key) => ['guardian', key] as const), ['it takes', `${threshold} of them`]],
      data: { guardians: given, threshold },
    };
  },
};

/** The first vote, which shows that voting works before the key is gone. */
export const authority: Kind<object> = {
  name: 'authority',
  summary: 'let token holders take over from the key that named them with "vote hand-over"',
  draft: async ({ config, executor }) => ({
    instruction: acceptAuthority(executor),
    shown: [
      ['from', config.authority],
      ['to', `${executor}, which signs what was carried`],
    ],
    data: { from: config.authority, to: executor.toBase58() },
  }),
};
