/** Floods: so much of something that is allowed, or nearly, that others might suffer from it. */
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Person, register } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { WireClient } from './wire-client.ts';

export interface Flood {
  /** How much was sent or opened. */
  amount: number;
  stop(): void | Promise<void>;
}

/** So many acts every so many milliseconds, until it is stopped. */
function repeated(everyMs: number, acts: number, act: () => void, leave = () => {}): Flood {
  const flood: Flood = {
    amount: 0,
    stop: () => {
      clearInterval(timer);
      leave();
    },
  };
  const timer = setInterval(() => {
    for (let done = 0; done < acts; done += 1) act();
    flood.amount += acts;
  }, everyMs);
  return flood;
}

/** One user sends a thousand events a second, and more, without waiting for an answer. */
export async function eventFlood(url: string): Promise<Flood> {
  const loud = await register(url);
  const wire = await WireClient.open(url, loud.cookie);
  const send = () => wire.isOpen && wire.send('421["listUsers",{"query":"a"}]');
  return repeated(10, 12, send, () => wire.close());
}

/** Strangers knock, two hundred times a second. */
export async function connectStorm(url: string): Promise<Flood> {
  return repeated(5, 1, () => {
    void WireClient.dial(url)
      .then((wire) => {
        wire.send('40');
        setTimeout(() => wire.close(), 200);
      })
      .catch(() => {});
  });
}

/** One user opens as many sockets as they can. */
export async function manySockets(url: string, count: number): Promise<Flood> {
  const loud = await register(url);
  const opened = await Promise.allSettled(Array.from({ length: count }, () => WireClient.open(url, loud.cookie)));
  const wires = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return {
    amount: wires.length,
    stop: () => {
      for (const wire of wires) wire.close();
    },
  };
}

/** Connections that send a byte now and then, in the head or in the body, and never come to an end. */
export async function slowRequests(url: string, count: number): Promise<Flood> {
  const { hostname, port } = new URL(url);
  const heads = [
    'GET /api/me HTTP/1.1\r\nHost: x\r\nX: ',
    'POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{',
  ];
  const sockets: Socket[] = Array.from({ length: count }, (_, index) => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    socket.write(heads[index % heads.length] as string);
    return socket;
  });
  const drip = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('x');
  }, 1_000);
  return {
    amount: count,
    stop: () => {
      clearInterval(drip);
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** How long each message of a quiet pair takes to be acknowledged, in milliseconds, sorted. */
export async function acknowledgements(device: Device, to: Person, count: number, everyMs = 20): Promise<number[]> {
  const times: number[] = [];
  for (let sent = 0; sent < count; sent += 1) {
    const from = performance.now();
    await device.ask('chatMessage', { to: to.username, clientId: randomUUID(), body: 'calm' });
    times.push(performance.now() - from);
    await sleep(everyMs);
  }
  return times.sort((a, b) => a - b);
}

export const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
