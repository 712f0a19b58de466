/** Tests of the account: the signed-in user, and the notice of the log-in page. */
import { expect } from 'chai';
import { Account, type AccountApi } from '../../../src/web/model/account.ts';
import { userNamed } from './fake-server.ts';

const fakeApi = (remove: () => Promise<void>): AccountApi => ({
  signedIn: async () => userNamed('ann'),
  register: async () => userNamed('ann'),
  login: async () => userNamed('ann'),
  passkeyLogin: async () => userNamed('ann'),
  logout: async () => {},
  remove,
});

describe('Account', () => {
  it('shows that it is deleted, also when the page notices the ended session first', async () => {
    for (const endsFirst of [true, false]) {
      const account = new Account(
        fakeApi(async () => {
          if (endsFirst) account.sessionEnded();
        }),
      );
      await account.start();
      await account.remove({ password: 'secret' });
      account.sessionEnded();
      expect(account.user.value).to.equal(null);
      expect(account.notice.value).to.match(/deleted/);
      await account.login({ username: 'ann', password: 'secret' });
      expect(account.notice.value).to.equal('');
    }
  });

  it('keeps a user who logged in while an older answer was on its way', async () => {
    let answer = (_: null) => {};
    const asked = new Promise<null>((resolve) => {
      answer = resolve;
    });
    const account = new Account({ ...fakeApi(async () => {}), signedIn: () => asked });
    const begun = account.start();
    await account.login({ username: 'ann', password: 'secret' });
    answer(null);
    await begun;
    expect(account.user.value?.username).to.equal('ann');
  });

  for (const [answer, shown, notice] of [
    ['ann', 'ann', ''],
    ['ben', 'ben', ''],
    [null, undefined, 'Your session has ended. Please log in again.'],
  ] as const) {
    it(`shows the presumed user ann until the server names ${answer ?? 'nobody'}`, async () => {
      const user = answer === null ? null : userNamed(answer);
      const account = new Account({ ...fakeApi(async () => {}), signedIn: async () => user });
      account.presume(userNamed('ann'));
      expect(account.user.value?.username).to.equal('ann');
      await account.start();
      expect(account.user.value?.username).to.equal(shown);
      expect(account.notice.value).to.equal(notice);
      account.presume(userNamed('ann'));
      expect(account.user.value?.username).to.equal(shown);
    });
  }

  it('stays signed in when the server refuses the deletion', async () => {
    const account = new Account(fakeApi(() => Promise.reject(new Error('wrong password'))));
    await account.start();
    expect(await account.remove({ password: 'wrong' }).catch(({ message }) => message)).to.equal('wrong password');
    expect(account.user.value?.username).to.equal('ann');
  });
});
