import { Command, CommanderError } from 'commander';
import { registerCompletion } from './commands/completion.ts';
import { registerCoordinator } from './commands/coordinator.ts';
import { registerCrank } from './commands/crank/index.ts';
import { registerDispute } from './commands/dispute/index.ts';
import { registerGuard } from './commands/guard/index.ts';
import { registerJob } from './commands/job/index.ts';
import { registerLocalnet } from './commands/localnet.ts';
import { registerNode } from './commands/node/index.ts';
import { registerPrice } from './commands/price.ts';
import { registerRelay } from './commands/relay.ts';
import { registerReputation } from './commands/reputation/index.ts';
import { registerToken } from './commands/token/index.ts';
import { registerVerify } from './commands/verify.ts';
import { registerVote } from './commands/vote/index.ts';
import { EXIT, EXIT_CODES_HELP, type ExitCode } from './failure/exit-codes.ts';
import { type Explained, explain } from './failure/explain.ts';
import { stringify } from './output/output.ts';
import type { Surroundings } from './surroundings.ts';

/** The whole command line. */
export function program(around: Surroundings): Command {
  const root = new Command('cyxwiz')
    .description('Pay for model training from escrow when a zero-knowledge proof says the work was done.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => around.out(text), writeErr: () => {} })
    .showSuggestionAfterError()
    .version('0.1.0')
    .addHelpText('after', `\n${EXIT_CODES_HELP}`);
  registerJob(root, around);
  registerNode(root, around);
  registerDispute(root, around);
  registerCrank(root, around);
  registerReputation(root, around);
  registerToken(root, around);
  registerVote(root, around);
  registerGuard(root, around);
  registerVerify(root, around);
  registerPrice(root, around);
  registerCoordinator(root, around);
  registerRelay(root, around);
  registerLocalnet(root, around);
  registerCompletion(root, around);
  return root;
}

/**
 * Runs one command line, without the program's name, and says how it ended. Never throws and never ends the process.
 */
export async function run(argv: readonly string[], around: Surroundings): Promise<ExitCode> {
  const root = program(around);
  try {
    await root.parseAsync([...argv], { from: 'user' });
    return EXIT.OK;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.OK;
    const explained = around.signal.aborted ? interrupted(around) : explain(error, usageOf(root, argv));
    around.err(asksJson(argv) ? `${stringify({ error: explained })}\n` : forPeople(explained));
    if (around.env.CYXWIZ_DEBUG) around.err(`${error instanceof Error ? error.stack : String(error)}\n`);
    return explained.exitCode;
  }
}

function forPeople({ message, next, details }: Explained): string {
  const { rejections } = (details ?? {}) as { rejections?: unknown };
  const reasons = (Array.isArray(rejections) ? rejections : []) as { node?: string; reason?: string }[];
  const why = reasons.map(({ node, reason }) => `  not ${node}: ${reason}\n`).join('');
  return `error: ${message}\n${why}  next: ${next}\n`;
}

function interrupted(around: Surroundings): Explained {
  const terminated = around.signal.reason === 'SIGTERM';
  return {
    code: terminated ? 'TERMINATED' : 'INTERRUPTED',
    message: terminated ? 'terminated' : 'interrupted',
    next: 'a job that is in escrow goes on by itself; look at it with cyxwiz job status JOB',
    exitCode: terminated ? EXIT.TERMINATED : EXIT.INTERRUPTED,
  };
}

/** `--json` holds for errors of the command line too, before it is parsed. */
function asksJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).includes('--json');
}

/** The deepest command that the words name: `cyxwiz job submit`. */
function usageOf(root: Command, argv: readonly string[]): string {
  let command = root;
  const words = [root.name()];
  for (const word of argv) {
    const found = command.commands.find((known) => known.name() === word);
    if (!found) break;
    command = found;
    words.push(word);
  }
  return words.join(' ');
}
