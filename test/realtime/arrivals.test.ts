/** Arrivals: a user who comes and goes costs watchers little, and is limited. */
import { expect } from 'chai';
import { rateLimits } from '../../src/policy/rate-limits.ts';
import { createWatcherPushes } from '../../src/realtime/watcher-pushes.ts';
import { rawRequest, useNode } from '../http/in-process-node.ts';
import { register } from '../support/client.ts';
import { collect, nextEvent } from '../support/device.ts';
import { withFrozenTime } from '../support/frozen-time.ts';
import { until } from '../support/waiting.ts';
import { codeOf, send, tryHandshake } from './sockets.ts';

describe('an arrival', () => {
  const url = useNode({ rateLimits: true });

  it('pushes nothing when the user was away for a moment only', async () => {
    const [anna, bert] = await Promise.all([register(url()), register(url())]);
    const watcher = await anna.connect();
    await watcher.ask('watch', { usernames: [bert.username] });
    const coming = nextEvent(watcher, 'updateUsers');
    let device = await bert.connect();
    await coming;
    const heard = collect(watcher, 'updateUsers');
    for (let reload = 0; reload < 20; reload += 1) {
      device.close();
      device = await bert.connect();
    }
    expect(heard).to.deep.equal([]);
    device.close();
    await until('the user has left', () => heard[0]?.users[0]?.online === false);
    expect(heard).to.have.length(1);
    watcher.close();
  });

  it('is refused when the same user arrives again and again', async () => {
    const anna = await register(url());
    const codes = await withFrozenTime(async () => {
      const outcomes: string[] = [];
      for (let arrival = 0; arrival <= rateLimits.arrival.points; arrival += 1) {
        const outcome = await tryHandshake(url(), { cookie: anna.cookie });
        outcomes.push(outcome === 'welcome' ? outcome : outcome.code);
      }
      return outcomes;
    });
    expect(codes.filter((code) => code === 'welcome')).to.have.length(rateLimits.arrival.points);
    expect(codes.at(-1)).to.equal('rate_limited');
  });

  it('charges `watch` and pages by the users that they name', async () => {
    const anna = await register(url());
    const device = await anna.connect();
    const usernames = Array.from({ length: 200 }, (_, index) => `nobody-${index}`);
    const affordable = rateLimits.read.points / 10;
    // All are charged when they arrive, the refused ones a point each; those that are accepted then wait for their turn.
    const codes = await Promise.all(
      Array.from({ length: affordable + 5 }, () => codeOf(send(device, 'watch', { usernames }))),
    );
    expect(codes.filter((code) => code === 'ok').length).to.be.within(affordable - 5, affordable);
    device.close();
  });
});

describe('createWatcherPushes', () => {
  it('pushes the first change at once, and the last state of each other user together', async () => {
    const emitted: { users: { username: string; online: boolean }[] }[] = [];
    const emit = (_name: string, payload: (typeof emitted)[0]) => emitted.push(payload);
    const socket = { data: { seesLastSeen: true }, emit } as never;
    const user = (username: string, online: boolean) => ({ username, displayName: '', online, lastSeenAt: null });
    const pushes = createWatcherPushes();
    for (const online of [true, false, true]) {
      for (const name of ['anna', 'bert', 'carl']) pushes.push(socket, name, [user(name, online)]);
    }
    pushes.drop(socket, 'carl');
    expect(emitted.map(({ users }) => users.map(({ username }) => username))).to.deep.equal([['anna']]);
    await until('the others are pushed', () => emitted.length === 2);
    expect(emitted[1]?.users.map(({ username, online }) => [username, online])).to.deep.equal([
      ['bert', true],
      ['anna', true],
    ]);
  });
});

describe('an Upgrade header', () => {
  const url = useNode();

  it('is answered on every path', async () => {
    for (const [path, protocol] of [
      ['/healthz', 'websocket'],
      ['/', 'h2c'],
      ['/socket.iox', 'websocket'],
    ] as const) {
      const { status, error } = await rawRequest(url(), path, {
        headers: { connection: 'Upgrade', upgrade: protocol },
      });
      expect([status, error?.code], path).to.deep.equal([400, 'invalid_input']);
    }
  });
});
