/** Lists the floods that are measured; a new one is a line here. */
import { connectStorm, eventFlood, type Flood, manySockets, slowRequests } from './flood-kinds.ts';
import {
  arrivalFlood,
  connectFlood,
  leaveFlood,
  pingFlood,
  probeFlood,
  unreadFlood,
  watchFlood,
} from './socket-flood-kinds.ts';

interface MeasuredFlood {
  start(url: string): Promise<Flood>;
  /** The amount that a short flood reaches on a busy machine. */
  least: number;
}

export const floods: Record<string, MeasuredFlood> = {
  'events as fast as one user can': { start: eventFlood, least: 100 },
  '200 handshakes of strangers a second': { start: connectStorm, least: 20 },
  '500 slow requests': { start: (url) => slowRequests(url, 500), least: 500 },
  '100 sockets of one user': { start: (url) => manySockets(url, 100), least: 1 },
  '17 Mbit/s of pings on two connections of strangers': { start: pingFlood, least: 10 },
  'upgrade probes of two strangers': { start: probeFlood, least: 10 },
  'CONNECT packets of 100 strangers': { start: connectFlood, least: 10 },
  '60 connections of one user that leave and connect again': { start: leaveFlood, least: 10 },
  'pages of long messages that one user does not read': { start: unreadFlood, least: 10 },
  '200 arrivals a second of one user with 50 watchers': { start: arrivalFlood, least: 50 },
  '`watch` of 200 names, 100 times a second': { start: watchFlood, least: 10 },
};
