import { CyxwizError } from './failure.ts';
import { type BaseUnits, baseUnits } from './ids.ts';

/** Decimals of the CYXWIZ mint. */
export const CYXWIZ_DECIMALS = 9;

/**
 * "12.5" with 9 decimals is 12,500,000,000 base units. Exact: no floating point, no rounding.
 * @throws CyxwizError `INVALID_AMOUNT` when not a plain decimal number, with too many decimals, or above 2⁶⁴ − 1.
 */
export function parseAmount(text: string, decimals: number = CYXWIZ_DECIMALS): BaseUnits {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[2] ?? '';
  if (!match || fraction.length > decimals) {
    throw new CyxwizError({
      code: 'INVALID_AMOUNT',
      message: `${JSON.stringify(text)} is not an amount: write a number like 12.5 with at most ${decimals} decimals`,
    });
  }
  return baseUnits(BigInt(`${match[1]}${fraction.padEnd(decimals, '0')}`));
}

/** 12,500,000,000 base units with 9 decimals are "12.5". */
export function formatAmount(units: bigint, decimals: number = CYXWIZ_DECIMALS): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return `${sign}${whole}${fraction && `.${fraction}`}`;
}
