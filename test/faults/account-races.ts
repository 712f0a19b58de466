/** Races around accounts and sessions: a session that ends during use, a username registered twice. */
import { randomUUID } from 'node:crypto';
import { expectStatus, goodPassword, logIn, type TestUser } from '../support/client.ts';
import { connectDevice } from '../support/device.ts';
import { endSession } from './ended-session.ts';
import { spread, spreadText } from './run-figures.ts';
import type { Scenario, ScenarioContext } from './scenario.ts';

const logoutInFlight: Scenario = {
  name: 'RC1',
  title: 'a logout while twenty requests are in flight',
  isQuiet: true,
  async run(context) {
    const { amount, bed, pool, check, nemesis, history } = context;
    const rounds = amount(20, 1_000);
    const peer = await pool.createUser('peer');
    let revived = 0;
    for (let left = rounds; left > 0; left -= 1) {
      const me = await pool.createUser('me');
      const cookie = me.cookie;
      const path = `/api/conversations/${peer.username}/messages`;
      const requests = Array.from({ length: 20 }, (_, index) =>
        withOldCookie(me, bed.nodes[index % 3]!.process.url, cookie).fetch(index % 2 ? '/api/me' : path),
      );
      await Promise.all([endSession(history, me, bed.nodes[left % 3]!), ...requests]);
      const after = await Promise.all(
        bed.nodes.map(({ process }) => withOldCookie(me, process.url, cookie).fetch('/api/me')),
      );
      if (after.some(({ status }) => status !== 401)) revived += 1;
    }
    nemesis.note('logout in flight');
    check(`none of ${rounds} sessions works after its logout`, revived === 0, `${revived} worked`);
  },
};

/** The user with the cookie from before the logout. */
const withOldCookie = (me: TestUser, url: string, cookie: string) => Object.assign(me.at(url), { cookie });

const sameUsername: Scenario = {
  name: 'RC5',
  title: 'one username registered in parallel on all nodes',
  isQuiet: true,
  async run({ amount, bed, pool, check, nemesis }) {
    const rounds = amount(20, 1_000);
    let wrongRounds = 0;
    for (let left = rounds; left > 0; left -= 1) {
      const username = `t${pool.tag}.n${left}`;
      const statuses = await Promise.all(
        [...bed.nodes, ...bed.nodes].map(({ process }, index) =>
          tryToRegister(process.url, index % 2 ? username.toUpperCase() : username),
        ),
      );
      const right = statuses.filter((status) => status === 201).length === 1;
      if (!right || !statuses.every((status) => status === 201 || status === 409)) wrongRounds += 1;
    }
    nemesis.note('one name in parallel');
    check(`exactly one of six requests gets the name, ${rounds} times`, wrongRounds === 0, `${wrongRounds} times not`);
  },
};

async function tryToRegister(url: string, username: string): Promise<number> {
  const answer = await fetch(`${url}/api/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: goodPassword }),
    signal: AbortSignal.timeout(10_000),
  });
  await answer.body?.cancel();
  return answer.status;
}

const revokedDuringHandshake: Scenario = {
  name: 'RC6',
  title: 'a session ends between the handshake and the connection',
  isQuiet: true,
  async run(context) {
    const { amount, pool, random, sleep, check, measure, nemesis } = context;
    const rounds = amount(20, 1_000);
    const closed: number[] = [];
    let accepted = 0;
    let stillOpen = 0;
    const peer = await pool.createUser('peer');
    for (let left = rounds; left > 0; left -= 1) {
      const outcome = await raceLogout(context, await pool.createUser('me'), peer.username, random.between(0, 12));
      accepted += outcome.accepted;
      if (outcome.closedAfterMs === null) stillOpen += 1;
      else closed.push(outcome.closedAfterMs);
      await sleep(0);
    }
    nemesis.note('revoked during handshake');
    check('every socket closes within 5 s', stillOpen === 0, `${stillOpen} stayed open`);
    check('no write of an ended session is accepted', accepted === 0, `${accepted} accepted`);
    measure('sockets closed after their session ended', spreadText(spread(closed)), 'p99 ≤ 1 s');
  },
};

async function raceLogout({ bed, history }: ScenarioContext, me: TestUser, to: string, waitMs: number) {
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
  async run({ amount, bed, pool, random, check, measure, nemesis }) {
    const rounds = amount(10, 300);
    const urls = bed.nodes.map(({ process }) => process.url);
    const next = `${goodPassword} 2`;
    const found = { opened: 0, refused: 0, survived: 0, wrong: 0 };
    for (let left = rounds; left > 0; left -= 1) {
      const me = (await pool.createUser('me')).at(urls[left % 3]!);
      const logins = Array.from({ length: 9 }, async (_, index) => {
        await new Promise((resolve) => setTimeout(resolve, random.between(0, 40)));
        return logIn(urls[index % 3]!, me).catch(() => null);
      });
      const body = { current: goodPassword, next };
      expectStatus(await me.fetch('/api/me/password', { method: 'POST', body }), 204);
      const sessions = (await Promise.all(logins)).filter((session) => session !== null);
      found.opened += sessions.length;
      found.refused += logins.length - sessions.length;
      for (const session of sessions) if (await isSignedIn(session)) found.survived += 1;
      const old = await logIn(urls[0]!, me).catch(() => null);
      const fresh = await logIn(urls[2]!, { ...me, password: next }).catch(() => null);
      if (old || !fresh || !(await isSignedIn(me))) found.wrong += 1;
    }
    nemesis.note('password changes during login');
    measure('logins with the old password during the change', `${found.opened} opened, ${found.refused} refused`, '–');
    check(`no session of the old password survives, ${rounds} times`, found.survived === 0, `${found.survived} do`);
    check('only the new password works, and the session that changed it survives', found.wrong === 0);
  },
};

const isSignedIn = async (user: TestUser) => (await user.fetch('/api/me')).status === 200;

export const accountRaces: readonly Scenario[] = [
  logoutInFlight,
  sameUsername,
  revokedDuringHandshake,
  changedPassword,
];
