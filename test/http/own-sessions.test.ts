/** Tests the session routes: listing without secrets, ending one session, ending all others. */
import { expect } from 'chai';
import type { Session } from '../../src/protocol/shapes.ts';
import { expectStatus, logIn, register, type TestUser } from '../support/client.ts';
import { disconnected } from '../support/device.ts';
import { useNode } from './in-process-node.ts';

describe('the session routes', () => {
  const url = useNode();
  const list = async (person: TestUser) =>
    expectStatus(await person.fetch<{ sessions: Session[] }>('/api/sessions'), 200).sessions;
  const end = (person: TestUser, id = '') => person.fetch(`/api/sessions/${id}`, { method: 'DELETE' });
  const isIn = async (person: TestUser) => (await person.fetch('/api/me')).status === 200;

  it('lists sessions with their details, marks this one, and shows no secret', async () => {
    const phone = await register(url());
    const laptop = await logIn(url(), phone);
    await register(url());
    const sessions = await list(phone);
    expect(sessions.map(({ current }) => current)).to.deep.equal([true, false]);
    for (const session of sessions) {
      expect(session).to.have.all.keys('id', 'current', 'createdAt', 'lastUsedAt', 'ip', 'userAgent');
      expect(session).to.include({ ip: '127.0.0.1', userAgent: 'node' });
      expect(new Date(session.createdAt).toISOString()).to.equal(session.createdAt);
      const cookies = decodeURIComponent(`${phone.cookie} ${laptop.cookie}`);
      expect(cookies).not.to.contain(session.id);
    }
    const [own] = sessions;
    expect((await list(laptop)).find(({ id }) => id === own?.id)?.current).to.equal(false);
  });

  it('ends one session with its sockets', async () => {
    const phone = await register(url());
    const laptop = await logIn(url(), phone);
    const [here, there] = await Promise.all([phone.connect(), laptop.connect()]);
    const closed = disconnected(there);
    const other = (await list(phone)).find(({ current }) => !current);
    const answer = await end(phone, other?.id);
    expect([answer.status, answer.body]).to.deep.equal([204, '']);
    await closed;
    expect([await isIn(phone), await isIn(laptop), here.connected]).to.deep.equal([true, false, true]);
    expect(await list(phone)).to.have.length(1);
    here.close();
  });

  it('ends this session like a logout', async () => {
    const person = await register(url());
    const old = person.at(url());
    const [own] = await list(person);
    const answer = await end(person, own?.id);
    expect(answer.status).to.equal(204);
    expect(answer.headers.getSetCookie()[0]).to.match(/^[^=]*sessionId=;/);
    expect(await isIn(old)).to.equal(false);
  });

  it('answers alike for a foreign and an unknown session, and ends neither', async () => {
    const [anna, bert] = await Promise.all([register(url()), register(url())]);
    const [theirs] = await list(bert);
    const ended = await logIn(url(), anna);
    const past = (await list(anna)).find(({ current }) => !current)?.id ?? '';
    expectStatus(await ended.logOut(), 204);
    const answers = await Promise.all([theirs?.id, past, 'AAAAAAAAAAAAAAAA', 'x', '%20'].map((id) => end(anna, id)));
    for (const { status, body } of answers) {
      expect([status, body]).to.deep.equal([404, answers[0]?.body]);
    }
    expect(await isIn(bert)).to.equal(true);
  });

  it('ends all other sessions of the user with their sockets, and no foreign ones', async () => {
    const phone = await register(url());
    const others = await Promise.all([logIn(url(), phone), logIn(url(), phone)]);
    const stranger = await register(url());
    const sockets = await Promise.all(others.map((other) => other.connect()));
    const closed = Promise.all(sockets.map((socket) => disconnected(socket)));
    expectStatus(await phone.fetch('/api/sessions', { method: 'DELETE' }), 204);
    await closed;
    expect(await Promise.all([...others, phone, stranger].map(isIn))).to.deep.equal([false, false, true, true]);
    expect(await list(phone)).to.have.length(1);
  });

  it('refuses requests without a session', async () => {
    const person = await register(url());
    const [own] = await list(person);
    const nobody = Object.assign(person.at(url()), { cookie: '' });
    const answers = await Promise.all([
      nobody.fetch('/api/sessions'),
      nobody.fetch('/api/sessions', { method: 'DELETE' }),
      end(nobody, own?.id),
    ]);
    expect(answers.map(({ status }) => status)).to.deep.equal([401, 401, 401]);
    expect(await isIn(person)).to.equal(true);
  });
});
