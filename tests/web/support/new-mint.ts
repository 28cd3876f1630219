import type { Localnet } from '@cyxwiz/localnet';
import { keypairSigner } from '@cyxwiz/protocol';
import {
  createInitializeMint2Instruction,
  getMinimumBalanceForRentExemptMint,
  MINT_SIZE,
  TOKEN_PROGRAM_ID,
} from '@solana/spl-token';
import { Keypair, type PublicKey, SystemProgram } from '@solana/web3.js';

/** A mint with six decimals of which nothing is issued yet. */
export async function newMint({ authority, connection, sender }: Localnet): Promise<PublicKey> {
  const mint = Keypair.generate();
  const lamports = await getMinimumBalanceForRentExemptMint(connection);
  const account = { fromPubkey: authority.publicKey, newAccountPubkey: mint.publicKey, lamports };
  const instructions = [
    SystemProgram.createAccount({ ...account, space: MINT_SIZE, programId: TOKEN_PROGRAM_ID }),
    createInitializeMint2Instruction(mint.publicKey, 6, authority.publicKey, null),
  ];
  await sender.send({ payer: keypairSigner(authority), signers: [mint], instructions });
  return mint.publicKey;
}
