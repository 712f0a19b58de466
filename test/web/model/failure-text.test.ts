/** Tests that a failure is told in the page's language, and never in the words of the server. */
import { expect } from 'chai';
import { type RefusalCode, refusalStatus } from '../../../src/protocol/refusals.ts';
import { failureText } from '../../../src/web/model/failure-text.ts';
import { obstacleText } from '../../../src/web/model/obstacle-text.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { languages } from '../../../src/web/texts/languages.ts';
import { showLanguage } from '../../../src/web/texts/texts.ts';

const words = 'Words of the server.';
const limited = (retryAfterMs?: number) => failureText(new WireFailure('rate_limited', words, retryAfterMs));

describe('failureText', () => {
  afterEach(() => showLanguage('en'));

  it('has words of the page for every code of the contract, in every language', async () => {
    const codes = Object.keys(refusalStatus) as RefusalCode[];
    const told = new Set<string>();
    for (const language of languages) {
      await showLanguage(language);
      const texts = codes.map((code) => failureText(new WireFailure(code, words, undefined, { fields: { a: words } })));
      expect(texts.join()).to.not.contain(words);
      told.add(texts.join());
    }
    expect(told.size).to.equal(languages.length);
  });

  it('tells how long to wait when the server says so', () => {
    expect(limited()).to.equal('Too much at once. Wait a moment.');
    expect(limited(900)).to.equal('Too much at once. Try again in 1 second.');
    expect(limited(29_001)).to.equal('Too much at once. Try again in 30 seconds.');
    expect(limited(91_000)).to.equal('Too much at once. Try again in 2 minutes.');
  });

  it('tells of a code of a newer server, and of a defect of the page, that something went wrong', () => {
    for (const error of [new WireFailure('other' as 'internal', words), new TypeError(words)]) {
      expect(failureText(error)).to.equal('Something went wrong. Please try again in a moment.');
    }
  });
});

describe('obstacleText', () => {
  it('says that the page tries again, or that the network is in the way', () => {
    expect(obstacleText(new WireFailure('disconnected', words))).to.match(/Trying again/);
    expect(obstacleText(new WireFailure('intercepted', words))).to.match(/^This network answered/);
  });
});
