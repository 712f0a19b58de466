/** Tests of the emoji that the picker offers. */
import { expect } from 'chai';
import { isEmoji } from '../../../src/protocol/emoji.ts';
import { emojiGroups } from '../../../src/web/view/emoji/emoji-list.ts';
import { searchEmoji } from '../../../src/web/view/emoji/emoji-search.ts';
import { quickReactions } from '../../../src/web/view/emoji/quick-reactions.ts';

const choices = () => emojiGroups.value.flatMap((group) => group.choices);
const all = () => choices().flatMap(({ emoji, tones }) => [emoji, ...tones]);

describe('emoji picker: list', () => {
  it('offers only emoji that the server accepts as reactions', () => {
    expect(all().filter((emoji) => !isEmoji(emoji))).to.deep.equal([]);
    expect(quickReactions.filter((emoji) => !isEmoji(emoji))).to.deep.equal([]);
  });

  it('offers each emoji once, with its name, in nine groups', () => {
    expect(choices()).to.have.length.above(1_800);
    expect(new Set(all()).size).to.equal(all().length);
    expect(choices().filter(({ name, english }) => name === '' || english.trim() === '')).to.deep.equal([]);
    expect(emojiGroups.value).to.have.length(9);
    expect(all()).to.include.members([...quickReactions]);
  });

  it('gives an emoji either no skin tones or all five', () => {
    expect([...new Set(choices().map(({ tones }) => tones.length))].sort()).to.deep.equal([0, 5]);
  });

  it('finds emoji by the beginnings of words in their names and their tags', () => {
    const found = (query: string) => searchEmoji(emojiGroups.value, query).map(({ emoji }) => emoji);
    expect(found('thumbs up')[0]).to.equal('👍');
    expect(found('Red HEA')[0]).to.equal('❤️');
    expect(found('germany')).to.deep.equal(['🇩🇪']);
    expect(found('lol')).to.include('😂');
    expect(found('nothing has this name')).to.deep.equal([]);
  });
});
