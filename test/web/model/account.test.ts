/** Who is signed in, and what the log-in page says when one no longer is. */
import { expect } from 'chai';
import { Account, type AccountApi } from '../../../src/web/model/account.ts';
import { userNamed } from './fake-server.ts';

const pretendApi = (remove: () => Promise<void>): AccountApi => ({
  me: async () => userNamed('ann'),
  register: async () => userNamed('ann'),
  login: async () => userNamed('ann'),
  passkeyLogin: async () => userNamed('ann'),
  logout: async () => {},
  remove,
});

describe('account', () => {
  it('says that it is deleted, also when the session is noticed to have ended first', async () => {
    for (const noticedFirst of [true, false]) {
      const account = new Account(
        pretendApi(async () => {
          if (noticedFirst) account.sessionEnded();
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

  it('is not forgotten by an answer that was on its way when it was logged in to', async () => {
    let answer = (_: null) => {};
    const asked = new Promise<null>((resolve) => {
      answer = resolve;
    });
    const account = new Account({ ...pretendApi(async () => {}), me: () => asked });
    const begun = account.start();
    await account.login({ username: 'ann', password: 'secret' });
    answer(null);
    await begun;
    expect(account.user.value?.username).to.equal('ann');
  });

  it('stays when the server refuses to delete it', async () => {
    const account = new Account(pretendApi(() => Promise.reject(new Error('wrong password'))));
    await account.start();
    expect(await account.remove({ password: 'wrong' }).catch(({ message }) => message)).to.equal('wrong password');
    expect(account.user.value?.username).to.equal('ann');
  });
});
