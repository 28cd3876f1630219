import { lookup } from 'node:dns/promises';
import { addressKind } from '@cyxwiz/protocol';

export type Resolved = { readonly ip: string } | { readonly failure: 'NAME_UNKNOWN' | 'ADDRESS_NOT_PUBLIC' };

/**
 * The IP address at which a host that somebody else named may be dialled. To be dialled itself, and not the name, so that it
 * cannot mean another machine a moment later.
 * @param dialPrivate also addresses that are not public; for networks of one's own
 */
export async function resolveHost(host: string, dialPrivate: boolean): Promise<Resolved> {
  const found = await lookup(host, { all: true, verbatim: true }).catch(() => []);
  if (found.length === 0) return { failure: 'NAME_UNKNOWN' };
  const open = found.find(({ address }) => dialPrivate || addressKind(address) === 'public');
  return open === undefined ? { failure: 'ADDRESS_NOT_PUBLIC' } : { ip: open.address };
}
