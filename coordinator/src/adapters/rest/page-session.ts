import type { FastifyReply, FastifyRequest } from 'fastify';
import { fault } from '../../domain/fault.ts';
import type { PageSession, SignedIn } from '../../usecases/sign-in.ts';
import type { SurfaceDeps } from '../edge/surface.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const TOKEN = /^[0-9a-f]{64}$/;

/** With TLS the browser takes the cookie from this very host only. */
const nameOf = (origin: string) => `${origin.startsWith('https:') ? '__Host-' : ''}cyxwiz_session`;

/** The secret that a browser shows; undefined when it shows none. */
export function sessionToken(request: FastifyRequest, origin: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const cut = part.indexOf('=');
    const value = part.slice(cut + 1).trim();
    if (part.slice(0, cut).trim() === nameOf(origin) && TOKEN.test(value)) return value;
  }
  return undefined;
}

/**
 * Cookies may go along with requests that other pages make, so what changes something must come from our own page, and
 * what is private is not told to another one.
 * @throws FaultError `NOT_THIS_PAGE`
 */
export function requireOwnPage({ headers, method }: FastifyRequest, origin: string): void {
  const safe = SAFE.has(method);
  const from = headers.origin;
  const site = headers['sec-fetch-site'];
  const own = from === origin || (safe && from === undefined);
  if (own && (site === undefined || site === 'same-origin' || (safe && site === 'none'))) return;
  throw fault(
    'NOT_THIS_PAGE',
    `only the page at ${origin} may ask this`,
    'open the page at that address; its operator sets it by PUBLIC_URL',
  );
}

/** @throws FaultError `NOT_SIGNED_IN`, `NOT_THIS_PAGE` */
export async function requireSession(
  { useCases }: SurfaceDeps,
  request: FastifyRequest,
  origin: string,
): Promise<PageSession> {
  requireOwnPage(request, origin);
  const session = await useCases.signIn.session(sessionToken(request, origin));
  if (session) return session;
  throw fault('NOT_SIGNED_IN', 'nobody is signed in, or the session is over', 'sign in with your wallet');
}

export function giveCookie(reply: FastifyReply, origin: string, session: SignedIn, seconds: number): void {
  void reply.header('set-cookie', cookie(origin, session.token, seconds));
}

export function takeCookie(reply: FastifyReply, origin: string): void {
  void reply.header('set-cookie', cookie(origin, '', 0));
}

function cookie(origin: string, value: string, seconds: number): string {
  const secure = origin.startsWith('https:') ? '; Secure' : '';
  return `${nameOf(origin)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`;
}
