/** Mentions: `@` and a username in the text of a message. */
import { limits } from './limits.ts';
import { foldUsername, isUsername } from './usernames.ts';

export interface Mention {
  /** The place of the `@`, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** As it is stored; no user may have it. */
  readonly username: string;
}

/**
 * The signs before `@` are those that end the local part of an e-mail address or a part of an address of the web.
 * The lookahead keeps the whole run of signs, so that a longer word gives no shorter name.
 */
const mention = /(?<![\p{L}\p{N}\p{M}_.%+\-@/&=#?])@(?=([A-Za-z0-9][A-Za-z0-9_.-]*))\1(?![\p{L}\p{N}\p{M}@])/gu;

/** Dots and hyphens after a name are punctuation. */
function nameIn(run: string): string {
  let end = run.length;
  while (end > 0 && '.-'.includes(run.charAt(end - 1))) end -= 1;
  return run.slice(0, end);
}

/** Takes linear time, because no run of signs holds another `@`. */
export function mentionsIn(body: string): Mention[] {
  return [...body.matchAll(mention)].flatMap(({ index, 1: run = '' }) => {
    const name = nameIn(run);
    if (name.length > limits.usernameMaxLength || !isUsername(name)) return [];
    return [{ start: index, end: index + 1 + name.length, username: foldUsername(name) }];
  });
}
