/** Tests that the author of a refused message is told why. */
import { expect } from 'chai';
import { languages } from '../../../src/web/texts/languages.ts';
import { loadLaterTexts, showLanguage } from '../../../src/web/texts/texts.ts';
import { refusalText } from '../../../src/web/view/conversation/refusal-text.ts';

describe('refusalText', () => {
  before(() => loadLaterTexts());
  afterEach(() => showLanguage('en'));

  it('speaks of the person in a conversation of two, and of the membership in a room', async () => {
    const told = new Set<string>();
    for (const language of languages) {
      await showLanguage(language);
      for (const isRoom of [false, true]) told.add(refusalText('not_found', isRoom));
    }
    expect(told.size).to.equal(2 * languages.length);
  });
});
