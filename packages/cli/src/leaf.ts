import { Argument, type Command, Option } from 'commander';
import { Context } from './context.ts';
import { address, endpoint, httpUrl, websocketUrl } from './input/names.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * A command that does something. `run` gets its arguments and options as parsed; what it throws ends the program with
 * the exit code of that failure.
 */
export function leaf<O extends object>(
  parent: Command,
  around: Surroundings,
  name: string,
  summary: string,
  run: (context: Context, options: O, args: string[]) => Promise<void>,
  kind: 'short' | 'service' = 'short',
): Command {
  return parent
    .command(name)
    .description(summary)
    .option('--json', 'one JSON document a line on stdout, errors as JSON on stderr')
    .action(async (...given: unknown[]) => {
      const command = given.at(-1) as Command;
      const options = command.opts<O & { json?: boolean }>();
      const context = new Context(around, options.json === true);
      try {
        const running = run(context, options, command.processedArgs as string[]);
        // A service stops by itself when it is told to; anything else is simply left.
        await (kind === 'service' ? running : Promise.race([running, context.stopped()]));
      } finally {
        context.close();
      }
    });
}

export function jobArgument(): Argument {
  return new Argument('<job>', 'address of the job account, as "job submit" prints it').argParser(address);
}

export const chainOptions = (): Option[] => [
  new Option('--rpc <url>', 'Solana RPC (CYXWIZ_RPC; default http://127.0.0.1:8899)').argParser(httpUrl),
  new Option('--ws <url>', 'its websocket (CYXWIZ_WS; default: derived from --rpc)').argParser(websocketUrl),
];

export const walletOptions = (what = 'key file that signs and pays fees'): Option[] => [
  new Option('--keypair <file>', `${what} (CYXWIZ_KEYPAIR; default ~/.config/solana/id.json)`),
];

export const coordinatorOptions = (): Option[] => [
  new Option(
    '--coordinator <host:port>',
    'gRPC of a coordinator (CYXWIZ_COORDINATOR; default 127.0.0.1:50051)',
  ).argParser(endpoint),
  new Option('--coordinator-cert <file>', 'PEM of a coordinator that made its own (CYXWIZ_COORDINATOR_CERT)'),
  new Option('--plain', 'no TLS to the coordinator; loopback only').conflicts('coordinatorCert'),
];

export function withOptions(command: Command, ...groups: readonly (readonly Option[])[]): Command {
  for (const option of groups.flat()) command.addOption(option);
  return command;
}
