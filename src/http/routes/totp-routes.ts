/** The HTTP routes of the authenticator app: set up, confirm, remove. */
import type { Engine } from '../../engine/engine.ts';
import { ConfirmBody, FactorAdded, ReauthBody, TotpSetup } from '../../protocol/factor-shapes.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';
import { reauthenticated } from '../reauthentication.ts';

const tags = ['factors'];
const own = { limit: 'account' } as const;

export function totpRoutes(app: HttpApp, { accounts, factors: { totp } }: Engine): void {
  app.post(
    '/api/me/totp',
    {
      config: { ...own, audit: 'totp_setup' },
      schema: { tags, summary: 'Start to set up an authenticator app', body: ReauthBody, response: { 200: TotpSetup } },
    },
    async (request) => totp.begin(await reauthenticated(accounts, request)),
  );

  app.put(
    '/api/me/totp',
    {
      config: { ...own, audit: 'totp_activation' },
      schema: {
        tags,
        summary: 'Activate the authenticator app with its first code',
        body: ConfirmBody,
        response: { 200: FactorAdded },
      },
    },
    (request) => totp.confirm(callerIn(request), request.body.code),
  );

  app.delete(
    '/api/me/totp',
    {
      config: { ...own, audit: 'totp_removal' },
      schema: { tags, summary: 'Remove the authenticator app', body: ReauthBody },
    },
    async (request, reply) => {
      await totp.turnOff(await reauthenticated(accounts, request));
      reply.code(204);
    },
  );
}
