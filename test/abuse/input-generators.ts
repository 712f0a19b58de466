/** Generates inputs from a schema as JSON text: nearly valid, random and hostile. Text keeps invalid JSON intact. */
import fc from 'fast-check';
import { corpus, unstorable } from './text-corpus.ts';
import type { JsonSchema } from './transport-catalogue.ts';

export const inputKinds = ['near', 'random', 'hostile'] as const;
export type InputKind = (typeof inputKinds)[number];

/** Names and passwords that a valid input may contain. */
export interface Words {
  names: readonly string[];
  passwords: readonly string[];
  /** Ids of rooms of the user who sends. */
  conversations: readonly string[];
}

const numbers = [0, 1, -1, 2, 10, 100, 101, 0.5, 1e21, 2 ** 31 - 1, 2 ** 31, 2 ** 53, Number.MAX_VALUE];
const values: unknown[] = [
  null,
  true,
  false,
  '',
  ' ',
  [],
  {},
  [[]],
  [null],
  { $ne: 1 },
  { $gt: '' },
  { toString: 1 },
  { length: 1 },
];
const longTexts = [
  'x'.repeat(33),
  'x'.repeat(65),
  'x'.repeat(257),
  'x'.repeat(4_001),
  '😀'.repeat(4_001),
  'é'.repeat(20_000),
];

/** JSON that `JSON.stringify` never produces. */
const fragments = [
  '1e400',
  '-1e400',
  '-0',
  '1.0',
  '1E0',
  '12345678901234567890',
  '"\\ud800"',
  '"\\u0000"',
  '"\\u005f\\u005fproto__"',
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"toJSON":1,"valueOf":1}',
  '{"then":1}',
  '{"_placeholder":true,"num":0}',
  `${'['.repeat(200)}${']'.repeat(200)}`,
  `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`,
  `[${'0,'.repeat(300)}0]`,
];

/** Text that is not valid JSON. */
export const brokenJson = [
  '',
  '{',
  '[1,2',
  '{"a":1,}',
  "{'a':1}",
  'undefined',
  'NaN',
  '{"a":1}{}',
  '\ufeff{}',
  '/**/{}',
  '\0',
  '"\ud800"',
];

const oddTexts = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom(...corpus.filter((text) => text.length < 500)) },
  { weight: 4, arbitrary: fc.constantFrom(...unstorable) },
  { weight: 5, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(...longTexts) },
);
const oddValue = fc.oneof(
  { weight: 3, arbitrary: oddTexts.map((text) => JSON.stringify(text)) },
  { weight: 2, arbitrary: fc.constantFrom(...numbers, ...values).map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: fc.constantFrom(...fragments) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 2 }) },
);
const extraField = fc.tuple(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'id', 'seq', 'from', 'x', ''),
  oddValue,
);

/** Generates JSON texts of this kind for the schema. */
export function inputsOf(schema: JsonSchema, kind: InputKind, words: Words): fc.Arbitrary<string> {
  const names = Object.keys(schema.properties ?? {});
  if (kind === 'random')
    return fc.oneof(
      fieldsOf(names, oddValue),
      fc.json({ maxDepth: 3 }),
      objectOf(fc.array(extraField, { maxLength: 6 })),
    );
  if (kind === 'hostile')
    return fc.oneof({ weight: 4, arbitrary: fieldsOf(names, oddValue) }, { weight: 1, arbitrary: oddValue });
  return fc.oneof(...addressings(names).map(([some, required]) => nearlyValid(schema, some, required, words)));
}

/** A request names its conversation in one of two ways. */
function addressings(names: readonly string[]): [names: string[], required: string[]][] {
  const peer = names.find((name) => name === 'with' || name === 'to');
  if (!peer || !names.includes('conversation')) return [[[...names], []]];
  return [peer, 'conversation'].map((one) => {
    const other = one === peer ? 'conversation' : peer;
    return [names.filter((name) => name !== other), [one]];
  });
}

/** Generates objects in which at most one field is wrong, missing, doubled or unknown. */
function nearlyValid(schema: JsonSchema, names: string[], named: string[], words: Words): fc.Arbitrary<string> {
  const valid = (name: string) =>
    validValue(name, schema.properties?.[name] ?? {}, words).map((value) => JSON.stringify(value));
  const required = new Set([...(schema.required ?? []), ...named]);
  const all = fc.tuple(
    ...names.map((name) =>
      fc.tuple(fc.constant(name), valid(name), required.has(name) ? fc.constant(true) : fc.boolean()),
    ),
  );
  const whole = all.map((fields) =>
    fields.filter(([, , isIn]) => isIn).map(([name, text]) => [name, text] as [string, string]),
  );
  if (names.length === 0) return objectOf(fc.array(extraField, { maxLength: 2 }));
  const name = fc.constantFrom(...names);
  return objectOf(
    fc.oneof(
      { weight: 3, arbitrary: whole },
      {
        weight: 3,
        arbitrary: fc
          .tuple(whole, name, oddValue)
          .map(([fields, odd, text]) => [...fields.filter(([it]) => it !== odd), [odd, text] as [string, string]]),
      },
      { weight: 1, arbitrary: fc.tuple(whole, name).map(([fields, gone]) => fields.filter(([it]) => it !== gone)) },
      { weight: 1, arbitrary: fc.tuple(whole, extraField).map(([fields, extra]) => [...fields, extra]) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(whole, name, oddValue)
          .map(([fields, twice, text]) => [...fields, [twice, text] as [string, string]]),
      },
    ),
  );
}

function fieldsOf(names: string[], value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return objectOf(fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), value))));
}

/** Writes the object as text, since a name may occur twice. */
function objectOf(fields: fc.Arbitrary<[string, string][]>): fc.Arbitrary<string> {
  return fields.map((all) => `{${all.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`);
}

const nameLists = new Set(['usernames', 'members', 'add', 'remove', 'promote']);

/** Generates a value that the schema allows and, for known field names, the contract. */
function validValue(name: string, schema: JsonSchema, words: Words): fc.Arbitrary<unknown> {
  const someName = fc.constantFrom(...words.names);
  const known: Record<string, fc.Arbitrary<unknown>> = {
    username: fc.oneof(
      someName,
      fc.integer({ min: 0 }).map((number) => `${words.names[0]}${number}`),
    ),
    to: someName,
    with: someName,
    conversation: fc.constantFrom(...words.conversations),
    title: fc.constantFrom(...corpus.filter((text) => text.length <= 64)),
    password: fc.constantFrom(...words.passwords),
    current: fc.constantFrom(...words.passwords),
    next: fc.constantFrom(...words.passwords),
    clientId: fc.uuid(),
    at: fc.constantFrom('2020-02-29T00:00:00Z', '2999-12-31T23:59:59.999Z'),
    emoji: fc.constantFrom('👍', '❤️', '1️⃣', '🇩🇪', '👩🏽‍🚀', '👍👍', 'x'),
    until: fc.constantFrom('2999-12-31T23:59:59.999Z', '9999-12-31T23:59:59Z'),
    month: fc.constantFrom('2026-11', '1970-01', '9999-12'),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Pacific/Apia'),
    body: fc.constantFrom(...corpus),
    displayName: fc.constantFrom(...corpus.filter((text) => text.length <= 64)),
  };
  if (schema.type === 'string' && known[name]) return known[name];
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => validValue(name, one, words)));
  if (schema.type === 'integer') {
    const { minimum = 0, maximum = 100 } = schema;
    return fc.oneof(
      // Often the only number that a new conversation knows.
      fc.constant(minimum),
      fc.integer({ min: minimum, max: Math.min(maximum, minimum + 20) }),
      fc.constantFrom(minimum, maximum, minimum - 1, maximum + 1),
    );
  }
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'array') {
    const items = nameLists.has(name) ? someName : validValue('', schema.items ?? {}, words);
    return fc.array(items, { maxLength: 5 });
  }
  if (schema.type === 'object') {
    const fields = Object.entries(schema.properties ?? {}).map(([key, value]) => [key, validValue(key, value, words)]);
    const required = (schema.required ?? []) as never[];
    return fc.record(Object.fromEntries(fields), { requiredKeys: required });
  }
  return fc.oneof(fc.constantFrom(...corpus), fc.string({ maxLength: 12 }));
}

/** Draws inputs that depend only on the seed. */
export function draw<T>(arbitrary: fc.Arbitrary<T>, count: number, seed: number): T[] {
  return fc.sample(arbitrary, { numRuns: count, seed });
}
