/** Hostile texts of the greatest length: their cost grows no faster than their length, and their elements stay shallow. */
import { expect } from 'chai';
import type { Block, ListBlock } from '../../../src/web/model/message-text/block.ts';
import type { Inline } from '../../../src/web/model/message-text/inline.ts';
import { lineParts } from '../../../src/web/model/message-text/line-parts.ts';
import { textBlocks } from '../../../src/web/model/message-text/text-blocks.ts';
import { findLinks } from '../../../src/web/view/message-text/link-finder.ts';

const units = [
  '*', '**', '*a', '*a ', ' *a', '**a', 'a*', '_a', '_a ', ' _a', '*_', '*a_', '*a _b **c ~~d ', '~~', '~~a ', '***a ', '(*', '*a* ',
  '`', '` ', '` a', '`` `', '`a`', '``a`', '```\n', '```\na\n', '```\n\n', '\n```a', 'a```\n', '> ', '>', '>\n', '> \n', '> a\n', '> > ', '> ```\n',
  '- ', '- a\n', '  - a\n', '1. ', '1. a\n', '- - ', '-\n', '\n', ' ', '\t', '  ', '[', '(', '[](', '<', '&amp;', '\\*',
  'http://', 'https://a.org/', 'https://a.org/(', 'https://a.org/*', 'https://a.org/_ ', '_https://a.org/_ ', 'www.', 'www.a.', 'www.a.b ',
  'a@', 'a@b.org,', 'a@b.org ', '@', 'a.org ', 'a.', '.', '/', '//', 'mailto:', 'a-', 'xn--', '\u05d0.org ', '\u{1f600}', '\u202e', '\u0301', '_.', ' _',
]; // biome-ignore format: one row a theme

const staircase = (length: number) =>
  Array.from({ length }, (_, depth) => `${'  '.repeat(depth)}- a`)
    .join('\n')
    .slice(0, 4_000);
const ladder = (step: string) =>
  Array.from({ length: 90 }, (_, times) => step.repeat(times))
    .join(' a ')
    .slice(0, 4_000);
const texts = [
  ...units.map((unit) => unit.repeat(4_000).slice(0, 4_000)),
  ...['`', '*', '> ', '_', '- '].map(ladder),
  staircase(90),
];

const inlineDepth = (part: Inline): number =>
  typeof part === 'string' || !('parts' in part) ? 1 : 1 + Math.max(0, ...part.parts.map(inlineDepth));
const listDepth = ({ items }: ListBlock): number =>
  1 + Math.max(0, ...items.flatMap(({ lists }) => lists).map(listDepth));
const blockDepth = (block: Block): number => {
  if (block.kind === 'quote') return 1 + Math.max(0, ...block.blocks.map(blockDepth));
  return block.kind === 'list' ? listDepth(block) : 1;
};

/** Reads of the text's lines while they are parsed into blocks. */
function countedReads(text: string): number {
  let reads = 0;
  const lines = new Proxy(text.split('\n'), {
    get(target, key, receiver) {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  textBlocks(lines);
  return reads;
}

describe('message text: hostile texts', () => {
  it('reads each line a bounded number of times', () => {
    for (const text of texts) {
      const bound = 20 * text.split('\n').length + 20;
      expect(countedReads(text), JSON.stringify(text.slice(0, 20))).to.be.at.most(bound);
    }
  });

  it('makes at most four levels of each kind of element', () => {
    for (const text of texts) {
      const name = JSON.stringify(text.slice(0, 20));
      for (const block of textBlocks(text.split('\n'))) expect(blockDepth(block), name).to.be.at.most(9);
      for (const line of text.split('\n')) {
        expect(Math.max(...lineParts(line, findLinks).map(inlineDepth), 0), name).to.be.at.most(5);
      }
    }
  });

  it('parses each ten times without a hang', function () {
    this.timeout(120_000);
    for (const text of texts) {
      const lines = text.split('\n');
      for (let round = 0; round < 10; round += 1) {
        textBlocks(lines);
        for (const line of lines) lineParts(line, findLinks);
      }
    }
  });
});
