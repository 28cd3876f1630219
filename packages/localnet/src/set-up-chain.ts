import { checkpointChainKey, encodeVerifyingKey, sgdStepCircuit, sgdStepKey } from '@cyxwiz/proofs';
import {
  addVerifyingKey,
  allowMint,
  CHECKPOINT_CHAIN_CIRCUIT,
  type ConfigParams,
  CYXWIZ_DECIMALS,
  createTokenAccount,
  FUNDS,
  INITIAL_SUPPLY,
  initConfig,
  initFund,
  initPage,
  initRegistry,
  keypairSigner,
  type TransactionSender,
  tokenAccountOf,
} from '@cyxwiz/protocol';
import {
  createInitializeMint2Instruction,
  createMintToInstruction,
  getMinimumBalanceForRentExemptMint,
  MINT_SIZE,
  TOKEN_PROGRAM_ID,
} from '@solana/spl-token';
import {
  type Connection,
  Keypair,
  type PublicKey,
  SystemProgram,
  type TransactionInstruction,
} from '@solana/web3.js';

/** The whole supply: 1,000,000,000 CYXWIZ. */
export const SUPPLY = INITIAL_SUPPLY;

export interface SetUpOptions {
  readonly connection: Connection;
  readonly sender: TransactionSender;
  readonly authority: Keypair;
  readonly params: ConfigParams;
}

/**
 * What a launch does once: the mint with its whole supply in the authority's hands, the parameters, the registry, the
 * mint's permission and funds, the development keys of the circuits, the first page of scores.
 */
export async function setUpChain({
  connection,
  sender,
  authority,
  params,
}: SetUpOptions): Promise<PublicKey> {
  const mint = Keypair.generate();
  const wallet = authority.publicKey;
  const send = (instructions: TransactionInstruction[], signers: Keypair[] = []) =>
    sender.send({ instructions, payer: keypairSigner(authority), signers });

  await send(
    [
      SystemProgram.createAccount({
        fromPubkey: wallet,
        newAccountPubkey: mint.publicKey,
        space: MINT_SIZE,
        lamports: await getMinimumBalanceForRentExemptMint(connection),
        programId: TOKEN_PROGRAM_ID,
      }),
      createInitializeMint2Instruction(mint.publicKey, CYXWIZ_DECIMALS, wallet, null),
      createTokenAccount({ payer: wallet, owner: wallet, mint: mint.publicKey }),
      createMintToInstruction(mint.publicKey, tokenAccountOf(wallet, mint.publicKey), wallet, SUPPLY),
    ],
    [mint],
  );
  const guardians = Array.from({ length: 5 }, () => Keypair.generate().publicKey.toBase58());
  await send([
    initConfig(
      { params, guardians, guardianThreshold: 3, allowDevelopmentKeys: true },
      { authority: wallet, cyxwizMint: mint.publicKey },
    ),
  ]);
  const points = encodeVerifyingKey(checkpointChainKey());
  const key = { circuit: CHECKPOINT_CHAIN_CIRCUIT, keyVersion: 1, development: true };
  await Promise.all([
    send([
      initRegistry({ payer: wallet, mint: mint.publicKey }),
      allowMint({ authority: wallet, mint: mint.publicKey }),
      initFund(FUNDS.treasury, { payer: wallet, mint: mint.publicKey }),
      initFund(FUNDS.liquidity, { payer: wallet, mint: mint.publicKey }),
    ]),
    send([addVerifyingKey({ ...key, publicInputs: points.ic.length - 1, points }, wallet)]),
    ...([4, 1] as const).map((steps) => send([addVerifyingKey(stepKey(steps), wallet)])),
    send([initPage(0, wallet)]),
  ]);
  return mint.publicKey;
}

/** The development key for proofs of so many steps of a 64-32-10 network. */
function stepKey(steps: 4 | 1) {
  const { id: circuit, keyVersion } = sgdStepCircuit(steps);
  const points = encodeVerifyingKey(sgdStepKey(steps));
  return { circuit, keyVersion, development: true, publicInputs: points.ic.length - 1, steps, points };
}
