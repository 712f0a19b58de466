/** The schemas of requests: every field with values of the wrong type or size, and the rules of texts. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { validator } from '../../src/policy/validation.ts';
import { ConversationQuery, notices, requests, UserQuery } from '../../src/protocol/events.ts';
import { HistoryQuery } from '../../src/protocol/history-query.ts';
import { seqMax } from '../../src/protocol/limits.ts';
import { Refusal, type RefusalBody } from '../../src/protocol/refusals.ts';
import { LoginBody, RegisterBody, RenameBody, SendBody } from '../../src/protocol/routes.ts';

const clientId = randomUUID();
const checks = Object.fromEntries(
  Object.entries({ ...requests, ...notices }).map(([name, { payload }]) => [name, validator(payload)]),
);
const bodies = {
  register: validator(RegisterBody),
  login: validator(LoginBody),
  rename: validator(RenameBody),
  send: validator(SendBody),
};
const all: Record<string, (value: unknown) => unknown> = { ...checks, ...bodies };

function refusalOf(check: ((value: unknown) => unknown) | undefined, value: unknown): RefusalBody | null {
  try {
    check?.(value);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.toBody();
    throw error;
  }
}

const account = { username: 'anna', password: 'long enough' };
const good: Record<string, Record<string, unknown>> = {
  chatHistory: { with: 'anna', before: 1, limit: 1 },
  messageDays: { with: 'anna', month: '2026-11', timeZone: 'Europe/Berlin' },
  chatMessage: { to: 'anna', clientId, body: 'hi', replyTo: 1 },
  editMessage: { with: 'anna', seq: 1, body: 'hi' },
  deleteMessage: { with: 'anna', seq: 1 },
  react: { with: 'anna', seq: 1, emoji: '👍', on: true },
  pin: { with: 'anna', seq: 1, on: false },
  chatChanges: { with: 'anna', after: 0, limit: 1 },
  pinnedMessages: { with: 'anna' },
  messageVersions: { with: 'anna', seq: 1 },
  messageInfo: { with: 'anna', seq: 1 },
  setStatus: { text: 'At lunch', doNotDisturb: false },
  markRead: { with: 'anna', seq: 1 },
  setUnread: { with: 'anna', seq: 1 },
  markDelivered: { with: 'anna', seq: seqMax },
  conversations: { cursor: '1_a', limit: 100 },
  listUsers: { query: '', after: 'a', limit: 10 },
  watch: { usernames: [] },
  typing: { to: 'anna' },
  doneTyping: { to: 'anna' },
  register: { ...account, displayName: 'Anna', invite: 'code' },
  login: account,
  rename: { displayName: 'Anna' },
  send: { clientId, body: 'hi', replyTo: 1 },
};
/** Fields that are optional elsewhere. */
const required = new Set(['rename.displayName', 'chatChanges.after']);
const optional = new Set([
  // `conversation` may stand in their place; the engine refuses a request that names no conversation.
  'with',
  'to',
  'before',
  'after',
  'around',
  'limit',
  'cursor',
  'query',
  'displayName',
  'invite',
  'replyTo',
  'text',
  'doNotDisturb',
]);

const numbers = [0.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -0.1, seqMax + 1];
const neverRight: unknown[] = [null, true, false, {}, { $ne: 1 }, { toString: 1 }, [[]], ['x', 1], [null], ...numbers];
const wrongText = [...neverRight, [], 5, 'x\0y', '\uD83D', '\uDE00 x', 'x\uD83Dx'];
const wrongNumber = [...neverRight, [], '5', '', 'NaN', '1e3', '0x1'];
const wrongList = [...neverRight, 'anna', ['a\0b'], ['\uD800'], Array(201).fill('anna'), { length: 1, 0: 'anna' }];

function wrongFor(value: unknown): readonly unknown[] {
  if (typeof value === 'number') return wrongNumber;
  if (typeof value === 'boolean') return wrongText.filter((wrong) => typeof wrong !== 'boolean');
  return Array.isArray(value) ? wrongList : wrongText;
}

describe('validator', () => {
  for (const [name, payload] of Object.entries(good)) {
    it(`accepts the fields of ${name} and ignores unknown ones`, () => {
      expect(refusalOf(all[name], payload)).to.equal(null);
      expect(refusalOf(all[name], { ...payload, more: { deep: [1, null] }, constructor: 1, toString: 'x' })).to.equal(
        null,
      );
      expect(refusalOf(all[name], JSON.parse(`{"__proto__":{"x":1},${JSON.stringify(payload).slice(1)}`))).to.equal(
        null,
      );
    });

    it(`rejects each wrong field of ${name} and names it`, () => {
      for (const [field, value] of Object.entries(payload)) {
        for (const wrong of wrongFor(value)) {
          const refusal = refusalOf(all[name], { ...payload, [field]: wrong });
          expect(refusal?.code, `${field}: ${String(JSON.stringify(wrong)).slice(0, 40)}`).to.equal('invalid_input');
          const named = Object.keys(refusal?.fields ?? {});
          expect(
            named.every((path) => path === field || path.startsWith(`${field}.`)),
            named.join(),
          ).to.equal(true);
        }
        const { [field]: _, ...without } = payload;
        const refusal = refusalOf(all[name], without);
        if (optional.has(field) && !required.has(`${name}.${field}`)) expect(refusal).to.equal(null);
        else expect(refusal?.fields).to.have.all.keys(field);
      }
    });

    it(`rejects a payload of ${name} that is no object`, () => {
      for (const wrong of [undefined, null, [], [payload], 'text', '', 0, 1, true, () => payload]) {
        expect(refusalOf(all[name], wrong)?.code, String(wrong)).to.equal('invalid_input');
      }
    });
  }
});

describe('a message’s body', () => {
  const refusedBy = (name: string, payload: object) => refusalOf(all[name], payload)?.fields?.body !== undefined;
  /** A message that is sent has the same rule, but that it may be empty beside files. */
  const refused = (body: string) => {
    const isRefused = refusedBy('editMessage', { with: 'anna', seq: 1, body });
    if (body !== '') expect(refusedBy('send', { clientId, body })).to.equal(isRefused);
    return isRefused;
  };

  it('has 1 to 4,000 code points of any length in UTF-16', () => {
    expect([refused('😀'.repeat(4_000)), refused('😀'.repeat(4_001))]).to.deep.equal([false, true]);
    expect([refused('x'.repeat(4_000)), refused('x'.repeat(4_001))]).to.deep.equal([false, true]);
    expect([refused('x'), refused('')]).to.deep.equal([false, true]);
    expect(refused('x'.repeat(4_000_000))).to.equal(true);
  });

  it('contains more than white space of any kind', () => {
    for (const body of [' ', '\n\t\r', '\u00a0', '\u3000\u2003', '\ufeff']) expect(refused(body)).to.equal(true);
    expect(refused('\u3000x\n')).to.equal(false);
  });

  const blanks = [
    '\u0001',
    '\u00ad',
    '\u034f',
    '\u061c',
    '\u115f',
    '\u1160',
    '\u17b4',
    '\u180b',
    '\u200b',
    '\u200d',
    '\u202e',
  ];
  const moreBlanks = [
    '\u2028',
    '\u2060',
    '\u2800',
    '\u3164',
    '\ufe0f',
    '\uffa0',
    '\ufff9',
    '\u{1d159}',
    '\u{e0041}',
    '\u{e0101}',
  ];
  const marks = ['\u0301', '\u093f', '\u20dd', '\u20e3', '\u{13441}'];
  const nothing = fc.array(fc.constantFrom(' ', '\n', '\u3000', ...blanks, ...moreBlanks, ...marks), { maxLength: 60 });

  it('contains more than invisible characters and marks, in any mixture', () => {
    fc.assert(fc.property(nothing, (characters) => refused(characters.join(''))));
    for (const body of [...blanks, ...moreBlanks, ...marks]) expect(refused(body), JSON.stringify(body)).to.equal(true);
  });

  it('may have one visible character anywhere among invisible ones', () => {
    const visible = fc.constantFrom('x', '.', 'ا', '木', '😀', '🇩', '\u{10FFFF}', '\ufffd');
    fc.assert(
      fc.property(nothing, visible, nothing, (before, one, after) => !refused([...before, one, ...after].join(''))),
    );
  });

  it('may be any other text', () => {
    for (const body of [
      '\u0001x',
      '\u202ex',
      '\u200b.',
      '\u{e0061}\u{e0062}!',
      'ำ',
      '🇩',
      '<script>alert(1)</script>',
      '👩‍👩‍👧',
      'e\u0301',
      '\u{10FFFF}',
      '"\\',
    ]) {
      expect(refused(body), JSON.stringify(body)).to.equal(false);
    }
  });
});

describe('a display name', () => {
  const refused = (displayName: string) => refusalOf(all.rename, { displayName }) !== null;

  it('has 1 to 64 code points after trimming', () => {
    expect([refused('😀'.repeat(64)), refused('😀'.repeat(65))]).to.deep.equal([false, true]);
    expect([refused(`   ${'x'.repeat(64)}   `), refused('  '), refused('')]).to.deep.equal([false, true, true]);
  });

  it('has at least one visible character', () => {
    for (const name of ['\u0301', ' \u093f\u20dd', '\u{1d159}']) expect(refused(name), name).to.equal(true);
    expect(refused('\u0301é')).to.equal(false);
  });

  it('has no control characters', () => {
    for (const name of ['a\nb', 'a\u0007b', 'a\u007fb', 'a\u0085b', '\u001b[31m']) expect(refused(name)).to.equal(true);
  });

  it('has no direction, line-break or invisible characters', () => {
    const direction = ['\u202a', '\u202e', '\u202c', '\u2066', '\u2069', '\u200e', '\u200f', '\u061c'];
    const breaks = ['\u2028', '\u2029'];
    const nothing = ['\u200b', '\u2060', '\ufeff', '\u00ad', '\u034f', '\u3164', '\u2800', '\ufff9', '\u{e0041}'];
    for (const hidden of [...direction, ...breaks, ...nothing]) {
      for (const name of [`an${hidden}na`, `a ${hidden}`, `דוד${hidden}`, `😀${hidden}x`]) {
        expect(refused(name), JSON.stringify(name)).to.equal(true);
      }
    }
    for (const bare of ['\u200d', '\u200c', '\ufe0f', 'a \u200c b'])
      expect(refused(bare), JSON.stringify(bare)).to.equal(true);
    for (const alike of ['ad\u200dmin', 'ad\u200cmin', 'admin\ufe0f', 'ад\u200dмин'])
      expect(refused(alike)).to.equal(true);
  });

  it('has invisible characters where a script or an emoji needs them', () => {
    const pictures = [
      '👩‍👩‍👧',
      '❤️‍🔥 Zoë',
      '1️⃣',
      '👩🏽‍🚀',
      '🏳️‍🌈',
      '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
    ];
    const scripts = ['می‌خواهم', 'ක්‍රිස්', 'രാജന്\u200d', '葛\u{e0100}城', 'שלום', 'e\u0301', 'ᠠ\u180b'];
    for (const name of [...pictures, ...scripts]) expect(refused(name), JSON.stringify(name)).to.equal(false);
  });

  it('has no at sign, which would make it look like a username', () => {
    for (const name of ['@bob', 'Anna @bob', 'anna@example.org', 'Anna ＠bob', 'Anna ﹫bob', '@', 'Anna @']) {
      expect(refused(name), name).to.equal(true);
    }
    for (const name of ['Anna (at) Work', 'ⓐnna', 'Anna ä', '#bob']) expect(refused(name), name).to.equal(false);
  });

  it('names the field and its fault in the refusal', () => {
    expect(refusalOf(all.rename, { displayName: 'a\u202eb' })?.fields?.displayName).to.contain('invisible');
  });
});

describe('a clientId', () => {
  it('is a UUID', () => {
    const refused = (id: string) => refusalOf(all.send, { clientId: id, body: 'x' }) !== null;
    for (const id of [clientId, clientId.toUpperCase()]) expect(refused(id)).to.equal(false);
    const compact = clientId.replaceAll('-', '');
    for (const id of [
      '',
      compact,
      `{${clientId}}`,
      `${clientId}\n`,
      ` ${clientId}`,
      clientId.slice(1),
      `g${clientId.slice(1)}`,
    ]) {
      expect(refused(id), id).to.equal(true);
    }
    expect(refused('x'.repeat(10_000))).to.equal(true);
  });
});

describe('a query string', () => {
  const check = (schema: Parameters<typeof validator>[0]) => validator(schema, { text: true });

  it('becomes numbers where the schema asks for integers, and stays text elsewhere', () => {
    expect(check(HistoryQuery)({ after: '0', limit: '100' })).to.deep.equal({ after: 0, limit: 100 });
    expect(check(UserQuery)({ query: '5', after: '7' })).to.deep.equal({ query: '5', after: '7' });
  });

  it('is rejected when a number is malformed or out of range', () => {
    for (const limit of [
      '0',
      '101',
      '1.5',
      'abc',
      '',
      ' 5',
      '5 ',
      '+5',
      '1e1',
      '0x5',
      '-1',
      '9'.repeat(30),
      ['5', '6'],
      'null',
    ]) {
      expect(refusalOf(check(ConversationQuery), { limit })?.fields, String(limit)).to.have.all.keys('limit');
    }
    for (const before of ['0', '-1', '2147483648', '1e9']) {
      expect(refusalOf(check(HistoryQuery), { before })?.fields, before).to.have.all.keys('before');
    }
  });
});
