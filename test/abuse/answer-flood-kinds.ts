/** Starts floods of questions whose answers are not read, on polling connections and plain HTTP. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { rawRequest } from '../http/in-process-node.ts';
import { type Flood, type FloodTarget, lasting, sustained } from './flood.ts';
import { longestBody } from './flood-rows.ts';
import { registerElsewhere } from './rightful-users.ts';
import { WireClient } from './wire-client.ts';

/** A user with a conversation of 40 long messages: a page of them is as large as a page may be. */
export async function longWriter(url: string): Promise<{ cookie: string; peer: string }> {
  const [writer, { username: peer }] = await Promise.all([registerElsewhere(url), registerElsewhere(url)]);
  const device = await writer.connect();
  for (let sent = 0; sent < 40; sent += 1) {
    await device.ask('chatMessage', { to: peer, clientId: randomUUID(), body: longestBody });
  }
  device.close();
  return { cookie: writer.cookie, peer };
}

/** A user asks for pages of long messages on WebSockets that read nothing. */
export async function unreadSocketFlood({ url }: FloodTarget): Promise<Flood> {
  const { cookie, peer } = await longWriter(url);
  const open = async () => {
    const wire = await WireClient.open(url, cookie);
    wire.socket.pause();
    return wire;
  };
  return lasting(10, open, (wire) => wire.send(historyRequest(1, peer)));
}

const historyRequest = (id: number, peer: string) => `42${id}["chatHistory",{"with":"${peer}","limit":100}]`;
const questions = (count: number, peer: string) =>
  Array.from({ length: count }, (_, id) => historyRequest(id, peer)).join('\x1e');

/** A user asks on polling connections, and never polls for the answers. */
export async function unpolledFlood({ url }: FloodTarget): Promise<Flood> {
  const { cookie, peer } = await longWriter(url);
  const path = '/socket.io/?EIO=4&transport=polling';
  return sustained(10, async (sent) => {
    const { text } = await rawRequest(url, path, { headers: { cookie } });
    const connection = `${path}&sid=${JSON.parse(text.slice(1)).sid}`;
    const post = async (body: string) => (await rawRequest(url, connection, { method: 'POST', body })).status;
    await post('40');
    await rawRequest(url, connection);
    while ((await post(questions(60, peer))) === 200) {
      sent(60);
      await sleep(50);
    }
  });
}

/** A user asks on 20 connections, 20 requests on each, and reads no answer. */
export async function unreadHttpFlood({ url }: FloodTarget): Promise<Flood> {
  const { cookie, peer } = await longWriter(url);
  const { hostname, port, host } = new URL(url);
  const request = `GET /api/conversations/${peer}/messages?limit=100 HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\n\r\n`;
  const open = new Set<Socket>();
  const flood = sustained(20, async (sent) => {
    const socket = connect(Number(port), hostname)
      .on('error', () => {})
      .pause();
    open.add(socket);
    socket.write(request.repeat(20));
    sent(20);
    await Promise.race([once(socket, 'close'), sleep(5_000)]);
    socket.destroy();
    open.delete(socket);
  });
  const { stop } = flood;
  flood.stop = () => {
    stop();
    for (const socket of open) socket.destroy();
  };
  return flood;
}
