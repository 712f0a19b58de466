/** Drafts: what was begun is there again after a reload, and no more of it than may be. */
import { expect } from 'chai';
import fc from 'fast-check';
import { Drafts, maxDraftLength, maxDrafts } from '../../../src/web/model/drafts.ts';
import { Messenger } from '../../../src/web/model/messenger.ts';
import { FakeServer, userNamed } from './fake-server.ts';
import { fakeStores } from './fake-stores.ts';

describe('drafts', () => {
  it('are there again after a reload: the last of each conversation, none that was sent, whatever is written', () => {
    const change = fc.record({ to: fc.constantFrom('ben', 'cid', 'dan'), text: fc.string({ unit: 'binary' }) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), fc.nat(), (changes, reloadAt) => {
        const { drafts: store } = fakeStores();
        const wanted = new Map<string, string>();
        let drafts = new Drafts(store);
        for (const [index, { to, text }] of changes.entries()) {
          if (index === reloadAt % changes.length) drafts = new Drafts(store);
          drafts.keep(to, text);
          if (text.trim() === '') wanted.delete(to);
          else wanted.set(to, text);
        }
        const found = new Drafts(store).all().map(({ to, text }): [string, string] => [to, text]);
        expect(new Map(found)).to.deep.equal(wanted);
        expect(found).to.have.length(wanted.size);
      }),
    );
  });

  it('are so many and so long at the most: the oldest, and the end of the longest, are not kept', () => {
    const { drafts: store } = fakeStores();
    const drafts = new Drafts(store);
    for (let count = 0; count <= maxDrafts; count += 1)
      drafts.keep(`peer-${count}`, 'x'.repeat(maxDraftLength + count));
    drafts.keep('peer-1', 'touched');
    drafts.keep('another', 'begun');
    expect(store.kept.size).to.equal(maxDrafts);
    expect([...store.kept.keys()])
      .to.include.members(['peer-1', 'another'])
      .and.not.include.members(['peer-0', 'peer-2']);
    expect(Math.max(...store.all().map(({ text }) => text.length))).to.equal(maxDraftLength);
  });

  it('are kept while one writes, and go with what is sent and with the one who logs out', () => {
    const stores = fakeStores();
    const enter = () => {
      const ann = new Messenger(userNamed('ann'), new FakeServer().connect('ann'), stores);
      ann.start();
      return ann;
    };
    const before = enter();
    for (const peer of ['ben', 'cid']) {
      before.openWith(peer);
      before.conversations.withPeer(peer).draft.value = `to ${peer}`;
    }
    before.stop();
    const ann = enter();
    expect(ann.conversations.withPeer('ben').draft.value).to.equal('to ben');
    expect(ann.conversations.active.value, 'a draft alone is no conversation').to.deep.equal([]);
    ann.openWith('ben');
    ann.conversations.withPeer('ben').draft.value = '';
    expect([...stores.drafts.kept.keys()]).to.deep.equal(['cid']);
    ann.stop();
    ann.clear();
    expect(stores.drafts.kept.size).to.equal(0);
  });
});
