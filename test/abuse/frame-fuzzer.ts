/** Sends mutated frames of a recorded session: each frame may close its own socket and have no other effect. */
import { randomUUID } from 'node:crypto';
import { SeededRandom } from '../faults/seeded-random.ts';
import { Fuzzer } from './fuzzer.ts';
import { WireClient } from './wire-client.ts';

/** Returns the frames that a client sends during a conversation. */
function recording(peer: string): string[] {
  const message = { to: peer, clientId: randomUUID(), body: 'Hello, \u{1f44b} how are you?' };
  const events: [string, object][] = [
    ['watch', { usernames: [peer, 'other.user'] }],
    ['conversations', { limit: 20 }],
    ['listUsers', { query: 'a', limit: 10 }],
    ['chatHistory', { with: peer, limit: 50 }],
    ['chatHistory', { with: peer, around: 3, limit: 5 }],
    ['typing', { to: peer }],
    ['chatMessage', message],
    ['chatMessage', message],
    ['doneTyping', { to: peer }],
    ['markDelivered', { with: peer, seq: 1 }],
    ['markRead', { with: peer, seq: 1 }],
  ];
  return ['3', '40', ...events.map(([name, payload], index) => `42${index}${JSON.stringify([name, payload])}`)];
}

const splices = [
  '[',
  ']',
  '{',
  '}',
  '"',
  '\\',
  ',',
  ':',
  '-',
  '/',
  '0',
  '9',
  '1e999',
  'null',
  '"__proto__":1,',
  '\\ud800',
  '42',
  '451-',
  '46',
  '41',
  '40',
  '{"_placeholder":true,"num":0}',
  '\0',
  '\u{1f600}',
];
const lanes = 12;

export class FrameFuzzer extends Fuzzer {
  async run(count: number, seed: number): Promise<void> {
    const share = Math.ceil(count / lanes);
    await Promise.all(Array.from({ length: lanes }, (_, lane) => this.#lane(share, new SeededRandom(seed + lane))));
  }

  async #lane(count: number, random: SeededRandom): Promise<void> {
    const { cookie } = await this.users.newUser();
    const frames = recording(this.users.words.names[0] as string);
    let wire = await WireClient.open(this.url, cookie);
    for (let sent = 0; sent < count; sent += 1) {
      const frame = mutate(Buffer.from(random.pick(frames)), random);
      const asText = random.chance(0.9);
      const outcome = await this.#send(wire, frame, asText);
      this.tally.count('frames', 'frames', outcome);
      if (outcome === 'open') continue;
      if (outcome === 'silence')
        this.tally.fault('frames', 'neither answered nor closed', JSON.stringify(frame.toString('latin1')));
      wire.close();
      wire = await WireClient.open(this.url, cookie);
    }
    wire.close();
  }

  /** Sends the frame, then a request that shows whether the socket still works. */
  async #send(wire: WireClient, frame: Buffer, asText: boolean): Promise<string> {
    wire.received.length = 0;
    wire.socket.send(frame, { binary: !asText });
    try {
      return (await wire.isResponsive()) ? 'open' : `closed ${wire.closeCode}`;
    } catch {
      return 'silence';
    }
  }
}

/** Makes one to four changes: flips bits, replaces bytes, removes, doubles or inserts a piece, or truncates. */
export function mutate(frame: Buffer, random: SeededRandom): Buffer {
  let bytes = frame;
  for (let changes = random.between(1, 4); changes > 0; changes -= 1) {
    const at = random.between(0, bytes.length);
    const end = Math.min(bytes.length, at + random.between(1, 8));
    const [head, piece, tail] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
    const put = random.pick([
      () => Buffer.from(piece.map((byte) => byte ^ (1 << random.between(0, 7)))),
      () => Buffer.from(piece.map(() => random.between(0, 255))),
      () => Buffer.alloc(0),
      () => Buffer.concat([piece, piece]),
      () => Buffer.concat([piece, Buffer.from(random.pick(splices))]),
      () => Buffer.from(random.pick(splices)),
    ]);
    bytes = Buffer.concat(random.chance(0.1) ? [head] : [head, put(), tail]);
  }
  return bytes;
}
