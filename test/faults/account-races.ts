/** Races around accounts and sessions: a session that ends while it is used, a name that two want. */
import { randomUUID } from 'node:crypto';
import { expectStatus, goodPassword, logIn, type Person } from '../support/client.ts';
import { connectDevice } from '../support/device.ts';
import { endSession } from './ended-session.ts';
import { spread, spreadText } from './run-figures.ts';
import type { Scenario, Stage } from './scenario.ts';

const logoutInFlight: Scenario = {
  name: 'RC1',
  title: 'a logout while twenty requests are under way',
  isQuiet: true,
  async run(stage) {
    const { amount, bed, cast, check, nemesis, history } = stage;
    const rounds = amount(20, 1_000);
    const peer = await cast.person('peer');
    let alive = 0;
    for (let left = rounds; left > 0; left -= 1) {
      const me = await cast.person('me');
      const cookie = me.cookie;
      const path = `/api/conversations/${peer.username}/messages`;
      const requests = Array.from({ length: 20 }, (_, index) =>
        asWas(me, bed.nodes[index % 3]!.process.url, cookie).fetch(index % 2 ? '/api/me' : path),
      );
      await Promise.all([endSession(history, me, bed.nodes[left % 3]!), ...requests]);
      const after = await Promise.all(bed.nodes.map(({ process }) => asWas(me, process.url, cookie).fetch('/api/me')));
      if (after.some(({ status }) => status !== 401)) alive += 1;
    }
    nemesis.note('logout in flight');
    check(`none of ${rounds} sessions comes back`, alive === 0, `${alive} came back`);
  },
};

/** The person with the cookie from before the logout. */
const asWas = (me: Person, url: string, cookie: string) => Object.assign(me.at(url), { cookie });

const oneName: Scenario = {
  name: 'RC5',
  title: 'one username registered in parallel on all nodes',
  isQuiet: true,
  async run({ amount, bed, cast, check, nemesis }) {
    const rounds = amount(20, 1_000);
    let odd = 0;
    for (let left = rounds; left > 0; left -= 1) {
      const username = `t${cast.tag}.n${left}`;
      const statuses = await Promise.all(
        [...bed.nodes, ...bed.nodes].map(({ process }, index) =>
          registers(process.url, index % 2 ? username.toUpperCase() : username),
        ),
      );
      const right = statuses.filter((status) => status === 201).length === 1;
      if (!right || !statuses.every((status) => status === 201 || status === 409)) odd += 1;
    }
    nemesis.note('one name in parallel');
    check(`exactly one of six gets the name, ${rounds} times`, odd === 0, `${odd} times not`);
  },
};

async function registers(url: string, username: string): Promise<number> {
  const answer = await fetch(`${url}/api/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: goodPassword }),
    signal: AbortSignal.timeout(10_000),
  });
  await answer.body?.cancel();
  return answer.status;
}

const revokedAtTheDoor: Scenario = {
  name: 'RC6',
  title: 'a session ends between the handshake and the connection',
  isQuiet: true,
  async run(stage) {
    const { amount, cast, random, sleep, check, measure, nemesis } = stage;
    const rounds = amount(20, 1_000);
    const closed: number[] = [];
    let accepted = 0;
    let open = 0;
    const peer = await cast.person('peer');
    for (let left = rounds; left > 0; left -= 1) {
      const outcome = await race(stage, await cast.person('me'), peer.username, random.between(0, 12));
      accepted += outcome.accepted;
      if (outcome.closedAfterMs === null) open += 1;
      else closed.push(outcome.closedAfterMs);
      await sleep(0);
    }
    nemesis.note('revoked at the door');
    check('every socket closes within 5 s', open === 0, `${open} stayed open`);
    check('no write after the end is accepted', accepted === 0, `${accepted} accepted`);
    measure('sockets closed after the end', spreadText(spread(closed)), 'p99 ≤ 1 s');
  },
};

async function race({ bed, history }: Stage, me: Person, to: string, waitMs: number) {
  const connecting = connectDevice(bed.nodes[1]!.process.url, me.cookie).catch(() => null);
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  await endSession(history, me, bed.nodes[0]!);
  const endedAt = performance.now();
  const device = await connecting;
  if (!device?.connected) return { closedAfterMs: 0, accepted: 0 };
  const answer = await Promise.race([
    device.request('chatMessage', { to, clientId: randomUUID(), body: 'After the end' }).catch(() => ({ ok: false })),
    new Promise<{ ok: false }>((resolve) => device.once('disconnect', () => resolve({ ok: false }))),
  ]);
  while (device.connected && performance.now() - endedAt < 5_000)
    await new Promise((resolve) => setTimeout(resolve, 5));
  const closedAfterMs = device.connected ? null : performance.now() - endedAt;
  device.close();
  return { closedAfterMs, accepted: answer.ok ? 1 : 0 };
}

const changedPassword: Scenario = {
  name: 'RC8',
  title: 'the password changes while devices log in with the old one, on all nodes',
  isQuiet: true,
  async run({ amount, bed, cast, random, check, measure, nemesis }) {
    const rounds = amount(10, 300);
    const urls = bed.nodes.map(({ process }) => process.url);
    const next = `${goodPassword} 2`;
    const found = { opened: 0, refused: 0, survived: 0, odd: 0 };
    for (let left = rounds; left > 0; left -= 1) {
      const me = (await cast.person('me')).at(urls[left % 3]!);
      const logins = Array.from({ length: 9 }, async (_, index) => {
        await new Promise((resolve) => setTimeout(resolve, random.between(0, 40)));
        return logIn(urls[index % 3]!, me).catch(() => null);
      });
      const body = { current: goodPassword, next };
      expectStatus(await me.fetch('/api/me/password', { method: 'POST', body }), 204);
      const sessions = (await Promise.all(logins)).filter((session) => session !== null);
      found.opened += sessions.length;
      found.refused += logins.length - sessions.length;
      for (const session of sessions) if (await isIn(session)) found.survived += 1;
      const old = await logIn(urls[0]!, me).catch(() => null);
      const fresh = await logIn(urls[2]!, { ...me, password: next }).catch(() => null);
      if (old || !fresh || !(await isIn(me))) found.odd += 1;
    }
    nemesis.note('password changes during login');
    measure('logins by the old password during a change', `${found.opened} opened, ${found.refused} refused`, '–');
    check(`no session of the old password is left, ${rounds} times`, found.survived === 0, `${found.survived} are`);
    check('the new password opens, the old one does not, the session that changed it lives', found.odd === 0);
  },
};

const isIn = async (person: Person) => (await person.fetch('/api/me')).status === 200;

export const accountRaces: readonly Scenario[] = [logoutInFlight, oneName, revokedAtTheDoor, changedPassword];
