/** Tests of the settings models: profile, password, authenticator app, passkeys, recovery codes, log-out and deletion. */
import { install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import type { Factors } from '../../../src/protocol/factor-shapes.ts';
import type { PasswordBody, RenameBody } from '../../../src/protocol/routes.ts';
import { Account, type AccountApi } from '../../../src/web/model/account.ts';
import { LogOut } from '../../../src/web/model/log-out.ts';
import { Messenger } from '../../../src/web/model/messenger.ts';
import { NewPasskey } from '../../../src/web/model/new-passkey.ts';
import { TotpEnrolment } from '../../../src/web/model/totp-enrolment.ts';
import { UserSession } from '../../../src/web/model/user-session.ts';
import { type SettingsApi, UserSettings } from '../../../src/web/model/user-settings.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { FakeServer, type FakeWire, userNamed } from './fake-server.ts';
import { fakeStores } from './fake-stores.ts';
import { unsentOf } from './unsent-of.ts';

const at = '2024-05-01T12:00:00.000Z';
const codes = ['code-1', 'code-2'];

/** Keeps the factors in memory, and refuses every password but "right". */
class FakeSettingsApi implements SettingsApi {
  readonly passwords: PasswordBody[] = [];
  sessionFetches = 0;
  totp = false;
  passkeys: Factors['passkeys'] = [];

  async rename({ displayName }: RenameBody) {
    return { ...userNamed('ann'), displayName: displayName.trim() };
  }

  async setPicture(image: Blob) {
    return { ...userNamed('ann'), avatar: `/api/avatars/${image.size}` };
  }

  readonly removePicture = async () => {};

  async changePassword(body: PasswordBody) {
    check(body.current);
    this.passwords.push(body);
  }

  async sessions() {
    this.sessionFetches += 1;
    return [];
  }

  readonly endSession = async () => {};
  readonly endOtherSessions = async () => {};
  readonly ownExport = async () => null;
  readonly beginExport = async () => null;
  readonly removeExport = async () => {};

  async factors(): Promise<Factors> {
    return { totp: this.totp, passkeys: this.passkeys, recoveryCodes: 2 };
  }

  async beginTotp(password: string) {
    check(password);
    return { secret: 'ABCD', uri: 'otpauth://totp/x' };
  }

  async confirmTotp(code: string) {
    if (code !== '123456') throw new WireFailure('forbidden', 'Wrong code.');
    this.totp = true;
    return { recoveryCodes: codes };
  }

  async endTotp(password: string) {
    check(password);
    this.totp = false;
  }

  async addPasskey(name: string, password: string) {
    check(password);
    this.passkeys = [...this.passkeys, { id: name, name, createdAt: at, lastUsedAt: null }];
    return { recoveryCodes: null };
  }

  async removePasskey(id: string, password: string) {
    check(password);
    this.passkeys = this.passkeys.filter((passkey) => passkey.id !== id);
  }

  async newCodes(password: string) {
    check(password);
    return { recoveryCodes: ['code-3'] };
  }
}

function check(password: string): void {
  if (password !== 'right') throw new WireFailure('forbidden', 'Wrong password.');
}

const messageOf = (attempt: Promise<unknown>) => attempt.then(() => null).catch(({ message }) => message);

const accountApi: AccountApi = {
  signedIn: async () => userNamed('ann'),
  register: async () => userNamed('ann'),
  login: async () => userNamed('ann'),
  passkeyLogin: async () => userNamed('ann'),
  logout: async () => {},
  remove: async ({ password }) => check(password),
};

describe('UserSettings', () => {
  let api: FakeSettingsApi;
  let messenger: Messenger;
  let settings: UserSettings;

  beforeEach(async () => {
    api = new FakeSettingsApi();
    messenger = new Messenger(userNamed('ann'), new FakeServer().connect('ann'), fakeStores());
    settings = new UserSettings(messenger, api);
    await settings.factors.refresh();
  });

  it('shows the display name as the server has stored it, in the form and in the messenger', async () => {
    expect(settings.profile.displayName.value).to.equal('ann');
    settings.profile.displayName.value = '  Ann B.  ';
    await settings.profile.save();
    expect([settings.profile.displayName.value, messenger.users.get('ann').displayName]).to.deep.equal([
      'Ann B.',
      'Ann B.',
    ]);
  });

  it('keeps the typed passwords after a refusal, and forgets them after a change', async () => {
    const { password } = settings;
    password.current.value = 'wrong';
    password.next.value = 'new';
    expect(await messageOf(password.change())).to.equal('Wrong password.');
    expect([password.next.value, api.sessionFetches]).to.deep.equal(['new', 0]);
    password.current.value = 'right';
    await password.change();
    expect(api.passwords).to.deep.equal([{ current: 'right', next: 'new' }]);
    expect([password.current.value, password.next.value]).to.deep.equal(['', '']);
    expect(api.sessionFetches, 'the change has ended other sessions').to.equal(1);
  });

  it('turns the authenticator app on after the password and a first code, and shows recovery codes', async () => {
    const enrolment = new TotpEnrolment(settings.factors);
    expect(await messageOf(enrolment.begin('wrong'))).to.equal('Wrong password.');
    expect(enrolment.secret.value).to.equal(null);
    await enrolment.begin('right');
    expect(enrolment.secret.value?.secret).to.equal('ABCD');
    enrolment.code.value = '000000';
    expect(await messageOf(enrolment.confirm())).to.equal('Wrong code.');
    expect(settings.factors.factors.value?.totp).to.equal(false);
    enrolment.code.value = '123456';
    await enrolment.confirm();
    expect([settings.factors.factors.value?.totp, settings.factors.guarded.value]).to.deep.equal([true, true]);
    expect(settings.factors.codes.value).to.deep.equal(codes);
    expect(api.sessionFetches).to.equal(1);
  });

  it('hides the recovery codes when the user has kept them', async () => {
    await settings.factors.renewCodes('right');
    expect(settings.factors.codes.value).to.deep.equal(['code-3']);
    settings.factors.hideCodes();
    expect(settings.factors.codes.value).to.deep.equal([]);
  });

  it('hides the recovery codes when the last factor is removed', async () => {
    await settings.factors.addPasskey('Phone', 'right');
    await settings.factors.confirmTotp('123456');
    await settings.factors.endTotp('right');
    expect(settings.factors.codes.value, 'the passkey is left').to.deep.equal(codes);
    await settings.factors.removePasskey('Phone', 'right');
    expect([settings.factors.codes.value, settings.factors.guarded.value]).to.deep.equal([[], false]);
  });

  it('adds a passkey under the entered name, or under a plain one', async () => {
    const form = new NewPasskey(settings.factors, 'Firefox on Linux');
    expect(form.name.value).to.equal('Firefox on Linux');
    expect(await messageOf(form.add('wrong'))).to.equal('Wrong password.');
    expect(await form.add('right')).to.equal('Firefox on Linux');
    form.name.value = '  ';
    expect(await form.add('right')).to.equal('Passkey');
    expect(settings.factors.factors.value?.passkeys.map(({ name }) => name)).to.deep.equal([
      'Firefox on Linux',
      'Passkey',
    ]);
  });

  describe('whose parts cannot be fetched', () => {
    const text = 'The server could not answer. Please try again in a moment.';
    let stop: () => void;
    let wire: FakeWire;

    beforeEach(async () => {
      wire = new FakeServer().connect('ann');
      wire.state.value = 'lost';
      settings = new UserSettings(new Messenger(userNamed('ann'), wire, fakeStores()), api);
      const { sessions, factors } = api;
      const refuse = () => Promise.reject(new WireFailure('unavailable', 'Not now.'));
      Object.assign(api, { sessions: refuse, factors: refuse });
      stop = settings.load();
      await settings.devices.refresh();
      await settings.factors.refresh();
      Object.assign(api, { sessions, factors });
    });
    afterEach(() => stop());

    it('says why, and names the first of them', () => {
      expect([settings.devices.load.failure.value, settings.factors.load.failure.value]).to.deep.equal([text, text]);
      expect(settings.firstFailed.value).to.equal(settings.devices.load);
    });

    it('fetches them at once when the connection is back', async () => {
      wire.state.value = 'connected';
      await new Promise((resolve) => setTimeout(resolve));
      expect(settings.devices.sessions.value).to.deep.equal([]);
      expect(settings.factors.factors.value?.recoveryCodes).to.equal(2);
      expect([settings.devices.load.failure.value, settings.firstFailed.value]).to.deep.equal(['', undefined]);
    });
  });
});

describe('UserSession', () => {
  let account: Account;
  let wire: FakeWire;
  let stores: ReturnType<typeof fakeStores>;
  let session: UserSession;
  let logoutFailure: WireFailure | null;

  beforeEach(async () => {
    logoutFailure = null;
    const logout = async () => {
      if (logoutFailure) throw logoutFailure;
    };
    account = new Account({ ...accountApi, logout });
    await account.start();
    wire = new FakeServer().connect('ann');
    wire.state.value = 'lost';
    stores = fakeStores();
    session = new UserSession(account, new Messenger(userNamed('ann'), wire, stores), new FakeSettingsApi());
  });

  it('warns about each unsent message before it logs out, and then removes them', async () => {
    const logOut = new LogOut(session);
    session.messenger.commands.send('ben', 'one');
    await logOut.request();
    expect(logOut.notice.value).to.equal(
      'One message is not confirmed as sent. Log out once more to leave; it may have arrived.',
    );
    session.messenger.commands.send('ben', 'two');
    await logOut.request();
    expect(logOut.notice.value).to.match(/^2 messages are not confirmed as sent\./);
    expect([account.user.value?.username, stores.commands.kept.size]).to.deep.equal(['ann', 2]);
    await logOut.request();
    expect([account.user.value, stores.commands.kept.size]).to.deep.equal([null, 0]);
  });

  it('warns about a message that the server has refused, apart from those that wait', async () => {
    stores.commands.put(unsentOf('1', 'one', { refused: 'forbidden' }));
    session = new UserSession(account, new Messenger(userNamed('ann'), wire, stores), new FakeSettingsApi());
    const logOut = new LogOut(session);
    const lost = 'One message was refused and would be lost. Log out once more to leave.';
    await logOut.request();
    expect([logOut.notice.value, account.user.value?.username]).to.deep.equal([lost, 'ann']);
    session.messenger.commands.send('ben', 'two');
    await logOut.request();
    expect(logOut.notice.value).to.match(/^One message is not confirmed as sent\..* One message was refused/);
    await logOut.request();
    expect([account.user.value, stores.commands.kept.size]).to.deep.equal([null, 0]);
  });

  it('waits until the server has the drafts, and logs out at the first half of a double click', async () => {
    wire.state.value = 'connecting';
    const { drafts } = session.messenger;
    drafts.keep('ben', 'half a line');
    const logOut = new LogOut(session);
    const requests = [logOut.request(), logOut.request()];
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(account.user.value?.username).to.equal('ann');
    drafts.know('ben', { text: 'half a line', version: 1 });
    await Promise.all(requests);
    expect([logOut.notice.value, account.user.value]).to.deep.equal(['', null]);
  });

  it('warns about drafts that the server does not have', async () => {
    const { drafts } = session.messenger;
    const logOut = new LogOut(session);
    drafts.keep('ben', 'half a line');
    drafts.keep('cleo', 'saved');
    drafts.know('cleo', { text: 'saved', version: 1 });
    await Promise.all([logOut.request(), logOut.request()]);
    expect(logOut.notice.value).to.equal(
      'One draft is not saved on the server and would be lost. Log out once more to leave.',
    );
    expect(stores.drafts.kept.size).to.equal(2);
    await logOut.request();
    expect([account.user.value, stores.drafts.kept.size]).to.deep.equal([null, 0]);
  });

  it('forgets a warning after a while, since other texts may wait by then', async () => {
    const clock = install({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const logOut = new LogOut(session);
      session.messenger.drafts.keep('ben', 'half a line');
      await logOut.request();
      clock.tick(20_000);
      expect(logOut.notice.value).to.equal('');
      await logOut.request();
      expect([logOut.notice.value, account.user.value?.username]).to.deep.equal([
        'One draft is not saved on the server and would be lost. Log out once more to leave.',
        'ann',
      ]);
    } finally {
      clock.uninstall();
    }
  });

  it('stays signed in and keeps its texts when the log-out fails', async () => {
    logoutFailure = new WireFailure('disconnected', 'No answer.');
    session.messenger.drafts.keep('ben', 'half a line');
    const logOut = new LogOut(session);
    for (let again = 0; again < 3; again += 1) await logOut.request();
    expect(logOut.notice.value).to.equal('The server cannot be reached. Please try again in a moment.');
    expect([account.user.value?.username, stores.drafts.kept.size]).to.deep.equal(['ann', 1]);
  });

  it('deletes the account only for the right password, and removes its texts', async () => {
    session.messenger.drafts.keep('ben', 'half a line');
    expect(await messageOf(session.deleteAccount('wrong'))).to.equal('Wrong password.');
    expect([account.user.value?.username, stores.drafts.kept.size]).to.deep.equal(['ann', 1]);
    await session.deleteAccount('right');
    expect([account.user.value, stores.drafts.kept.size]).to.deep.equal([null, 0]);
    expect(account.notice.value).to.equal('Your account is deleted.');
  });
});
