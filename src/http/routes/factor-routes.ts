/** The HTTP routes of all second factors: list them, replace the recovery codes. */
import type { Engine } from '../../engine/engine.ts';
import { FactorAdded, Factors, ReauthBody } from '../../protocol/factor-shapes.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';
import { reauthenticated } from '../reauthentication.ts';

const tags = ['factors'];

export function factorRoutes(app: HttpApp, { accounts, factors: { overview } }: Engine): void {
  app.get(
    '/api/me/factors',
    { config: { limit: 'read' }, schema: { tags, summary: 'List the own factors', response: { 200: Factors } } },
    (request) => overview.factors(callerIn(request)),
  );

  app.post(
    '/api/me/recovery-codes',
    {
      config: { limit: 'account', audit: 'recovery_codes' },
      schema: {
        tags,
        summary: 'Replace the recovery codes',
        body: ReauthBody,
        response: { 200: FactorAdded },
      },
    },
    async (request) => ({ recoveryCodes: await overview.renewOwnCodes(await reauthenticated(accounts, request)) }),
  );
}
