/** The rules of names: which usernames may be, how they are folded, and how any name is folded for search. */
import { expect } from 'chai';
import fc from 'fast-check';
import { foldName, foldUsername, newUsername, toDisplayName } from '../../../src/engine/identity/names.ts';
import { limits } from '../../../src/protocol/limits.ts';
import { Refusal } from '../../../src/protocol/refusals.ts';
import { codePoints } from '../../../src/protocol/values.ts';

const anyText = fc.string({ unit: 'grapheme' });

describe('usernames', () => {
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
    it(`takes ${JSON.stringify(name)}`, () => {
      expect(newUsername(name)).to.equal(name);
    });
  }
  for (const name of bad) {
    it(`refuses ${JSON.stringify(name)}`, () => {
      expect(() => newUsername(name))
        .to.throw(Refusal)
        .with.property('code', 'invalid_username');
      expect(() => newUsername(name)).to.throw('A username has 3 to 32 of the characters a-z, 0-9');
    });
  }

  it('folds upper case to lower', () => {
    expect(newUsername('Anna.BERT-1_Z')).to.equal('anna.bert-1_z');
  });

  it('are folded once for all: a second folding changes nothing, and nothing but A to Z is touched', () => {
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

  it('are those of the contract and no others, whatever somebody types', () => {
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

describe('display names', () => {
  it('are trimmed and otherwise kept as they are', () => {
    expect(toDisplayName('  Zoë  Straße 😀\u3000').displayName).to.equal('Zoë  Straße 😀');
  });

  it('are compared without case and compatibility forms', () => {
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

  it('are kept apart where only an accent or another letter differs', () => {
    expect(foldName('zoe')).not.to.equal(foldName('zoë'));
    expect(foldName('straße')).not.to.equal(foldName('strasse'));
  });

  it('are cut when they are folded and longer than any display name', () => {
    expect(foldName('x'.repeat(limits.displayNameMaxLength + 1))).to.equal('x'.repeat(limits.displayNameMaxLength));
  });

  it('fit their column when they are folded, however they grow by it, and stay well-formed', () => {
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
