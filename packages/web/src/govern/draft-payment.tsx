import { CYXWIZ_DECIMALS, executorAddress } from '@cyxwiz/protocol';
import { type Fund, fundHolds, type Payee, payeeOf, payFrom } from '@cyxwiz/sdk';
import { useState } from 'preact/hooks';
import { reader } from '../chain/rpc.ts';
import { AmountField, unitsOf } from '../ui/amount-field.tsx';
import { amountText, short } from '../ui/format.ts';
import { Address, Amount, Card, Facts } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { type DraftingProps, TextField } from './drafting.tsx';
import { addressOf } from './read.ts';

const REFRESH_MS = 10_000;
const FUNDS: Readonly<Record<Fund, { name: string; words: string }>> = {
  treasury: {
    name: 'Treasury',
    words:
      'Development: its part of the fees, lost bonds, half of what disputes slash. It also pays voters’ rewards.',
  },
  liquidity: { name: 'Liquidity fund', words: 'Its part of the fees, for markets in the token.' },
  insurance: { name: 'Insurance', words: 'What slashing set aside for clients who were harmed.' },
};

async function load(fund: Fund, mint: string, to: string | undefined) {
  const info = (await reader.mint(mint))?.value;
  if (!info) return undefined;
  const [held, payee] = await Promise.all([
    fundHolds(reader, fund, mint),
    to === undefined ? undefined : payeeOf(reader, to, mint, info.tokenProgram),
  ]);
  return { ...info, held, payee };
}

/** Tokens of a fund for somebody. */
export function DraftPayment({ config, finish }: DraftingProps) {
  const { cyxwizMint } = config;
  const [fund, setFund] = useState<Fund>('treasury');
  const [token, setToken] = useState('');
  const [typed, setTyped] = useState('');
  const [to, setTo] = useState('');
  const mint = fund === 'insurance' || token.trim() === '' ? cyxwizMint : addressOf(token);
  const wallet = addressOf(to);
  const key = `${fund}:${mint}:${wallet}`;
  const loaded = useLoaded(key, async () => mint && load(fund, mint, wallet), REFRESH_MS);
  const found = (loaded.state === 'ready' && loaded.value) || undefined;
  const unit = mint === cyxwizMint ? 'CYXWIZ' : mint ? `of ${short(mint)}` : '';
  const decimals = found?.decimals ?? CYXWIZ_DECIMALS;
  const amount = unitsOf(typed, decimals);
  const { payee } = found ?? {};
  const account = payee && 'account' in payee ? payee : undefined;
  const enough = found !== undefined && amount !== undefined && amount <= found.held;
  return (
    <>
      <Card title="Who is paid, and from what">
        <div class="fields">
          <label>
            Fund
            <select value={fund} onChange={(event) => setFund(event.currentTarget.value as Fund)}>
              {Object.entries(FUNDS).map(([id, { name }]) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <p class="small">{FUNDS[fund].words}</p>
          {fund !== 'insurance' && (
            <TextField
              wide
              label="Token, by its mint’s address; CYXWIZ if empty"
              text={token}
              onText={setToken}
              fault={
                mint === undefined
                  ? 'That is no address.'
                  : loaded.state === 'ready' && !found
                    ? 'There is no mint at this address.'
                    : undefined
              }
            />
          )}
          <TextField
            wide
            label="Who is paid: a wallet, or a token account"
            text={to}
            onText={setTo}
            fault={to !== '' && wallet === undefined ? 'That is no address.' : faultOf(payee)}
          />
        </div>
        <AmountField
          label="How much"
          unit={unit}
          text={typed}
          onText={setTyped}
          fault={
            typed !== '' && amount === undefined
              ? 'Type an amount above zero, like 150 or 12.5.'
              : found && amount !== undefined && !enough
                ? `The fund holds ${amountText(found.held, decimals)} ${unit}.`
                : undefined
          }
        />
        {found && (
          <Facts
            rows={[
              ['The fund holds', <Amount key="h" units={found.held} decimals={decimals} unit={unit} />],
              account && ['Paid into', <Address key="a" of={account.account} label="the token account" />],
              account && ['Which belongs to', <Address key="o" of={account.owner} label="its owner" />],
            ]}
          />
        )}
      </Card>
      {finish(
        mint && found && account && enough
          ? {
              key: `${key}:${amount}`,
              instruction: () =>
                payFrom(fund, amount, {
                  authority: executorAddress(),
                  mint,
                  tokenProgram: found.tokenProgram,
                  destination: account.account,
                }),
            }
          : undefined,
      )}
    </>
  );
}

function faultOf(payee: Payee | undefined): string | undefined {
  if (!payee || !('fault' in payee)) return undefined;
  if (payee.fault === 'no account')
    return 'This wallet has no account for these tokens; its owner makes one first.';
  return `This account holds tokens of ${short(payee.mint)}; name another one, or a wallet.`;
}
