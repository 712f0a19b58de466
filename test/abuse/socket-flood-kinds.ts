/** Starts floods of strangers and users below and around Socket.IO: frames, probes, CONNECT packets, arrivals. */
import type { Socket } from 'node:net';
import type { Device } from '../support/device.ts';
import { type Flood, type FloodTarget, lasting, repeated } from './flood.ts';
import { registerElsewhere } from './rightful-users.ts';
import { oddFrame } from './web-frame.ts';
import { WireClient } from './wire-client.ts';

/** The TCP connection beneath a WebSocket. */
const streamOf = ({ socket }: WireClient) => (socket as unknown as { _socket: Socket | null })._socket;

/** Two strangers send 17 Mbit/s of pings. */
export async function pingFlood({ url }: FloodTarget): Promise<Flood> {
  const pings = Buffer.concat(Array(1_800).fill(oddFrame({ opcode: 9 })));
  return lasting(
    2,
    () => WireClient.upgrade(url),
    (wire) => streamOf(wire)?.write(pings),
    { each: 1_800 },
  );
}

/** Two strangers upgrade polling connections and repeat the probe. */
export async function probeFlood({ url }: FloodTarget): Promise<Flood> {
  const open = async () => {
    const answer = await fetch(`${url}/socket.io/?EIO=4&transport=polling`);
    const { sid } = JSON.parse((await answer.text()).slice(1));
    return WireClient.upgrade(url, { query: `EIO=4&transport=websocket&sid=${sid}` });
  };
  const probes = Buffer.concat(Array(1_000).fill(oddFrame({ payload: '2probe' })));
  return lasting(2, open, (wire) => streamOf(wire)?.write(probes), { each: 1_000 });
}

/** A hundred strangers send CONNECT packets without a session. */
export async function connectFlood({ url }: FloodTarget): Promise<Flood> {
  const connects = Buffer.concat(Array(10).fill(oddFrame({ payload: '40' })));
  return lasting(
    100,
    () => WireClient.upgrade(url),
    (wire) => streamOf(wire)?.write(connects),
    { each: 10 },
  );
}

/** Sixty connections of one user leave and connect again. */
export async function leaveFlood({ url }: FloodTarget): Promise<Flood> {
  const { cookie } = await registerElsewhere(url);
  const packets = Buffer.concat(['41', '40', '40'].map((payload) => oddFrame({ payload })));
  return lasting(
    60,
    () => WireClient.open(url, cookie),
    (wire) => streamOf(wire)?.write(packets),
    { each: 3 },
  );
}

/** A user connects and leaves again and again, while 50 others watch. */
export async function arrivalFlood({ url }: FloodTarget): Promise<Flood> {
  const flooder = await registerElsewhere(url);
  const watchers: Device[] = [];
  for (let count = 0; count < 50; count += 1) {
    const watcher = await (await registerElsewhere(url)).connect();
    await watcher.ask('watch', { usernames: [flooder.username] });
    watchers.push(watcher);
  }
  const arrive = () =>
    void WireClient.open(url, flooder.cookie).then(
      (wire) => wire.close(),
      () => {},
    );
  return repeated(10, 2, arrive, () => {
    for (const watcher of watchers) watcher.close();
  });
}

/** A user watches 200 names as often as it can. */
export async function watchFlood({ url }: FloodTarget): Promise<Flood> {
  const { cookie } = await registerElsewhere(url);
  const usernames = Array.from({ length: 200 }, (_, index) => `nobody-${index}`);
  const packet = `421["watch",${JSON.stringify({ usernames })}]`;
  return lasting(
    1,
    () => WireClient.open(url, cookie),
    (wire) => wire.send(packet),
  );
}
