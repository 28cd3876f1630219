import { type Job, stakeVaultAddress } from '@cyxwiz/protocol';

/** What the accounts of a job are called, for whoever looks at a change. */
export function namesOf(address: string, job: Job): ReadonlyMap<string, string> {
  return new Map([
    [job.nodeOwner, 'The node’s owner'],
    [job.client, 'The client'],
    [job.vault, 'The vault'],
    [job.feeVault, 'The fee vault'],
    [stakeVaultAddress(job.node).toBase58(), 'The node’s stake'],
    [address, 'The escrow account (its rent)'],
  ]);
}
