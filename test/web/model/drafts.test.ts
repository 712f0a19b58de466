/** Tests of the drafts: they survive a reload, within their limits. */
import { expect } from 'chai';
import fc from 'fast-check';
import { Drafts, maxDraftLength, maxDrafts } from '../../../src/web/model/drafts.ts';
import { Messenger } from '../../../src/web/model/messenger.ts';
import { FakeServer, userNamed } from './fake-server.ts';
import { fakeStores } from './fake-stores.ts';

describe('Drafts', () => {
  it('restores the last draft of each conversation after a reload, whatever the text', () => {
    const change = fc.record({ to: fc.constantFrom('ben', 'cid', 'dan'), text: fc.string({ unit: 'binary' }) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), fc.nat(), (changes, reloadAt) => {
        const stores = fakeStores();
        const wanted = new Map<string, string>();
        let drafts = new Drafts(stores);
        for (const [index, { to, text }] of changes.entries()) {
          if (index === reloadAt % changes.length) drafts = new Drafts(stores);
          drafts.keep(to, text);
          if (text.trim() === '') wanted.delete(to);
          else wanted.set(to, text);
        }
        const found = new Drafts(stores).all().map(({ to, text }): [string, string] => [to, text]);
        expect(new Map(found)).to.deep.equal(wanted);
        expect(found).to.have.length(wanted.size);
      }),
    );
  });

  it('removes the oldest draft above the limit, and cuts a draft that is too long', () => {
    const stores = fakeStores();
    const store = stores.drafts;
    const drafts = new Drafts(stores);
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

  it('writes over no newer text of another tab when it hears what the server has', () => {
    const stores = fakeStores();
    const first = new Drafts(stores);
    first.keep('ben', 'half');
    const second = new Drafts(stores);
    second.keep('ben', 'half and more');
    first.know('ben', { text: 'half', version: 1 });
    expect(stores.drafts.all().map(({ text }) => text)).to.deep.equal(['half and more']);
    expect(new Drafts(stores).known.get('ben')).to.include({ text: 'half', version: 1 });
    second.keep('ben', '');
    first.know('ben', { text: 'half and more', version: 2 });
    expect(stores.drafts.all()).to.deep.equal([]);
    expect(new Drafts(stores).known.has('ben')).to.equal(false);
    expect(stores.knownDrafts.all()).to.deep.equal([]);
  });

  it('keeps a draft while the user types, and removes it with the sent message and at log-out', () => {
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
    expect(ann.conversations.active.value, 'a draft alone makes no conversation').to.deep.equal([]);
    ann.openWith('ben');
    ann.conversations.withPeer('ben').draft.value = '';
    expect([...stores.drafts.kept.keys()]).to.deep.equal(['cid']);
    ann.stop();
    ann.clear();
    expect(stores.drafts.kept.size).to.equal(0);
  });
});
