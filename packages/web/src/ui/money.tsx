import { useEffect, useState } from 'preact/hooks';
import { readCyxwizMint } from '../rest/api.ts';
import { short } from './format.ts';
import { Amount } from './parts.tsx';

let asked: Promise<string> | undefined;

/** Asked once; a coordinator that does not answer is asked again by the next amount. */
function cyxwizMint(): Promise<string> {
  asked ??= readCyxwizMint().catch(() => {
    asked = undefined;
    return '';
  });
  return asked;
}

/** An amount of a job's mint, which is named by its address unless it is CYXWIZ. */
export function JobMoney({ units, decimals, mint }: { units: string; decimals: number; mint: string }) {
  return <Amount units={BigInt(units)} decimals={decimals} unit={useUnit(mint)} />;
}

/** What amounts of a mint are called. */
export function useUnit(mint: string): string {
  const [known, setKnown] = useState('');
  useEffect(() => void cyxwizMint().then(setKnown), []);
  return known === mint ? 'CYXWIZ' : `of ${short(mint)}`;
}
