/** The rules of usernames and display names, and their folded forms. */
import { expect } from 'chai';
import fc from 'fast-check';
import { foldName, newUsername, toDisplayName } from '../../../src/engine/identity/names.ts';
import { limits } from '../../../src/protocol/limits.ts';
import { Refusal } from '../../../src/protocol/refusals.ts';
import { codePoints } from '../../../src/protocol/text-length.ts';
import { foldUsername } from '../../../src/protocol/usernames.ts';

const anyText = fc.string({ unit: 'grapheme' });

describe('newUsername and foldUsername', () => {
  const good = ['abc', 'a--', '0_0', '9.9', 'a'.repeat(32), 'x.y-z_0', '007'];
  const bad = [
    '',
    'ab',
    'a'.repeat(33),
    '_abc',
    '.abc',
    '-abc',
    'a b',
    'abc ',
    ' abc',
    'abc\n',
    'abc\0',
    'café',
    'ｆｕｌｌ',
    'İstanbul',
    '\u212Aelvin',
    'ſtrict',
    'аnna', // The first letter is Cyrillic.
    'anna😀',
    'anna@example',
    'anna/../etc',
    '%61nna',
    '__proto__',
  ];

  for (const name of good) {
    it(`accepts ${JSON.stringify(name)}`, () => {
      expect(newUsername(name)).to.equal(name);
    });
  }
  for (const name of bad) {
    it(`rejects ${JSON.stringify(name)}`, () => {
      expect(() => newUsername(name))
        .to.throw(Refusal)
        .with.property('code', 'invalid_username');
      expect(() => newUsername(name)).to.throw('A username has 3 to 32 of the characters a-z, 0-9');
    });
  }

  it('folds upper case to lower case', () => {
    expect(newUsername('Anna.BERT-1_Z')).to.equal('anna.bert-1_z');
  });

  it('folds only A to Z, and a second time changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string()), (text) => {
        const folded = foldUsername(text);
        expect(foldUsername(folded)).to.equal(folded);
        expect(folded).to.have.length(text.length);
        for (let index = 0; index < text.length; index += 1) {
          const [before, after] = [text.charAt(index), folded.charAt(index)];
          expect(after).to.equal(/[A-Z]/.test(before) ? before.toLowerCase() : before);
        }
      }),
    );
  });

  it('accepts exactly the usernames of the contract', () => {
    const near = fc.string({ unit: fc.constantFrom(...'aZ09_.- éß\n'), maxLength: 36 });
    fc.assert(
      fc.property(fc.oneof(near, anyText), (text) => {
        const isRight = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{2,31}$/.test(text) && !text.includes('\n');
        const taken = (() => {
          try {
            return newUsername(text);
          } catch {
            return null;
          }
        })();
        expect(taken).to.equal(isRight ? text.toLowerCase() : null);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('toDisplayName and foldName', () => {
  it('trims a display name, makes one space of a run of white space, and changes nothing else', () => {
    for (const [input, stored] of [
      ['  Zoë Straße 😀\u3000', 'Zoë Straße 😀'],
      ['田中\u3000太郎', '田中\u3000太郎'],
      ['Anna   K', 'Anna K'],
      [`Anna${' \u00a0\u2003\u3000'.repeat(12)}x`, 'Anna x'],
    ] as const) {
      expect(toDisplayName(input).displayName).to.equal(stored);
    }
  });

  it('ignores case and compatibility forms in the folded form', () => {
    for (const [one, same] of [
      ['ANNA', 'anna'],
      ['Ｗｉｄｅ', 'wide'],
      ['ﬁsh', 'fish'],
      ['Zoe\u0308', 'zoë'],
      ['①', '1'],
    ] as const) {
      expect(foldName(one), one).to.equal(foldName(same));
    }
  });

  it('keeps names apart that differ in an accent or a letter', () => {
    expect(foldName('zoe')).not.to.equal(foldName('zoë'));
    expect(foldName('straße')).not.to.equal(foldName('strasse'));
  });

  it('cuts a folded form that is longer than any display name', () => {
    expect(foldName('x'.repeat(limits.displayNameMaxLength + 1))).to.equal('x'.repeat(limits.displayNameMaxLength));
  });

  it('keeps a folded form within its column and well-formed, even if folding makes it longer', () => {
    const growing = fc.constantFrom('ﷺ', 'ﬃ', 'İ', '㍿', '😀', 'ß', 'Å', 'a');
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: growing, maxLength: 64 })), (text) => {
        const folded = foldName(text);
        expect(codePoints(folded)).to.be.at.most(limits.displayNameMaxLength);
        expect(folded.isWellFormed()).to.equal(true);
        expect(foldName(text.normalize('NFD'))).to.equal(folded);
      }),
    );
  });
});
