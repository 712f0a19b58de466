/** Registration: open for everybody, closed for everybody, or with an invite. */
import { expect } from 'chai';
import { createEngine } from '../../../src/engine/engine.ts';
import type { RegistrationMode } from '../../../src/protocol/routes.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { goodPassword, uniqueName } from '../../support/client.ts';
import { useEngine } from '../engine-bench.ts';

describe('registration', () => {
  const bench = useEngine();
  const engine = (registration: RegistrationMode) => createEngine({ ...bench().parts, registration });
  const account = (more: object = {}) => ({ username: uniqueName(), password: goodPassword, ...more });
  const invite = async (uses = 1) => {
    const { invites } = engine('invite');
    return { invites, ...(await invites.create({ note: '', uses, lifeMs: 60_000 })) };
  };
  const messageOf = (work: Promise<unknown>) => work.then(() => '').catch((error: Error) => error.message);

  it('lets everybody register while it is open, and leaves invites unused', async () => {
    const { code, invites } = await invite();
    expect(await codeOf(engine('open').accounts.register(account({ invite: code })))).to.equal('accepted');
    expect((await invites.list())[0]).to.include({ used: 0 });
  });

  it('lets nobody register while it is closed, not even with an invite', async () => {
    const { code } = await invite();
    for (const more of [{}, { invite: code }]) {
      expect(await codeOf(engine('closed').accounts.register(account(more)))).to.equal('forbidden');
    }
  });

  it('needs an invite of at least 128 random bits, which it accepts in any spelling', async () => {
    const { register } = engine('invite').accounts;
    const { code, invite: made } = await invite(2);
    expect(code).to.match(/^[0-9a-z]{28}$/);
    expect(JSON.stringify(made)).to.not.contain(code);
    expect(await codeOf(register(account({ invite: code })))).to.equal('accepted');
    const spelled = ` ${code.toUpperCase().replace(/.{4}/g, '$& ').replaceAll('0', 'o')}`;
    expect(await codeOf(register(account({ invite: spelled })))).to.equal('accepted');
    expect(await codeOf(register(account({ invite: code })))).to.equal('invalid_invite');
  });

  it('says whether an invite is missing, and nothing about why one is not valid', async () => {
    const { register } = engine('invite').accounts;
    const { code, invites, invite: made } = await invite();
    await invites.revoke(made.id);
    const answers = [{}, { invite: ' ' }, { invite: code }, { invite: 'guess' }].map((more) => register(account(more)));
    expect(await Promise.all(answers.map(codeOf))).to.deep.equal(Array(4).fill('invalid_invite'));
    const [missing, blank, revoked, unknown] = await Promise.all(answers.map(messageOf));
    expect([blank, unknown]).to.deep.equal([missing, revoked]);
    expect(missing).to.match(/need an invitation/);
    expect(revoked).to.match(/not valid/);
  });

  it('uses nothing of the invite when the registration is refused for another reason', async () => {
    const { register } = engine('invite').accounts;
    const { code, invites } = await invite();
    const taken = await bench().join();
    const refused = [{ username: taken.username }, { username: '!' }, { password: 'short' }];
    const codes = await Promise.all(refused.map((more) => codeOf(register(account({ ...more, invite: code })))));
    expect(codes).to.deep.equal(['username_taken', 'invalid_username', 'weak_password']);
    expect((await invites.list())[0]).to.include({ used: 0 });
  });

  it('tells a stranger without an invite nothing about names, and hashes nothing for them', async () => {
    let hashed = 0;
    const { passwords } = bench().parts;
    const hash = (password: string) => {
      hashed += 1;
      return passwords.hash(password);
    };
    const parts = { ...bench().parts, passwords: { ...passwords, hash }, registration: 'invite' as const };
    const { register } = createEngine(parts).accounts;
    const { username } = await bench().join();
    for (const more of [{}, { username }, { username: '!' }, { password: 'x' }]) {
      expect(await codeOf(register(account({ ...more, invite: 'guess' })))).to.equal('invalid_invite');
    }
    expect(hashed).to.equal(0);
  });
});
