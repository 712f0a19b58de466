/** Schemas of single values on the wire: names, texts, ids, numbers and times. */
import { type Static, Type } from 'typebox';
import { displayNameFault } from './display-names.ts';
import { isEmoji } from './emoji.ts';
import { limits, seqMax } from './limits.ts';
import { codePoints } from './text-length.ts';
import { isVisible } from './visible-text.ts';

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

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
  (name) => displayNameFault(name) === null,
  () => `must have 1 to ${limits.displayNameMaxLength} characters, none of them @, a control or an invisible character`,
);

export const bodyRule = `must have 1 to ${limits.bodyMaxLength} characters, at least one of them visible`;

const isBody = (body: string) =>
  body.length <= 2 * limits.bodyMaxLength && codePoints(body) <= limits.bodyMaxLength && isVisible(body);

export const BodyText = Type.Refine(
  Text(
    `1 to ${limits.bodyMaxLength} Unicode code points, at least one of them visible; stored and returned exactly as sent`,
  ),
  isBody,
  () => bodyRule,
);

/** A body, or the empty text of a message that has files. The engine refuses an empty one without files. */
export const SentText = Type.Refine(
  Text(`As the body of an edit; it may be empty beside \`files\``),
  (body) => body === '' || isBody(body),
  () => bodyRule,
);

/** Ids of own finished uploads; an id of another form is one that does not exist. */
export const FileIds = Type.Array(Text('The last segment of the address of an upload'), {
  minItems: 1,
  maxItems: limits.filesPerMessage,
  uniqueItems: true,
  description: 'Own finished uploads, which become files of this message for ever, in this order',
});

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

/** A time in ISO 8601 and UTC that exists, in a year of four digits. */
export function isInstant(text: string): boolean {
  const [, date = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,3})?Z$/.exec(text) ?? [];
  const at = new Date(text);
  // A day that does not exist is read as one of the next month.
  return date !== '' && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
}

export const SentSince = Type.Refine(
  Text('The page starts with the first message sent at this time or later; ISO 8601 in UTC'),
  isInstant,
  () => 'must be a time like 2026-01-31T12:00:00.000Z',
);

export const Time = Type.String({ format: 'date-time', description: 'ISO 8601 in UTC with milliseconds' });
export type Time = Static<typeof Time>;

export const Id = Type.String({ description: 'Opaque' });
