import { type Command, Option } from 'commander';
import type { Context } from '../../context.ts';
import { CliError } from '../../failure/cli-error.ts';
import { duration } from '../../input/numbers.ts';
import { leaf } from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import type { Surroundings } from '../../surroundings.ts';
import { agentOf } from './agent-of.ts';
import { type NodeFolder, readNodeFolder } from './folder.ts';

interface DrainOptions {
  readonly dir: string;
  readonly deadline?: number;
  readonly wait?: boolean;
  readonly cancel?: boolean;
}

const LOOK_MS = 500;
const LONGEST_S = 30 * 86_400;

export function registerDrain(parent: Command, around: Surroundings): void {
  const summary = 'let the agent end its jobs, take no new ones, and stop';
  const command = leaf<DrainOptions>(parent, around, 'drain', summary, drain);
  command
    .requiredOption('--dir <folder>', 'folder made by "node init"')
    .addOption(
      new Option('--deadline <time>', 'stop then, with every job written down (default: when all have ended)')
        .argParser(duration(1, LONGEST_S))
        .conflicts('cancel'),
    )
    .option('--wait', 'end only when the agent has stopped')
    .addOption(new Option('--cancel', 'take the notice back').conflicts('wait'));
}

async function drain(context: Context, { dir, deadline, wait, cancel }: DrainOptions): Promise<void> {
  const folder = await readNodeFolder(dir);
  const { DrainFile } = await import('@cyxwiz/node');
  const notices = new DrainFile(folder.config.dataDir);
  if (cancel) {
    await notices.clear();
    const data = { action: 'drain', draining: false };
    return context.output.say({ data, text: 'the agent takes new jobs again' });
  }
  const agent = await agentOf(folder);
  if (!agent) {
    throw new CliError({
      code: 'NOTHING_TO_DO',
      message: `no agent runs in ${folder.folder}`,
      next: 'nothing; jobs that were left there go on when it is started: cyxwiz node start',
    });
  }
  const now = Date.now();
  const deadlineMs = deadline === undefined ? null : now + 1000 * deadline;
  await notices.leave({ sinceMs: now, deadlineMs });
  const open = agent.jobs.filter(({ phase }) => !['settled', 'stopped', 'failed'].includes(phase));
  const text = lines([
    ['open jobs', String(open.length)],
    [
      'stops',
      deadlineMs === null ? 'when they have ended' : `at ${new Date(deadlineMs).toISOString()} at the latest`,
    ],
    ['see', `cyxwiz node status --dir ${dir}`],
    ['take back', `cyxwiz node drain --dir ${dir} --cancel`],
  ]);
  const data = {
    action: 'drain',
    draining: true,
    sinceMs: now,
    deadlineMs,
    openJobs: open.map(({ job }) => job),
  };
  context.output.say({ data, text: `the agent drains\n${text}` });
  if (wait) await stopped(context, folder);
}

async function stopped(context: Context, folder: NodeFolder): Promise<void> {
  while ((await agentOf(folder)) !== null) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  context.output.say({ data: { event: 'stopped' }, text: 'the agent has stopped' });
}
