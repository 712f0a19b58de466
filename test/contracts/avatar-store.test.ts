/** The contract of the store of pictures of users, on both databases. */
import { expect } from 'chai';
import { withDatabase } from '../../src/storage/database/open-database.ts';
import { newId } from '../../src/storage/database/row-ids.ts';
import { describeStores } from './backends.ts';
import { makePair, makeUser } from './fixtures.ts';

describeStores('the store of pictures of users', (stores, place) => {
  const removedKeys = () =>
    withDatabase(place().databaseUrl, place().dataDir, async ({ client }) =>
      (await client.removedFile.findMany()).map(({ key }) => key),
    );
  const pictureOf = async (id: string) => (await stores().users.findByIds([id]))[0]?.avatarId;

  it('gives a user a picture, and notes the bytes of the former one as removed', async () => {
    const { id } = await makeUser(stores());
    expect(await pictureOf(id)).to.equal(null);
    const [first, second] = [newId(), newId()];
    expect(await stores().avatars.replace(id, first)).to.equal(true);
    expect(await pictureOf(id)).to.equal(first);
    expect(await removedKeys()).to.not.include(`avatars/${first}`);
    await stores().avatars.replace(id, second);
    expect(await pictureOf(id)).to.equal(second);
    expect(await removedKeys())
      .to.include(`avatars/${first}`)
      .and.not.include(`avatars/${second}`);
    await stores().avatars.replace(id, null);
    expect(await pictureOf(id)).to.equal(null);
    expect(await removedKeys()).to.include(`avatars/${second}`);
  });

  it('leaves out no former picture when several are set at once', async () => {
    const { id } = await makeUser(stores());
    const pictures = Array.from({ length: 8 }, newId);
    await Promise.all(pictures.map((picture) => stores().avatars.replace(id, picture)));
    const removed = await removedKeys();
    const kept = pictures.filter((picture) => !removed.includes(`avatars/${picture}`));
    expect(kept).to.deep.equal([await pictureOf(id)]);
  });

  it('removes the picture with the account, and gives a deleted account none', async () => {
    const { id, username } = await makeUser(stores());
    const picture = newId();
    await stores().avatars.replace(id, picture);
    const account = await stores().credentials.find(username);
    if (!account) throw new Error('The account is missing.');
    await stores().credentials.erase(account, { displayName: 'Deleted user', nameKey: '' });
    expect(await removedKeys()).to.include(`avatars/${picture}`);
    expect(await stores().avatars.replace(id, newId())).to.equal(false);
  });

  it('freezes the picture with a block, until it is lifted', async () => {
    const { one, other, conversation } = await makePair(stores());
    const picture = newId();
    await stores().avatars.replace(other.id, picture);
    await stores().blocks.block(conversation.id, one.id, new Map([one, other].map(({ id }) => [id, null])));
    await stores().avatars.replace(other.id, newId());
    const [peer] = await stores().blocks.blockedPeers(one.id);
    expect(peer?.avatarId).to.equal(picture);
    await stores().blocks.lift(conversation.id, one.id);
    expect(await stores().blocks.blockedPeers(one.id)).to.deep.equal([]);
  });
});
