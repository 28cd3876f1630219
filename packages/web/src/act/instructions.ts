import type { TransactionSender } from '@cyxwiz/protocol';
import { EscrowActions, type Wallet } from '@cyxwiz/sdk';
import { PublicKey, type TransactionInstruction } from '@solana/web3.js';
import { reader, sender } from '../chain/rpc.ts';

const TAKEN = new Error('the instructions were taken, and nothing was sent');

/** What the SDK's other actions are made from; nothing that is sent with it leaves the page. */
export interface Around {
  readonly reader: typeof reader;
  readonly sender: TransactionSender;
  readonly wallet: Wallet;
}

/** Something that the SDK would send. */
export type Act = (actions: EscrowActions, around: Around) => Promise<unknown>;

/** What an action of the SDK would send for this wallet. Nothing is sent: the page shows it first. */
export async function instructionsOf(wallet: string, act: Act): Promise<readonly TransactionInstruction[]> {
  let taken: readonly TransactionInstruction[] | undefined;
  const catching = {
    send: (request: { instructions: readonly TransactionInstruction[] }) => {
      taken = request.instructions;
      return Promise.reject(TAKEN);
    },
    simulate: sender.simulate.bind(sender),
  } as unknown as TransactionSender;
  const nobody: Wallet = { publicKey: new PublicKey(wallet), sign: () => Promise.reject(TAKEN) };
  try {
    await act(new EscrowActions(reader, catching, nobody), { reader, sender: catching, wallet: nobody });
  } catch (error) {
    if (!taken) throw error;
  }
  if (!taken) throw TAKEN;
  return taken;
}
