import {
  CYXWIZ_DECIMALS,
  type DecodedInstruction,
  formatAmount,
  type KeyPoints,
  type Parameters,
  type Proposal,
  parameterDifferences,
  toHex,
} from '@cyxwiz/protocol';
import { keyHash, proposalInstruction, proposalStage } from '@cyxwiz/sdk';
import { flatten, lines, when } from '../../output/text.ts';

type Line = readonly [string, string | undefined];

/** A proposal and everything that it would do. */
export function describeProposal(proposal: Proposal, parameters: Parameters, now: bigint): string {
  const tokens = (amount: bigint) => `${formatAmount(amount, CYXWIZ_DECIMALS)} CYXWIZ`;
  const read = proposalInstruction(proposal);
  return lines([
    ['proposal', `${proposal.number}, ${proposalStage(proposal, now)}`],
    ['by', proposal.proposer],
    ['text', toHex(proposal.textHash)],
    ['calls', proposal.program],
    ['runs', read ? `${read.program}.${read.name}` : 'something that its program does not understand'],
    ...(read ? meaning(read, parameters) : []),
    ...accountLines(proposal, read?.accounts ?? []),
    ['  data', toHex(proposal.data)],
    ['for', tokens(proposal.votesFor)],
    ['against', tokens(proposal.votesAgainst)],
    ['quorum', tokens(proposal.quorum)],
    ['voting ends', when(proposal.votingEnds)],
    ['executable from', when(proposal.executableFrom)],
    ['until', when(proposal.expiresAt)],
  ]);
}

/** Arguments, and what a key is compared by; of all the parameters only those that are different now. */
function meaning({ name, args }: DecodedInstruction, now: Parameters): Line[] {
  if (name !== 'updateConfig') {
    const hash: Line[] =
      name === 'addVerifyingKey' ? [['  key sha256', keyHash(args.points as KeyPoints)]] : [];
    return [...hash, ...flatten(args).map(([path, value]): Line => [`  ${path}`, value])];
  }
  const changes = parameterDifferences(now, args as unknown as Parameters);
  if (changes.length === 0) return [['  changes', 'nothing: every parameter has that value now']];
  return changes.map(({ path, before, after }) => [`  ${path}`, `${before} → ${after}`]);
}

function accountLines({ slots }: Proposal, names: readonly string[]): Line[] {
  return slots.map((slot, at) => {
    const writes = typeof slot === 'object' && slot.value.writable ? ' (written)' : '';
    const name = names[at] === undefined ? '' : ` ${names[at]}`;
    return [`  account ${at}${name}`, typeof slot === 'string' ? slot : `${slot.value.key}${writes}`];
  });
}
