/** Starts floods of events, handshakes, sockets and slow requests. */
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { register, type TestUser } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { WireClient } from './wire-client.ts';

export interface Flood {
  /** Events or requests sent, or sockets opened. */
  amount: number;
  stop(): void | Promise<void>;
}

/** Runs `acts` acts every `everyMs` milliseconds until it is stopped. */
export function repeated(everyMs: number, acts: number, act: () => void, onStop = () => {}): Flood {
  const flood: Flood = {
    amount: 0,
    stop: () => {
      clearInterval(timer);
      onStop();
    },
  };
  const timer = setInterval(() => {
    for (let done = 0; done < acts; done += 1) act();
    flood.amount += acts;
  }, everyMs);
  return flood;
}

/** One user sends 1,200 events a second without waiting for answers. */
export async function eventFlood(url: string): Promise<Flood> {
  const flooder = await register(url);
  const wire = await WireClient.open(url, flooder.cookie);
  const send = () => wire.isOpen && wire.send('421["listUsers",{"query":"a"}]');
  return repeated(10, 12, send, () => wire.close());
}

/** Strangers attempt 200 handshakes a second. */
export async function connectStorm(url: string): Promise<Flood> {
  return repeated(5, 1, () => {
    void WireClient.upgrade(url)
      .then((wire) => {
        wire.send('40');
        setTimeout(() => wire.close(), 200);
      })
      .catch(() => {});
  });
}

/** One user opens up to `count` sockets. */
export async function manySockets(url: string, count: number): Promise<Flood> {
  const flooder = await register(url);
  const opened = await Promise.allSettled(Array.from({ length: count }, () => WireClient.open(url, flooder.cookie)));
  const wires = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return {
    amount: wires.length,
    stop: () => {
      for (const wire of wires) wire.close();
    },
  };
}

/** Connections send one byte a second, in the head or the body, and never finish a request. */
export async function slowRequests(url: string, count: number): Promise<Flood> {
  const { hostname, port } = new URL(url);
  const heads = [
    'GET /api/me HTTP/1.1\r\nHost: localhost\r\nX: ',
    'POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{',
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

/** Sends messages one by one and returns the sorted acknowledgement times in milliseconds. */
export async function acknowledgements(device: Device, to: TestUser, count: number, everyMs = 20): Promise<number[]> {
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
