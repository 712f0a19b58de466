/** Refusals of the handshake: clients get a code and a message, defects go to the log only. */

import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { unlimited } from '../../src/cluster/rate-limiter.ts';
import type { LiveSession } from '../../src/engine/ports/session-port.ts';
import { connectionLimits, floodLimits } from '../../src/policy/connection-limits.ts';
import { Refusal } from '../../src/protocol/refusals.ts';
import { createHandshake, type HandshakeParts } from '../../src/realtime/handshake.ts';
import type { ClientSocket } from '../../src/realtime/socket-server.ts';
import { createUserConnections, type UserConnections } from '../../src/realtime/user-connections.ts';

const person = { id: 'annas-account', username: 'anna', displayName: 'Anna', lastSeenAt: null };
const session = { id: 'annas-session', userId: person.id, user: person } as LiveSession;

interface Attempt {
  headers?: Record<string, string>;
  /** Sockets that the user has on this node. */
  open?: number;
}

/** The connection counts of a node that holds some connections of Anna. */
function connectionsWith(open: number): UserConnections {
  const connections = createUserConnections();
  for (let added = 0; added < open; added += 1) connections.add(person.id, new EventEmitter() as never);
  return connections;
}

/** A connection that notes whether it was closed. */
class Connection extends EventEmitter {
  readyState = 'open';
  transport = {};
  close(): void {
    this.readyState = 'closed';
    this.emit('close');
  }
}

function newSocket(headers: Record<string, string> = {}) {
  const joined: string[] = [];
  const join = (room: string) => void joined.push(room);
  return { id: 'socket', request: { headers }, data: null, conn: new Connection(), joined, join };
}

function partsOf(told: unknown[] = [], charges: unknown[][] = [], open = 0): HandshakeParts {
  return {
    engine: {} as never,
    userConnections: connectionsWith(open),
    limiter: { charge: async (...asked) => void charges.push(asked) },
    allowedOrigins: [],
    findSession: async () => session,
    addressOf: () => '2001:db8::7',
    limited: false,
    onLimit: () => {},
    requestIdOf: () => 'request',
    audit: () => {},
    onDefect(error) {
      told.push(error);
      return new Refusal('internal', 'Something went wrong on our side.', { requestId: 'line' });
    },
  };
}

/** Runs one handshake; answers the socket, the refusal, the logged errors and the charges. */
async function shakeHands(over: Partial<HandshakeParts>, { headers = {}, open = 0 }: Attempt = {}) {
  const socket = newSocket(headers);
  const told: unknown[] = [];
  const charges: unknown[][] = [];
  const keeper = { ...partsOf(told, charges, open), ...over };
  const heard: unknown[] = [];
  await createHandshake(keeper)(socket as unknown as ClientSocket, (error) =>
    heard.push(error && { message: error.message, data: error.data }),
  );
  expect(heard, 'answered once').to.have.length(1);
  return { socket, refusal: heard[0], told, charges };
}

const refused = (code: string, message: string, details = {}) => ({ message, data: { code, message, ...details } });

describe('a handshake', () => {
  it('refuses another website without a session query', async () => {
    let looked = 0;
    const findSession = async () => {
      looked += 1;
      return session;
    };
    const { refusal, socket, told, charges } = await shakeHands(
      { findSession },
      { headers: { origin: 'https://evil.example', host: 'chat.example.org' } },
    );
    expect(refusal).to.deep.equal(refused('forbidden', 'Another website may not connect here.'));
    expect([looked, socket.data, told, charges]).to.deep.equal([0, null, [], [['foreign', '2001:db8:0:0::/64']]]);
  });

  it('refuses a request without a session, and charges the address block', async () => {
    const { refusal, socket, told, charges } = await shakeHands({ findSession: async () => null });
    expect(refusal).to.deep.equal(refused('unauthorized', 'Log in first.'));
    expect([socket.data, told, charges]).to.deep.equal([null, [], [['handshake', '2001:db8:0:0::/64']]]);
  });

  it('refuses a user with too many sockets', async () => {
    const last = await shakeHands({}, { open: connectionLimits.socketsPerUser.points - 1 });
    expect(last.refusal).to.equal(undefined);
    const { refusal, socket, told } = await shakeHands({}, { open: connectionLimits.socketsPerUser.points });
    const message = 'Too many windows are open. Close one.';
    expect(refusal).to.deep.equal(refused('rate_limited', message, { retryAfterMs: 10_000 }));
    expect([socket.data, told]).to.deep.equal([null, []]);
  });

  it('answers a defect with the number of the log line, and nothing else', async () => {
    const fault = new TypeError('no such table: Session');
    const { refusal, socket, told } = await shakeHands({ findSession: () => Promise.reject(fault) });
    expect(refusal).to.deep.equal(refused('internal', 'Something went wrong on our side.', { requestId: 'line' }));
    expect([socket.data, told]).to.deep.equal([null, [fault]]);
  });

  it('admits a request with a session without a charge, and stores the caller on the socket', async () => {
    const { refusal, socket, told, charges } = await shakeHands({ limiter: unlimited });
    expect([refusal, told, charges]).to.deep.equal([undefined, [], []]);
    expect(socket.data).to.deep.equal({
      caller: { id: person.id, username: person.username, sessionId: session.id, socketId: 'socket' },
      user: person,
      address: '2001:db8:0:0::/64',
      unknownEvents: null,
      wanted: new Set(),
      watched: new Set(),
      listsUsers: false,
      wantsRooms: false,
      leftMeanwhile: null,
      seesTyping: null,
      seesLastSeen: null,
    });
  });

  it('counts unknown events where rates are limited', async () => {
    const { socket } = await shakeHands({ limited: true });
    const { unknownEvents } = socket.data as unknown as ClientSocket['data'];
    const spent = Array.from({ length: floodLimits.unknownEvents.points + 1 }, () => unknownEvents?.spend());
    expect(spent.at(-2)).to.not.equal(spent.at(-1));
  });

  it('shares one session query with handshakes of the next event-loop turns, again and again', async () => {
    let asked = 0;
    const findSession = async () => {
      asked += 1;
      return session;
    };
    const handshake = createHandshake({ ...partsOf(), findSession });
    const start = () => handshake(newSocket() as unknown as ClientSocket, () => {});
    for (const before of [0, 2]) {
      const first = start();
      for (let turn = 0; turn < 5; turn += 1) await setImmediate();
      expect(asked).to.equal(before);
      const second = start();
      while (asked === before) await setImmediate();
      expect(asked).to.equal(before + 2);
      await Promise.all([first, second]);
    }
  });

  it('closes the connection after a refusal, and frees its place when it closes', async () => {
    const { socket } = await shakeHands({ findSession: async () => null });
    await setImmediate();
    expect(socket.conn.readyState).to.equal('closed');
    const userConnections = connectionsWith(connectionLimits.socketsPerUser.points - 1);
    const admitted = await shakeHands({ userConnections });
    expect((await shakeHands({ userConnections })).refusal).to.not.equal(undefined);
    admitted.socket.conn.close();
    expect((await shakeHands({ userConnections })).refusal).to.equal(undefined);
  });

  it('admits no more concurrent sockets of one user than sequential ones', async () => {
    const handshake = createHandshake(partsOf([], [], connectionLimits.socketsPerUser.points - 1));
    const refusals: unknown[] = [];
    const start = () => handshake(newSocket() as unknown as ClientSocket, (error) => refusals.push(error?.message));
    await Promise.all([start(), start(), start()]);
    const tooMany = 'Too many windows are open. Close one.';
    expect(refusals).to.deep.equal([undefined, tooMany, tooMany]);
  });
});
