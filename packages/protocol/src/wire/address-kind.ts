import { BlockList, isIP } from 'node:net';

/** What an IP address is good for: only `public` ones can be reached from everywhere. */
export type AddressKind = 'public' | 'private' | 'loopback' | 'special';

type Net = readonly [net: string, bits: number, family: 'ipv4' | 'ipv6'];

const LOOPBACK: readonly Net[] = [
  ['127.0.0.0', 8, 'ipv4'],
  ['::1', 128, 'ipv6'],
];
const PRIVATE: readonly Net[] = [
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  // Behind a provider's NAT, RFC 6598.
  ['100.64.0.0', 10, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
];
/** RFC 6890 and what was added since: not of one machine on the internet, or another address in disguise. */
const SPECIAL: readonly Net[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

let lists: readonly (readonly [AddressKind, BlockList])[] | undefined;

/** Made when they are asked for: pages load this module, too, and have no such thing. */
function known(): typeof lists & object {
  lists ??= (
    [
      ['loopback', LOOPBACK],
      ['private', PRIVATE],
      ['special', SPECIAL],
    ] as const
  ).map(([kind, nets]) => {
    const list = new BlockList();
    for (const net of nets) list.addSubnet(...net);
    return [kind, list] as const;
  });
  return lists;
}

/** @param ip an IPv4 or IPv6 address; anything else is `special` */
export function addressKind(ip: string): AddressKind {
  const version = isIP(ip);
  if (version === 0) return 'special';
  // The lists look into IPv6 addresses that hold an IPv4 one, too.
  for (const [kind, list] of known()) if (list.check(ip, version === 4 ? 'ipv4' : 'ipv6')) return kind;
  return 'public';
}
