/** Parses a line of a message into its parts. Anything else than markup stays as it was typed. */
import { codeSpans } from './code-spans.ts';
import type { FindLinks, Inline, MarkKind } from './inline.ts';
import { lineMarks } from './line-marks.ts';

interface Piece {
  start: number;
  end: number;
  part: Inline;
}

/** @param findLinks - without it, a link stays a text. */
export function lineParts(line: string, findLinks?: FindLinks): Inline[] {
  const pieces = codeSpans(line).flatMap(({ start, end, code }): Piece[] =>
    code !== null
      ? [{ start, end, part: { kind: 'code', text: code } }]
      : (findLinks?.(line.slice(start, end)) ?? []).map((link) => ({
          start: start + link.start,
          end: start + link.end,
          part: { kind: 'link', text: line.slice(start + link.start, start + link.end), href: link.href },
        })),
  );
  const tree = new PartTree(line);
  const marks = lineMarks(line, within(pieces));
  let piece = 0;
  for (const mark of marks) {
    for (; (pieces[piece]?.start ?? Infinity) < mark.start; piece += 1) tree.add(pieces[piece] as Piece);
    if (mark.opens) tree.open(mark.start, mark.end, mark.kind);
    else tree.close(mark.start, mark.end);
  }
  for (const rest of pieces.slice(piece)) tree.add(rest);
  return tree.finish();
}

/** Answers whether a position lies in a piece. The positions of the calls must ascend. */
function within(pieces: readonly Piece[]): (at: number) => boolean {
  let next = 0;
  return (at) => {
    while ((pieces[next]?.end ?? Infinity) <= at) next += 1;
    return (pieces[next]?.start ?? Infinity) <= at;
  };
}

class PartTree {
  readonly #line: string;
  readonly #levels: Inline[][] = [[]];
  #at = 0;

  constructor(line: string) {
    this.#line = line;
  }

  get #parts(): Inline[] {
    return this.#levels.at(-1) as Inline[];
  }

  add({ start, end, part }: Piece): void {
    this.#skip(start, end);
    this.#parts.push(part);
  }

  open(start: number, end: number, kind: MarkKind): void {
    this.#skip(start, end);
    const parts: Inline[] = [];
    this.#parts.push({ kind, parts });
    this.#levels.push(parts);
  }

  close(start: number, end: number): void {
    this.#skip(start, end);
    this.#levels.pop();
  }

  finish(): Inline[] {
    this.#skip(this.#line.length, this.#line.length);
    return this.#parts;
  }

  /** Adds the text before this range, and continues after it. */
  #skip(start: number, end: number): void {
    if (start > this.#at) this.#parts.push(this.#line.slice(this.#at, start));
    this.#at = end;
  }
}
