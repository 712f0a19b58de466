/** The form of a flood, and the ways to keep one up. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RightfulUser } from './rightful-users.ts';
import type { WireClient } from './wire-client.ts';

/** The node that is flooded. */
export interface FloodTarget {
  url: string;
  /** The folder of its SQLite file: floods of lists and searches add rows there. */
  dataDir: string;
  /** Part of the rows that such floods add; 1 for a measurement. */
  scale: number;
  /** A user whom some floods attack by name. */
  owner: RightfulUser;
}

export interface Flood {
  /** Packets, frames or requests sent, or connections opened. */
  amount: number;
  /** Describes the answers that the attacker received. */
  note?(): string;
  stop(): void | Promise<void>;
}

/** Runs `acts` acts every `everyMs` milliseconds until it is stopped. */
export function repeated(everyMs: number, acts: number, act: (index: number) => void, onStop = () => {}): Flood {
  const flood: Flood = {
    amount: 0,
    stop: () => {
      clearInterval(timer);
      onStop();
    },
  };
  const timer = setInterval(() => {
    for (let done = 0; done < acts; done += 1) {
      act(flood.amount);
      flood.amount += 1;
    }
  }, everyMs);
  return flood;
}

/** Keeps `count` acts under way; a new one starts when one ends. */
export function sustained(count: number, act: (sent: (amount: number) => void) => Promise<void>): Flood {
  let isStopped = false;
  const sent = (amount: number) => {
    flood.amount += amount;
  };
  const loop = async () => {
    while (!isStopped) {
      await act(sent).catch(() => {});
      await sleep(5);
    }
  };
  const flood: Flood = {
    amount: 0,
    stop: () => {
      isStopped = true;
    },
  };
  for (let started = 0; started < count; started += 1) void loop();
  return flood;
}

/** Keeps connections open, one for each that the server closes, and acts on those that are open, 100 times a second. */
export async function lasting(
  count: number,
  open: () => Promise<WireClient>,
  act: (wire: WireClient) => void,
  { each = 1 } = {},
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
  const flood: Flood = {
    amount: 0,
    stop: () => {
      isStopped = true;
      clearInterval(timer);
      for (const wire of wires) wire?.close();
    },
  };
  const timer = setInterval(() => {
    for (const [index, wire] of wires.entries()) {
      if (!wire) continue;
      if (!wire.isOpen) reopen(index);
      else {
        act(wire);
        flood.amount += each;
      }
    }
  }, 10);
  return flood;
}
