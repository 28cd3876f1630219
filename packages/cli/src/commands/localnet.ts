import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseAmount } from '@cyxwiz/protocol';
import { type Command, Option } from 'commander';
import { badInput } from '../failure/cli-error.ts';
import { address } from '../input/names.ts';
import { tokens, wholeNumber } from '../input/numbers.ts';
import { leaf } from '../leaf.ts';
import { lines } from '../output/text.ts';
import type { Surroundings } from '../surroundings.ts';

interface LocalnetOptions {
  fund?: string[];
  sol: string;
  tokens: string;
  slotTime: number;
  authority?: string;
}

const list = (text: string, before: string[] | undefined): string[] => [...(before ?? []), address(text)];

export function registerLocalnet(root: Command, around: Surroundings): void {
  leaf<LocalnetOptions>(
    root,
    around,
    'localnet',
    'run a Solana chain on this machine with the CyxWiz programs set up; it forgets everything at its end',
    async (context, options) => {
      const lamports = parseAmount(options.sol, 9);
      const units = parseAmount(options.tokens, 9);
      const { startLocalnet } = await import('@cyxwiz/localnet');
      const chain = await startLocalnet({ slotTimeMs: options.slotTime });
      try {
        if (options.authority !== undefined)
          await keepAuthority(options.authority, chain.authority.secretKey);
        for (const wallet of options.fund ?? []) {
          await chain.fundSol(wallet, lamports);
          await chain.fundToken(wallet, units);
        }
        const mint = chain.mint.toBase58();
        const { rpcUrl, wsUrl } = chain;
        const text = lines([
          ['RPC', rpcUrl],
          ['websocket', wsUrl],
          ['CYXWIZ mint', mint],
          ['funded', options.fund?.join(', ')],
          ['next', `export CYXWIZ_RPC=${rpcUrl} CYXWIZ_WS=${wsUrl}`],
        ]);
        context.output.say({
          data: { event: 'ready', rpcUrl, wsUrl, mint, funded: options.fund ?? [] },
          text,
        });
        await context.untilStopped();
      } finally {
        await chain.stop();
      }
      context.output.say({ data: { event: 'stopped' }, text: 'stopped' });
    },
    'service',
  )
    .addOption(
      new Option('--fund <address>', 'wallet to give SOL and CYXWIZ to; can be repeated').argParser(list),
    )
    .addOption(new Option('--sol <amount>', 'SOL for each').argParser(tokens).default('10'))
    .addOption(new Option('--tokens <amount>', 'CYXWIZ for each').argParser(tokens).default('10000'))
    .addOption(
      new Option('--slot-time <ms>', 'milliseconds a slot').argParser(wholeNumber(10, 10_000)).default(100),
    )
    .option('--authority <file>', 'write the key that governs the chain here; the file must not exist');
}

async function keepAuthority(file: string, secretKey: Uint8Array): Promise<void> {
  const path = resolve(file);
  await writeFile(path, JSON.stringify([...secretKey]), { flag: 'wx', mode: 0o600 }).catch((cause) => {
    const wrong = (cause as NodeJS.ErrnoException).code === 'EEXIST' ? 'exists already' : 'cannot be written';
    throw badInput('--authority', `${path} ${wrong}`, 'name another file', cause);
  });
}
