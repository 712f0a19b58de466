/** Parses a message into its blocks: text, code, quotes and lists. */
import { type Block, type Found, maxDepth } from './block.ts';
import { codeBlockAt } from './code-block.ts';
import { listAt } from './list-block.ts';
import { quoteAt } from './quote-block.ts';

/** @param depth - the number of quotes around these lines. */
export function textBlocks(lines: readonly string[], depth = 0): Block[] {
  const blocks: Block[] = [];
  let text: string[] = [];
  const endText = (isLast: boolean) => {
    // The space between blocks replaces the empty lines between them.
    const kept = withoutEmptyEdges(text, blocks.length > 0, !isLast);
    if (kept.length > 0) blocks.push({ kind: 'text', lines: kept });
    text = [];
  };
  for (let at = 0; at < lines.length; ) {
    const found = codeBlockAt(lines, at) ?? listAt(lines, at) ?? nestedAt(lines, at, depth);
    if (found) {
      endText(false);
      blocks.push(found.block);
      at = found.next;
    } else {
      text.push(lines[at] as string);
      at += 1;
    }
  }
  endText(true);
  return blocks;
}

function nestedAt(lines: readonly string[], at: number, depth: number): Found<Block> | null {
  const found = depth < maxDepth ? quoteAt(lines, at) : null;
  return found && { block: { kind: 'quote', blocks: textBlocks(found.block, depth + 1) }, next: found.next };
}

function withoutEmptyEdges(lines: string[], atStart: boolean, atEnd: boolean): string[] {
  const isFull = (line: string) => line.trim() !== '';
  const first = atStart ? lines.findIndex(isFull) : 0;
  if (first < 0) return [];
  return lines.slice(first, atEnd ? lines.findLastIndex(isFull) + 1 : lines.length);
}
