/** Stores that are closed, for a request that ends later than its node waits. */
import { expect } from 'chai';
import { openStores } from '../../src/storage/stores.ts';
import { removeFolder } from '../support/temporary-folder.ts';
import { describeBackends } from './backends.ts';
import { codeOf, makePair, newMessageOf } from './fixtures.ts';

describeBackends('closed stores', ({ makePlace }) => {
  it('answers every call with `unavailable`', async () => {
    const place = await makePlace();
    const stores = await openStores(place);
    const { one, other, conversation } = await makePair(stores);
    const message = await newMessageOf(stores, conversation.id, one.id);
    await stores.close();
    const calls = [
      stores.users.search({ name: null, after: null, limit: 1 }),
      stores.conversations.head(conversation.id),
      stores.conversations.advance(conversation.id, other.id, 'read', 1),
      stores.messages.append(message),
      stores.blocks.lift(conversation.id, one.id),
    ];
    expect(await Promise.all(calls.map(codeOf))).to.deep.equal(calls.map(() => 'unavailable'));
    if (place.dataDir) removeFolder(place.dataDir);
  });
});
