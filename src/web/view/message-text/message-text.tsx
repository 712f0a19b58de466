/** The text of a message with its links and marks. It makes elements only, never HTML from text. */
import { useEffect, useMemo } from 'preact/hooks';
import type { Block, ListBlock } from './block.ts';
import { copyAsTyped } from './copy-as-typed.ts';
import type { FindLinks } from './inline.ts';
import { InlineParts } from './inline-parts.tsx';
import { isLargeEmoji } from './large-emoji.ts';
import { linkFinder, loadLinks } from './lazy-links.ts';
import { lineParts } from './line-parts.ts';
import { textBlocks } from './text-blocks.ts';

export function MessageText({ body }: { body: string }) {
  const find = linkFinder.value;
  useEffect(() => void loadLinks(), []);
  return useMemo(() => bodyElement(body, find), [body, find]);
}

function bodyElement(body: string, find: FindLinks) {
  const blocks = textBlocks(body.split('\n'));
  const [first] = blocks;
  const onCopy = (event: ClipboardEvent) => copyAsTyped(event, body);
  if (blocks.length === 1 && first?.kind === 'text') {
    return (
      <p class={isLargeEmoji(body) ? 'body large-emoji' : 'body'} dir="auto" onCopy={onCopy}>
        <Lines lines={first.lines} find={find} />
      </p>
    );
  }
  return (
    <div class="body blocks" dir="auto" onCopy={onCopy}>
      <Blocks blocks={blocks} find={find} />
    </div>
  );
}

function Lines({ lines, find }: { lines: readonly string[]; find: FindLinks }) {
  return <InlineParts parts={lines.flatMap((line, at) => [at > 0 ? '\n' : '', ...lineParts(line, find)])} />;
}

function Blocks({ blocks, find }: { blocks: readonly Block[]; find: FindLinks }) {
  return <>{blocks.map((block) => blockElement(block, find))}</>;
}

function blockElement(block: Block, find: FindLinks) {
  switch (block.kind) {
    case 'text':
      return (
        <p dir="auto">
          <Lines lines={block.lines} find={find} />
        </p>
      );
    case 'code':
      return (
        <pre dir="ltr" data-language={block.language || undefined}>
          <code>{block.text}</code>
        </pre>
      );
    case 'quote':
      return (
        <blockquote dir="auto">
          <Blocks blocks={block.blocks} find={find} />
        </blockquote>
      );
    case 'list':
      return <List list={block} find={find} />;
  }
}

function List({ list: { ordered, items }, find }: { list: ListBlock; find: FindLinks }) {
  const content = items.map(({ number, lines, lists }) => (
    <li value={number ?? undefined}>
      <span dir="auto">
        <Lines lines={lines} find={find} />
      </span>
      {lists.map((nested) => (
        <List list={nested} find={find} />
      ))}
    </li>
  ));
  return ordered ? <ol dir="auto">{content}</ol> : <ul dir="auto">{content}</ul>;
}
