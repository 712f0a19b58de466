/** Sessions: opened by a login, looked up by their secret, ended for good on every node. */
import { createHash } from 'node:crypto';
import type { Fanout, Session, SessionId, SessionStore, UserId } from './ports.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** A session ends after 7 days without use, and after 30 days in any case. */
export const sessionLife = { idleMs: 7 * day, absoluteMs: 30 * day };

/** How often each node looks for sessions that ended elsewhere, in milliseconds. */
export const sessionSweepMs = 1_000;

/** Use is noted at most once in this time, in milliseconds: most requests write nothing. */
const touchEveryMs = minute;

/** How far back a sweep looks beyond the last one, in milliseconds: a commit becomes visible later than its time says. */
const sweepOverlapMs = 10_000;

/** Sessions that ended are forgotten after this time, in milliseconds; no node may sleep longer and still hold their sockets. */
const forgetAfterMs = day;
const purgeEveryMs = 60 * minute;

export interface Device {
  ip: string;
  userAgent: string;
}

export type Sessions = ReturnType<typeof createSessions>;

export function createSessions(store: SessionStore, fanout: Fanout) {
  let sweptAt = performance.now();
  let purgeAt = 0;

  function open(secret: string, userId: UserId, device: Device): Promise<Session> {
    const now = new Date();
    return store.create({
      secretHash: hashOf(secret),
      userId,
      createdAt: now,
      lastUsedAt: now,
      expiresAt: new Date(now.getTime() + sessionLife.idleMs),
      ip: device.ip.slice(0, 45),
      userAgent: device.userAgent.slice(0, 255),
    });
  }

  /** The live session of this secret. */
  async function find(secret: string): Promise<Session | null> {
    const session = await store.find(hashOf(secret));
    const now = Date.now();
    if (!session || session.expiresAt.getTime() <= now) return null;
    if (now - session.lastUsedAt.getTime() < touchEveryMs) return session;
    const lastUsedAt = new Date(now);
    const expiresAt = new Date(
      Math.min(now + sessionLife.idleMs, session.createdAt.getTime() + sessionLife.absoluteMs),
    );
    await store.touch(session.id, lastUsedAt, expiresAt);
    return { ...session, lastUsedAt, expiresAt };
  }

  async function end(id: SessionId): Promise<void> {
    await store.end(id);
    fanout.closeSession(id);
  }

  /** Closes this node's sockets of sessions that ended elsewhere, should the word of it have been lost. */
  async function sweep(): Promise<void> {
    const started = performance.now(); // Not the clock of the day: it may jump.
    fanout.closeHere(await store.endedWithin(started - sweptAt + sweepOverlapMs), new Date());
    sweptAt = started;
    if (started < purgeAt) return;
    purgeAt = started + purgeEveryMs;
    await store.purge(new Date(Date.now() - forgetAfterMs));
  }

  return { open, find, end, sweep };
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url');
