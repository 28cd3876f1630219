import {
  CHECKPOINT_CHAIN_CIRCUIT,
  type Config,
  CYXWIZ_DECIMALS,
  type DecodedInstruction,
  FUNDS,
  type ParameterDifference,
  type Parameters,
  type Proposal,
  parameterDifferences,
  STEP_CIRCUITS,
} from '@cyxwiz/protocol';
import { type ProposalStage, proposalInstruction } from '@cyxwiz/sdk';
import { amountText, short } from '../ui/format.ts';
import { accountIn } from './account-in.ts';
import { valueText, wordsFor } from './parameter-words.ts';

export const STAGES: Readonly<Record<ProposalStage, { name: string; tone: string; words: string }>> = {
  draft: { name: 'draft', tone: '', words: 'It is being written. Nobody can vote on it yet.' },
  voting: { name: 'voting', tone: 'live', words: 'Whoever had tokens locked before it was opened may vote.' },
  'defeated: too few voted': {
    name: 'failed: too few voted',
    tone: 'bad',
    words: 'The quorum was not reached.',
  },
  defeated: { name: 'failed', tone: 'bad', words: 'Not more tokens voted for it than against it.' },
  'carried, timelock running': {
    name: 'carried, waits',
    tone: 'live',
    words: 'It is carried. Whoever does not like it has the timelock to leave.',
  },
  'carried, to be executed': {
    name: 'to be executed',
    tone: 'live',
    words: 'It is carried and its timelock is over: anyone may execute it.',
  },
  expired: { name: 'expired', tone: 'bad', words: 'It was carried, and nobody executed it in time.' },
  executed: { name: 'executed', tone: 'good', words: 'It has been executed.' },
  cancelled: { name: 'cancelled', tone: '', words: 'Its proposer withdrew it.' },
};

const ACTS: Readonly<Record<string, string>> = {
  acceptAuthority: 'Token holders become the authority over everything here, in place of a key',
  addVerifyingKey: 'Proofs of a circuit are checked with a new key',
  retireVerifyingKey: 'New jobs no longer use a verifying key',
  allowMint: 'Jobs may be paid for in another token',
  disallowMint: 'New jobs are no longer paid for in a token',
  setGuardians: 'Other guardians may pause new jobs',
  setPause: 'New jobs are paused, or allowed again',
  proposeAuthority: 'Another authority over everything here is named',
};

/** What a proposal would do, and of parameters what would change today. */
export interface Meaning {
  readonly title: string;
  readonly changes: readonly ParameterDifference[];
  /** Undefined: its program does not understand it. */
  readonly instruction: (DecodedInstruction & { readonly program: string }) | undefined;
}

export function meaningOf(proposal: Proposal, now: Config): Meaning {
  const instruction = proposalInstruction(proposal);
  if (!instruction) return { title: 'Something that no program understands', changes: [], instruction };
  if (instruction.name !== 'updateConfig') {
    return { title: titleOf(proposal, instruction, now), changes: [], instruction };
  }
  const changes = parameterDifferences(now, instruction.args as unknown as Parameters);
  const [first] = changes;
  const settled = proposal.state === 'Executed' || proposal.state === 'Cancelled';
  const none = settled ? 'Parameters, which have these values now' : 'Parameters, none of which would change';
  if (!first) return { title: none, changes, instruction };
  const more = changes.length > 1 ? `, and ${changes.length - 1} more` : '';
  return { title: `${changeText(first)}${more}`, changes, instruction };
}

export function changeText({ path, before, after }: ParameterDifference): string {
  return `${wordsFor(path).words}: ${valueText(path, before)} → ${valueText(path, after)}`;
}

function titleOf(
  proposal: Proposal,
  instruction: NonNullable<Meaning['instruction']>,
  { cyxwizMint }: Config,
): string {
  const { name, args, program } = instruction;
  if (name !== 'spendFund' && name !== 'payInsurance') return ACTS[name] ?? `${program}.${name}`;
  const { kind, amount } = args as { kind?: number; amount: bigint };
  const payer =
    name === 'payInsurance'
      ? 'The insurance'
      : kind === FUNDS.treasury
        ? 'The treasury'
        : 'The liquidity fund';
  // How many decimals another token has, only its mint says.
  const own = name === 'payInsurance' || accountIn(proposal, instruction, 'mint') === cyxwizMint;
  return `${payer} pays somebody ${own ? `${amountText(amount, CYXWIZ_DECIMALS)} CYXWIZ` : 'in another token'}`;
}

/** What a circuit is called, of those that this page knows. */
export function circuitName(circuit: number): string {
  const name =
    circuit === CHECKPOINT_CHAIN_CIRCUIT
      ? 'checkpoint_chain'
      : STEP_CIRCUITS.find((one) => one.circuit === circuit)?.name;
  return name ? `${name} (circuit ${circuit})` : `circuit ${circuit}`;
}

/** Arguments of an instruction, for whoever wants them exactly. */
export function argumentLines(args: unknown, path = ''): (readonly [string, string])[] {
  if (args instanceof Uint8Array) return [[path, Buffer.from(args).toString('hex')]];
  if (typeof args !== 'object' || args === null) return [[path, String(args)]];
  if (Array.isArray(args) && args.every((item) => typeof item !== 'object' || item === null))
    return [[path, args.map((item) => short(String(item))).join(', ')]];
  return Object.entries(args).flatMap(([name, item]) => argumentLines(item, path ? `${path}.${name}` : name));
}
