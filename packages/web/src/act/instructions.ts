import type { TransactionSender } from '@cyxwiz/protocol';
import { EscrowActions, type Wallet } from '@cyxwiz/sdk';
import { PublicKey, type TransactionInstruction } from '@solana/web3.js';
import { reader } from '../chain/rpc.ts';

const TAKEN = new Error('the instructions were taken, and nothing was sent');

/** What an action of the SDK would send for this wallet. Nothing is sent: the page shows it first. */
export async function instructionsOf(
  wallet: string,
  act: (actions: EscrowActions) => Promise<unknown>,
): Promise<readonly TransactionInstruction[]> {
  let taken: readonly TransactionInstruction[] | undefined;
  const sender = {
    send: (request: { instructions: readonly TransactionInstruction[] }) => {
      taken = request.instructions;
      return Promise.reject(TAKEN);
    },
  } as unknown as TransactionSender;
  const nobody: Wallet = { publicKey: new PublicKey(wallet), sign: () => Promise.reject(TAKEN) };
  try {
    await act(new EscrowActions(reader, sender, nobody));
  } catch (error) {
    if (!taken) throw error;
  }
  if (!taken) throw TAKEN;
  return taken;
}
