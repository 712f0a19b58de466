/** Removes the marks of the formatting from a text, for lists, quotes and notifications. */
import type { Block, ListBlock } from './block.ts';
import type { Inline } from './inline.ts';
import { lineParts } from './line-parts.ts';
import { textBlocks } from './text-blocks.ts';

export function unformatted(body: string): string {
  return textBlocks(body.split('\n')).map(blockText).join('\n');
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'text':
      return lineTexts(block.lines);
    case 'code':
      return block.text;
    case 'quote':
      return block.blocks.map(blockText).join('\n');
    case 'list':
      return listText(block);
  }
}

function listText({ items }: ListBlock): string {
  return items
    .flatMap(({ number, lines, lists }) => [
      `${number === null ? '•' : `${number}.`} ${lineTexts(lines)}`,
      ...lists.map(listText),
    ])
    .join('\n');
}

const lineTexts = (lines: readonly string[]) => lines.map((line) => partTexts(lineParts(line))).join('\n');

const partTexts = (parts: readonly Inline[]): string =>
  parts
    .map((part) => {
      if (typeof part === 'string') return part;
      return 'parts' in part ? partTexts(part.parts) : part.text;
    })
    .join('');
