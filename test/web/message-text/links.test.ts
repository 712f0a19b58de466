/** Tests of which addresses become links. */
import { expect } from 'chai';
import { elementText } from './element-text.ts';

const table: [text: string, elements: string][] = [
  ['see https://example.org/a?b=c#d now', 'see <a>https://example.org/a?b=c#d</a> now'],
  ['HTTP://EXAMPLE.ORG', '<a>HTTP://EXAMPLE.ORG</a>'],
  ['http://localhost:3000/x', '<a>http://localhost:3000/x</a>'],
  ['http://[::1]:80/', '<a>http://[::1]:80/</a>'],
  ['Read https://example.org.', 'Read <a>https://example.org</a>.'],
  ['https://example.org/a, and', '<a>https://example.org/a</a>, and'],
  ['Really https://example.org/a?!', 'Really <a>https://example.org/a</a>?!'],
  ['(https://example.org/a)', '(<a>https://example.org/a</a>)'],
  ['[https://example.org/a]', '[<a>https://example.org/a</a>]'],
  ['<https://example.org/a>', '<<a>https://example.org/a</a>>'],
  ['"https://example.org/a"', '"<a>https://example.org/a</a>"'],
  ['(see https://example.org/a_(b))', '(see <a>https://example.org/a_(b)</a>)'],
  ['https://example.org/a_(b)_c', '<a>https://example.org/a_(b)_c</a>'],
  ['https://example.org/_a_/*b*', '<a>https://example.org/_a_/*b</a>*'],
  ['https://example.org/snake_case_name', '<a>https://example.org/snake_case_name</a>'],
  ['**https://example.org**', '<strong><a>https://example.org</a></strong>'],
  ['*see https://example.org/a_b*', '<em>see <a>https://example.org/a_b</a></em>'],
  ['_https://example.org/a_b_', '<em><a>https://example.org/a_b</a></em>'],
  ['~~https://example.org~~', '<del><a>https://example.org</a></del>'],
  ['(_https://example.org/a_b_)', '(<em><a>https://example.org/a_b</a></em>)'],
  ['`https://example.org`', '<code>https://example.org</code>'],
  ['www.example.berlin/a', '<a https://www.example.berlin/a>www.example.berlin/a</a>'],
  ['www.example.org.', '<a https://www.example.org>www.example.org</a>.'],
  ['www.only', 'www.only'],
  ['example.org/a is ours', '<a https://example.org/a>example.org/a</a> is ours'],
  ['README.md main.rs yes.no 1.5 e.g. v1.2.3', 'README.md main.rs yes.no 1.5 e.g. v1.2.3'],
  ['ann@example.org!', '<a mailto:ann@example.org>ann@example.org</a>!'],
  ['*ann@example.org*', '<em><a mailto:ann@example.org>ann@example.org</a></em>'],
  ['mailto:ann@example.org', '<a>mailto:ann@example.org</a>'],
  ['https://b\u00fccher.example/\u00fc', '<a>https://b\u00fccher.example/\u00fc</a>'],
  ['http://\u4f8b\u5b50.\u4e2d\u56fd', '<a>http://\u4f8b\u5b50.\u4e2d\u56fd</a>'],
  [
    '\u05e8\u05d0\u05d5 https://example.org \u05db\u05d0\u05df',
    '\u05e8\u05d0\u05d5 <a>https://example.org</a> \u05db\u05d0\u05df',
  ],
  [
    'https://\u05d3\u05d5\u05d2\u05de\u05d4.example/\u05d0',
    '<a>https://\u05d3\u05d5\u05d2\u05de\u05d4.example/\u05d0</a>',
  ],
  ['javascript:alert(1) data:text/html,x', 'javascript:alert(1) data:text/html,x'],
  ['JaVaScRiPt://example.org/%0aalert(1)', 'JaVaScRiPt://example.org/%0aalert(1)'],
  [
    'file:///etc/passwd //example vbscript:x ftp://example.test/a',
    'file:///etc/passwd //example vbscript:x ftp://example.test/a',
  ],
  ['[text](https://example.org)', '[text](<a>https://example.org</a>)'],
  ['![x](https://example.org/x.png)', '![x](<a>https://example.org/x.png</a>)'],
];

describe('message text: links', () => {
  for (const [text, elements] of table) {
    it(`shows ${text} as ${elements}`, () => expect(elementText(text)).to.equal(`<p>${elements}</p>`));
  }
});
