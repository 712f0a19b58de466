/** Tests of the unsent texts of an ended session: they return to their author alone, once. */
import { expect } from 'chai';
import { EndedTexts } from '../../../src/web/model/ended-texts.ts';
import { fakeStores } from './fake-stores.ts';
import { unsentOf } from './unsent-of.ts';

describe('EndedTexts', () => {
  const unsent = unsentOf('1', 'never sent');
  const draft = { to: 'ben', text: 'half a line', writtenAt: 2 };
  const keep = (texts: EndedTexts) => {
    const stores = fakeStores();
    stores.commands.put(unsent);
    stores.drafts.put(draft);
    texts.keep('ann', stores);
  };
  const restored = (texts: EndedTexts, username: string) => {
    const stores = fakeStores();
    texts.restore(username, stores);
    return [...stores.commands.all(), ...stores.drafts.all()];
  };

  it('gives the texts back to their author, once', () => {
    const texts = new EndedTexts();
    keep(texts);
    expect(restored(texts, 'ann')).to.deep.equal([unsent, draft]);
    expect(restored(texts, 'ann')).to.deep.equal([]);
  });

  it('gives them to nobody else, and forgets them when somebody else logs in', () => {
    const texts = new EndedTexts();
    keep(texts);
    expect(restored(texts, 'eve')).to.deep.equal([]);
    expect(restored(texts, 'ann')).to.deep.equal([]);
  });
});
