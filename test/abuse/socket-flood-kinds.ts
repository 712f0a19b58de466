/** Starts floods of strangers and users below and around Socket.IO: frames, probes, CONNECT packets, unread answers, arrivals. */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { register } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { type Flood, repeated } from './flood-kinds.ts';
import { oddFrame } from './web-frame.ts';
import { WireClient } from './wire-client.ts';

/** The TCP connection beneath a WebSocket. */
const streamOf = ({ socket }: WireClient) => (socket as unknown as { _socket: Socket | null })._socket;

/** Keeps connections open, one for each that the server closes, and acts on those that are open. */
async function lasting(
  count: number,
  open: () => Promise<WireClient>,
  act: (wire: WireClient) => void,
): Promise<Flood> {
  const wires: (WireClient | null)[] = await Promise.all(Array.from({ length: count }, () => open().catch(() => null)));
  let isStopped = false;
  const reopen = (index: number) => {
    wires[index] = null;
    open()
      .catch(() => null)
      .then((wire) => {
        if (isStopped) wire?.close();
        else wires[index] = wire;
      });
  };
  const step = () => {
    for (const [index, wire] of wires.entries()) {
      if (wire?.isOpen) act(wire);
      else if (wire) reopen(index);
    }
  };
  const stop = () => {
    isStopped = true;
    for (const wire of wires) wire?.close();
  };
  return repeated(10, 1, step, stop);
}

/** Two strangers send 17 Mbit/s of pings. */
export async function pingFlood(url: string): Promise<Flood> {
  const pings = Buffer.concat(Array(1_800).fill(oddFrame({ opcode: 9 })));
  return lasting(
    2,
    () => WireClient.upgrade(url),
    (wire) => streamOf(wire)?.write(pings),
  );
}

/** Two strangers upgrade polling connections and repeat the probe. */
export async function probeFlood(url: string): Promise<Flood> {
  const open = async () => {
    const answer = await fetch(`${url}/socket.io/?EIO=4&transport=polling`);
    const { sid } = JSON.parse((await answer.text()).slice(1));
    return WireClient.upgrade(url, { query: `EIO=4&transport=websocket&sid=${sid}` });
  };
  const probes = Buffer.concat(Array(1_000).fill(oddFrame({ payload: '2probe' })));
  return lasting(2, open, (wire) => streamOf(wire)?.write(probes));
}

/** A hundred strangers send CONNECT packets without a session. */
export async function connectFlood(url: string): Promise<Flood> {
  const connects = Buffer.concat(Array(10).fill(oddFrame({ payload: '40' })));
  return lasting(
    100,
    () => WireClient.upgrade(url),
    (wire) => streamOf(wire)?.write(connects),
  );
}

/** Sixty connections of one user leave and connect again. */
export async function leaveFlood(url: string): Promise<Flood> {
  const { cookie } = await register(url);
  const packets = Buffer.concat(['41', '40', '40'].map((payload) => oddFrame({ payload })));
  return lasting(
    60,
    () => WireClient.open(url, cookie),
    (wire) => streamOf(wire)?.write(packets),
  );
}

/** A user asks for pages of long messages on WebSockets that read nothing. */
export async function unreadFlood(url: string): Promise<Flood> {
  const [flooder, peer] = await Promise.all([register(url), register(url)]);
  const device = await flooder.connect();
  const body = `x${'\u0001'.repeat(3_998)}x`;
  for (let sent = 0; sent < 40; sent += 1)
    await device.ask('chatMessage', { to: peer.username, clientId: randomUUID(), body });
  device.close();
  const open = async () => {
    const wire = await WireClient.open(url, flooder.cookie);
    wire.socket.pause();
    return wire;
  };
  return lasting(10, open, (wire) => wire.send(`421["chatHistory",{"with":"${peer.username}","limit":100}]`));
}

/** A user connects and leaves again and again, while 50 others watch. */
export async function arrivalFlood(url: string): Promise<Flood> {
  const flooder = await register(url);
  const watchers: Device[] = [];
  for (let count = 0; count < 50; count += 1) {
    const watcher = await (await register(url)).connect();
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
export async function watchFlood(url: string): Promise<Flood> {
  const { cookie } = await register(url);
  const usernames = Array.from({ length: 200 }, (_, index) => `nobody-${index}`);
  const packet = `421["watch",${JSON.stringify({ usernames })}]`;
  return lasting(
    1,
    () => WireClient.open(url, cookie),
    (wire) => wire.send(packet),
  );
}
