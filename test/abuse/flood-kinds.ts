/** Starts floods of events, handshakes, sockets and slow requests. */
import { connect, type Socket } from 'node:net';
import { type Flood, type FloodTarget, lasting, repeated } from './flood.ts';
import { registerElsewhere } from './rightful-users.ts';
import { WireClient } from './wire-client.ts';

/** One user sends 1,200 events a second without waiting for answers, and connects again when it is closed. */
export async function eventFlood({ url }: FloodTarget): Promise<Flood> {
  const { cookie } = await registerElsewhere(url);
  const events = (wire: WireClient) => {
    for (let sent = 0; sent < 12; sent += 1) wire.send('421["listUsers",{"query":"a"}]');
  };
  return lasting(1, () => WireClient.open(url, cookie), events, { each: 12 });
}

/** Strangers attempt 200 handshakes a second. */
export async function connectStorm({ url }: FloodTarget): Promise<Flood> {
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
export async function manySockets({ url }: FloodTarget, count: number): Promise<Flood> {
  const flooder = await registerElsewhere(url);
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
export async function slowRequests({ url }: FloodTarget, count: number): Promise<Flood> {
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
