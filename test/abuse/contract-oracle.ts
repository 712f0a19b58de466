/** Decides whether an input may be accepted, by JSON Schema and the contract's rules, independently of the server's validator. */
import { Ajv, type ValidateFunction } from 'ajv';
import type { JsonSchema } from './transport-catalogue.ts';

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: false });
const compiled = new WeakMap<JsonSchema, ValidateFunction>();

/** Returns the first violation of the schema; null when the value is valid. */
export function schemaFault(schema: JsonSchema, value: unknown): string | null {
  let check = compiled.get(schema);
  if (!check) {
    check = ajv.compile(schema);
    compiled.set(schema, check);
  }
  return check(value) ? null : ajv.errorsText(check.errors);
}

/** The contract's rules for values, written independently of the server. */
const isText = (text: string) => !/\p{Surrogate}|\0/u.test(text);
const length = (text: string) => Array.from(text).length;
const hasLetter = (text: string) => /\S/u.test(text);
const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
const isUsername = (text: string) => /^[a-z0-9][a-z0-9_.-]{2,31}$/i.test(text);
const isPassword = (text: string) => length(text.normalize('NFC')) >= 8 && length(text.normalize('NFC')) <= 256;

/** Code point ranges of controls, direction marks, line breaks and invisible characters. */
const hidden = [
  [0x00, 0x1f, 0x7f, 0x9f, 0xad, 0xad, 0x34f, 0x34f, 0x600, 0x605, 0x61c, 0x61c, 0x6dd, 0x6dd, 0x70f, 0x70f],
  [0x890, 0x891, 0x8e2, 0x8e2, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180f, 0x200b, 0x200f, 0x2028, 0x202e],
  [0x2060, 0x206f, 0x2800, 0x2800, 0x3164, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xfeff, 0xffa0, 0xffa0, 0xfff0, 0xfffb],
  [0x110bd, 0x110bd, 0x110cd, 0x110cd, 0x13430, 0x1343f, 0x1bca0, 0x1bca3, 0x1d173, 0x1d17a, 0xe0000, 0xe0fff],
].flat();
const isIn = (blocks: number[], code: number) =>
  blocks.some((from, at) => at % 2 === 0 && code >= from && code <= (blocks[at + 1] ?? 0));

/** Joiners and variation selectors, allowed after a character that combines with them. */
const joining = [0x180b, 0x180d, 0x180f, 0x180f, 0x200c, 0x200d, 0xfe00, 0xfe0f, 0xe0100, 0xe01ef];
const takesJoining = (before: string) =>
  /[^\p{Z}\p{C}]/u.test(before) && !/[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(before);

/** Letters and symbols that are drawn as nothing. */
const blank = [0x13441, 0x13442, 0x1d159, 0x1d159];
const hasGlyph = (text: string) =>
  Array.from(text).some(
    (letter) =>
      /[^\s\p{Z}\p{C}\p{M}]|[\p{Co}\p{Cn}]/u.test(letter) &&
      !isIn([...hidden, ...blank], letter.codePointAt(0) as number),
  );

export function isDisplayName(text: string): boolean {
  return hasLetter(text) && length(text.trim()) <= 64 && !/[@＠﹫]/u.test(text) && isPlain(text);
}

function isPlain(text: string): boolean {
  const letters = Array.from(text.replaceAll(/🏴[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}/gu, '🏴'));
  return (
    hasGlyph(text) &&
    letters.every((letter, at) => {
      const code = letter.codePointAt(0) as number;
      return !isIn(hidden, code) || (isIn(joining, code) && takesJoining(letters[at - 1] ?? ' '));
    })
  );
}

/** One grapheme that is an emoji or a flag, a keycap included. */
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const isEmoji = (text: string) =>
  [...graphemes.segment(text)].length === 1 && /\p{Emoji}/u.test(text) && !/^[\d#*©®]$/u.test(text);

const fieldRules: Record<string, (text: string) => boolean> = {
  username: isUsername,
  to: isUsername,
  with: isUsername,
  next: isPassword,
  displayName: isDisplayName,
  clientId: isUuid,
  emoji: isEmoji,
  month: (text) => /^\d{4}-(0[1-9]|1[0-2])$/.test(text),
  timeZone: (text) => /^[a-z][\w/+:-]+$/i.test(text),
  title: (text) => hasLetter(text) && length(text.trim()) <= 64 && isPlain(text),
  body: (text) => hasGlyph(text) && length(text) <= 4_000,
};

/** A status is one line, and it ends in the future. */
const isLine = (text: string) => length(text.trim()) <= 100 && (!hasLetter(text) || isPlain(text));
const isFuture = (time: string) => new Date(time).getTime() > Date.now();
const isStatus = ({ text = '', until = null }: Record<string, unknown>) =>
  isLine(text as string) && (until === null || isFuture(until as string));

/** Rules of a single route or event. */
const operationRules: Record<string, (input: Record<string, unknown>) => boolean> = {
  'POST /api/register': ({ password }) => isPassword(password as string),
  'PUT /api/me/status': isStatus,
  setStatus: isStatus,
};

export interface Submission {
  /** The route or event. */
  operation: string;
  schema: JsonSchema | undefined;
  value: unknown;
  /** Usernames that may be the peer. */
  users: ReadonlySet<string>;
}

/** Fields that name the peer of a conversation. */
const peerFields = new Set(['to', 'with']);

/** Returns the reason why the input must be refused; null when it may be accepted. */
export function rejectionReason({ operation, schema, value, users }: Submission): string | null {
  if (!schema) return null;
  const fault = schemaFault(schema, value);
  if (fault) return fault;
  const input = value as Record<string, unknown>;
  for (const name of Object.keys(schema.properties ?? {})) {
    const field = input[name];
    if (Object.hasOwn(input, name) && !texts(field).every(isText)) return `${name} is not storable text`;
    if (typeof field !== 'string') continue;
    if (fieldRules[name]?.(field) === false) return `${name} breaks the contract's rule`;
    if (peerFields.has(name) && !users.has(field.toLowerCase())) return `${name} names no user`;
  }
  if ('conversation' in input && [...peerFields].some((name) => name in input)) return 'two conversations are named';
  if (['before', 'after', 'around', 'at'].filter((name) => name in input && schema.properties?.around).length > 1) {
    return 'there is more than one cursor';
  }
  return operationRules[operation]?.(input) === false ? 'it breaks the rule of this operation' : null;
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.flatMap(texts) : [];
}

/** Reads a query as the contract does: digits become a number and `true` a boolean where the schema has one, repeated names become a list. */
export function readQuery(schema: JsonSchema | undefined, query: string): Record<string, unknown> {
  const given = new URLSearchParams(query);
  const names = Object.keys(schema?.properties ?? {}).filter((name) => given.has(name));
  return Object.fromEntries(
    names.map((name) => {
      const [only = '', ...more] = given.getAll(name);
      if (more.length > 0) return [name, [only, ...more]];
      const { type } = schema?.properties?.[name] ?? {};
      if (type === 'boolean' && /^(true|false)$/.test(only)) return [name, only === 'true'];
      const isNumber = type === 'integer' && /^-?[0-9]+$/.test(only);
      return [name, isNumber ? Number(only) : only];
    }),
  );
}
