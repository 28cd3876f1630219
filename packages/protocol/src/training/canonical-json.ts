import canonicalize from 'canonicalize';

/** JSON by RFC 8785 as UTF-8: one text for one value, so that its hash means the value. */
export function canonicalJson(value: unknown): Uint8Array {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('undefined and functions have no JSON form');
  return new TextEncoder().encode(text);
}
