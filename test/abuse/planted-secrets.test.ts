/** Sends marked secrets to every route and event and checks that none leaks into logs, metrics, refusals or wrong answers. */
import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import { everything, send } from '../realtime/sockets.ts';
import { goodPassword, register, TestUser, uniqueName } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { type CredentialRequest, SoftAuthenticator } from '../support/soft-authenticator.ts';
import { type AbuseTarget, shapes, startTarget } from './abuse-target.ts';
import { eventTable, routeTable } from './actor-table.ts';
import { type Scene, setScene } from './actors.ts';
import { events, findRoutes, type JsonSchema, nameOf, type Route } from './transport-catalogue.ts';

const mark = 'planted';
/** Fields that no answer may repeat. */
const secretFields =
  /^(password|current|next|code|invite|response|clientDataJSON|attestationObject|signature|authenticatorData)$/;
const metricsToken = 'planted-metrics-token-of-the-operator';
const sessionSecret = 'planted-session-secret-of-the-operator';

/** Returns a well-formed value in which every text holds the mark and the name of its field. */
function plant(schema: JsonSchema, field: string): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.properties) {
    return Object.fromEntries(Object.entries(schema.properties).map(([name, inner]) => [name, plant(inner, name)]));
  }
  if (schema.type === 'array') return [plant(schema.items ?? {}, field)];
  if (schema.type === 'integer') return schema.minimum ?? 1;
  return schema.pattern?.includes('{8}-') ? crypto.randomUUID() : `${mark}-${field}`.toLowerCase();
}

interface RecordedAnswer {
  operation: string;
  status: number;
  text: string;
  location: string | null;
}

describe('a secret', () => {
  let routes: Route[];
  before(async () => {
    routes = await findRoutes();
  });

  it('is never part of a path or a query', () => {
    for (const { method, path, params, query } of routes) {
      for (const name of Object.keys({ ...params?.properties, ...query?.properties })) {
        expect(name, `${method} ${path}`)
          .to.not.match(secretFields)
          .and.not.match(/secret|token|challenge|cookie/i);
      }
    }
  });

  for (const shape of shapes) {
    describe(`(${shape})`, () => {
      let target: AbuseTarget;
      let url: string;
      const answers: RecordedAnswer[] = [];
      /** Issued secrets, each with the operations whose answers may contain it. */
      const secrets = new Map<string, RegExp>();
      const nowhere = /^$/;

      before(async () => {
        const env = { LOG_LEVEL: 'trace', METRICS_TOKEN: metricsToken, SESSION_SECRET: sessionSecret };
        target = await startTarget(shape, env);
        url = target.url;
        for (const secret of [metricsToken, sessionSecret, 'argon2', 'secretHash', 'credentialVersion', 'sealed'])
          secrets.set(secret, nowhere);
      });
      after(() => target?.stop());

      /** Sends a request, records the answer, and adds its cookies to the secrets. */
      async function ask<T>(user: TestUser, route: Pick<Route, 'method' | 'path'>, path: string, body?: unknown) {
        const before = user.cookie;
        const answer = await user.fetch<T>(path, { method: route.method, ...(body === undefined ? {} : { body }) });
        for (const cookie of [before, user.cookie]) keepCookie(cookie);
        const location = answer.headers.get('location');
        answers.push({ operation: nameOf(route), status: answer.status, text: JSON.stringify(answer.body), location });
        return answer;
      }
      function keepCookie(cookie: string): void {
        const signed = decodeURIComponent(cookie.split('=')[1] ?? '');
        if (signed.length < 32) return;
        for (const part of [signed, ...signed.split('.')]) secrets.set(part, nowhere);
      }

      async function callAsTable(route: Route, scene: Scene): Promise<void> {
        for (const actor of ['signedOut', 'stranger', 'owner'] as const) {
          const given = { scene, actor, other: scene.users.peer.username };
          const { params = {}, query = {}, body } = (await routeTable[nameOf(route)]?.request?.(given)) ?? {};
          const filled = Object.entries(params).reduce(
            (path, [name, value]) => path.replace(`:${name}`, value),
            route.path,
          );
          await ask(scene.users[actor].at(url), route, `${filled}?${new URLSearchParams(query)}`, body);
        }
      }

      async function callPlanted(route: Route, user: TestUser): Promise<void> {
        const params = Object.entries(Object(plant(route.params ?? {}, 'path'))) as [string, string][];
        const path = params.reduce((whole, [name, value]) => whole.replace(`:${name}`, value), route.path);
        const query = route.query
          ? `?${new URLSearchParams(plant(route.query, 'query') as Record<string, string>)}`
          : '';
        const body = route.body && plant(route.body, 'body');
        await ask(user, route, path + query, body);
        // Also sends a body of the wrong type.
        if (body) await ask(user, route, path + query, [body]);
      }

      it('is sent to every route, in valid requests and in every field', async () => {
        for (const [index, route] of routes.entries()) {
          url = target.nodes[index % target.nodes.length]?.url ?? url;
          const scene = await setScene(url, { canBlock: true });
          for (const user of Object.values(scene.users)) {
            keepCookie(user.cookie);
            secrets.set(user.password, nowhere);
          }
          await callAsTable(route, scene);
          await callPlanted(route, scene.users.peer);
          scene.close();
        }
        expect(new Set(answers.map(({ operation }) => operation)).size).to.equal(routes.length);
      });

      it('is sent with every event and reaches no stranger', async () => {
        const [ann, ben, eve] = await Promise.all([register(url), register(url), register(url)]);
        const [hers, his, stranger] = (await Promise.all([ann, ben, eve].map((one) => one.connect()))) as [
          Device,
          Device,
          Device,
        ];
        const pushed = everything(stranger);
        for (const { name, payload } of events) {
          const row = eventTable[name];
          const given = { scene: { users: { owner: ann } } as Scene, actor: 'owner', other: ben.username } as const;
          for (const value of [plant(payload, 'payload'), row?.payload(given)]) {
            const answer = await send(hers, name, value);
            answers.push({
              operation: name,
              status: answer.ok ? 200 : 400,
              text: JSON.stringify(answer),
              location: null,
            });
          }
        }
        expect(pushed).to.deep.equal([]);
        for (const device of [hers, his, stranger]) device.close();
      });

      it('is issued for second factors and passkeys, and used', async () => {
        const user = new TestUser(url, { username: uniqueName(), password: goodPassword });
        const { username, password } = user;
        secrets.set(password, nowhere);
        const call = <T>(method: string, path: string, body?: unknown) => ask<T>(user, { method, path }, path, body);
        await call('POST', '/api/register', { username, password });
        const begun = await call<{ secret: string }>('POST', '/api/me/totp', { password });
        const { secret } = begun.body;
        secrets.set(secret, /^POST \/api\/me\/totp$/);
        const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
        const inForce = await call<{ recoveryCodes: string[] }>('PUT', '/api/me/totp', { code });
        const renewed = await call<{ recoveryCodes: string[] }>('POST', '/api/me/recovery-codes', { password });
        for (const one of inForce.body.recoveryCodes) secrets.set(one, /^PUT \/api\/me\/totp$/);
        for (const one of renewed.body.recoveryCodes) secrets.set(one, /^POST \/api\/me\/recovery-codes$/);
        const key = new SoftAuthenticator(url);
        const options = await call<{ options: CredentialRequest }>('POST', '/api/me/passkeys/options', { password });
        const response = key.create(options.body.options);
        secrets.set(options.body.options.challenge, /^POST \/api\/me\/passkeys\/options$/);
        secrets.set(response.response.attestationObject as string, nowhere);
        expect((await call('POST', '/api/me/passkeys', { name: 'Key', response })).status).to.equal(201);
        const refused = await call<{ error: { passkey: CredentialRequest } }>('POST', '/api/login', {
          username,
          password,
        });
        secrets.set(refused.body.error.passkey.challenge, /^POST \/api\/login$/);
        const answer = key.answer(refused.body.error.passkey);
        secrets.set(answer.response.signature as string, nowhere);
        expect((await call('POST', '/api/login/passkey', { response: answer })).status).to.equal(200);
        const byCode = { username, password, code: renewed.body.recoveryCodes[0] };
        expect((await call('POST', '/api/login', byCode)).status).to.equal(200);
        await call('GET', '/api/me/factors');
        await call('GET', '/api/sessions');
      });

      it('appears in no refusal, no redirect and no other answer than its own', () => {
        for (const { operation, status, text, location } of answers) {
          for (const [secret, where] of secrets) {
            if (!where.test(operation))
              expect(
                text.includes(secret),
                `${secret.slice(0, 20)} in ${operation} ${status}: ${text.slice(0, 300)}`,
              ).to.equal(false);
            expect(location ?? '').to.not.contain(secret);
          }
          for (const [, field = ''] of text.matchAll(new RegExp(`${mark}-([a-z]+)`, 'g'))) {
            expect(status < 400 && !secretFields.test(field), `${field} in ${operation} ${status}: ${text}`).to.equal(
              true,
            );
          }
        }
      });

      it('appears neither in the trace log of any node nor in the metrics', async () => {
        const headers = { authorization: `Bearer ${metricsToken}` };
        for (const node of target.nodes) {
          const metrics = await fetch(`${node.url}/metrics`, { headers });
          expect(metrics.status).to.equal(200);
          const log = node.output();
          expect(log).to.contain('"event":"login"');
          for (const text of [log, await metrics.text()]) {
            const found = [...secrets.keys(), mark].filter((secret) => text.includes(secret));
            expect(found).to.deep.equal([]);
          }
        }
        expect(await target.faults()).to.deep.equal([]);
      });
    });
  }
});
