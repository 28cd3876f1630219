import { AccountLayout, MintLayout, TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from '@solana/spl-token';
import {
  type AccountInfo,
  type Connection,
  PublicKey,
  SYSVAR_CLOCK_PUBKEY,
  SystemProgram,
} from '@solana/web3.js';
import bs58 from 'bs58';
import { CyxwizError, isFailure } from '../failure.ts';
import type { Address } from '../program/addresses.ts';
import { decodeEvents } from '../program/events.ts';
import type { ProgramInterface, ProgramTypes } from '../program/program.ts';
import { governance, jobEscrow, nodeRegistry, reputation } from '../program/programs.ts';
import {
  auditAddress,
  clientRecordAddress,
  configAddress,
  disputeAddress,
  lockAddress,
  mintPolicyAddress,
  NODES_PER_PAGE,
  operatorAddress,
  pageOf,
  proposalAddress,
  registryAddress,
  scorePageAddress,
  verifyingKeyAddress,
  vestingAddress,
} from '../program/well-known.ts';
import type { ChainReader, MintInfo, ReadLevel, Seen, TokenBalance } from './chain-reader.ts';
import { rpcUnavailable } from './transaction-rpc.ts';

type Raw = { readonly info: AccountInfo<Buffer>; readonly slot: number };

/** ChainReader over web3.js; every reading is at `confirmed` unless the caller says otherwise. */
export function connectionChainReader(connection: Connection): ChainReader {
  const call = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (cause) {
      if (isFailure(cause)) throw cause;
      throw rpcUnavailable(cause, connection.rpcEndpoint);
    }
  };

  const raw = async (address: Address, level: ReadLevel): Promise<Raw | undefined> => {
    const answer = await call(() => connection.getAccountInfoAndContext(new PublicKey(address), level));
    if (!answer.value || isDonation(answer.value)) return undefined;
    return { info: answer.value, slot: answer.context.slot };
  };

  const read = async <T extends ProgramTypes, Name extends keyof T['accounts'] & string>(
    program: ProgramInterface<T>,
    name: Name,
    address: Address,
    level: ReadLevel,
  ): Promise<Seen<T['accounts'][Name]> | undefined> => {
    const found = await raw(address, level);
    return (
      found && seen(address, found, program.decodeAccount(name, ownedBy(found.info, [program.id], address)))
    );
  };

  return {
    slot: (level = 'confirmed') => call(() => connection.getSlot(level)),
    unixTime: async (level = 'confirmed') => {
      const clock = await raw(SYSVAR_CLOCK_PUBKEY, level);
      if (!clock) throw rpcUnavailable(new Error('no clock sysvar'), connection.rpcEndpoint);
      return clock.info.data.readBigInt64LE(32);
    },
    config: (level = 'confirmed') => read(governance, 'Config', configAddress(), level),
    mintPolicy: (mint, level = 'confirmed') => read(governance, 'MintPolicy', mintPolicyAddress(mint), level),
    verifyingKey: (circuit, keyVersion, level = 'confirmed') =>
      read(governance, 'VerifyingKey', verifyingKeyAddress(circuit, keyVersion), level),
    verifyingKeyAt: (address, level = 'confirmed') => read(governance, 'VerifyingKey', address, level),
    registry: (level = 'confirmed') => read(nodeRegistry, 'Registry', registryAddress(), level),
    node: (node, level = 'confirmed') => read(nodeRegistry, 'Node', node, level),
    operator: (hotKey, level = 'confirmed') => read(nodeRegistry, 'Operator', operatorAddress(hotKey), level),
    coordinator: (account, level = 'confirmed') => read(nodeRegistry, 'Coordinator', account, level),
    nodes: async (level = 'confirmed') => {
      const bytes = bs58.encode(nodeRegistry.accountDiscriminator('Node'));
      const slot = await call(() => connection.getSlot(level));
      const found = await call(() =>
        connection.getProgramAccounts(nodeRegistry.id, {
          commitment: level,
          filters: [{ memcmp: { offset: 0, bytes } }],
        }),
      );
      return found.map(({ pubkey, account }) =>
        seen(pubkey, { info: account, slot }, nodeRegistry.decodeAccount('Node', account.data)),
      );
    },
    job: (job, level = 'confirmed') => read(jobEscrow, 'Job', job, level),
    audit: (job, level = 'confirmed') => read(jobEscrow, 'Audit', auditAddress(job), level),
    dispute: (job, level = 'confirmed') => read(governance, 'Dispute', disputeAddress(job), level),
    proposal: (number, level = 'confirmed') => read(governance, 'Proposal', proposalAddress(number), level),
    tokenLock: (owner, level = 'confirmed') => read(governance, 'TokenLock', lockAddress(owner), level),
    voteRecord: (address, level = 'confirmed') => read(governance, 'VoteRecord', address, level),
    vesting: (beneficiary, nonce, level = 'confirmed') =>
      read(governance, 'Vesting', vestingAddress(beneficiary, nonce), level),
    clientRecord: (wallet, level = 'confirmed') =>
      read(jobEscrow, 'Client', clientRecordAddress(wallet), level),
    score: async (node, nodeIndex, level = 'confirmed') => {
      const page = await read(reputation, 'ScorePage', scorePageAddress(pageOf(nodeIndex)), level);
      const entry = page?.value.nodes[nodeIndex % NODES_PER_PAGE];
      return entry?.node === String(node) ? entry : undefined;
    },
    scorePage: (page, level = 'confirmed') => read(reputation, 'ScorePage', scorePageAddress(page), level),
    tokenBalance: async (account, level = 'confirmed') => {
      const found = await raw(account, level);
      return found && seen(account, found, tokenBalance(found.info, account));
    },
    mint: async (mint, level = 'confirmed') => {
      const found = await raw(mint, level);
      return found && seen(mint, found, mintInfo(found.info, mint));
    },
    lamports: (account, level = 'confirmed') =>
      call(() => connection.getBalance(new PublicKey(account), level)),
    signatures: async (account, options = {}, level = 'confirmed') => {
      const found = await call(() =>
        connection.getSignaturesForAddress(new PublicKey(account), options, level),
      );
      return found.map(({ signature, slot, err }) => ({ signature, slot, failed: err !== null }));
    },
    transaction: async (signature, level = 'confirmed') => {
      const found = await call(() =>
        connection.getTransaction(signature, { commitment: level, maxSupportedTransactionVersion: 0 }),
      );
      if (!found?.meta) return undefined;
      const { err, fee, computeUnitsConsumed } = found.meta;
      const events = decodeEvents(found);
      return {
        signature,
        slot: found.slot,
        failed: Boolean(err),
        events,
        fee,
        computeUnits: computeUnitsConsumed ?? 0,
      };
    },
  };
}

/** Anybody can send lamports to an address at which no program made an account: that does not make one. */
function isDonation({ owner, data }: AccountInfo<Buffer>): boolean {
  return data.length === 0 && owner.equals(SystemProgram.programId);
}

function seen<T>(address: Address, { info, slot }: Raw, value: T): Seen<T> {
  return { address: String(address), value, slot, lamports: info.lamports };
}

/** The account's data, when one of `owners` vouches for them. */
function ownedBy(info: AccountInfo<Buffer>, owners: readonly PublicKey[], address: Address): Buffer {
  if (owners.some((owner) => owner.equals(info.owner))) return info.data;
  throw new CyxwizError({
    code: 'WRONG_OWNER',
    message: `the account ${address} belongs to ${info.owner}, not to ${owners.join(' or ')}`,
  });
}

const TOKEN_PROGRAMS = [TOKEN_PROGRAM_ID, TOKEN_2022_PROGRAM_ID];

function tokenBalance(info: AccountInfo<Buffer>, address: Address): TokenBalance {
  const data = ownedBy(info, TOKEN_PROGRAMS, address);
  if (data.length < AccountLayout.span) throw notToken(address, 'a token account');
  const { owner, mint, amount } = AccountLayout.decode(data);
  return { owner: owner.toBase58(), mint: mint.toBase58(), amount, tokenProgram: info.owner.toBase58() };
}

function mintInfo(info: AccountInfo<Buffer>, address: Address): MintInfo {
  const data = ownedBy(info, TOKEN_PROGRAMS, address);
  if (data.length < MintLayout.span) throw notToken(address, 'a mint');
  const { decimals, supply } = MintLayout.decode(data);
  return { decimals, supply, tokenProgram: info.owner.toBase58() };
}

function notToken(address: Address, what: string) {
  return new CyxwizError({ code: 'WRONG_ACCOUNT_TYPE', message: `the account ${address} is not ${what}` });
}
