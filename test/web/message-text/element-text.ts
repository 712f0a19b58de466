/** Writes the parsed text of a message as short markup, for tables of expectations. */
import type { Block, ListBlock } from '../../../src/web/model/message-text/block.ts';
import type { FindLinks, Inline } from '../../../src/web/model/message-text/inline.ts';
import { lineParts } from '../../../src/web/model/message-text/line-parts.ts';
import { textBlocks } from '../../../src/web/model/message-text/text-blocks.ts';
import { findLinks } from '../../../src/web/view/message-text/link-finder.ts';

export function elementText(body: string, find: FindLinks = findLinks): string {
  const line = (text: string) => lineParts(text, find).map(inlineText).join('');
  const lines = (texts: readonly string[]) => texts.map(line).join('\n');
  const block = (of: Block): string => {
    switch (of.kind) {
      case 'text':
        return `<p>${lines(of.lines)}</p>`;
      case 'code':
        return `<pre${of.language && ` ${of.language}`}>${of.text}</pre>`;
      case 'quote':
        return `<quote>${of.blocks.map(block).join('')}</quote>`;
      case 'list':
        return list(of);
    }
  };
  const list = ({ ordered, items }: ListBlock): string => {
    const content = items.map((item) => {
      const number = item.number === null ? '' : ` ${item.number}`;
      return `<li${number}>${lines(item.lines)}${item.lists.map(list).join('')}</li>`;
    });
    return ordered ? `<ol>${content.join('')}</ol>` : `<ul>${content.join('')}</ul>`;
  };
  return textBlocks(body.split('\n')).map(block).join('');
}

function inlineText(part: Inline): string {
  if (typeof part === 'string') return part;
  if (part.kind === 'code') return `<code>${part.text}</code>`;
  if (part.kind === 'link') return part.href === part.text ? `<a>${part.text}</a>` : `<a ${part.href}>${part.text}</a>`;
  return `<${part.kind}>${part.parts.map(inlineText).join('')}</${part.kind}>`;
}
