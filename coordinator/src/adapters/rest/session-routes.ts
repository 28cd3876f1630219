import { LIMITS } from '../../domain/limits.ts';
import type { PageSession } from '../../usecases/sign-in.ts';
import { readAddress } from '../edge/fields.ts';
import { type SurfaceDeps, takeTurn } from '../edge/surface.ts';
import { giveCookie, requireOwnPage, sessionToken, takeCookie } from './page-session.ts';
import { ErrorBody } from './schemas.ts';
import type { RestApp } from './server.ts';
import { SessionBody, SessionReply, SignInBody, SignInReply } from './session-schemas.ts';

const ERRORS = { '4xx': ErrorBody, '5xx': ErrorBody };
/** Part of the usual requests a minute that may be about signing in. */
const SHARE = 40;

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const sessionReply = ({ wallet, expiresAt }: PageSession) => ({
  wallet,
  expiresAt: new Date(expiresAt).toISOString(),
});

/** Signing in with a wallet. `originOf` is the address of our own page. */
export function sessionRoutes(app: RestApp, deps: SurfaceDeps, originOf: () => string): void {
  const { signIn } = deps.useCases;
  app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
  app.post(
    '/v1/session/request',
    {
      schema: {
        summary: 'A sign-in for the wallet to sign, for the page of this coordinator',
        body: SignInBody,
        response: { 200: SignInReply, ...ERRORS },
      },
    },
    async (request) => {
      requireOwnPage(request, originOf());
      await takeTurn(deps, 'sign-in', request.ip, SHARE);
      return signIn.request(readAddress('wallet', request.body.wallet));
    },
  );
  app.post(
    '/v1/session',
    {
      schema: {
        summary: 'Signs in: the session lies in a cookie of this page',
        body: SessionBody,
        response: { 200: SessionReply, ...ERRORS },
      },
    },
    async (request, reply) => {
      requireOwnPage(request, originOf());
      await takeTurn(deps, 'sign-in', request.ip, SHARE);
      const { wallet, message, signature } = request.body;
      const opened = await signIn.open(readAddress('wallet', wallet), bytesOf(message), bytesOf(signature));
      const before = sessionToken(request, originOf());
      if (before !== undefined) await signIn.close(before);
      giveCookie(reply, originOf(), opened, LIMITS.pageSessionMs / 1000);
      return sessionReply(opened);
    },
  );
  app.get(
    '/v1/session',
    { schema: { summary: 'Who is signed in', response: { 200: SessionReply, ...ERRORS } } },
    async (request) => {
      const session = await signIn.session(sessionToken(request, originOf()));
      return session ? sessionReply(session) : {};
    },
  );
  app.delete(
    '/v1/session',
    { schema: { summary: 'Signs out: the session is over', response: { 200: SessionReply, ...ERRORS } } },
    async (request, reply) => {
      requireOwnPage(request, originOf());
      const token = sessionToken(request, originOf());
      if (token !== undefined) await signIn.close(token);
      takeCookie(reply, originOf());
      return {};
    },
  );
}
