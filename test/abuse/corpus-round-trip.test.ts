/** Every text of the corpus as message, display name, search and username: back as it was sent, byte for byte, or refused. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { useNode } from '../http/in-process-node.ts';
import { codeOf, send } from '../realtime/sockets.ts';
import { goodPassword, type Person, register } from '../support/client.ts';
import { collect, type Device } from '../support/device.ts';
import { until } from '../support/waiting.ts';
import { whyNot } from './contract-oracle.ts';
import { events, findRoutes, nameOf } from './door-catalogue.ts';
import { corpus, ownTexts, unstorable } from './text-corpus.ts';

const routes = await findRoutes();
const bodyOf = (name: string) => routes.find((route) => nameOf(route) === name)?.body;
const payloadOf = (name: string) => events.find((event) => event.name === name)?.payload;
const label = (text: string) => JSON.stringify(text).slice(0, 120);

describe('the corpus of texts', () => {
  const url = useNode();
  let ann: Person;
  let ben: Person;
  let hers: Device;
  let his: Device;
  before(async () => {
    [ann, ben] = await Promise.all([register(url()), register(url())]);
    [hers, his] = await Promise.all([ann.connect(), ben.connect()]);
  });
  after(() => {
    hers.close();
    his.close();
  });

  it('has some hundred texts, and more than a hundred of our own', () => {
    expect(corpus.length).to.be.above(550);
    expect(new Set(ownTexts).size).to.be.above(120);
  });

  it('comes back as sent from a message, in the acknowledgement, the push and the history; or is refused', async () => {
    const pushed = collect(his, 'chatMessage');
    const stored: string[] = [];
    for (const body of [...corpus, ...unstorable]) {
      const payload = { to: ben.username, clientId: randomUUID(), body };
      const schema = payloadOf('chatMessage');
      const isRight = whyNot({ door: 'chatMessage', schema, value: payload, others: new Set([ben.username]) }) === null;
      const answer = await send(hers, 'chatMessage', payload);
      expect(answer.ok ? 'ok' : answer.error.code, label(body)).to.equal(isRight ? 'ok' : 'invalid_input');
      if (!answer.ok) continue;
      expect((answer.data as { message: { body: string } }).message.body, label(body)).to.equal(body);
      stored.push(body);
    }
    await until('all are pushed', () => pushed.length === stored.length);
    expect(pushed.map(({ body }) => body)).to.deep.equal(stored);
    const read: string[] = [];
    for (let after = 0; after < stored.length; after += 100) {
      const page = await his.ask('chatHistory', { with: ann.username, after, limit: 100 });
      read.push(...page.messages.map(({ body }) => body));
    }
    expect(read).to.deep.equal(stored);
    expect(stored.length).to.be.above(500);
  });

  it('comes back as sent from a display name, but for the white space around it; or is refused', async () => {
    let taken = 0;
    for (const displayName of [...corpus, ...unstorable]) {
      const isRight =
        whyNot({ door: '', schema: bodyOf('PATCH /api/me'), value: { displayName }, others: new Set() }) === null;
      const { status, body } = await ann.fetch<{ user?: { displayName: string } }>('/api/me', {
        method: 'PATCH',
        body: { displayName },
      });
      expect(status, label(displayName)).to.equal(isRight ? 200 : 400);
      if (!isRight) continue;
      taken += 1;
      expect(body.user?.displayName, label(displayName)).to.equal(displayName.trim());
      const { users } = await his.ask('watch', { usernames: [ann.username] });
      expect(users[0]?.displayName, label(displayName)).to.equal(displayName.trim());
    }
    expect(taken).to.be.above(200);
  });

  it('finds by a search what begins so and nothing else, and breaks no search', async () => {
    for (const query of [...corpus, ...unstorable]) {
      const code = await codeOf(send(hers, 'listUsers', { query }));
      expect(code, label(query)).to.equal(unstorable.includes(query) ? 'invalid_input' : 'ok');
    }
    for (const pattern of ['%', '_', '\\', '*', `${ann.username.slice(0, 2)}%`, `_${ann.username.slice(1)}`]) {
      const { users } = await hers.ask('listUsers', { query: pattern });
      expect(users, pattern).to.deep.equal([]);
    }
  });

  it('is a username only where the rules of names say so, and never takes one that is there', async () => {
    for (const username of [...corpus, ...unstorable, ...lookAlikes(ann.username)]) {
      const body = { username, password: goodPassword };
      const reason = whyNot({
        door: 'POST /api/register',
        schema: bodyOf('POST /api/register'),
        value: body,
        others: new Set(),
      });
      const answer = await ben.at(url()).fetch('/api/register', { method: 'POST', body });
      expect(answer.status, label(username)).to.be.oneOf(reason === null ? [201, 409] : [400]);
    }
  });
});

/** Names that look like this one, or that a careless comparison takes for it. */
function lookAlikes(name: string): string[] {
  const cyrillic = name.replaceAll('e', 'е').replaceAll('s', 'ѕ');
  const wide = [...name].map((letter) => String.fromCodePoint((letter.codePointAt(0) as number) + 0xfee0)).join('');
  return [
    cyrillic,
    wide,
    `${name} `,
    ` ${name}`,
    `${name}\u00ad`,
    `${name}\u200b`,
    `${name}\u0301`,
    name.replace('s', 'ſ'),
  ];
}
