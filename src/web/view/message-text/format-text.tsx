/** Makes the elements of a message with its links and marks; never HTML from text. */
import type { Block, ListBlock } from '../../model/message-text/block.ts';
import type { FindLinks } from '../../model/message-text/inline.ts';
import { lineParts } from '../../model/message-text/line-parts.ts';
import { textBlocks } from '../../model/message-text/text-blocks.ts';
import { copyAsTyped } from './copy-as-typed.ts';
import { InlineParts } from './inline-parts.tsx';
import { MentionContext } from './mention-context.ts';
import { PlainText } from './plain-text.tsx';

/** @param me - the own username, where mentions are shown. */
export function formatText(body: string, find: FindLinks | undefined, me: string | false = false) {
  const text = formatBody(body, find);
  return me === false ? text : <MentionContext.Provider value={me}>{text}</MentionContext.Provider>;
}

function formatBody(body: string, find?: FindLinks) {
  const blocks = textBlocks(body.split('\n'));
  const [first] = blocks;
  if (blocks.length === 1 && first?.kind === 'text') {
    return (
      <PlainText body={body}>
        <Lines lines={first.lines} find={find} />
      </PlainText>
    );
  }
  return (
    <div class="body blocks" dir="auto" onCopy={(event) => copyAsTyped(event, body)}>
      <Blocks blocks={blocks} find={find} />
    </div>
  );
}

function Lines({ lines, find }: { lines: readonly string[]; find: FindLinks | undefined }) {
  return <InlineParts parts={lines.flatMap((line, at) => [at > 0 ? '\n' : '', ...lineParts(line, find)])} />;
}

function Blocks({ blocks, find }: { blocks: readonly Block[]; find: FindLinks | undefined }) {
  return <>{blocks.map((block) => blockElement(block, find))}</>;
}

function blockElement(block: Block, find?: FindLinks) {
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

function List({ list: { ordered, items }, find }: { list: ListBlock; find: FindLinks | undefined }) {
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
