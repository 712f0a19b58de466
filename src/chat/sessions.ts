/** Sessions: opened by a login, looked up by their secret, ended for good on every node. */
import { createHash } from 'node:crypto';
import { Refusal } from '../protocol/refusals.ts';
import type { Proof } from './credential-ports.ts';
import type { Fanout, Session, SessionId, SessionStore } from './ports.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A session ends after 7 days without use, and after 30 days in any case. */
export const sessionLife = { idleMs: 7 * day, absoluteMs: 30 * day };

/** How often each node looks for sessions that ended elsewhere, in milliseconds. */
export const sessionSweepMs = 1_000;

/** Use is noted at most once in this time, in milliseconds: most requests write nothing. */
const noteEveryMs = minute;

/** How far back a sweep looks beyond the last one, in milliseconds: a commit becomes visible later than its time says. */
const sweepOverlapMs = 10_000;

/** Sessions that ended are forgotten after this time, in milliseconds; no node may sleep longer and still hold their sockets. */
const forgetAfterMs = day;

/** How often connected sessions are noted as used, and forgotten ones purged, in milliseconds. */
const careEveryMs = hour;

export interface Device {
  ip: string;
  userAgent: string;
}

export type Sessions = ReturnType<typeof createSessions>;

export function createSessions(store: SessionStore, fanout: Fanout) {
  // Not the clock of the day, which may jump.
  let sweptAt = performance.now();
  let careAt = sweptAt + careEveryMs;

  /** @throws Refusal `invalid_credentials` when what proved the login was changed, or the account deleted, since then. */
  async function open(secret: string, proof: Proof, { ip, userAgent }: Device): Promise<SessionId> {
    const device = { ip: ip.slice(0, 45), userAgent: userAgent.slice(0, 255) };
    const { person, credentialVersion } = proof;
    const session = { secretHash: hashOf(secret), userId: person.id, credentialVersion, ...device };
    const id = await store.create(session, sessionLife.absoluteMs);
    if (id === null) throw new Refusal('invalid_credentials', 'Wrong username or password.');
    return id;
  }

  /** The live session of this secret. */
  function find(secret: string): Promise<Session | null> {
    return store.find(hashOf(secret), { idleMs: sessionLife.idleMs, noteEveryMs });
  }

  async function end(id: SessionId): Promise<void> {
    await store.end(id);
    fanout.closeSession(id);
  }

  /** Closes this node's sockets of sessions that ended elsewhere, should the word of it have been lost, or that expired. */
  async function sweep(): Promise<void> {
    const started = performance.now();
    fanout.closeHere(await store.overWithin(started - sweptAt + sweepOverlapMs));
    sweptAt = started;
    if (started < careAt) return;
    careAt = started + careEveryMs;
    await store.touch(fanout.sessionsHere(), noteEveryMs);
    await store.purge(forgetAfterMs);
  }

  return { open, find, end, sweep };
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url');
