import { walletAddress } from '@cyxwiz/protocol';
import { InvalidArgumentError } from 'commander';

/** Parser of an address: 32 bytes in base58. */
export function address(text: string): string {
  try {
    return walletAddress(text);
  } catch {
    throw new InvalidArgumentError('It must be an address: 32 bytes in base58.');
  }
}

export function hex32(text: string): string {
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be 64 lower-case hexadecimal digits.');
}

/** Parser of host:port; an IPv6 address goes in brackets. */
export function endpoint(text: string): string {
  const port = Number(/^(?:[^\s:/[\]]+|\[[0-9a-fA-F:]+\]):(\d{1,5})$/.exec(text)?.[1]);
  if (port >= 1 && port <= 65_535) return text;
  throw new InvalidArgumentError('It must be host:port.');
}

export function httpUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('It must be an http or https URL.');
}

export function websocketUrl(text: string): string {
  if (URL.canParse(text) && /^wss?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('It must be a ws or wss URL.');
}
