import { spawn } from 'node:child_process';
import { messageOf } from '@cyxwiz/protocol';
import { type BrowserWallet, openBrowserWallet } from '@cyxwiz/web/signing';
import type { Context } from '../context.ts';
import { badInput } from '../failure/cli-error.ts';
import { type ChainOptions, chainSettings } from '../settings/settings.ts';

/** Opens the page on this machine and waits for a wallet to be chosen there. */
export async function walletInBrowser(
  context: Context,
  options: ChainOptions & { readonly signPort?: number },
  what: string,
  pays = true,
): Promise<BrowserWallet> {
  const { rpcUrl } = chainSettings(options, context.around.env);
  const { signPort: port } = options;
  const onUrl = (url: string) => {
    context.output.say({ data: { event: 'sign', url }, text: `sign in your browser: ${url}` });
    if (context.around.interactive) show(url);
  };
  const wallet = await openBrowserWallet({
    rpcUrl,
    what,
    pays,
    onUrl,
    signal: context.signal,
    ...(port === undefined ? {} : { port }),
  }).catch((cause) => {
    throw badInput(
      '--wallet browser',
      messageOf(cause),
      'choose another --sign-port, or use --keypair',
      cause,
    );
  });
  context.onClose(() => void wallet.close());
  return wallet;
}

/** The address is printed as well: where nothing opens it, a person does. */
function show(url: string): void {
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const child = spawn(opener, [url], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
