/** What the handshake says to whom it does not let in, and that a fault behind it is told to the operators alone. */

import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { unlimited } from '../../src/cluster/rate-limiter.ts';
import type { LiveSession } from '../../src/engine/ports/session-port.ts';
import { connectionLimits, floodLimits } from '../../src/policy/connection-limits.ts';
import { Refusal } from '../../src/protocol/refusals.ts';
import { createHandshake, type HandshakeParts } from '../../src/realtime/handshake.ts';
import { userRoom } from '../../src/realtime/rooms.ts';
import type { ClientSocket } from '../../src/realtime/socket-server.ts';

const person = { id: 'annas-account', username: 'anna', displayName: 'Anna', lastSeenAt: null };
const session = { id: 'annas-session', userId: person.id, user: person } as LiveSession;

interface Knocking {
  headers?: Record<string, string>;
  /** How many sockets the person has here. */
  open?: number;
}

type Rooms = Map<string, Set<unknown>>;

/** Some of Anna's sockets are here. */
const roomsWith = (open: number): Rooms =>
  new Map(open > 0 ? [[userRoom(person.id), new Set(Array(open).keys())]] : []);

function knocking(rooms: Rooms, headers: Record<string, string> = {}) {
  const socket = { id: 'socket', request: { headers }, nsp: { adapter: { rooms } }, data: null };
  const join = (name: string) => void rooms.set(name, new Set(rooms.get(name)).add(socket));
  return { ...socket, join };
}

function keeperOf(told: unknown[] = [], charges: unknown[][] = []): HandshakeParts {
  return {
    engine: {} as never,
    limiter: { charge: async (...asked) => void charges.push(asked) },
    allowedOrigins: [],
    findSession: async () => session,
    addressOf: () => '2001:db8::7',
    limited: false,
    onDefect(error) {
      told.push(error);
      return new Refusal('internal', 'Something went wrong on our side.', { requestId: 'line' });
    },
  };
}

/** Knocks at a door kept like this: the socket's data, what it was refused with, and what the operators were told. */
async function knockAt(over: Partial<HandshakeParts>, { headers = {}, open = 0 }: Knocking = {}) {
  const socket = knocking(roomsWith(open), headers);
  const told: unknown[] = [];
  const charges: unknown[][] = [];
  const keeper = { ...keeperOf(told, charges), ...over };
  const heard: unknown[] = [];
  await createHandshake(keeper)(socket as unknown as ClientSocket, (error) =>
    heard.push(error && { message: error.message, data: error.data }),
  );
  expect(heard, 'answered once').to.have.length(1);
  return { socket, refusal: heard[0], told, charges };
}

const refused = (code: string, message: string, details = {}) => ({ message, data: { code, message, ...details } });

describe('the answer to a handshake', () => {
  it('is that another website may not connect, without a look at the session', async () => {
    let looked = 0;
    const findSession = async () => {
      looked += 1;
      return session;
    };
    const { refusal, socket, told, charges } = await knockAt(
      { findSession },
      { headers: { origin: 'https://evil.example', host: 'chat.example.org' } },
    );
    expect(refusal).to.deep.equal(refused('forbidden', 'Another website may not connect here.'));
    expect([looked, socket.data, told, charges]).to.deep.equal([0, null, [], []]);
  });

  it('is to log in first without a session, which is charged to the network', async () => {
    const { refusal, socket, told, charges } = await knockAt({ findSession: async () => null });
    expect(refusal).to.deep.equal(refused('unauthorized', 'Log in first.'));
    expect([socket.data, told, charges]).to.deep.equal([null, [], [['handshake', '2001:db8:0:0::/64']]]);
  });

  it('is to close a window when too many are open', async () => {
    const last = await knockAt({}, { open: connectionLimits.socketsPerUser - 1 });
    expect(last.refusal).to.equal(undefined);
    const { refusal, socket, told } = await knockAt({}, { open: connectionLimits.socketsPerUser });
    const message = 'Too many windows are open. Close one.';
    expect(refusal).to.deep.equal(refused('rate_limited', message, { retryAfterMs: 10_000 }));
    expect([socket.data, told]).to.deep.equal([null, []]);
  });

  it('is the number of a line in the log when something broke, and no more', async () => {
    const fault = new TypeError('no such table: Session');
    const { refusal, socket, told } = await knockAt({ findSession: () => Promise.reject(fault) });
    expect(refusal).to.deep.equal(refused('internal', 'Something went wrong on our side.', { requestId: 'line' }));
    expect([socket.data, told]).to.deep.equal([null, [fault]]);
  });

  it('lets in who has a session, which costs nothing, and says on the socket who it is', async () => {
    const { refusal, socket, told, charges } = await knockAt({ limiter: unlimited });
    expect([refusal, told, charges]).to.deep.equal([undefined, [], []]);
    expect(socket.data).to.deep.equal({
      caller: { id: person.id, username: person.username, sessionId: session.id, socketId: 'socket' },
      user: person,
      address: '2001:db8:0:0::/64',
      unknownEvents: null,
      wanted: new Set(),
    });
  });

  it('counts unknown events where rates are limited', async () => {
    const { socket } = await knockAt({ limited: true });
    const { unknownEvents } = socket.data as unknown as ClientSocket['data'];
    const spent = Array.from({ length: floodLimits.unknownEvents.points + 1 }, () => unknownEvents?.spend());
    expect(spent.at(-2)).to.not.equal(spent.at(-1));
  });

  it('looks for those together who knock a few turns of the loop apart, and again', async () => {
    let asked = 0;
    const findSession = async () => {
      asked += 1;
      return session;
    };
    const handshake = createHandshake({ ...keeperOf(), findSession });
    const knock = () => handshake(knocking(new Map()) as unknown as ClientSocket, () => {});
    for (const before of [0, 2]) {
      const first = knock();
      for (let turn = 0; turn < 5; turn += 1) await setImmediate();
      expect(asked).to.equal(before);
      const second = knock();
      while (asked === before) await setImmediate();
      expect(asked).to.equal(before + 2);
      await Promise.all([first, second]);
    }
  });

  it('lets no more of one person in together than one after the other', async () => {
    const rooms = roomsWith(connectionLimits.socketsPerUser - 1);
    const handshake = createHandshake(keeperOf());
    const refusals: unknown[] = [];
    const knock = () => handshake(knocking(rooms) as unknown as ClientSocket, (error) => refusals.push(error?.message));
    await Promise.all([knock(), knock(), knock()]);
    const tooMany = 'Too many windows are open. Close one.';
    expect(refusals).to.deep.equal([undefined, tooMany, tooMany]);
  });
});
