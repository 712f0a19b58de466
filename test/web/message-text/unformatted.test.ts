/** Tests of the text that lists, quotes and notifications show: a message without the marks of its formatting. */
import { expect } from 'chai';
import { unformatted } from '../../../src/web/model/message-text/unformatted.ts';

const table: [body: string, shown: string][] = [
  ['plain text', 'plain text'],
  ['**bold**, *one*, _two_, ~~three~~ and `code`', 'bold, one, two, three and code'],
  ['***both*** and **`code`**', 'both and code'],
  ['2*3*4 and snake_case and **open', '2*3*4 and snake_case and **open'],
  ['see https://example.org/a_b_c?q=_x_', 'see https://example.org/a_b_c?q=_x_'],
  ['`**no mark**`', '**no mark**'],
  ['Look:\n\n```ts\na = **b**\n```\n\nDone', 'Look:\na = **b**\nDone'],
  ['> said **so**\n> twice\n\nanswer', 'said so\ntwice\nanswer'],
  ['- milk\n  - *cold*\n- tea', '• milk\n• cold\n• tea'],
  ['1. a\n3. b\n  more', '1. a\n3. b\nmore'],
  ['a\n\nb', 'a\n\nb'],
  ['', ''],
];

describe('a text without its marks', () => {
  for (const [body, shown] of table) {
    it(`shows ${JSON.stringify(shown)} for ${JSON.stringify(body)}`, () => {
      expect(unformatted(body)).to.equal(shown);
    });
  }
});
