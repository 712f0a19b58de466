/** The choice of the language, and its local form. */
import { expect } from 'chai';
import { languageFor, localeFor } from '../../../src/web/texts/languages.ts';

describe('languages', () => {
  it('takes the first language that the reader wants and the page has', () => {
    expect(languageFor(['nl', 'zh-Hant-TW', 'de'])).to.equal('zh');
    expect(languageFor(['AR-eg'])).to.equal('ar');
    expect(languageFor(['gsw', 'xx'])).to.equal('en');
    expect(languageFor([])).to.equal('en');
  });

  it('writes times and numbers in the reader’s own form of the language', () => {
    expect(localeFor('en', ['de', 'en-GB', 'en-US'])).to.equal('en-GB');
    expect(localeFor('fr', ['de'])).to.equal('fr');
  });

  it('writes the digits of the texts in Arabic, whatever the country', () => {
    for (const country of ['EG', 'MA', 'AE'])
      expect(new Intl.DateTimeFormat(localeFor('ar', [`ar-${country}`]), { timeStyle: 'short' }).format(0)).to.match(
        /[0-9]/,
      );
  });
});
