/** Finds a block of code between two lines with three backticks. */
import type { CodeBlock, Found } from './block.ts';

const fence = '```';
const opening = /^ {0,3}```([^`]*)$/;
const languageName = /^[\w+#.-]{1,20}$/;

export function codeBlockAt(lines: readonly string[], at: number): Found<CodeBlock> | null {
  const match = opening.exec(lines[at] as string);
  if (!match) return null;
  const end = closingLine(lines, at + 1);
  if (end < 0) return null;
  const language = (match[1] as string).trim();
  const isName = language === '' || languageName.test(language);
  const last = (lines[end] as string).trimEnd().slice(0, -fence.length);
  const code = [...(isName ? [] : [match[1] as string]), ...lines.slice(at + 1, end), ...(last.trim() ? [last] : [])];
  if (code.every((line) => line.trim() === '')) return null;
  return { block: { kind: 'code', text: code.join('\n'), language: isName ? language : '' }, next: end + 1 };
}

/** The last line that ends with a fence, looked up once for all opening lines of a text. */
const lastClosing = new WeakMap<readonly string[], number>();

const closes = (line: string | undefined): boolean => line?.trimEnd().endsWith(fence) === true;

function closingLine(lines: readonly string[], from: number): number {
  const last = lastClosing.get(lines) ?? lines.findLastIndex(closes);
  lastClosing.set(lines, last);
  if (from > last) return -1;
  let at = from;
  while (!closes(lines[at])) at += 1;
  return at;
}
