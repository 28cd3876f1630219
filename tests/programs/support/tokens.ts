import { createTokenAccount, tokenAccountOf } from '@cyxwiz/protocol';
import {
  createInitializeInstruction,
  createInitializeMetadataPointerInstruction,
  createInitializeMint2Instruction,
  createInitializeTransferFeeConfigInstruction,
  createMintToInstruction,
  createSetTransferFeeInstruction,
  ExtensionType,
  getMintLen,
  TOKEN_2022_PROGRAM_ID,
  TOKEN_PROGRAM_ID,
} from '@solana/spl-token';
import { type PublicKey, SystemProgram, type TransactionInstruction } from '@solana/web3.js';
import type { Chain } from './chain.ts';
import { supplyOf, tokensOf } from './token-layout.ts';

export interface MintOptions {
  readonly decimals?: number;
  readonly program?: PublicKey;
  /** Token-2022 only: metadata in the mint itself, which is harmless. */
  readonly metadata?: boolean;
  /** Token-2022 only: a fee of 1% on every transfer. */
  readonly transferFee?: boolean;
  /** Token-2022 only: an extension by its number, with so many zeros for its content. */
  readonly extension?: readonly [kind: number, size: number];
}

/** Where a token account says whether it is frozen, and what it says then. */
const STATE = 108;
const FROZEN = 2;
/** More than any test moves. */
const MAX_TRANSFER_FEE = 10n ** 18n;

/** A mint as its account would look with that extension. */
function craftMint(chain: Chain, kind: number, size: number): PublicKey {
  const mint = chain.wallet().publicKey;
  const data = new Uint8Array(166 + 4 + size);
  const view = new DataView(data.buffer);
  data[44] = 9; // decimals
  data[45] = 1; // initialized
  data[165] = 1; // a mint
  view.setUint16(166, kind, true);
  view.setUint16(168, size, true);
  chain.setAccount(mint, { owner: TOKEN_2022_PROGRAM_ID, lamports: chain.rent(data.length), data });
  return mint;
}

/** Changes the fee of a mint that has one, and lets two epochs pass, after which it holds. */
export function setTransferFee(chain: Chain, mint: PublicKey, bps: number): void {
  const { publicKey: authority } = chain.feePayer;
  chain.send([
    createSetTransferFeeInstruction(mint, authority, [], bps, MAX_TRANSFER_FEE, TOKEN_2022_PROGRAM_ID),
  ]);
  const clock = chain.svm.getClock();
  clock.epoch += 2n;
  chain.svm.setClock(clock);
}

/** A mint whose authority is the fee payer. */
export function createMint(chain: Chain, options: MintOptions = {}): PublicKey {
  if (options.extension) return craftMint(chain, ...options.extension);
  const { decimals = 9, metadata = false, transferFee = false } = options;
  const program = options.program ?? (metadata || transferFee ? TOKEN_2022_PROGRAM_ID : TOKEN_PROGRAM_ID);
  const mint = chain.wallet();
  const authority = chain.feePayer.publicKey;
  const extensions: [ExtensionType, TransactionInstruction][] = [];
  if (metadata) {
    const pointer = createInitializeMetadataPointerInstruction(
      mint.publicKey,
      authority,
      mint.publicKey,
      program,
    );
    extensions.push([ExtensionType.MetadataPointer, pointer]);
  }
  if (transferFee) {
    const fee = createInitializeTransferFeeConfigInstruction(
      mint.publicKey,
      authority,
      authority,
      100,
      MAX_TRANSFER_FEE,
      program,
    );
    extensions.push([ExtensionType.TransferFeeConfig, fee]);
  }
  const space = extensions.length ? getMintLen(extensions.map(([kind]) => kind)) : 82;
  chain.setAccount(mint.publicKey, { owner: SystemProgram.programId, lamports: 0n, data: new Uint8Array() });
  chain.send(
    [
      SystemProgram.createAccount({
        fromPubkey: authority,
        newAccountPubkey: mint.publicKey,
        lamports: Number(chain.rent(space + (metadata ? 400 : 0))),
        space,
        programId: program,
      }),
      ...extensions.map(([, instruction]) => instruction),
      createInitializeMint2Instruction(mint.publicKey, decimals, authority, null, program),
    ],
    [mint],
  );
  if (metadata) describe_(chain, mint.publicKey, program);
  return mint.publicKey;
}

function describe_(chain: Chain, mint: PublicKey, programId: PublicKey): void {
  const authority = chain.feePayer.publicKey;
  const text = { name: 'A token', symbol: 'TOK', uri: 'https://example.invalid/t.json' };
  const fields = {
    programId,
    mint,
    metadata: mint,
    mintAuthority: authority,
    updateAuthority: authority,
    ...text,
  };
  chain.send([createInitializeInstruction(fields)]);
}

/** Mints `amount` base units to `owner`'s associated account and returns it. */
export function giveTokens(chain: Chain, mint: PublicKey, owner: PublicKey, amount: bigint): PublicKey {
  const tokenProgram = chain.account(mint)?.owner ?? TOKEN_PROGRAM_ID;
  const account = tokenAccountOf(owner, mint, tokenProgram);
  const payer = chain.feePayer.publicKey;
  chain.send([
    createTokenAccount({ payer, owner, mint, tokenProgram }),
    createMintToInstruction(mint, account, payer, amount, [], tokenProgram),
  ]);
  return account;
}

/** Mints `amount` base units to a token account, as a gift would arrive. */
export function mintTo(chain: Chain, mint: PublicKey, account: PublicKey, amount: bigint): void {
  const tokenProgram = chain.account(mint)?.owner ?? TOKEN_PROGRAM_ID;
  chain.send([createMintToInstruction(mint, account, chain.feePayer.publicKey, amount, [], tokenProgram)]);
}

/** Freezes a token account, as the issuer of a mint with a freeze authority can. */
export function freeze(chain: Chain, account: PublicKey): void {
  const stored = chain.account(account);
  if (!stored) throw new Error(`there is no token account ${account}`);
  const data = stored.data.slice();
  data[STATE] = FROZEN;
  chain.setAccount(account, { ...stored, data });
}

/** Balance of a token account, in base units; 0 for none. */
export function balance(chain: Chain, account: PublicKey): bigint {
  const found = chain.account(account);
  return found?.data.length ? tokensOf(found.data) : 0n;
}

/** Supply of a mint, in base units. */
export function supply(chain: Chain, mint: PublicKey): bigint {
  const found = chain.account(mint);
  return (found && supplyOf(found.data)) ?? 0n;
}
