import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type Address,
  type ChainReader,
  type ConfigParams,
  CyxwizError,
  connectionChainReader,
  connectionTransactionRpc,
  createTokenAccount,
  initialParameters,
  keypairSigner,
  programs,
  type Sent,
  TransactionSender,
  tokenAccountOf,
} from '@cyxwiz/protocol';
import { createTransferInstruction } from '@solana/spl-token';
import { Connection, Keypair, PublicKey } from '@solana/web3.js';
import { jsonRpc } from './json-rpc.ts';
import { setUpChain } from './set-up-chain.ts';
import { startSurfnet } from './surfnet.ts';

// The runtime does not start with much more.
const AUTHORITY_LAMPORTS = 1_000_000_000_000;
const DEPLOY = fileURLToPath(new URL('../../../target/deploy', import.meta.url));

export interface LocalnetOptions {
  /** Milliseconds a slot; a blockhash lives 150 of them. Default 100. */
  readonly slotTimeMs?: number;
  /** Default `initialParameters()`. */
  readonly params?: ConfigParams;
  /** Folder with the compiled programs; default target/deploy. */
  readonly programFolder?: string;
}

/** One account as `exportLedger` gives it. */
export interface LedgerAccount {
  readonly lamports: number;
  readonly owner: string;
  readonly executable: boolean;
  /** Base64. */
  readonly data: string;
}

export interface Localnet {
  readonly rpcUrl: string;
  readonly wsUrl: string;
  readonly connection: Connection;
  readonly reader: ChainReader;
  readonly sender: TransactionSender;
  /** The CYXWIZ mint; its whole supply is the authority's, less what `fundToken` gave away. */
  readonly mint: PublicKey;
  /** Upgrade and governance authority; pays for the set-up. */
  readonly authority: Keypair;
  /** Gives lamports out of nothing. */
  fundSol(to: Address, lamports?: bigint): Promise<void>;
  /** Sends base units of CYXWIZ from the authority, and makes the token account when it is missing. */
  fundToken(to: Address, amount: bigint): Promise<Sent>;
  /** Moves the chain's clock to a time in unix seconds, forward only. */
  timeTravel(unixSeconds: bigint): Promise<void>;
  /** Every account of the chain, by address. */
  exportLedger(): Promise<Record<string, LedgerAccount>>;
  stop(): Promise<void>;
}

/**
 * A chain of its own in this process, on free ports, with the four programs deployed and set up.
 * @throws CyxwizError `PROGRAMS_MISSING` when they have not been built.
 */
export async function startLocalnet(options: LocalnetOptions = {}): Promise<Localnet> {
  const authority = Keypair.generate();
  const files = programFiles(options.programFolder ?? DEPLOY);
  const surfnet = startSurfnet({
    offline: true,
    blockProductionMode: 'clock',
    slotTimeMs: options.slotTimeMs ?? 100,
    airdropSol: AUTHORITY_LAMPORTS,
    payerSecretKey: [...authority.secretKey],
  });
  // Undrained, the runtime's event queue fills up and its RPC hangs for good.
  const drain = setInterval(() => surfnet.drainEvents(), 20);
  drain.unref();
  const { rpcUrl, wsUrl } = surfnet;
  const connection = new Connection(rpcUrl, { commitment: 'confirmed', wsEndpoint: wsUrl });
  const sender = new TransactionSender(connectionTransactionRpc(connection), { pollMs: 25 });
  const stop = async () => {
    clearInterval(drain);
    surfnet.stop();
  };
  try {
    for (const [programId, soPath] of files) {
      surfnet.deploy({ programId, soPath });
      await jsonRpc(rpcUrl, 'surfnet_setProgramAuthority', [programId, authority.publicKey.toBase58()]);
    }
    const params = options.params ?? initialParameters();
    const mint = await setUpChain({ connection, sender, authority, params });
    const reader = connectionChainReader(connection);
    return {
      rpcUrl,
      wsUrl,
      connection,
      reader,
      sender,
      mint,
      authority,
      fundSol: async (to, lamports = 10_000_000_000n) => surfnet.fundSol(String(to), Number(lamports)),
      fundToken: (to, amount) => transferTokens(sender, authority, mint, to, amount),
      timeTravel: (unixSeconds) => travel(surfnet, reader, unixSeconds),
      exportLedger: () => exportLedger(rpcUrl),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function programFiles(folder: string): [string, string][] {
  return Object.values(programs).map(({ id, idl }) => {
    const file = `${folder}/${idl.metadata.name.replaceAll('-', '_')}.so`;
    if (existsSync(file)) return [id.toBase58(), file];
    throw new CyxwizError({
      code: 'PROGRAMS_MISSING',
      message: `${file} is missing; build the programs with: npm run setup`,
    });
  });
}

function transferTokens(
  sender: TransactionSender,
  from: Keypair,
  mint: PublicKey,
  to: Address,
  amount: bigint,
) {
  const source = tokenAccountOf(from.publicKey, mint);
  return sender.send({
    payer: keypairSigner(from),
    instructions: [
      createTokenAccount({ payer: from.publicKey, owner: to, mint }),
      createTransferInstruction(source, tokenAccountOf(new PublicKey(to), mint), from.publicKey, amount),
    ],
  });
}

async function travel(
  surfnet: { timeTravelToTimestamp(ms: number): unknown },
  reader: ChainReader,
  unixSeconds: bigint,
): Promise<void> {
  surfnet.timeTravelToTimestamp(Number(unixSeconds) * 1000);
  while ((await reader.unixTime('confirmed')) < unixSeconds)
    await new Promise((done) => setTimeout(done, 20));
}

async function exportLedger(rpcUrl: string): Promise<Record<string, LedgerAccount>> {
  const answer = await jsonRpc<{ value: Record<string, LedgerAccount> }>(
    rpcUrl,
    'surfnet_exportSnapshot',
    [],
  );
  return Object.fromEntries(
    Object.entries(answer.value).map(([address, { lamports, owner, executable, data }]) => [
      address,
      { lamports, owner, executable, data },
    ]),
  );
}
