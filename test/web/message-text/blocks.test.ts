/** Tests of code, quotes and lists in a message. */
import { expect } from 'chai';
import { elementText } from './element-text.ts';

const table: [text: string, elements: string][] = [
  ['```\na\n  b\n\nc\n```', '<pre>a\n  b\n\nc</pre>'],
  ['```ts\nconst a = `x`;\n```', '<pre ts>const a = `x`;</pre>'],
  [
    'Look:\n\n```\n**a** https://example.org\n```\n\nDone',
    '<p>Look:</p><pre>**a** https://example.org</pre><p>Done</p>',
  ],
  ['```first line\nlast line```', '<pre>first line\nlast line</pre>'],
  ['```\n- a\n> b\n```', '<pre>- a\n> b</pre>'],
  ['```\na', '<p>```\na</p>'],
  ['```\n\n```', '<p>```\n\n```</p>'],
  ['> a\n> **b**\n\nanswer', '<quote><p>a\n<strong>b</strong></p></quote><p>answer</p>'],
  ['> a\n>\n> b', '<quote><p>a\n\nb</p></quote>'],
  ['> > a\n> b', '<quote><quote><p>a</p></quote><p>b</p></quote>'],
  ['> - a\n> ```\n> c\n> ```', '<quote><ul><li>a</li></ul><pre>c</pre></quote>'],
  ['>:( and >.<', '<p>>:( and >.<</p>'],
  ['>\n>', '<p>>\n></p>'],
  ['5 > 3', '<p>5 > 3</p>'],
  ['- a\n- *b*', '<ul><li>a</li><li><em>b</em></li></ul>'],
  ['* a\n* b', '<ul><li>a</li><li>b</li></ul>'],
  ['\u2022 a\n\u2022 b', '<ul><li>a</li><li>b</li></ul>'],
  ['1. a\n2. b\n4. d', '<ol><li 1>a</li><li 2>b</li><li 4>d</li></ol>'],
  ['Buy:\n- milk\n- tea\nThanks', '<p>Buy:</p><ul><li>milk</li><li>tea</li></ul><p>Thanks</p>'],
  ['- a\n  - b\n    - c\n- d', '<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>'],
  ['1. a\n   - b\n2. c', '<ol><li 1>a<ul><li>b</li></ul></li><li 2>c</li></ol>'],
  ['- a\n  more\n- b', '<ul><li>a\nmore</li><li>b</li></ul>'],
  ['- a\n1. b', '<ul><li>a</li></ul><ol><li 1>b</li></ol>'],
  ['- a\n\n- b', '<ul><li>a</li></ul><ul><li>b</li></ul>'],
  ['-5 degrees\n-a', '<p>-5 degrees\n-a</p>'],
  ['1986. A great year', '<p>1986. A great year</p>'],
  ['007. Bond', '<p>007. Bond</p>'],
  ['1.5 and 1) one', '<p>1.5 and 1) one</p>'],
  ['- - -\n* * *\n---\n- ', '<p>- - -\n* * *\n---\n- </p>'],
  ['', '<p></p>'],
];

describe('message text: blocks', () => {
  for (const [text, elements] of table) {
    it(`shows ${JSON.stringify(text)} as ${JSON.stringify(elements)}`, () =>
      expect(elementText(text)).to.equal(elements));
  }
});
