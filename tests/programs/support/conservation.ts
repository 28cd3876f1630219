import {
  equalBytes,
  insuranceAddress,
  nodeRegistry,
  registryAddress,
  stakeVaultAddress,
} from '@cyxwiz/protocol';
import { address as kitAddress } from '@solana/kit';
import { TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from '@solana/spl-token';
import type { PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import type { Chain, StoredAccount } from './chain.ts';
import { mintOf, supplyOf, tokensOf, withheldIn } from './token-layout.ts';

type Snapshot = readonly (readonly [PublicKey, StoredAccount | undefined])[];
/** What vaults must always cover; job-escrow's tests add theirs. */
export type Pledge = (chain: Chain) => void;

/** The books of a chain: what no transaction may change, and what vaults must always cover. */
export class Audit {
  readonly #chain: Chain;
  #suspended = false;
  readonly pledges: Pledge[] = [stakesAreCovered, insuranceIsCovered];

  constructor(chain: Chain) {
    this.#chain = chain;
  }

  /** Stops comparing vaults with accounts: a test has broken one of them on purpose. */
  suspend(): void {
    this.#suspended = true;
  }

  /** What the accounts of a transaction hold before it. */
  open(keys: readonly PublicKey[]): Snapshot {
    return keys.map((key) => [key, this.#chain.account(key)] as const);
  }

  /** After a transaction: lamports but the fee, and tokens, are all still there. */
  close(before: Snapshot, fee: bigint): void {
    const after = this.open(before.map(([key]) => key));
    expect(lamportsIn(after), 'lamports after, fee included').to.equal(lamportsIn(before) - fee);
    this.check();
  }

  /** After a refused transaction: nothing moved and nothing was stored; only the fee payer paid. */
  closeRefused(before: Snapshot, payer: PublicKey, fee: bigint): void {
    for (const [key, was] of before) {
      const is = this.#chain.account(key);
      // A transaction that is refused before it runs costs nothing.
      const paid = key.equals(payer) && is?.lamports !== was?.lamports ? fee : 0n;
      expect((is?.lamports ?? 0n) + paid, `lamports of ${key} after a refusal`).to.equal(was?.lamports ?? 0n);
      const same =
        (is === undefined) === (was === undefined) && (!is || !was || equalBytes(is.data, was.data));
      expect(same, `data of ${key} after a refusal`).to.equal(true);
    }
    this.check();
  }

  /** Tokens of each mint add up to its supply, and vaults cover what is owed. */
  check(): void {
    if (this.#suspended) return;
    for (const program of [TOKEN_PROGRAM_ID, TOKEN_2022_PROGRAM_ID]) tokensAddUp(this.#chain, program);
    for (const pledge of this.pledges) pledge(this.#chain);
  }
}

function lamportsIn(snapshot: Snapshot): bigint {
  return snapshot.reduce((sum, [, account]) => sum + (account?.lamports ?? 0n), 0n);
}

function tokensAddUp(chain: Chain, program: PublicKey): void {
  const held = new Map<string, bigint>();
  const supplies = new Map<string, bigint>();
  for (const { address, data } of chain.svm.getProgramAccounts(kitAddress(program.toBase58()))) {
    const bytes = Uint8Array.from(data);
    const supply = supplyOf(bytes);
    const mint = supply === undefined ? mintOf(bytes) : address;
    if (supply !== undefined) supplies.set(mint, supply);
    const here = (supply === undefined ? tokensOf(bytes) : 0n) + withheldIn(bytes);
    held.set(mint, (held.get(mint) ?? 0n) + here);
  }
  for (const [mint, supply] of supplies) {
    expect(held.get(mint) ?? 0n, `tokens of ${mint} in all accounts`).to.equal(supply);
  }
}

function stakesAreCovered(chain: Chain): void {
  const discriminator = nodeRegistry.accountDiscriminator('Node');
  for (const { address, data } of chain.svm.getProgramAccounts(kitAddress(nodeRegistry.id.toBase58()))) {
    const bytes = Uint8Array.from(data);
    if (!equalBytes(bytes.subarray(0, 8), discriminator)) continue;
    const vault = chain.account(stakeVaultAddress(address));
    const { stake } = nodeRegistry.decodeAccount('Node', bytes);
    if (vault)
      expect(tokensOf(vault.data) >= stake, `stake vault of ${address} covers ${stake}`).to.equal(true);
  }
}

function insuranceIsCovered(chain: Chain): void {
  const registry = chain.account(registryAddress());
  const vault = chain.account(insuranceAddress());
  if (!registry?.data.length || !vault) return;
  const { insured, insurancePaid } = nodeRegistry.decodeAccount('Registry', registry.data);
  const owed = insured - insurancePaid;
  expect(tokensOf(vault.data) >= owed, 'the insurance vault covers what was insured').to.equal(true);
}
