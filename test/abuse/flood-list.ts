/** Lists the floods that are measured; a new one is a line here. */
import { unpolledFlood, unreadHttpFlood, unreadSocketFlood } from './answer-flood-kinds.ts';
import type { Flood, FloodTarget } from './flood.ts';
import { connectStorm, eventFlood, manySockets, slowRequests } from './flood-kinds.ts';
import { longListFlood, searchFlood, unreadListFlood } from './list-flood-kinds.ts';
import { guessFlood, passkeyFlood, unknownNameFlood } from './login-flood-kinds.ts';
import { neighbourConnects, otherLogsIn, ownerLogsIn } from './rightful-users.ts';
import { arrivalFlood, connectFlood, leaveFlood, pingFlood, probeFlood, watchFlood } from './socket-flood-kinds.ts';
import { crossSiteFlood, foreignHostFlood, silentFlood } from './stranger-flood-kinds.ts';

interface MeasuredFlood {
  by: 'a stranger' | 'one account';
  start(target: FloodTarget): Promise<Flood>;
  /** The amount that a short flood reaches on a busy machine. */
  least: number;
  /** What others do meanwhile, beside sending messages. @throws Error when the server refuses it */
  others?(target: FloodTarget): Promise<void>;
}

const ofStranger = { by: 'a stranger', least: 10 } as const;
const ofAccount = { by: 'one account', least: 10 } as const;

/** By what the attacker does. */
export const floods: Record<string, MeasuredFlood> = {
  'events, 1,200 a second': { ...ofAccount, start: eventFlood, least: 100 },
  'handshakes, 200 a second': { ...ofStranger, start: connectStorm },
  '500 requests that never end': { ...ofStranger, start: (target) => slowRequests(target, 500), least: 500 },
  '17 Mbit/s of pings on two connections': { ...ofStranger, start: pingFlood },
  'upgrade probes on two connections': { ...ofStranger, start: probeFlood },
  'CONNECT packets on 100 connections': { ...ofStranger, start: connectFlood },
  'pages of history on WebSockets that read nothing': { ...ofAccount, start: unreadSocketFlood },
  'pages of history on connections that never poll': { ...ofAccount, start: unpolledFlood },
  'pages of history over HTTP that are not read': { ...ofAccount, start: unreadHttpFlood },
  '100 sockets of one user': { ...ofAccount, start: (target) => manySockets(target, 100), least: 1 },
  '60 connections that leave and connect again': { ...ofAccount, start: leaveFlood },
  'searches among 100,000 accounts': { ...ofAccount, start: searchFlood },
  'lists with 300,000 unread messages': { ...ofAccount, start: unreadListFlood },
  'guesses at one name, also from its owner’s address': { ...ofStranger, start: guessFlood, others: ownerLogsIn },
  'requests of another website': { ...ofStranger, start: crossSiteFlood, others: neighbourConnects },
  'options of passkey logins': { ...ofStranger, start: passkeyFlood, others: neighbourConnects },
  '600 silent connections': { ...ofStranger, start: silentFlood, others: neighbourConnects, least: 600 },
  '60 logins a second with unknown names': { ...ofStranger, start: unknownNameFlood, others: otherLogsIn },
  '200 arrivals a second with 50 watchers': { ...ofAccount, start: arrivalFlood },
  '`watch` of 200 names, 100 times a second': { ...ofAccount, start: watchFlood },
  'lists with 100 messages of 24 kB': { ...ofAccount, start: longListFlood },
  'registrations with a foreign `Host` and `Origin`': {
    ...ofStranger,
    start: foreignHostFlood,
    others: neighbourConnects,
  },
};
