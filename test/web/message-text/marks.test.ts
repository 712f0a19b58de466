/** Tests of marked text in a line, and of texts that only look like it. */
import { expect } from 'chai';
import { elementText } from './element-text.ts';

const marked: [text: string, elements: string][] = [
  ['**bold**', '<strong>bold</strong>'],
  ['*italic* and _italic_', '<em>italic</em> and <em>italic</em>'],
  ['~~gone~~', '<del>gone</del>'],
  ['***both***', '<strong><em>both</em></strong>'],
  ['**bold with _italic_ inside**', '<strong>bold with <em>italic</em> inside</strong>'],
  ['(*a*), "**b**": _c_!', '(<em>a</em>), "<strong>b</strong>": <em>c</em>!'],
  ['*Stop!* **two words**.', '<em>Stop!</em> <strong>two words</strong>.'],
  ['*a *b* c*', '*a <em>b</em> c*'],
  ['**a* b', '**a* b'],
  [
    '_**a**_ **_a_** ~~**a**~~',
    '<em><strong>a</strong></em> <strong><em>a</em></strong> <del><strong>a</strong></del>',
  ],
  ['_***a***_', '<em><strong><em>a</em></strong></em>'],
  ['\u8fd9\u662f**\u7c97\u4f53**\u6587\u5b57', '\u8fd9\u662f<strong>\u7c97\u4f53</strong>\u6587\u5b57'],
  ['**\uad75\uac8c**\ub294', '<strong>\uad75\uac8c</strong>\ub294'],
  [
    '**\u05de\u05d5\u05d3\u05d2\u05e9** \u05db\u05d0\u05df',
    '<strong>\u05de\u05d5\u05d3\u05d2\u05e9</strong> \u05db\u05d0\u05df',
  ],
  ['*\u{1f600}*\u{1f600}', '<em>\u{1f600}</em>\u{1f600}'],
  ['_snake_case_', '<em>snake_case</em>'],
  ['`code`', '<code>code</code>'],
  ['`**not bold**`', '<code>**not bold**</code>'],
  ['**`code`**', '<strong><code>code</code></strong>'],
  ['``a ` b``', '<code>a ` b</code>'],
  ['`` `a` ``', '<code>`a`</code>'],
  ['```x = 1```', '<code>x = 1</code>'],
  ['`  two  spaces `', '<code>  two  spaces </code>'],
  ['`a` `b', '<code>a</code> `b'],
  ['`https://example.org/` *a*', '<code>https://example.org/</code> <em>a</em>'],
];

const asTyped = [
  'snake_case_name and other_name_',
  '__init__.py and __main__',
  '2*3*4 = 24, 2 * 3 * 4, 2**3**4, 5*3',
  'a* b *c',
  'a * b * c ** ****',
  '*_* hi *_*',
  'src/**/*.ts and test/**/*.ts',
  '/*comment*/ f(*args, **kwargs)',
  '\u00af\\_(\u30c4)_/\u00af',
  '\\*escaped\\*',
  ':-) :-* *_* -_- hi -_- ^_^ >_<',
  'it`s and don`t',
  '~5 ~ 6~ a~~b',
  '<b>bold</b> <script>alert(1)</script> &amp; &lt;',
  '# heading',
  '| a | b |',
  '[a](b) ![c](d)',
  '`` ` ```',
  '*one\ntwo*',
  '  two  spaces\n\n\nand lines  ',
  '\t tab',
];

describe('message text: marks', () => {
  for (const [text, elements] of marked) {
    it(`shows ${text} as ${elements}`, () => expect(elementText(text)).to.equal(`<p>${elements}</p>`));
  }
  for (const text of asTyped) {
    it(`shows ${JSON.stringify(text)} as it was typed`, () => expect(elementText(text)).to.equal(`<p>${text}</p>`));
  }
});
