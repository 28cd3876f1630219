import { type Config, CYXWIZ_DECIMALS, governance, type KeyPoints, type Proposal } from '@cyxwiz/protocol';
import { keyHash } from '@cyxwiz/sdk';
import { PublicKey } from '@solana/web3.js';
import type { ComponentChildren } from 'preact';
import { connection, reader } from '../chain/rpc.ts';
import { wordsOf } from '../sign/unsafe.ts';
import { short } from '../ui/format.ts';
import { Address, Amount, Facts, Loading, Notice, Time } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { accountIn } from './account-in.ts';
import { circuitName, type Meaning } from './words.ts';

type Instruction = NonNullable<Meaning['instruction']>;
type Rows = readonly (readonly [string, ComponentChildren])[];

/** Everything that an instruction would do, in words and units; what its bytes do not say is read from the chain. */
export function DeedFacts(props: { proposal: Proposal; instruction: Instruction; config: Config }) {
  const { proposal, instruction, config } = props;
  const loaded = useLoaded(String(proposal.number), () => rowsOf(proposal, instruction, config));
  if (loaded.state === 'loading') return <Loading what="Reading what it is about…" />;
  if (loaded.state === 'failed') {
    return <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />;
  }
  return <Facts rows={loaded.value} />;
}

async function rowsOf(proposal: Proposal, instruction: Instruction, config: Config): Promise<Rows> {
  const { name, args } = instruction;
  const open = proposal.state === 'Open';
  const account = (of: string) => accountIn(proposal, instruction, of) ?? '';
  if (name === 'spendFund') return payment(args['amount'], account('mint'), account('destination'), config);
  if (name === 'payInsurance') return payment(args['amount'], config.cyxwizMint, account('to'), config);
  if (name === 'allowMint') return mintRows(account('mint'));
  if (name === 'disallowMint') {
    const policy = await connection.getAccountInfo(new PublicKey(account('policy')));
    return policy ? mintRows(governance.decodeAccount('MintPolicy', policy.data).mint) : [];
  }
  if (name === 'retireVerifyingKey') {
    const key = (await reader.verifyingKeyAt(account('verifyingKey')))?.value;
    return key ? keyRows(key, key) : [];
  }
  if (name === 'addVerifyingKey') return keyRows(args as unknown as AddedKey, args['points'] as KeyPoints);
  if (name === 'setGuardians') {
    const { guardians, threshold } = args as { guardians: readonly string[]; threshold: number };
    return [
      ...guardians.map((key, at): Rows[number] => [
        `Guardian ${at + 1}`,
        <span key={key}>
          <Address of={key} label="a guardian’s address" />
          {open && !config.guardians.includes(key) && ' new'}
        </span>,
      ]),
      [
        'To pause takes',
        `${threshold} of ${guardians.length}${open ? `, now ${config.guardianThreshold}` : ''}`,
      ],
    ];
  }
  if (name === 'setPause') {
    const { paused, until } = args as { paused: boolean; until: bigint };
    return paused
      ? [
          ['New jobs', 'are stopped'],
          ['Until', <Time key="u" ms={Number(until) * 1000} />],
        ]
      : [['New jobs', 'are allowed again']];
  }
  if (name === 'proposeAuthority') {
    const next = args['next'] as string | null;
    return [['Named', next === null ? 'nobody' : <Address key="n" of={next} label="who is named" />]];
  }
  return [];
}

async function payment(amount: unknown, mint: string, to: string, { cyxwizMint }: Config): Promise<Rows> {
  const [info, balance] = await Promise.all([
    reader.mint(mint),
    reader.tokenBalance(to).catch(() => undefined),
  ]);
  const unit = mint === cyxwizMint ? 'CYXWIZ' : `of ${short(mint)}`;
  const decimals = info?.value.decimals ?? CYXWIZ_DECIMALS;
  return [
    ['Amount', <Amount key="a" units={amount as bigint} decimals={decimals} unit={unit} />],
    ['Paid into', <Address key="t" of={to} label="the token account" />],
    [
      'Which belongs to',
      balance ? (
        <Address key="o" of={balance.value.owner} label="its owner" />
      ) : (
        'nobody: there is no such account'
      ),
    ],
  ];
}

async function mintRows(mint: string): Promise<Rows> {
  const info = (await reader.mint(mint))?.value;
  return [
    ['Mint', <Address key="m" of={mint} label="the mint’s address" />],
    ...(info ? [['Decimals', String(info.decimals)] as const] : []),
  ];
}

interface AddedKey {
  readonly circuit: number;
  readonly keyVersion: number;
  readonly development: boolean;
  readonly steps: number;
}

function keyRows({ circuit, keyVersion, development, steps }: AddedKey, points: KeyPoints): Rows {
  return [
    ['Circuit', circuitName(circuit)],
    ['Version', String(keyVersion)],
    ['Proofs with it', development ? 'can be forged by anyone (development)' : 'come from a ceremony'],
    ...(steps > 0 ? [['One proof covers', `${steps} training step${steps === 1 ? '' : 's'}`] as const] : []),
    [
      'SHA-256 of the key',
      <code key="h" class="hash">
        {keyHash(points)}
      </code>,
    ],
  ];
}
