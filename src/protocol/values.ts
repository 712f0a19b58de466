/** Schemas of single values on the wire: names, texts, ids, numbers and times. */
import { type Static, Type } from 'typebox';
import { imitatesUsername, isPlain } from './display-names.ts';
import { isEmoji } from './emoji.ts';
import { limits, seqMax } from './limits.ts';

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** The length of a text in Unicode code points. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Any string that can be stored: well-formed Unicode without NUL. */
export const Text = (description: string) =>
  Type.Refine(Type.String({ description }), isStorable, () => 'must be well-formed Unicode without NUL');

/** A username as typed. The engine checks its rules, so that a fault is answered with `invalid_username`. */
export const UsernameInput = Text(
  `${limits.usernameMinLength} to ${limits.usernameMaxLength} of a-z 0-9 _ . -, starting with a letter or digit; upper case is folded`,
);

/** A password as typed. The engine checks its rules, so that a fault is answered with `weak_password`. */
export const PasswordInput = Text(
  `${limits.passwordMinLength} to ${limits.passwordMaxLength} characters, any Unicode, never trimmed`,
);

const inviteMaxLength = 200;

/** An invite as typed. The server ignores case, spaces and hyphens. */
export const InviteInput = Type.Refine(
  Text('The code of an invitation, needed where `GET /api/registration` says so'),
  (code) => code.length <= inviteMaxLength,
  () => `must have at most ${inviteMaxLength} characters`,
);

export const DisplayNameInput = Type.Refine(
  Text(`1 to ${limits.displayNameMaxLength} characters after trimming, no @, no control or invisible characters`),
  (name) => {
    const length = codePoints(name.trim());
    return length >= 1 && length <= limits.displayNameMaxLength && isPlain(name) && !imitatesUsername(name);
  },
  () => `must have 1 to ${limits.displayNameMaxLength} characters, none of them @, a control or an invisible character`,
);

export const BodyText = Type.Refine(
  Text(`1 to ${limits.bodyMaxLength} Unicode code points, not only white space; stored and returned exactly as sent`),
  (body) => body.length <= 2 * limits.bodyMaxLength && codePoints(body) <= limits.bodyMaxLength && body.trim() !== '',
  () => `must have 1 to ${limits.bodyMaxLength} characters, not only white space`,
);

export const EmojiInput = Type.Refine(
  Text('Exactly one emoji, fully qualified: flags, skin tones, ZWJ sequences and keycaps included'),
  isEmoji,
  () => 'must be exactly one emoji',
);

export const ClientId = Type.String({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
  description: 'A UUID that the client creates once per message and keeps across retries; returned in lower case',
});

export const Seq = Type.Integer({
  minimum: 1,
  maximum: seqMax,
  description: 'Place in the conversation: 1, 2, 3 … without gaps',
});

/** The start of a page: a seq, or 0 to start with the first message. */
export const AfterSeq = Type.Integer({
  minimum: 0,
  maximum: seqMax,
  description: 'The page starts just after this seq',
});

/** Counts the changes of a conversation's messages; 0 before the first. */
export const Rev = Type.Integer({
  minimum: 0,
  maximum: seqMax,
  description: 'The revision of the last edit, deletion, reaction or pin; 0 for none',
});

/** The highest seq that was read or delivered; 0 for none. */
export const ReachedSeq = Type.Integer({ minimum: 0, description: 'The highest seq reached; 0 for none' });

export const Limit = Type.Integer({
  minimum: 1,
  maximum: limits.pageMax,
  description: `How many at most; ${limits.pageDefault} by default`,
});

export const Cursor = Type.Refine(
  Text('The `next` of the page before'),
  (cursor) => cursor.length <= 256,
  () => 'must be the `next` of the page before',
);

export const Time = Type.String({ format: 'date-time', description: 'ISO 8601 in UTC with milliseconds' });
export type Time = Static<typeof Time>;

export const Id = Type.String({ description: 'Opaque' });
