/** The text of a message in one paragraph, with what stands for its lines. */
import type { ComponentChildren } from 'preact';
import { copyAsTyped } from './copy-as-typed.ts';
import { isLargeEmoji } from './large-emoji.ts';

/** A letter of Hebrew, Arabic or a related script. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

export function PlainText({ body, children = body }: { body: string; children?: ComponentChildren }) {
  return (
    <p class={textClass(body)} dir="auto" onCopy={(event) => copyAsTyped(event, body)}>
      {children}
    </p>
  );
}

/** The time stands in the last line, unless that line may end on the other side than the first one. */
function textClass(body: string): string {
  if (isLargeEmoji(body)) return 'body large-emoji';
  return body.includes('\n') && rightToLeft.test(body) ? 'body apart' : 'body';
}
