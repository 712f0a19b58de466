/** Finds a list: lines that start with "-", "*", "•" or a number with a full stop. */
import { type Found, type ListBlock, type ListItem, maxDepth } from './block.ts';

interface MarkedLine {
  indent: number;
  number: number | null;
  text: string;
}

/** Longer numbers are years or amounts, and a leading zero would get lost. */
const marked = /^([ \t]{0,24})(?:[-*•]|(0|[1-9]\d{0,2})\.) {1,4}(\S.*)$/;
const onlyMarks = /^[-*•\s]*$/;

export function listAt(lines: readonly string[], at: number): Found<ListBlock> | null {
  const first = markedLine(lines[at] as string);
  if (!first || first.indent > 3) return null;
  const list = new ListBuilder(first);
  let next = at + 1;
  for (; next < lines.length; next += 1) {
    const line = lines[next] as string;
    const item = markedLine(line);
    if (item ? !list.add(item) : !list.extend(line)) break;
  }
  return { block: list.root, next };
}

function markedLine(line: string): MarkedLine | null {
  const match = onlyMarks.test(line) ? null : marked.exec(line);
  if (!match) return null;
  const [, space = '', number, text = ''] = match;
  return { indent: space.replaceAll('\t', '    ').length, number: number === undefined ? null : Number(number), text };
}

const newList = (ordered: boolean): ListBlock => ({ kind: 'list', ordered, items: [] });

class ListBuilder {
  readonly root: ListBlock;
  /** From the outermost list to the innermost. */
  readonly #levels: { indent: number; list: ListBlock }[];

  constructor(first: MarkedLine) {
    this.root = newList(first.number !== null);
    this.#levels = [{ indent: first.indent, list: this.root }];
    this.add(first);
  }

  get #item(): ListItem | undefined {
    return this.#levels.at(-1)?.list.items.at(-1);
  }

  /** Returns false when the item belongs to another list. */
  add({ indent, number, text }: MarkedLine): boolean {
    while (this.#levels.length > 1 && indent < this.#innermost.indent) this.#levels.pop();
    if (this.#item && indent >= this.#innermost.indent + 2 && this.#levels.length < maxDepth) {
      const list = newList(number !== null);
      this.#item.lists.push(list);
      this.#levels.push({ indent, list });
    } else if (this.#innermost.list.ordered !== (number !== null)) {
      if (this.#levels.length === 1) return false;
      this.#levels.pop();
      return this.add({ indent, number, text });
    }
    this.#innermost.list.items.push({ number, lines: [text], lists: [] });
    return true;
  }

  /** Continues the last item with an indented line. */
  extend(line: string): boolean {
    const item = this.#item;
    if (!item || !/^(?: {2}|\t)[ \t]*\S/.test(line)) return false;
    item.lines.push(line.trimStart());
    return true;
  }

  get #innermost(): { indent: number; list: ListBlock } {
    return this.#levels.at(-1) as { indent: number; list: ListBlock };
  }
}
