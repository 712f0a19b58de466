/** The own picture, set and removed. */
import { expect } from 'chai';
import { OwnPicture, type PictureApi } from '../../../src/web/model/own-picture.ts';
import { UserCache } from '../../../src/web/model/user-cache.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { userNamed } from './fake-server.ts';

describe('OwnPicture', () => {
  const { signal } = new AbortController();
  let users: UserCache;
  let refused = false;

  const fail = () => {
    if (refused) throw new WireFailure('disconnected', 'The server cannot be reached.');
  };
  const api: PictureApi = {
    async setPicture(image) {
      fail();
      return { ...userNamed('ann'), avatar: `/api/avatars/${image.size}` };
    },
    async removePicture() {
      fail();
    },
  };
  const own = () => new OwnPicture(api, users, 'ann');

  beforeEach(() => {
    refused = false;
    users = new UserCache();
    users.learn([{ ...userNamed('ann'), avatar: '/api/avatars/first' }]);
  });

  it('shows the picture that the server has stored', async () => {
    await own().set(new Blob(['four']), signal);
    expect(users.get('ann').avatar).to.equal('/api/avatars/4');
    expect(own().isSet).to.equal(true);
  });

  it('shows none once it is removed, and keeps the rest of the user', async () => {
    await own().remove();
    expect(users.get('ann')).to.deep.equal(userNamed('ann'));
    expect(own().isSet).to.equal(false);
  });

  it('keeps the picture when the server cannot be reached', async () => {
    refused = true;
    const codeOf = (call: Promise<void>) =>
      call.then(
        () => 'done',
        ({ code }) => code,
      );
    expect(await codeOf(own().set(new Blob(['four']), signal))).to.equal('disconnected');
    expect(await codeOf(own().remove())).to.equal('disconnected');
    expect(users.get('ann').avatar).to.equal('/api/avatars/first');
  });
});
