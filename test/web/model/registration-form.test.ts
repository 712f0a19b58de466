/** Tests of the registration form and of what it needs in each mode of registration. */
import { expect } from 'chai';
import type { RegisterBody, RegistrationMode } from '../../../src/protocol/routes.ts';
import { Account } from '../../../src/web/model/account.ts';
import { inviteIn, RegistrationAccess } from '../../../src/web/model/registration-access.ts';
import { RegistrationForm } from '../../../src/web/model/registration-form.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { userNamed } from './fake-server.ts';

const code = '0123456789abcdefghjkmnpqrstv';

describe('RegistrationForm', () => {
  let mode: RegistrationMode;
  let refusal: WireFailure | null;
  let sent: RegisterBody[];
  let access: RegistrationAccess;
  let form: RegistrationForm;

  beforeEach(() => {
    [mode, refusal, sent] = ['open', null, []];
    const register = async (body: RegisterBody) => {
      sent.push(body);
      if (refusal) throw refusal;
      return userNamed(body.username);
    };
    const user = async () => userNamed('ann');
    const account = new Account({
      ...{
        signedIn: async () => null,
        login: user,
        passkeyLogin: user,
        logout: async () => {},
        remove: async () => {},
      },
      register,
    });
    access = new RegistrationAccess({ registration: async () => mode });
    form = new RegistrationForm(account, access);
    form.username.value = ' ann ';
    form.password.value = ' secret ';
  });
  const account = { username: 'ann', password: ' secret ' };

  it('registers with a display name only when the user has entered one', async () => {
    form.displayName.value = '  ';
    await form.submit();
    form.displayName.value = ' Ann ';
    await form.submit();
    expect(sent).to.deep.equal([account, { ...account, displayName: 'Ann' }]);
  });

  it('sends the invite of the link only where registration needs one, and forgets it after the registration', async () => {
    access.takeLink(`#invite=${code}`);
    await access.refresh();
    expect([form.needsInvite, form.isInvited]).to.deep.equal([false, true]);
    await form.submit();
    access.takeLink(`#invite=${code}`);
    mode = 'invite';
    await access.refresh();
    expect([form.needsInvite, form.invite.value]).to.deep.equal([true, code]);
    await form.submit();
    expect(sent).to.deep.equal([account, { ...account, invite: code }]);
    expect(form.invite.value).to.equal('');
  });

  it('asks for the mode again when the server refuses, and keeps what the user has typed', async () => {
    await access.refresh();
    mode = 'invite';
    refusal = new WireFailure('invalid_invite', 'You need an invitation.');
    expect(await form.submit().catch(({ message }) => message)).to.equal('You need an invitation.');
    await access.refresh();
    expect([form.needsInvite, form.isInvited, form.username.value]).to.deep.equal([true, false, ' ann ']);
    refusal = null;
    form.invite.value = ` https://chat.example.org/register#invite=${code}\n`;
    await form.submit();
    expect(sent.at(-1)).to.deep.equal({ ...account, invite: code });
  });
});

describe('inviteIn', () => {
  it('finds the code in a link and in a text around a link, and takes any other text as the code', () => {
    for (const text of [
      code,
      ` ${code} `,
      `/register#invite=${code}`,
      `Join us: https://chat.example.org/register#invite=${code}.`,
      `https://chat.example.org/register?a=b&invite=${code}&c=d`,
    ]) {
      expect(inviteIn(text), text).to.equal(code);
    }
    expect(inviteIn('abcd efgh')).to.equal('abcd efgh');
  });
});

describe('RegistrationAccess', () => {
  it('says that the server cannot be reached until it answers', async () => {
    const answers = [Promise.reject(new WireFailure('disconnected', 'Away.')), Promise.resolve('closed' as const)];
    const access = new RegistrationAccess({ registration: () => answers.shift() ?? Promise.reject(new Error('over')) });
    await access.refresh();
    expect([access.mode.value, access.obstacle.value === '']).to.deep.equal([null, false]);
    await access.refresh();
    expect([access.mode.value, access.obstacle.value]).to.deep.equal(['closed', '']);
  });

  it('ignores a fragment that is no invite', () => {
    const access = new RegistrationAccess({ registration: async () => 'invite' });
    for (const fragment of ['', '#', '#/ann', '#invite=', '#invite']) access.takeLink(fragment);
    expect([access.invite.value, access.isInvited.value]).to.deep.equal(['', false]);
  });
});
