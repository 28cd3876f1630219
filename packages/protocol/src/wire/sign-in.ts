/** What a wallet is asked to sign, in the terms of Sign-in with Solana. Times are RFC 3339. */
export interface SignInRequest {
  readonly domain: string;
  readonly address: string;
  readonly statement: string;
  readonly uri: string;
  readonly version: '1';
  readonly nonce: string;
  readonly issuedAt: string;
  readonly expirationTime: string;
}

/** The text that every wallet makes of a request with these fields; nothing of it is left to the wallet. */
export function signInText(request: SignInRequest): string {
  const { domain, address, statement, uri, version, nonce, issuedAt, expirationTime } = request;
  return [
    `${domain} wants you to sign in with your Solana account:`,
    address,
    '',
    statement,
    '',
    `URI: ${uri}`,
    `Version: ${version}`,
    `Nonce: ${nonce}`,
    `Issued At: ${issuedAt}`,
    `Expiration Time: ${expirationTime}`,
  ].join('\n');
}
