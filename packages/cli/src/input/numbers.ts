import { InvalidArgumentError } from 'commander';

/** Parser of a whole number within bounds; also refuses 1e3, 0x10, +5 and anything with a fraction. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^-?\d{1,20}$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Parser of seconds: 90, 90s, 15m, 2h or 7d. */
export function duration(minSeconds: number, maxSeconds: number): (text: string) => number {
  return (text) => {
    const match = /^(\d{1,12})([smhd]?)$/.exec(text);
    const seconds = match ? Number(match[1]) * (UNITS[match[2] || 's'] ?? 1) : Number.NaN;
    if (seconds >= minSeconds && seconds <= maxSeconds) return seconds;
    throw new InvalidArgumentError(
      `It must be a time like 90s, 15m, 2h or 7d, from ${minSeconds} to ${maxSeconds} seconds.`,
    );
  };
}

export interface Shape {
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
}

/** Parser of the layers of a network: 64-32-10. */
export function shape(text: string): Shape {
  const match = /^(\d{1,5})-(\d{1,5})-(\d{1,5})$/.exec(text);
  const [inputs = 0, hidden = 0, outputs = 0] = (match ?? []).slice(1).map(Number);
  if (match && [inputs, hidden, outputs].every((size) => size >= 1 && size <= 65_536))
    return { inputs, hidden, outputs };
  throw new InvalidArgumentError('It must be inputs-hidden-outputs, like 64-32-10, each from 1 to 65536.');
}

/** Parser of an amount in tokens. The text is kept: how many decimals a token has is only known from its mint. */
export function tokens(text: string): string {
  const match = /^(\d{1,20})(?:\.(\d{1,18}))?$/.exec(text);
  if (!match) throw new InvalidArgumentError('It must be an amount in tokens like 12.5.');
  if (/^0*$/.test(`${match[1]}${match[2] ?? ''}`)) throw new InvalidArgumentError('It must be above zero.');
  return text;
}
