import type { Command } from 'commander';
import type { Surroundings } from '../../../surroundings.ts';
import { mintAllow, mintDisallow } from './mint.ts';
import { authority, guardians } from './office.ts';
import { parameter } from './parameter.ts';
import { registerProposal } from './proposing.ts';
import { insurance, spend } from './spending.ts';
import { keyAdd, keyRetire } from './verifying-key.ts';

export function registerPropose(vote: Command, around: Surroundings): void {
  const parent = vote.command('propose').description('put a change to the vote; takes locked CYXWIZ');
  registerProposal(parent, around, parameter);
  registerProposal(parent, around, keyAdd);
  registerProposal(parent, around, keyRetire);
  registerProposal(parent, around, mintAllow);
  registerProposal(parent, around, mintDisallow);
  registerProposal(parent, around, spend);
  registerProposal(parent, around, insurance);
  registerProposal(parent, around, guardians);
  registerProposal(parent, around, authority);
}
