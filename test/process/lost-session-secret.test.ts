/** Tests a node whose SESSION_SECRET was replaced: it refuses app codes with clear messages for user and operator. */
import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import type { FactorAdded, TotpSetup } from '../../src/protocol/factor-shapes.ts';
import { expectStatus, goodPassword, register, TestUser } from '../support/client.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { until } from '../support/waiting.ts';
import { CommandRun } from './command-run.ts';

const [old, next] = ['an old secret of the session ....', 'another secret of the session ...'];

describe('a lost session secret', () => {
  const dataDir = makeFolder('lost-secret');
  let run: CommandRun | undefined;
  afterEach(async () => {
    run?.kill('SIGTERM');
    await run?.outcome();
  });
  after(() => removeFolder(dataDir));
  const start = (secrets: string) => {
    const env = { DATA_DIR: dataDir, PORT: '0', ARGON2_MEMORY_KIB: '1024', SESSION_SECRET: secrets };
    run = new CommandRun(['main.js'], env);
    return run;
  };
  const body = { password: goodPassword };
  let person: TestUser;
  let secret: string;
  let codes: string[];
  const codeNow = (shiftMs = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + shiftMs });
  const logIn = (url: string, code: string) => {
    const { username } = person;
    const visitor = new TestUser(url, person);
    return visitor.fetch<unknown>('/api/login', { method: 'POST', body: { ...body, username, code } });
  };

  it('makes app codes unavailable and logs a line for the operator, while recovery codes still sign in', async () => {
    const first = start(old);
    person = await register(await first.ready());
    ({ secret } = expectStatus(await person.fetch<TotpSetup>('/api/me/totp', { method: 'POST', body }), 200));
    const confirmed = await person.fetch<FactorAdded>('/api/me/totp', { method: 'PUT', body: { code: codeNow() } });
    codes = expectStatus(confirmed, 200).recoveryCodes ?? [];
    first.kill('SIGTERM');
    await first.outcome();

    const second = start(next);
    const url = await second.ready();
    await until('the operator is told', () => second.stdout.includes('"unreadable":1'));
    const refused = await logIn(url, codeNow(30_000));
    expect(refused.status).to.equal(503);
    expect(refused.body).to.deep.equal({
      error: {
        code: 'unavailable',
        message: 'Authentication codes cannot be checked now. Use a recovery code, or ask your administrator.',
      },
    });
    const reason = '"code":"unavailable","reason":"Encrypted with a session secret that is no longer configured';
    await until('the reason is told', () => second.stdout.includes(reason));
    expect(second.stdout).to.not.contain(secret);
    expect((await logIn(url, '000000')).status, 'a wrong one: nobody can tell').to.equal(503);
    expect((await logIn(url, 'no recovery code')).status).to.equal(401);
    expectStatus(await logIn(url, codes[0] ?? ''), 200);
  });

  it('makes app codes work again once it is set beside the new one', async () => {
    const url = await start(`${next},${old}`).ready();
    expectStatus(await logIn(url, codeNow(30_000)), 200);
  });
});
