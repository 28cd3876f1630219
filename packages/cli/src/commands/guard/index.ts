import { approvePause, type Config } from '@cyxwiz/protocol';
import type { Command } from 'commander';
import type { WalletOptions } from '../../context.ts';
import { chainOptions, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines, when } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from '../job/act.ts';
import { readConfig } from '../token/supply.ts';

export function registerGuard(root: Command, around: Surroundings): void {
  const guard = root.command('guard').description('the pause of new jobs: for guardians');
  registerShow(guard, around);
  registerPause(guard, around);
}

function registerShow(guard: Command, around: Surroundings): void {
  const summary = 'who the guardians are, who approves a pause, and whether new jobs are paused';
  const command = leaf<ChainOptions>(guard, around, 'show', summary, async (context, options) => {
    const chain = context.chain(options);
    const found = standing(await readConfig(chain), await chain.unixTime());
    const text = lines([
      ['new jobs', found.paused ? `paused until ${when(found.pausedUntil)}` : 'allowed'],
      ['it takes', `${found.threshold} guardians`],
      ...found.guardians.map(({ guardian, approvedAt, stands }) => {
        const approval = stands ? `approved ${when(approvedAt)}` : 'has not approved';
        return ['guardian', `${guardian}  ${approval}`] as const;
      }),
      ['authority', found.authority],
    ]);
    context.output.say({ data: found, text });
  });
  withOptions(command, chainOptions());
}

function registerPause(guard: Command, around: Surroundings): void {
  const summary = 'approve a pause of new jobs, which begins with the last approval that it takes';
  const command = leaf<ChainOptions & WalletOptions>(
    guard,
    around,
    'pause',
    summary,
    async (context, options) => {
      const { chain, actions, keypair } = await context.escrow(options);
      await readConfig(chain);
      const sent = await actions.send([approvePause(keypair.publicKey)]);
      const after = standing(await readConfig(chain), await chain.unixTime());
      const { paused, pausedUntil, threshold, guardians, countsUntil } = after;
      const approvals = paused ? threshold : guardians.filter(({ stands }) => stands).length;
      const done = paused
        ? `new jobs are paused until ${when(pausedUntil)}`
        : `${approvals} of ${threshold} guardians approve`;
      const next = paused ? undefined : `others approve before ${when(countsUntil)}: cyxwiz guard pause`;
      const text = `${done}\n${lines([...sentLines(sent), ['next', next]])}`;
      context.output.say({
        data: { action: 'pause', approvals, threshold, paused, pausedUntil, ...sentData(sent) },
        text,
      });
    },
  );
  withOptions(command, chainOptions(), walletOptions('a guardian’s key file'));
}

/** The pause as it stands at `now` (unix seconds). */
function standing(config: Config, now: bigint) {
  const window = config.params.voting.pauseApproval;
  const guardians = config.guardians.map((guardian, at) => {
    const approvedAt = config.pauseApprovals[at] ?? 0n;
    return { guardian, approvedAt, stands: approvedAt > 0n && now - approvedAt < window };
  });
  const approvals = guardians.filter(({ stands }) => stands).map(({ approvedAt }) => Number(approvedAt));
  // With the oldest approval gone, it takes one more.
  const countsUntil = approvals.length ? BigInt(Math.min(...approvals)) + window : 0n;
  const paused = config.paused && now < config.pausedUntil;
  const { guardianThreshold: threshold, authority } = config;
  return {
    paused,
    pausedUntil: paused ? config.pausedUntil : 0n,
    threshold,
    guardians,
    countsUntil,
    authority,
  };
}
